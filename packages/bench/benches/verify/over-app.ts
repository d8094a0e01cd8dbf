import { atLeast, atMost, type Figure } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { timeClients, timeEach } from '../../src/timing.ts';
import { type Contestant, inTurns } from '../../src/turns.ts';
import { requestWith } from './own-gateway.ts';
import { BETTER_AUTH, now, repeat, type Room } from './room.ts';

const ME = { method: 'GET', path: '/api/v1/me' } as const;
const VALIDATE = { method: 'POST', path: '/api/v1/auth/validate' } as const;

/** What the peer took for the same when the goals were set: 657 µs. */
const PEER_REQUEST = atMost(657);
const CLIENTS = 50;
const AT_ONCE = 1_000;

/** The whole way of a request but the socket. The peer is called as a function: it has no such endpoint. */
export async function requestFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const firstRequests = async (endpoint: typeof ME | typeof VALIDATE) => {
    const gateway = await own.coldGateway();
    const requests = ownKeys.map((key) => requestWith(key, endpoint));
    const latency = await timeEach(
      requests.map((request) => () => gateway.fetch(request)),
      now,
    );
    await gateway.close();
    return latency;
  };
  const peer: Contestant = {
    name: BETTER_AUTH,
    measure: () =>
      timeEach(
        peerKeys.map((key) => () => betterAuth.verify(key)),
        now,
      ),
  };
  const me = await inTurns([{ name: OURS, measure: () => firstRequests(ME) }, peer]);
  const validate = await inTurns([{ name: OURS, measure: () => firstRequests(VALIDATE) }, peer]);
  const words = { unit: 'µs', metric: 'p50', goal: PEER_REQUEST };
  return [
    row(me, { figure: 'GET me with a new key, over app.fetch, p50', ...words }),
    row(validate, { figure: 'POST validate with a new key and receipt, over app.fetch, p50', ...words }),
  ];
}

/** One key that everybody uses at the same time. */
export async function hotKeyFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const gateway = await own.coldGateway();
  const validate = () => gateway.fetch(requestWith(ownKeys[0], VALIDATE));
  const medians = await inTurns([
    { name: OURS, measure: () => timeClients(validate, { clients: CLIENTS, total: 5_000 }, now) },
    {
      name: BETTER_AUTH,
      measure: () => timeClients(() => betterAuth.verify(peerKeys[0]), { clients: CLIENTS, total: 500 }, now),
    },
  ]);
  await gateway.close();
  const figure = `POST validate with one key by ${CLIENTS} clients, over app.fetch`;
  return [
    row(medians, { figure, unit: 'per second', metric: 'rate', goal: atLeast(4_000) }),
    row(medians, { figure: `${figure}, p99`, unit: 'µs', metric: 'p99', goal: atMost(40_000) }),
  ];
}

/** What the database has to do when a key that no cache knows is asked about many times at once. */
export async function storeFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const ours = async () => {
    const gateway = await own.coldGateway();
    const before = { reads: own.storage.reads(), writes: own.storage.writes() };
    await Promise.all(repeat(AT_ONCE, ownKeys[0]).map((key) => gateway.fetch(requestWith(key, ME))));
    const after = { reads: own.storage.reads(), writes: own.storage.writes() };
    await gateway.close();
    return { reads: after.reads - before.reads, writes: (after.writes - before.writes) / AT_ONCE };
  };
  const theirs = async () => {
    const before = { reads: betterAuth.reads(), writes: betterAuth.writes() };
    await Promise.all(repeat(AT_ONCE, peerKeys[0]).map((key) => betterAuth.verify(key)));
    return { reads: betterAuth.reads() - before.reads, writes: (betterAuth.writes() - before.writes) / AT_ONCE };
  };
  const medians = await inTurns([
    { name: OURS, measure: ours },
    { name: BETTER_AUTH, measure: theirs },
  ]);
  return [
    row(medians, {
      figure: `reads for ${AT_ONCE} requests at once with a new key`,
      unit: 'reads',
      metric: 'reads',
      goal: atMost(1),
    }),
    row(medians, { figure: 'writes for one request', unit: 'writes', metric: 'writes', goal: atMost(0) }),
  ];
}
