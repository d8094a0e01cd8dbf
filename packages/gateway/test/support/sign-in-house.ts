import { Secret } from '@wicketgate/core';
import { createScriptedBrowser, type ScriptedBrowser, type WebPage } from '@wicketgate/testing/openid';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';
import type { ProviderConfig, SignInConfig } from '../../src/domain/sign-in-config.ts';
import type { GatewayDependencies } from '../../src/index.ts';
import { parseConfig } from '../../src/config.ts';
import type { AuditEntry, Storage } from '../../src/ports/storage.ts';
import { BASE_URL, startTestGateway, type TestGateway, type TestGatewayOptions } from './test-gateway.ts';

export interface SignInHouse extends TestGateway {
  /** A browser of its own, at an address. What is not the gateway goes to `elsewhere`. */
  browser(address?: string): ScriptedBrowser;
  /** A form or page at the gateway, past any browser. */
  request(request: Request, address?: string): Promise<Response>;
  beginDevice(parameters?: Readonly<Record<string, string>>): Promise<{ deviceCode: string; userCode: string }>;
  /** What the token endpoint answers to these parameters. */
  token(parameters: Readonly<Record<string, string>>): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Entries of the audit trail about decisions and refusals with this action, oldest first. */
  audited(action: string): Promise<readonly AuditEntry[]>;
  pollDevice(deviceCode: string): Promise<{ status: number; body: Record<string, unknown> }>;
}

export interface SignInHouseOptions extends TestGatewayOptions {
  readonly signIn?: Partial<SignInConfig>;
  /** Undefined, or an answer of undefined: a browser does not get there. */
  readonly elsewhere?: (request: Request) => Promise<Response | undefined>;
}

/** The gateway with its pages, and browsers that come to it. */
export async function startSignInHouse(options: SignInHouseOptions = {}): Promise<SignInHouse> {
  const entries: AuditEntry[] = [];
  const wrapStorage = (storage: Storage) => keepingAudit(options.wrapStorage?.(storage) ?? storage, entries);
  const dependencies = { ...options.dependencies, ...withSignIn(options) };
  const started = await startTestGateway({ ...options, dependencies, wrapStorage });
  const { origin } = new URL(BASE_URL);
  const at = (address: string) => ({ info: { address } });
  const request = (sent: Request, address = '192.0.2.10') => started.gateway.fetch(sent, at(address).info);
  const send = (address: string) => async (sent: Request) =>
    new URL(sent.url).origin === origin ? request(sent, address) : options.elsewhere?.(sent);
  const post = async (path: string, parameters: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(parameters).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await started.send(`POST ${path}`, { key: null, body, headers, ...at('192.0.2.20') });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const token = (parameters: Readonly<Record<string, string>>) => post('/api/v1/auth/token', parameters);
  return {
    ...started,
    request,
    token,
    audited: (action) => Promise.resolve(entries.filter((entry) => entry.action === action)),
    browser: (address = '192.0.2.10') => createScriptedBrowser({ send: send(address) }),
    async beginDevice(parameters = {}) {
      const { status, body } = await post('/api/v1/auth/device/code', { client_id: 'wicketgate-cli', ...parameters });
      if (status !== 200) throw new Error(`No device code: ${JSON.stringify(body)}`);
      return { deviceCode: String(body['device_code']), userCode: String(body['user_code']) };
    },
    pollDevice: (deviceCode) =>
      token({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: 'wicketgate-cli',
        device_code: deviceCode,
      }),
  };
}

const DECISIONS: ReadonlySet<string | symbol> = new Set(['recordAudit', 'insertCode', 'changeDeviceGrant']);

/** The storage, with what it keeps of decisions and refusals in sight: nobody knows the targets of most of them. */
function keepingAudit(storage: Storage, entries: AuditEntry[]): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const call = (...given: unknown[]) => Reflect.apply(member, target, given) as unknown;
      if (!DECISIONS.has(name)) return call;
      return async (...given: readonly unknown[]) => {
        const result = await call(...given);
        const targetId = (given.at(-1) as Partial<AuditEntry> | undefined)?.targetId;
        if (targetId !== undefined && result !== 'conflict') entries.push(...(await target.listAudit(targetId, 1)));
        return result;
      };
    },
  });
}

function withSignIn({ environment = {}, signIn }: SignInHouseOptions): Partial<GatewayDependencies> {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  const { publicUrl = BASE_URL } = parsed.config;
  const config = { providers: [], clients: BUILT_IN_CLIENTS, federation: [], acceptsKeys: true, ...signIn };
  return { config: { ...parsed.config, publicUrl, signIn: config } };
}

/** A provider with the groups `staff` (pro) and `operators` (enterprise, admin). */
export function providerConfig(members: Partial<ProviderConfig> & Pick<ProviderConfig, 'issuer'>): ProviderConfig {
  return {
    id: 'acme',
    name: 'Acme',
    clientId: 'wicketgate-gateway',
    clientSecret: new Secret('a secret of the test provider alone'),
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    groupsClaim: 'groups',
    rules: [
      { groups: ['operators'], tier: 'enterprise', role: 'admin', scopes: ['releases:read', 'mcp:call'] },
      { groups: ['staff'], tier: 'pro', role: 'user', scopes: ['releases:read'] },
    ],
    uncheckedSeconds: 86_400,
    ...members,
  };
}

/** From the code to the page that asks who the person is. */
export async function typeCode(browser: ScriptedBrowser, userCode: string): Promise<WebPage> {
  const page = await browser.open(`${BASE_URL}/activate`);
  return browser.press(page, 'Continue', { fields: { user_code: userCode } });
}
