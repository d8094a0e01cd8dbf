import {
  DEFAULT_BRAND,
  type KeyEnvironment,
  OAUTH_PATHS,
  type PublicJwk,
  type RandomBytes,
} from '@wicketgate/contract';
import { systemNow, systemRandom } from '../adapters/system-defaults.ts';
import { problemAnswer } from './answers.ts';
import { assertShapes, type FakeShape, readCaller } from './credentials.ts';
import { createFailures, type FailOptions } from './failures.ts';
import { createHandlers } from './handlers.ts';
import { KeyBook, type KeyDraft, type KeyView } from './key-book.ts';
import { type Misbehaviour, misbehave } from './misbehaviour.ts';
import { createPipeline } from './pipeline.ts';
import { createReceiptSigner } from './receipts.ts';
import { Refusal } from './refusal.ts';
import { requestIdOf } from './request-id.ts';
import { createFakeSignIn, type FakeSignIn, type SignInSettings } from './sign-in/fake-sign-in.ts';
import { createOAuthEndpoints } from './sign-in/oauth-endpoints.ts';
import { answerOAuth } from './sign-in/oauth-pipeline.ts';
import type { SessionBook } from './sign-in/session-book.ts';
import { createSigningKeys } from './signing-keys.ts';

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
  readonly signIn?: SignInSettings;
}

/** What was asked. No query, no headers: they may hold secrets. */
export interface RequestLine {
  readonly method: string;
  /** Without the path of the gateway's own URL. */
  readonly path: string;
}

/**
 * A gateway in memory that speaks the whole wire, and can be told to misbehave. It has no limit per address, no CORS
 * and no audit: what a client cannot see.
 */
export interface FakeGateway {
  /** Fits `globalThis.fetch`; answers for whatever origin is asked. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  readonly url: string;
  /** The text of an enterprise key with the role admin, which exists from the start. */
  readonly adminKey: string;
  /** Issues a key without a request. Members that are left out: name `test`, owner `owner-1`. */
  issue(draft?: Partial<KeyDraft>): { readonly key: KeyView; readonly apiKey: string };
  /** The keys, to change them behind the back of clients. */
  readonly keys: KeyBook;
  /** What people do to sign in, where a browser would be needed. */
  readonly signIn: FakeSignIn;
  /** The sign-ins, to change them behind the back of clients. */
  readonly sessions: SessionBook;
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

export function createFakeGateway(options: FakeGatewayOptions = {}): FakeGateway {
  const { clock, random = systemRandom, url = 'https://gateway.example.com', shapes = [] } = options;
  assertShapes(shapes);
  const now = clock ? () => clock.now() : systemNow;
  const rules = { brand: options.brand ?? DEFAULT_BRAND, environments: options.environments ?? ['live'], shapes };
  const basePath = new URL(url).pathname.replace(/\/$/, '');

  const book = new KeyBook({ ...rules, random, now });
  const signing = createSigningKeys(random);
  const issuer = url.replace(/\/$/, '');
  const { control, ...signIn } = createFakeSignIn({
    ...{ ...options.signIn, random, now, issuer },
    brand: rules.brand,
    signer: signing.current,
  });
  const books = { keys: book, sessions: signIn.sessions, tokens: signIn.tokens };
  const callerOf = (request: Request) => readCaller(request.headers, books, rules);
  const oauth = createOAuthEndpoints({ ...signIn, callerOf });
  const parts = { book, sessions: signIn.sessions, shapes, issuer: url, publicKeys: signing.published };
  const honest = createHandlers({ ...parts, signer: signing.current });
  const forging = createHandlers({ ...parts, signer: () => createReceiptSigner(random) });
  const answer = createPipeline({ book, sessions: signIn.sessions, callerOf, now, basePath });
  const failures = createFailures();
  const requests: RequestLine[] = [];

  const issue = (draft: Partial<KeyDraft> = {}) =>
    book.issue({ name: 'test', owner: { id: 'owner-1' }, ...draft }, 'bootstrap');

  const fetch = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const requestId = requestIdOf(request, random);
    const path = pathWithin(request, basePath);
    requests.push({ method: request.method, path });
    const failure = failures.take(path);
    if (failure !== undefined && failure !== 'forged-receipt') {
      return finish(await misbehave(failure, request, requestId), request, requestId);
    }
    const asked = new URL(request.url).origin + basePath;
    const endpoint = oauth[path];
    const answered = endpoint ? answerOAuth(endpoint, request, asked) : answer(request, failure ? forging : honest);
    return finish(await answered.catch((error: unknown) => refuse(error, requestId, asked)), request, requestId);
  };

  return {
    fetch,
    url,
    adminKey: issue({ name: 'admin', role: 'admin', tier: 'enterprise' }).apiKey,
    issue,
    keys: book,
    signIn: control,
    sessions: signIn.sessions,
    fail: failures.add,
    heal: failures.clear,
    requests,
    requestsTo: (path) => requests.filter((line) => line.path === path).length,
    rotateSigningKey: signing.rotate,
    publicKeys: signing.published,
  };
}

function pathWithin(request: Request, basePath: string): string {
  const { pathname } = new URL(request.url);
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
}

function refuse(error: unknown, requestId: string, asked: string): Response {
  if (!(error instanceof Refusal)) return problemAnswer('internal_error', requestId);
  const answer = problemAnswer(error.code, requestId, error.details);
  const challenge = answer.headers.get('www-authenticate');
  if (challenge !== null) {
    // RFC 9728 section 5.1.
    const metadata = `resource_metadata="${asked}${OAUTH_PATHS.resourceMetadata}"`;
    answer.headers.set('WWW-Authenticate', `${challenge}, ${metadata}`);
  }
  return answer;
}

/** Adds the id of the request, and leaves the body out of an answer to HEAD. */
function finish(response: Response, request: Request, requestId: string): Response {
  const headers = new Headers(response.headers);
  headers.set('X-Request-Id', requestId);
  return new Response(request.method === 'HEAD' ? null : response.body, { status: response.status, headers });
}
