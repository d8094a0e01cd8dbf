import {
  DEFAULT_BRAND,
  type Endpoint,
  fromWire,
  type KeyEnvironment,
  type PublicJwk,
  type RandomBytes,
  REQUEST_LIMITS,
  toWire,
} from '@wicketgate/contract';
import { jsonAnswer, problemAnswer } from './answers.ts';
import { type Caller, type FakeShape, readCaller } from './credentials.ts';
import { type Call, createHandlers } from './handlers.ts';
import { KeyBook, type KeyDraft, type KeyView } from './key-book.ts';
import { type Misbehaviour, misbehave } from './misbehaviour.ts';
import { createRateLimit } from './rate-limit.ts';
import { createReceiptSigner, type ReceiptSigner } from './receipts.ts';
import { Refusal } from './refusal.ts';
import { readParts } from './request-parts.ts';
import { allowOf, routeOf, routesAt } from './router.ts';

export interface FakeGatewayOptions {
  /** Default the system's clock. */
  readonly clock?: { now(): number };
  /** Default `crypto.getRandomValues`. */
  readonly random?: RandomBytes;
  /** Where the gateway says it is; may carry a path. Default `https://gateway.example.com`. */
  readonly url?: string;
  /** Default `wg`. */
  readonly brand?: string;
  /** Default `live` alone. */
  readonly environments?: readonly KeyEnvironment[];
  /** Foreign shapes of keys that may be imported. Default none. */
  readonly shapes?: readonly FakeShape[];
}

/** What was asked. No query, no headers: they may hold secrets. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
}

export interface FailOptions {
  /** How many requests fail; default 1. `Infinity`: until `heal()`. */
  readonly times?: number;
  /** Only requests to this path, as in the endpoint table but with ids filled in; default all. */
  readonly path?: string;
}

/** A gateway in memory that speaks the whole wire, and can be told to misbehave. */
export interface FakeGateway {
  /** Fits `globalThis.fetch`; listens to whatever origin is asked. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  readonly url: string;
  /** The text of an enterprise key with the role admin, which exists from the start. */
  readonly adminKey: string;
  /** Issues a key without a request. Members that are left out: name `test`, owner `owner-1`. */
  issue(draft?: Partial<KeyDraft>): { readonly key: KeyView; readonly apiKey: string };
  /** The keys, to change them behind the back of clients. */
  readonly keys: KeyBook;
  /** Makes the next requests fail. Failures that are told earlier come first. */
  fail(how: Misbehaviour, options?: FailOptions): void;
  /** Ends all misbehaviour. */
  heal(): void;
  /** Every request, those that were made to fail included, oldest first. */
  readonly requests: readonly RequestLine[];
  /** How many requests asked for a path. */
  requestsTo(path: string): number;
  /** From now on receipts are signed with a new key; earlier ones stay published. */
  rotateSigningKey(): void;
  publicKeys(): Promise<readonly PublicJwk[]>;
}

interface Failure {
  readonly how: Misbehaviour;
  readonly path: string | undefined;
  left: number;
}

/** A request id that may be taken over from the caller. */
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

export function createFakeGateway(options: FakeGatewayOptions = {}): FakeGateway {
  const now = () => options.clock?.now() ?? Date.now();
  const random = options.random ?? ((bytes) => crypto.getRandomValues(bytes));
  const url = options.url ?? 'https://gateway.example.com';
  const basePath = new URL(url).pathname.replace(/\/$/, '');
  const shapes = options.shapes ?? [];
  const rules = { brand: options.brand ?? DEFAULT_BRAND, environments: options.environments ?? ['live'], shapes };
  const book = new KeyBook({ ...rules, random, now });
  const limit = createRateLimit();

  const signers: Promise<ReceiptSigner>[] = [];
  const addSigner = () => {
    const signer = createReceiptSigner(random);
    signers.unshift(signer);
    return signer;
  };
  const signer = () => signers[0] ?? addSigner();
  const publicKeys = async () => {
    await signer();
    return (await Promise.all(signers)).map(({ publicKey }) => publicKey);
  };
  const honest = createHandlers({ book, shapes, issuer: url, signer, publicKeys });
  const forging = createHandlers({ book, shapes, issuer: url, signer: () => createReceiptSigner(random), publicKeys });

  const issue = (draft: Partial<KeyDraft> = {}) =>
    book.issue({ name: 'test', owner: { id: 'owner-1' }, ...draft }, 'bootstrap');
  const admin = issue({ name: 'admin', role: 'admin', tier: 'enterprise' });

  const requests: RequestLine[] = [];
  let failures: Failure[] = [];

  /** Path, method, credentials, limits, role, parts, action: in this order, so that a stranger learns nothing. */
  const answer = async (request: Request, handlers: typeof honest): Promise<Response> => {
    const path = pathOf(request, basePath);
    const routes = routesAt(path);
    if (request.method === 'OPTIONS' && routes.length > 0) {
      return new Response(null, { status: 204, headers: { Allow: allowOf(routes) } });
    }
    const { endpoint, params } = routeOf(routes, request.method);
    const { caller, headers } = await admit(endpoint, request);
    try {
      const parts = await readParts(endpoint, request, params);
      const result = await handlers[endpoint.name]?.({ ...callOf(parts), caller, now: now() });
      if (caller) book.used(caller.key.id);
      return jsonAnswer(endpoint.status, toWire(result), headers);
    } catch (error) {
      throw error instanceof Refusal ? withHeaders(error, headers) : error;
    }
  };

  const admit = async (endpoint: Endpoint, request: Request) => {
    if (endpoint.access === 'public') return { caller: undefined, headers: {} };
    const caller = await readCaller(request.headers, book, rules);
    const verdict = limit(caller.key.id, caller.key.limits, now());
    if (!verdict.allowed) {
      const { retryAfterSeconds, headers } = verdict;
      throw new Refusal('too_many_requests', { retryAfterSeconds, headers });
    }
    checkRole(endpoint, caller, verdict.headers);
    return { caller, headers: verdict.headers };
  };

  const takeFailure = (path: string): Misbehaviour | undefined => {
    const next = failures.find((failure) => failure.path === undefined || failure.path === path);
    if (next && --next.left <= 0) failures = failures.filter((failure) => failure !== next);
    return next?.how;
  };

  const fetch = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const requestId = requestIdOf(request, random);
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : pathname;
    requests.push({ method: request.method, path });
    const failure = takeFailure(path);
    const response =
      failure !== undefined && failure !== 'forged-receipt'
        ? await misbehave(failure, request, requestId)
        : await answer(request, failure ? forging : honest).catch((error: unknown) => refuse(error, requestId));
    return finish(response, request, requestId);
  };

  return {
    fetch,
    url,
    adminKey: admin.apiKey,
    issue,
    keys: book,
    fail: (how, { times = 1, path } = {}) => {
      failures.push({ how, path, left: times });
    },
    heal: () => {
      failures = [];
    },
    requests,
    requestsTo: (path) => requests.filter((line) => line.path === path).length,
    rotateSigningKey: () => {
      // Existing receipts must stay verifiable, so there has to be a key before the new one.
      void signer();
      void addSigner();
    },
    publicKeys,
  };
}

function pathOf(request: Request, basePath: string): string {
  const { pathname, search } = new URL(request.url);
  if (pathname.length + search.length > REQUEST_LIMITS.uriBytes) throw new Refusal('uri_too_long');
  if (!pathname.startsWith(basePath)) throw new Refusal('not_found');
  return pathname.slice(basePath.length);
}

function callOf(parts: { params: unknown; query: unknown; body: unknown }): Pick<Call, 'params' | 'query' | 'body'> {
  return fromWire(parts) as Pick<Call, 'params' | 'query' | 'body'>;
}

function checkRole({ access }: Endpoint, { key }: Caller, headers: Readonly<Record<string, string>>): void {
  const enough = access === 'key' || key.role === 'admin' || (access === 'viewer' && key.role === 'viewer');
  if (!enough) throw new Refusal('forbidden', { detail: `This needs a key with the role ${access}.`, headers });
}

function withHeaders(refusal: Refusal, headers: Readonly<Record<string, string>>): Refusal {
  return new Refusal(refusal.code, { ...refusal.details, headers: { ...headers, ...refusal.details.headers } });
}

function refuse(error: unknown, requestId: string): Response {
  if (error instanceof Refusal) return problemAnswer(error.code, requestId, error.details);
  return problemAnswer('internal_error', requestId);
}

function requestIdOf(request: Request, random: RandomBytes): string {
  const given = request.headers.get('x-request-id') ?? '';
  if (REQUEST_ID.test(given)) return given;
  return Array.from(random(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Adds the id of the request, and leaves the body out of an answer to HEAD. */
function finish(response: Response, request: Request, requestId: string): Response {
  const headers = new Headers(response.headers);
  headers.set('X-Request-Id', requestId);
  return new Response(request.method === 'HEAD' ? null : response.body, { status: response.status, headers });
}
