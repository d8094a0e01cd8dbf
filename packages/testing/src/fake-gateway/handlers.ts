import { DEFAULT_RECEIPT_TTL_SECONDS, type Endpoint, type PublicJwk, toWire } from '@wicketgate/contract';
import { type Call, callerOf, type Handler } from './call.ts';
import type { FakeShape } from './credentials.ts';
import type { KeyBook, KeyDraft, KeyEdit, KeyImport, KeyView } from './key-book.ts';
import { type Page, pageOf } from './pages.ts';
import type { ReceiptSigner } from './receipts.ts';
import { Refusal } from './refusal.ts';
import { sessionHandlers } from './session-handlers.ts';
import type { SessionBook } from './sign-in/session-book.ts';

export interface HandlerParts {
  readonly book: KeyBook;
  readonly sessions: SessionBook;
  readonly shapes: readonly FakeShape[];
  readonly issuer: string;
  readonly signer: () => Promise<ReceiptSigner>;
  readonly publicKeys: () => Promise<readonly PublicJwk[]>;
}

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
      ...callerOf(call).identity,
      degraded: false,
      ...(await receiptOf(call, parts)),
    }),
    'auth.usage': (call) => usageOf(call, parts),
    'auth.me': (call) => ({ ...callerOf(call).identity, degraded: false }),
    ...keyHandlers(parts),
    ...sessionHandlers(parts.sessions),
  };
}

/** Of a key its own calls; of a sign-in those of all sign-ins and keys of its person. Counted without delay. */
function usageOf(call: Call, { book, sessions }: HandlerParts) {
  const { identity } = callerOf(call);
  const owner = identity.principal.id;
  const counted = identity.key
    ? [countOf(book.show(identity.key.id))]
    : [
        sessions.usageOf(owner),
        ...book
          .list()
          .filter((key) => key.owner.id === owner)
          .map(countOf),
      ];
  const last = counted
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .sort()
    .at(-1);
  const total = counted.reduce((sum, one) => sum + one.total, 0);
  return { calls: { total, lastUsedAt: last ?? null }, limits: identity.limits };
}

const countOf = ({ usageCount: total, lastUsedAt }: KeyView) => ({ total, lastUsedAt });

function keyHandlers({ book, shapes }: HandlerParts): Record<string, Handler> {
  const by = (call: Call) => callerOf(call).id;
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
  return book.import(draft, callerOf(call).id);
}

function listKeys(book: KeyBook, query: Call['query']): Page<KeyView> {
  return pageOf(
    book.list().filter((key) => fits(key, query)),
    query,
  );
}

function fits(key: KeyView, query: Call['query']): boolean {
  const { owner, name, ...equal } = query;
  if (owner !== undefined && key.owner.id !== owner) return false;
  if (name !== undefined && !key.name.toLowerCase().includes(name.toLowerCase())) return false;
  return (['status', 'env', 'tier', 'role'] as const).every(
    (member) => equal[member] === undefined || key[member] === equal[member],
  );
}

async function receiptOf(call: Call, parts: HandlerParts): Promise<{ receipt: string; receiptExpiresAt: string }> {
  const { identity, sha256: keySha256 } = callerOf(call);
  const { installId } = call.body as { installId?: string };
  const iat = Math.floor(call.now / 1000);
  const end = identity.expiresAt === null ? Infinity : Math.floor(Date.parse(identity.expiresAt) / 1000);
  const exp = Math.min(iat + DEFAULT_RECEIPT_TTL_SECONDS, end);
  const signer = await parts.signer();
  const claims = {
    iss: parts.issuer,
    sub: identity.principal.id,
    iat,
    exp,
    keySha256,
    ...(installId && { installId }),
    identity,
  };
  return { receipt: await signer.sign(toWire(claims) as object), receiptExpiresAt: new Date(exp * 1000).toISOString() };
}
