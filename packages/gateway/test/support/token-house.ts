import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { audiencesOf } from '../../src/domain/audience.ts';
import type { SessionRecord } from '../../src/domain/session-record.ts';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { type AccessTokens, createAccessTokens } from '../../src/services/access-tokens.ts';
import { createSessionLoader } from '../../src/services/session-loader.ts';
import { createTokenVerifier, type TokenVerifier } from '../../src/services/token-verifier.ts';
import { type CountingStorage, countingStorage } from './counting-storage.ts';
import { sessionRecord } from './session-records.ts';
import { opening } from './sign-in-records.ts';

export const ISSUER = 'http://127.0.0.1:8787';
export const SIGNING = [{ kid: 'test', seed: new Uint8Array(32).fill(2) }];

/** The verifier of access tokens over one database in memory, as the gateway puts it together. */
export interface TokenHouse {
  readonly storage: Storage;
  readonly counting: CountingStorage;
  readonly clock: FakeClock;
  readonly tokens: TokenVerifier;
  readonly accessTokens: AccessTokens;
  /** How many signatures were checked. */
  readonly checks: () => number;
  /** What the loader was told of failing reads. */
  readonly degraded: unknown[];
  /** Another verifier over the same store, as another process has one. */
  another(): TokenVerifier;
  /** A stored session with an access token of it. */
  signIn(members?: Partial<SessionRecord>): Promise<{ session: SessionRecord; token: string }>;
}

export async function createTokenHouse(): Promise<TokenHouse> {
  const storage = await openSqliteStorage({ file: ':memory:' });
  await storage.migrate();
  const counting = countingStorage(storage);
  const clock = createFakeClock();
  const random = createSeededRandom();
  const degraded: unknown[] = [];
  let checks = 0;
  const accessTokens = await createAccessTokens({
    signing: SIGNING,
    issuer: ISSUER,
    audiences: audiencesOf(ISSUER),
    random,
    ttlSeconds: 1_800,
  });
  const counted: Pick<AccessTokens, 'verify'> = {
    verify: (text, now) => {
      checks++;
      return accessTokens.verify(text, now);
    },
  };
  const another = () => {
    const onDegraded = (cause: unknown) => degraded.push(cause);
    const sessions = createSessionLoader({ store: counting.storage, random, onDegraded });
    return createTokenVerifier({ tokens: counted, sessions, digests: createNodeDigests() });
  };
  return {
    ...{ storage, counting, clock, accessTokens, degraded, another },
    tokens: another(),
    checks: () => checks,
    async signIn(members = {}) {
      const session = sessionRecord(members);
      await storage.openSession(opening({ session }));
      const { token } = await accessTokens.issue(session, clock.now());
      counting.reset();
      return { session, token };
    },
  };
}
