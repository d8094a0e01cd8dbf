import { DEFAULT_PAGE_SIZE, endpoints } from '@wicketgate/contract';
import type { Owner } from '../../domain/key-record.ts';
import { toWireKey } from '../../domain/wire-key.ts';
import type { KeyService } from '../../services/key-service.ts';
import { actorOf } from '../actor.ts';
import type { Mounting } from '../mount.ts';

export interface KeyParts {
  readonly keys: KeyService;
}

/** The administration of keys. */
export function mountKeys(mounting: Mounting, parts: KeyParts): void {
  mountReading(mounting, parts);
  mountIssuing(mounting, parts);
  mountChanging(mounting, parts);
}

function mountReading({ mount }: Mounting, { keys }: KeyParts): void {
  mount(endpoints.keys.list, async ({ query, now }) => {
    const { cursor, limit, owner, name, ...filter } = query;
    const page = { cursor, limit: Number(limit ?? DEFAULT_PAGE_SIZE) };
    const { items, nextCursor } = await keys.list({ ...filter, ownerId: owner, nameContains: name }, page);
    return { items: items.map((record) => toWireKey(record, now)), next_cursor: nextCursor };
  });
  mount(endpoints.keys.show, async ({ params, now }) => ({ key: toWireKey(await keys.show(params.id), now) }));
}

function mountIssuing({ mount }: Mounting, { keys }: KeyParts): void {
  mount(endpoints.keys.create, async ({ body, ...call }) => {
    const draft = { ...body, owner: ownerOf(body.owner), expiresAt: instantOf(body.expiresAt) };
    const { record, apiKey } = await keys.create(draft, actorOf(call));
    return { key: toWireKey(record, call.now), api_key: apiKey };
  });
  mount(endpoints.keys.import, async ({ body, ...call }) => {
    const draft = { ...body, owner: ownerOf(body.owner), expiresAt: instantOf(body.expiresAt) };
    return { key: toWireKey(await keys.import(draft, actorOf(call)), call.now) };
  });
  mount(endpoints.keys.rotate, async ({ params, body, ...call }) => {
    const { record, apiKey } = await keys.rotate(params.id, body.overlapSeconds ?? 0, actorOf(call));
    return { key: toWireKey(record, call.now), api_key: apiKey };
  });
}

function mountChanging({ mount }: Mounting, { keys }: KeyParts): void {
  mount(endpoints.keys.edit, async ({ params, body, ...call }) => {
    const { name, owner, expiresAt, ...rest } = body;
    const edit = {
      ...rest,
      ...(name !== undefined && { name }),
      ...(owner !== undefined && { owner: ownerOf(owner) }),
      ...(expiresAt !== undefined && { expiresAt: instantOf(expiresAt) }),
    };
    return { key: toWireKey(await keys.edit(params.id, edit, actorOf(call)), call.now) };
  });
  mount(endpoints.keys.suspend, async ({ params, body, ...call }) => {
    const record = await keys.suspend(params.id, body.reason ?? null, actorOf(call));
    return { key: toWireKey(record, call.now) };
  });
  mount(endpoints.keys.resume, async ({ params, ...call }) => {
    return { key: toWireKey(await keys.resume(params.id, actorOf(call)), call.now) };
  });
  mount(endpoints.keys.revoke, async ({ params, body, ...call }) => {
    const record = await keys.revoke(params.id, body.reason, actorOf(call));
    return { key: toWireKey(record, call.now) };
  });
}

function ownerOf(owner: { id: string; email?: string | null | undefined; name?: string | null | undefined }): Owner {
  return { id: owner.id, email: owner.email ?? null, name: owner.name ?? null };
}

/** Milliseconds since 1970; null and undefined keep their meanings: never, and not mentioned. */
function instantOf(text: string | null | undefined): number | null | undefined {
  return typeof text === 'string' ? Date.parse(text) : text;
}
