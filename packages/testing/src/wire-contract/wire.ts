import {
  type AnswerOf,
  type Endpoint,
  endpoints,
  type ErrorCode,
  errorsOf,
  ERRORS,
  fromWire,
  type Problem,
  PROBLEM_MEDIA_TYPE,
  problemSchema,
  type RequestOf,
  toWire,
} from '@wicketgate/contract';
import { expect } from 'vitest';

/** A gateway under test, fresh: with an admin key and whatever else it makes for itself. */
export interface WireSubject {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Where it is; may carry a path. */
  readonly baseUrl: string;
  readonly adminKey: string;
  /** The gateway's clock. Without it, what needs time to pass is skipped, and says so. */
  readonly clock?: { now(): number; advance(ms: number): Promise<void> | void };
  /** A registered foreign shape and the text of a key of it that was not imported yet. */
  readonly foreign?: { readonly shape: string; readonly key: string };
  /**
   * Signs in as whoever holds the API key: by the device grant, approved with it. Without it the rules of sign-ins are
   * skipped, and say so.
   */
  signIn?(apiKey: string): Promise<SignedIn>;
  close(): Promise<void>;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly accessToken: string;
}

/** `null`: no Authorization header. Default the admin key. */
export interface Credential {
  readonly key?: string | null;
}

export type Asked<E extends Endpoint> = RequestOf<E> & Credential;
interface Parts extends Credential {
  readonly params?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
}

export interface Answered<E extends Endpoint> {
  readonly answer: AnswerOf<E>;
  readonly response: Response;
}

/** Calls a gateway by the endpoint table, and holds every answer against the contract on the way. */
export class Wire {
  readonly subject: WireSubject;

  constructor(subject: WireSubject) {
    this.subject = subject;
  }

  /** Sends anything. */
  async send(line: string, init: RequestInit & Credential = {}): Promise<Response> {
    const [method = '', path = ''] = line.split(' ');
    const { key = this.subject.adminKey, headers: given, ...rest } = init;
    const headers = new Headers(given);
    if (key !== null) headers.set('Authorization', `Bearer ${key}`);
    return this.subject.fetch(new Request(this.subject.baseUrl + path, { ...rest, method, headers }));
  }

  /** Calls an endpoint that must answer. */
  async call<E extends Endpoint>(endpoint: E, asked: Asked<E>): Promise<Answered<E>> {
    const response = await this.#ask(endpoint, asked as Parts);
    const json = await readJson(response, endpoint.status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
    // An answer that has more than its schema leaks what nobody decided to publish.
    const parsed = endpoint.answer.parse(json);
    expect(parsed).toEqual(json);
    if (endpoint.access !== 'public') expectPrivate(response);
    return { answer: fromWire(parsed) as AnswerOf<E>, response };
  }

  /** Calls an endpoint that must refuse with a code that the table lists for it. */
  async refusal<E extends Endpoint>(endpoint: E, asked: Asked<E>, code: ErrorCode) {
    expect(errorsOf(endpoint)).toContain(code);
    return expectProblem(await this.#ask(endpoint, asked as Parts), code);
  }

  /** A new key with the given members. */
  async createKey(members: Partial<NonNullable<RequestOf<typeof endpoints.keys.create>['body']>> = {}) {
    const body = { name: 'made by the contract suite', owner: { id: 'owner-1' }, ...members };
    return (await this.call(endpoints.keys.create, { body })).answer;
  }

  #ask(endpoint: Endpoint, { params = {}, query, body, key }: Parts): Promise<Response> {
    const search = query ? `?${new URLSearchParams(toWire(query) as Record<string, string>).toString()}` : '';
    return this.send(`${endpoint.method} ${pathOf(endpoint, params)}${search}`, {
      ...(key !== undefined && { key }),
      ...(body && { body: JSON.stringify(toWire(body)), headers: { 'Content-Type': 'application/json' } }),
    });
  }
}

/** The path with its parameters filled in. */
export function pathOf(endpoint: Endpoint, params: object): string {
  return Object.entries(params).reduce<string>(
    (path, [name, value]) => path.replace(`{${name}}`, String(value)),
    endpoint.path,
  );
}

/** The problem document of a response, which must be of the code in every respect. */
export async function expectProblem(
  response: Response,
  code: ErrorCode,
): Promise<{ problem: Problem; response: Response }> {
  const json = await readJson(response, ERRORS[code].status);
  const problem = problemSchema.parse(json);
  expect(problem).toEqual(json);
  expect(problem.code).toBe(code);
  expect(problem.status).toBe(response.status);
  expect(response.headers.get('content-type')).toMatch(new RegExp(`^${PROBLEM_MEDIA_TYPE.replace('+', '\\+')}\\b`));
  expect(problem.request_id).toBe(response.headers.get('x-request-id'));
  expectPrivate(response);
  if (response.status === 401) expectChallenge(response.headers.get('www-authenticate'));
  return { problem, response };
}

/** Names the scheme, and where a client learns who gives tokens (RFC 9728 section 5.1). */
function expectChallenge(challenge: string | null): void {
  expect(challenge).toMatch(/^Bearer realm="[^"]+"/);
  expect(challenge).toMatch(/\bresource_metadata="https?:[^"]+\/\.well-known\/oauth-protected-resource"/);
}

async function readJson(response: Response, status: number): Promise<unknown> {
  const text = await response.text();
  expect({ status: response.status, text }).toEqual({ status, text });
  expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
  return JSON.parse(text) as unknown;
}

/** Nothing that is said to the holder of a key may stay in a cache on the way. */
function expectPrivate(response: Response): void {
  expect(response.headers.get('cache-control')).toMatch(/\bno-store\b/);
}
