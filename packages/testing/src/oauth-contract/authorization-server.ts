import {
  CLIENT_IDS,
  deviceCodeAnswerSchema,
  endpoints,
  GRANT_TYPES,
  introspectionAnswerSchema,
  OAUTH_ERRORS,
  OAUTH_PATHS,
  type OAuthErrorCode,
  oauthErrorSchema,
  tokenAnswerSchema,
  type WireDeviceCode,
  type WireIntrospection,
  type WireTokenAnswer,
} from '@wicketgate/contract';
import { expect } from 'vitest';
import type { OAuthSubject } from './subject.ts';

type Parameters = Readonly<Record<string, string>>;

/** Default `form`. */
export interface Manner {
  readonly as?: 'form' | 'json';
  readonly headers?: Readonly<Record<string, string>>;
}

export const CLI = CLIENT_IDS.cli;
export const EDITOR = CLIENT_IDS.vscode;

/** Asks an authorization server, and holds every answer against the contract on the way. */
export class AuthorizationServer {
  readonly subject: OAuthSubject;
  readonly issuer: string;

  constructor(subject: OAuthSubject) {
    this.subject = subject;
    this.issuer = subject.issuer ?? subject.baseUrl;
  }

  /** Sends anything, without credentials. */
  send(path: string, init: RequestInit = {}): Promise<Response> {
    return this.subject.fetch(new Request(this.subject.baseUrl + path, { redirect: 'manual', ...init }));
  }

  /** Posts parameters, as a form unless the manner says JSON. */
  post(path: string, parameters: Parameters, { as = 'form', headers = {} }: Manner = {}): Promise<Response> {
    const body = as === 'json' ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString();
    const type = as === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
    return this.send(path, { method: 'POST', body, headers: { 'Content-Type': type, ...headers } });
  }

  /** Asks for a device code, which must be given. */
  async begin(parameters: Parameters = {}, manner?: Manner): Promise<WireDeviceCode> {
    const asked = { client_id: CLI, ...parameters };
    const json = await readAnswer(await this.post(OAUTH_PATHS.deviceCode, asked, manner));
    const answer = deviceCodeAnswerSchema.parse(json);
    expect(answer).toEqual(json);
    return answer;
  }

  /** Asks for tokens, which must be given. */
  async tokens(parameters: Parameters, manner?: Manner, path: string = OAUTH_PATHS.token): Promise<Granted> {
    const json = await readAnswer(await this.post(path, { client_id: CLI, ...parameters }, manner));
    const answer = tokenAnswerSchema.parse(json);
    expect(answer).toEqual(json);
    expect(answer.token_type).toBe('Bearer');
    return { ...answer, refresh_token: answer.refresh_token ?? expect.fail('There is no refresh token.') };
  }

  /** Asks for what must be refused, with the code and its status. */
  async refusal(path: string, parameters: Parameters, code: OAuthErrorCode): Promise<Response> {
    return expectRefusal(await this.post(path, { client_id: CLI, ...parameters }), code);
  }

  /** Polls for the tokens of a device code. */
  poll(code: WireDeviceCode): Promise<Granted> {
    return this.tokens({ grant_type: GRANT_TYPES.deviceCode, device_code: code.device_code });
  }

  async pollRefused(code: WireDeviceCode, error: OAuthErrorCode): Promise<void> {
    await this.refusal(OAUTH_PATHS.token, deviceGrant(code), error);
  }

  refresh(refreshToken: string): Promise<Granted> {
    return this.tokens({ grant_type: GRANT_TYPES.refreshToken, refresh_token: refreshToken });
  }

  async refreshRefused(refreshToken: string): Promise<void> {
    const parameters = { grant_type: GRANT_TYPES.refreshToken, refresh_token: refreshToken };
    await this.refusal(OAUTH_PATHS.token, parameters, 'invalid_grant');
  }

  /** A new key: what people sign in with here. */
  async createKey(members: object = {}): Promise<string> {
    const { create } = endpoints.keys;
    const body = { name: 'made by the contract suite', owner: { id: 'owner-1' }, ...members };
    const response = await this.send(create.path, {
      method: create.method,
      body: JSON.stringify(body),
      headers: { ...bearer(this.subject.adminKey), 'Content-Type': 'application/json' },
    });
    expect(response.status).toBe(create.status);
    return create.answer.parse(await response.json()).api_key;
  }

  /** Signs in by device code with the key, or with a new one. */
  async signIn(apiKey?: string, parameters: Parameters = {}): Promise<Granted> {
    const code = await this.begin(parameters);
    await this.subject.approve(code.user_code, apiKey ?? (await this.createKey()));
    await this.subject.clock.advance(code.interval * 1_000);
    return this.tokens({
      ...deviceGrant(code),
      ...('client_id' in parameters && { client_id: parameters['client_id'] }),
    });
  }

  /** What `me` answers to an access token: the identity, or the code of the problem. */
  async me(accessToken: string): Promise<string | ReturnType<typeof endpoints.auth.me.answer.parse>> {
    const response = await this.send(endpoints.auth.me.path, { headers: bearer(accessToken) });
    const json: unknown = await response.json();
    if (response.status === 200) return endpoints.auth.me.answer.parse(json);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    return (json as { code: string }).code;
  }

  async introspect(token: string, credential: string): Promise<WireIntrospection> {
    const response = await this.post(OAUTH_PATHS.introspect, { token }, { headers: bearer(credential) });
    const json = await readAnswer(response);
    const answer = introspectionAnswerSchema.parse(json);
    expect(answer).toEqual(json);
    return answer;
  }
}

/** The answer of a grant that comes with a refresh token. */
export type Granted = WireTokenAnswer & { readonly refresh_token: string };

const bearer = (credential: string) => ({ Authorization: `Bearer ${credential}` });

export const deviceGrant = (code: WireDeviceCode) => ({
  grant_type: GRANT_TYPES.deviceCode,
  device_code: code.device_code,
});

/** The refusal that a response must be in every respect (RFC 6749 section 5.2). */
export async function expectRefusal(response: Response, code: OAuthErrorCode): Promise<Response> {
  const text = await response.text();
  expect({ status: response.status, text }).toEqual({
    status: OAUTH_ERRORS[code],
    text,
  });
  const json = JSON.parse(text) as unknown;
  const refusal = oauthErrorSchema.parse(json);
  expect(refusal).toEqual(json);
  expect(refusal.error).toBe(code);
  // The characters that RFC 6749 section 5.2 allows.
  expect(refusal.error_description ?? '').toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
  expectPrivate(response);
  return response;
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  expect({ status: response.status, text }).toEqual({ status: 200, text });
  expectPrivate(response);
  return JSON.parse(text) as unknown;
}

/** Tokens may stay in no cache on the way (RFC 6749 section 5.1). */
function expectPrivate(response: Response): void {
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(response.headers.get('cache-control')).toMatch(/\bno-store\b/);
  expect(response.headers.get('pragma')).toBe('no-cache');
  expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
}
