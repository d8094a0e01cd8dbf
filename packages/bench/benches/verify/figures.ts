import { mintApiKey, parseApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { type Contestant, inTurns, type Sample } from '../../src/turns.ts';
import { timeBatches, timeClients, timeEach } from '../../src/timing.ts';
import { openOwnGateway, type OwnGateway, requestWith } from './own-gateway.ts';
import { type BetterAuth, installPeers, openBetterAuth, openPrefixedApiKey, type PrefixedApiKey } from './peers.ts';

const OURS = 'ours';
const BETTER_AUTH = 'better-auth';
const PREFIXED = 'prefixed-api-key';
const COLD_KEYS = 500;
const COLD_PEER_KEYS = 200;
const CLIENTS = 50;
const now = () => performance.now();

interface Room {
  readonly own: OwnGateway;
  readonly betterAuth: BetterAuth;
  readonly prefixed: PrefixedApiKey;
  readonly ownKeys: readonly string[];
  readonly peerKeys: readonly string[];
}

/** Every figure of checking a key, ours and the peers' from one run. */
export async function figures(): Promise<Figure[]> {
  const installed = await installPeers();
  const [own, betterAuth] = [await openOwnGateway(), await openBetterAuth(installed)];
  try {
    const room: Room = {
      ...{ own, betterAuth, prefixed: await openPrefixedApiKey(installed) },
      ...{ ownKeys: await own.mint(COLD_KEYS), peerKeys: await betterAuth.mint(COLD_PEER_KEYS) },
    };
    return [
      ...(await rejectFigures(room)),
      ...(await cachedFigures(room)),
      ...(await coldFigures(room)),
      ...(await coldAppFigures(room)),
      ...(await hotKeyFigures(room)),
      ...(await storeFigures(room)),
    ];
  } finally {
    await own.close();
    await betterAuth.close();
  }
}

/** A key with one character mistyped: ours is refused by its checksum alone. */
async function rejectFigures({ prefixed, betterAuth, peerKeys }: Room): Promise<Figure[]> {
  const mistyped = typo(mintApiKey({ env: 'live', random: createSeededRandom(1) }).key);
  const theirs = await prefixed.generateAPIKey({ keyPrefix: 'bench' });
  const theirTypo = typo(theirs.token);
  const peerTypo = typo(peerKeys[0] ?? '');
  const result = await inTurns([
    { name: OURS, measure: async () => sampleOf(timeBatches(() => parseApiKey(mistyped), {}, now)) },
    {
      name: PREFIXED,
      measure: async () => sampleOf(timeBatches(() => prefixed.checkAPIKey(theirTypo, theirs.longTokenHash), {}, now)),
    },
    { name: BETTER_AUTH, measure: async () => sampleOf(await timeEach(repeat(200, () => betterAuth.verify(peerTypo)), now)) },
  ]);
  return [row(result, { figure: 'reject a mistyped key, p50', unit: 'µs', metric: 'p50', goal: atMost(1) })];
}

/** A key that was verified a moment ago. better-auth has no cache of its own without a second store. */
async function cachedFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const verifier = own.coldVerifier();
  const [key = '', peerKey = ''] = [ownKeys[0], peerKeys[0]];
  const result = await inTurns([
    { name: OURS, measure: async () => sampleOf(await timeEach(repeat(20_000, () => verifier.verify(key, Date.now())), now)) },
    { name: BETTER_AUTH, measure: async () => sampleOf(await timeEach(repeat(200, () => betterAuth.verify(peerKey)), now)) },
  ]);
  return [
    row(result, { figure: 'verify a known key in process, p50', unit: 'µs', metric: 'p50', goal: atMost(2) }),
    row(result, { figure: 'verify a known key in process, p99', unit: 'µs', metric: 'p99', goal: atMost(10) }),
  ];
}

async function coldFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const result = await inTurns([
    {
      name: OURS,
      measure: async () => {
        const verifier = own.coldVerifier();
        return sampleOf(await timeEach(ownKeys.map((key) => () => verifier.verify(key, Date.now())), now));
      },
    },
    { name: BETTER_AUTH, measure: async () => sampleOf(await timeEach(peerKeys.map((key) => () => betterAuth.verify(key)), now)) },
  ]);
  return [row(result, { figure: 'verify a key for the first time on node:sqlite, p50', unit: 'µs', metric: 'p50', goal: atMost(50) })];
}

/** The whole way of a request without a socket. better-auth is called as a function: it has no such endpoint of its own. */
async function coldAppFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const overApp = (method: 'GET' | 'POST', endpoint: string) => async () => {
    const gateway = await own.coldGateway();
    const requests = ownKeys.map((key) => requestWith(key, method, endpoint));
    const latency = await timeEach(requests.map((request) => () => gateway.fetch(request)), now);
    await gateway.close();
    return sampleOf(latency);
  };
  const result = await inTurns([
    { name: OURS, measure: overApp('GET', '/api/v1/me') },
    { name: 'validate', measure: overApp('POST', '/api/v1/auth/validate') },
    { name: BETTER_AUTH, measure: async () => sampleOf(await timeEach(peerKeys.map((key) => () => betterAuth.verify(key)), now)) },
  ]);
  const validate = new Map([...result].map(([name, sample]) => [name === 'validate' ? OURS : name, sample] as const));
  validate.set(OURS, result.get('validate') ?? {});
  validate.delete('validate');
  result.delete('validate');
  const peer = Math.round(result.get(BETTER_AUTH)?.['p50'] ?? 0);
  return [
    row(result, { figure: 'GET me, first time, over app.fetch, p50', unit: 'µs', metric: 'p50', goal: atMost(peer) }),
    row(validate, { figure: 'POST validate with a new receipt, over app.fetch, p50', unit: 'µs', metric: 'p50', goal: atMost(peer) }),
  ];
}

async function hotKeyFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const gateway = await own.coldGateway();
  const [key = '', peerKey = ''] = [ownKeys[0], peerKeys[0]];
  const ask = () => gateway.fetch(requestWith(key, 'POST', '/api/v1/auth/validate'));
  const result = await inTurns([
    { name: OURS, measure: async () => ({ ...(await timeClients(ask, { clients: CLIENTS, total: 5_000 }, now)) }) },
    {
      name: BETTER_AUTH,
      measure: async () => ({ ...(await timeClients(() => betterAuth.verify(peerKey), { clients: CLIENTS, total: 500 }, now)) }),
    },
  ]);
  await gateway.close();
  return [
    row(result, { figure: `validate one key, ${CLIENTS} clients, over app.fetch`, unit: 'per second', metric: 'rate', goal: atLeast(4_000) }),
    row(result, { figure: `validate one key, ${CLIENTS} clients, over app.fetch, p99`, unit: 'µs', metric: 'p99', goal: atMost(40_000) }),
  ];
}

/** What the database has to do. */
async function storeFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const AT_ONCE = 1_000;
  const [key = '', peerKey = ''] = [ownKeys[0], peerKeys[0]];
  const result = await inTurns([
    {
      name: OURS,
      measure: async () => {
        const gateway = await own.coldGateway();
        const before = { reads: own.storage.reads(), writes: own.storage.writes() };
        await Promise.all(repeat(AT_ONCE, () => gateway.fetch(requestWith(key, 'GET', '/api/v1/me'))).map((ask) => ask()));
        const after = { reads: own.storage.reads(), writes: own.storage.writes() };
        await gateway.close();
        return { reads: after.reads - before.reads, writes: (after.writes - before.writes) / AT_ONCE };
      },
    },
    {
      name: BETTER_AUTH,
      measure: async () => {
        const before = { reads: betterAuth.reads(), writes: betterAuth.writes() };
        await Promise.all(repeat(AT_ONCE, () => betterAuth.verify(peerKey)).map((ask) => ask()));
        return { reads: betterAuth.reads() - before.reads, writes: (betterAuth.writes() - before.writes) / AT_ONCE };
      },
    },
  ]);
  return [
    row(result, { figure: 'reads for 1,000 checks of one unknown key at once', unit: 'reads', metric: 'reads', goal: atMost(1) }),
    row(result, { figure: 'writes for one check', unit: 'writes', metric: 'writes', goal: atMost(0) }),
  ];
}

interface RowWords {
  readonly figure: string;
  readonly unit: string;
  readonly metric: string;
  readonly goal: ReturnType<typeof atMost>;
}

function row(result: ReadonlyMap<string, Sample>, { metric, ...words }: RowWords): Figure {
  const of = (name: string) => result.get(name)?.[metric] ?? Number.NaN;
  const peers = [...result.keys()].filter((name) => name !== OURS).map((name) => [name, of(name)] as const);
  return figureOf({ ...words, ours: of(OURS), peers: Object.fromEntries(peers) });
}

function repeat<Call>(count: number, call: Call): Call[] {
  return Array.from({ length: count }, () => call);
}

/** The same text with its tenth character from the end changed. */
function typo(key: string): string {
  const at = key.length - 10;
  return `${key.slice(0, at)}${key[at] === 'a' ? 'b' : 'a'}${key.slice(at + 1)}`;
}

function sampleOf(latency: { readonly p50: number; readonly p99: number }): Sample {
  return { ...latency };
}

export type { Contestant };
