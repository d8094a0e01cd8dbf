import {
  type AnswerOf,
  DEFAULT_PAGE_SIZE,
  DEFAULT_RECEIPT_TTL_SECONDS,
  type Endpoint,
  type endpoints,
  type PublicJwk,
  toWire,
} from '@wicketgate/contract';
import type { Caller, FakeShape } from './credentials.ts';
import type { KeyBook, KeyDraft, KeyEdit, KeyImport, KeyView } from './key-book.ts';
import type { ReceiptSigner } from './receipts.ts';
import { Refusal } from './refusal.ts';

/** What a handler works with: parsed parts in camelCase, and who calls where the endpoint wants a key. */
export interface Call {
  readonly params: { readonly id: string };
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly caller: Caller | undefined;
  readonly now: number;
}

export interface HandlerParts {
  readonly book: KeyBook;
  readonly shapes: readonly FakeShape[];
  readonly issuer: string;
  readonly signer: () => Promise<ReceiptSigner>;
  readonly publicKeys: () => Promise<readonly PublicJwk[]>;
}

/** Answers in camelCase; the caller maps them to the wire. */
export type Handler = (call: Call) => unknown;

type Identity = AnswerOf<(typeof endpoints)['auth']['me']>;

/** One handler per endpoint, by its name. */
export function createHandlers(parts: HandlerParts): Readonly<Record<Endpoint['name'], Handler>> {
  const health = () => ({ status: 'ok', version: '0.0.0-fake' });
  return {
    'system.health': health,
    'system.apiHealth': health,
    'system.ready': () => ({ status: 'ready', checks: { storage: 'ok' } }),
    'system.jwks': async () => ({ keys: await parts.publicKeys() }),
    'auth.validate': async (call) => ({
      valid: true,
      ...identityOf(callerOf(call).key),
      ...(await receiptOf(call, parts)),
    }),
    'auth.me': (call) => identityOf(callerOf(call).key),
    ...keyHandlers(parts),
  };
}

function keyHandlers({ book, shapes }: HandlerParts): Record<string, Handler> {
  const by = (call: Call) => callerOf(call).key.id;
  return {
    'keys.create': (call) => book.issue(call.body as KeyDraft, by(call)),
    'keys.import': (call) => ({ key: importKey(book, shapes, call) }),
    'keys.list': (call) => listKeys(book, call.query),
    'keys.show': ({ params }) => ({ key: book.show(params.id) }),
    'keys.edit': ({ params, body }) => ({ key: book.edit(params.id, body as KeyEdit) }),
    'keys.suspend': ({ params, body }) => ({ key: book.suspend(params.id, (body as { reason?: string }).reason) }),
    'keys.resume': ({ params }) => ({ key: book.resume(params.id) }),
    'keys.revoke': (call) => ({
      key: book.revoke(call.params.id, (call.body as { reason: string }).reason, by(call)),
    }),
    'keys.rotate': (call) =>
      book.rotate(call.params.id, (call.body as { overlapSeconds?: number }).overlapSeconds ?? 0, by(call)),
  };
}

function importKey(book: KeyBook, shapes: readonly FakeShape[], call: Call): KeyView {
  const draft = call.body as KeyImport;
  if (!shapes.some(({ name }) => name === draft.shape)) {
    throw new Refusal('invalid_field', { errors: [{ field: 'shape', message: 'must be a registered shape' }] });
  }
  return book.import(draft, callerOf(call).key.id);
}

function listKeys(book: KeyBook, query: Call['query']): { items: KeyView[]; nextCursor: string | null } {
  const wanted = book.list().filter((key) => fits(key, query));
  const after = query['cursor'] === undefined ? 0 : wanted.findIndex(({ id }) => id === query['cursor']) + 1;
  if (query['cursor'] !== undefined && after === 0) {
    throw new Refusal('invalid_field', {
      errors: [{ field: 'cursor', message: 'must be a cursor of an earlier page' }],
    });
  }
  const end = after + Number(query['limit'] ?? DEFAULT_PAGE_SIZE);
  return { items: wanted.slice(after, end), nextCursor: end < wanted.length ? (wanted[end - 1]?.id ?? null) : null };
}

function fits(key: KeyView, query: Call['query']): boolean {
  const { owner, name, ...equal } = query;
  if (owner !== undefined && key.owner.id !== owner) return false;
  if (name !== undefined && !key.name.toLowerCase().includes(name.toLowerCase())) return false;
  return (['status', 'env', 'tier', 'role'] as const).every(
    (member) => equal[member] === undefined || key[member] === equal[member],
  );
}

function identityOf({ id, name, env, owner, tier, role, scopes, limits, expiresAt }: KeyView): Identity {
  return { key: { id, name, env }, principal: owner, tier, role, scopes, limits, expiresAt, degraded: false };
}

async function receiptOf(call: Call, parts: HandlerParts): Promise<{ receipt: string; receiptExpiresAt: string }> {
  const { key, keySha256 } = callerOf(call);
  const { degraded: _, ...identity } = identityOf(key);
  const { installId } = call.body as { installId?: string };
  const iat = Math.floor(call.now / 1000);
  const keyEnd = key.expiresAt === null ? Infinity : Math.floor(Date.parse(key.expiresAt) / 1000);
  const exp = Math.min(iat + DEFAULT_RECEIPT_TTL_SECONDS, keyEnd);
  const signer = await parts.signer();
  const claims = {
    iss: parts.issuer,
    sub: key.owner.id,
    iat,
    exp,
    keySha256,
    ...(installId && { installId }),
    identity,
  };
  return { receipt: await signer.sign(toWire(claims) as object), receiptExpiresAt: new Date(exp * 1000).toISOString() };
}

function callerOf(call: Call): Caller {
  if (!call.caller) throw new TypeError('This endpoint was mounted without a check of credentials.');
  return call.caller;
}
