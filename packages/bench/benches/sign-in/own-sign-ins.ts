import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CLIENT_IDS } from '@wicketgate/contract';
import { systemClock } from '@wicketgate/core';
import { createGateway, type Gateway, parseConfig, type ServiceKeys } from '@wicketgate/gateway';
import { audiencesOf } from '../../../gateway/src/domain/audience.ts';
import type { SessionRecord } from '../../../gateway/src/domain/session-record.ts';
import { mintToken } from '../../../gateway/src/domain/token-text.ts';
import { createNodeDigests } from '../../../gateway/src/node/node-digests.ts';
import { openSqliteStorage } from '../../../gateway/src/node/sqlite-storage.ts';
import { type AccessTokens, createAccessTokens } from '../../../gateway/src/services/access-tokens.ts';
import { createKeyService } from '../../../gateway/src/services/key-service.ts';
import { createSessionLoader } from '../../../gateway/src/services/session-loader.ts';
import { createTokenDigests } from '../../../gateway/src/services/token-digests.ts';
import { createTokenVerifier, type TokenVerifier } from '../../../gateway/src/services/token-verifier.ts';

/** A sign-in with its newest tokens. */
export interface OwnSignIn {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Sign-ins over one database file, as the Node host puts its parts together, without a socket. */
export interface OwnSignIns {
  readonly issuer: string;
  readonly signing: ServiceKeys['signing'];
  /** Signed in with an API key, so that a refresh asks nobody but the store. */
  signIn(count: number): Promise<OwnSignIn[]>;
  /** With empty caches. */
  coldVerifier(): TokenVerifier;
  /** With empty caches. Its maker closes it. */
  coldGateway(): Promise<Gateway>;
  close(): Promise<void>;
}

const ISSUER = 'http://127.0.0.1:8787';
const DAY = 24 * 60 * 60_000;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openOwnSignIns(): Promise<OwnSignIns> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-'));
  const storage = await openSqliteStorage({ file: path.join(folder, 'wicketgate.db') });
  await storage.migrate();
  const parsed = parseConfig({});
  if (!parsed.ok) throw new Error('The default configuration is refused.');
  const config = { ...parsed.config, publicUrl: ISSUER };
  const serviceKeys: ServiceKeys = {
    peppers: [{ version: 1, secret: secretBytes() }],
    signing: [{ kid: 'bench', seed: secretBytes() }],
    encryption: [{ id: 'bench', key: secretBytes() }],
  };
  const { signing, peppers } = serviceKeys;
  const digests = createNodeDigests();
  const tokenTerms = { signing, issuer: ISSUER, audiences: audiencesOf(ISSUER), random, ttlSeconds: 1_800 };
  const accessTokens = await createAccessTokens(tokenTerms);
  const making = { storage, accessTokens, tokenDigests: createTokenDigests(digests, peppers) };
  const { id: keyId } = await makeKey();
  return {
    ...{ issuer: ISSUER, signing },
    signIn: async (count) => {
      const made: OwnSignIn[] = [];
      while (made.length < count) made.push(await makeSignIn(making, keyId));
      return made;
    },
    coldVerifier: () => {
      const sessions = createSessionLoader({ store: storage, random });
      return createTokenVerifier({ tokens: accessTokens, sessions, digests });
    },
    coldGateway: () =>
      createGateway({ config, storage, serviceKeys, digests, random, clock: systemClock, logger: SILENT }),
    close: async () => {
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function makeKey() {
    const { keyBrand: brand, keyEnvironments: environments, keyShapes: shapes } = config;
    const accepted = { brand, environments, shapes, peppers };
    const keys = createKeyService({
      ...accepted,
      storage,
      digests,
      random,
      clock: systemClock,
      onChange: () => undefined,
    });
    const actor = { id: 'bootstrap', address: null, requestId: 'bench' };
    const { record } = await keys.create({ name: 'bench', owner: { id: 'dev', email: null, name: null } }, actor);
    return record;
  }
}

interface Making {
  readonly storage: Awaited<ReturnType<typeof openSqliteStorage>>;
  readonly accessTokens: AccessTokens;
  readonly tokenDigests: ReturnType<typeof createTokenDigests>;
}

/** Past the wire: how a session is opened is not what is measured. */
async function makeSignIn({ storage, accessTokens, tokenDigests }: Making, keyId: string): Promise<OwnSignIn> {
  const now = Date.now();
  const session = sessionOf(keyId, now);
  const refreshToken = mintToken('rt', 'wg', random);
  const opened = await storage.openSession({
    session,
    refresh: {
      ...{ digest: await tokenDigests.newest(refreshToken), sessionId: session.id, issuedAt: now },
      ...{ expiresAt: session.expiresAt, usedAt: null, childDigest: null, childSealed: null },
    },
    consumed: { kind: 'nothing' },
    audit: {
      ...{ id: hex(16), at: now, actor: 'bench', actorIp: null, requestId: 'bench' },
      ...{ action: 'session.create', targetId: session.id, details: {} },
    },
  });
  if (opened !== 'done') throw new Error('The session was not opened.');
  return { refreshToken, accessToken: (await accessTokens.issue(session, now)).token };
}

function sessionOf(keyId: string, now: number): SessionRecord {
  return {
    id: hex(8),
    ...{ principal: { id: 'dev', email: null, name: null }, tier: 'free', role: 'user', scopes: [], limits: null },
    source: { kind: 'key', id: keyId },
    ...{ clientId: CLIENT_IDS.cli, clientName: 'Wicketgate command', requestedScopes: null, audience: ISSUER },
    ...{ dpopJkt: null, upstreamSealed: null, checkedAt: now, createdAt: now, createdIp: null },
    ...{ refreshedAt: now, refreshedIp: null, expiresAt: now + 7 * DAY, endsAt: now + 30 * DAY },
    ...{ revokedAt: null, revokedBy: null, revokedReason: null, revision: 1 },
  };
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function random(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(bytes);
}

function secretBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(32));
}
