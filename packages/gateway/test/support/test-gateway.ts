import type { KeyEnvironment } from '@wicketgate/contract';
import { createRedactor, type LogFields, type Logger } from '@wicketgate/core';
import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { parseConfig } from '../../src/config.ts';
import { audiencesOf } from '../../src/domain/audience.ts';
import type { SessionRecord } from '../../src/domain/session-record.ts';
import { mintToken } from '../../src/domain/token-text.ts';
import { createGateway, type Gateway, type GatewayDependencies, type RequestInfo } from '../../src/index.ts';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { ServiceKeys } from '../../src/ports/service-keys.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { createAccessTokens } from '../../src/services/access-tokens.ts';
import { createTokenDigests } from '../../src/services/token-digests.ts';
import { createKeyService, type KeyDraft, type KeyService } from '../../src/services/key-service.ts';
import { sessionIdOf, sessionRecord } from './session-records.ts';
import { opening, refreshToken as newestToken } from './sign-in-records.ts';

export interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
  readonly fields: LogFields;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly storage: Storage;
  readonly keys: KeyService;
  readonly clock: FakeClock;
  readonly adminKey: string;
  /** What was logged, as the redactor let it through. */
  readonly log: readonly LogLine[];
  /** A request to the gateway, with the admin key unless another or none is given. */
  send(line: string, init?: SendInit): Promise<Response>;
  /** A key made past the wire. */
  issue(draft?: Partial<KeyDraft>): Promise<{ id: string; apiKey: string }>;
  /** A sign-in made past the wire, with tokens of it. */
  signIn(session?: Partial<SessionRecord>): Promise<{ session: SessionRecord; token: string; refreshToken: string }>;
  close(): Promise<void>;
}

export interface SendInit {
  readonly key?: string | null;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly info?: RequestInfo;
}

export interface TestGatewayOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly dependencies?: Partial<GatewayDependencies>;
  /** The database file. Default: in memory. */
  readonly file?: string;
  /** Of its random numbers: two gateways over one file need two. */
  readonly seed?: number;
  /** Stands between the gateway and its storage. */
  readonly wrapStorage?: (storage: Storage) => Storage;
}

export const BASE_URL = 'http://127.0.0.1:8787';

/** The pepper and seed of the tests' gateways. */
const SERVICE_KEYS: ServiceKeys = {
  peppers: [{ version: 1, secret: new Uint8Array(32).fill(1) }],
  signing: [{ kid: 'test', seed: new Uint8Array(32).fill(2) }],
  encryption: [{ id: 'test', key: Uint8Array.from({ length: 32 }, (_, at) => at) }],
};

/** The real app on an embedded database in memory, with a clock that a test turns. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const parsed = parseConfig(options.environment ?? {});
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  const config = { ...parsed.config, publicUrl: parsed.config.publicUrl ?? BASE_URL };
  const storage = await openSqliteStorage({ file: options.file ?? ':memory:' });
  await storage.migrate();
  const clock = createFakeClock();
  const random = createSeededRandom(options.seed);
  const { log, logger } = memoryLogger(config.keyBrand);
  const gateway = await createGateway({
    ...{ config, clock, random, logger },
    storage: options.wrapStorage?.(storage) ?? storage,
    serviceKeys: SERVICE_KEYS,
    digests: createNodeDigests(),
    ...options.dependencies,
  });
  const keys = createKeyService({
    ...{ storage, clock, random },
    peppers: SERVICE_KEYS.peppers,
    brand: config.keyBrand,
    environments: config.keyEnvironments,
    shapes: config.keyShapes,
    onChange: () => undefined,
  });
  const issue = (draft: Partial<KeyDraft> = {}) => issueKey(keys, config.keyEnvironments[0], draft);
  const signIn = createSignIn(storage, clock);
  const { apiKey: adminKey } = await issue({ name: 'admin', role: 'admin', limits: PLENTY });
  return {
    ...{ gateway, storage, keys, clock, adminKey, log, issue, signIn },
    send: (line, init = {}) => gateway.fetch(requestOf(line, { key: adminKey, ...init }), init.info),
    close: async () => {
      await gateway.close();
      await storage.close();
    },
  };
}

/** Limits that no test reaches by accident. */
export const PLENTY = { requests: 1_000_000, windowSeconds: 1, burst: 1_000_000 };

/** `POST /path` as a web request. */
function requestOf(line: string, { key, json, body, headers }: SendInit): Request {
  const [method = 'GET', path = '/'] = line.split(' ');
  return new Request(BASE_URL + path, {
    method,
    headers: {
      ...(typeof key === 'string' && { authorization: `Bearer ${key}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
  });
}

async function issueKey(keys: KeyService, env: KeyEnvironment | undefined, draft: Partial<KeyDraft>) {
  const owner = { id: 'owner-1', email: null, name: null };
  const actor = { id: 'bootstrap', address: null, requestId: 'test-request' };
  const { record, apiKey } = await keys.create({ name: 'a key', owner, env, ...draft }, actor);
  return { id: record.id, apiKey };
}

function createSignIn(storage: Storage, clock: FakeClock): TestGateway['signIn'] {
  let made = 0;
  const random = createSeededRandom(77);
  const terms = { issuer: BASE_URL, audiences: audiencesOf(BASE_URL), random, ttlSeconds: 1_800 };
  const digests = createTokenDigests(createNodeDigests(), SERVICE_KEYS.peppers);
  return async (members = {}) => {
    made++;
    const [createdAt, id] = [clock.now(), sessionIdOf(made)];
    const session = sessionRecord({ id, createdAt, refreshedAt: createdAt, checkedAt: createdAt, ...members });
    const refreshToken = mintToken('rt', 'wg', random);
    const { expiresAt } = session;
    const refresh = newestToken({ digest: await digests.newest(refreshToken), sessionId: id, expiresAt });
    if ((await storage.openSession(opening({ session, refresh }))) !== 'done') throw new TypeError(`${id} is taken.`);
    const accessTokens = await createAccessTokens({ ...terms, signing: SERVICE_KEYS.signing });
    return { session, refreshToken, token: (await accessTokens.issue(session, createdAt)).token };
  };
}

function memoryLogger(brand: string): { log: LogLine[]; logger: Logger } {
  const log: LogLine[] = [];
  const redact = createRedactor({ brands: [brand] });
  const write = (level: keyof Logger) => (fields: LogFields, message: string) => {
    log.push({ level, message, fields: redact(fields) as LogFields });
  };
  return { log, logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') } };
}
