import { mintApiKey, parseApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { atMost, type Figure } from '../../src/figure.ts';
import { OURS, row } from '../../src/row.ts';
import { timeBatches, timeEach } from '../../src/timing.ts';
import { inTurns } from '../../src/turns.ts';
import { BETTER_AUTH, now, PREFIXED, repeat, type Room } from './room.ts';

const PEER_CALLS = 200;

/** A key with one character mistyped: ours is refused by its checksum alone. */
export async function rejectFigures({ prefixed, betterAuth, peerKeys }: Room): Promise<Figure[]> {
  const mistyped = typo(mintApiKey({ env: 'live', random: createSeededRandom() }).key);
  const { token, longTokenHash } = await prefixed.generateAPIKey({ keyPrefix: 'bench' });
  const prefixedTypo = typo(token);
  const peerTypo = typo(peerKeys[0]);
  const medians = await inTurns([
    { name: OURS, measure: () => timeBatches(() => parseApiKey(mistyped), now) },
    { name: PREFIXED, measure: () => timeBatches(() => prefixed.checkAPIKey(prefixedTypo, longTokenHash), now) },
    {
      name: BETTER_AUTH,
      measure: () =>
        timeEach(
          repeat(PEER_CALLS, () => betterAuth.verify(peerTypo)),
          now,
        ),
    },
  ]);
  return [row(medians, { figure: 'reject a mistyped key, p50', unit: 'µs', metric: 'p50', goal: atMost(1) })];
}

/** A key that was verified a moment ago. better-auth has no cache of its own without a second store. */
export async function knownKeyFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const verifier = own.coldVerifier();
  const verify = () => verifier.verify(ownKeys[0], Date.now());
  const medians = await inTurns([
    { name: OURS, measure: () => timeEach(repeat(20_000, verify), now) },
    {
      name: BETTER_AUTH,
      measure: () =>
        timeEach(
          repeat(PEER_CALLS, () => betterAuth.verify(peerKeys[0])),
          now,
        ),
    },
  ]);
  const figure = 'verify a known key in process';
  return [
    row(medians, { figure: `${figure}, p50`, unit: 'µs', metric: 'p50', goal: atMost(2) }),
    row(medians, { figure: `${figure}, p99`, unit: 'µs', metric: 'p99', goal: atMost(10) }),
  ];
}

/** Keys that are seen for the first time: one read of the database each. */
export async function newKeyFigures({ own, betterAuth, ownKeys, peerKeys }: Room): Promise<Figure[]> {
  const ours = () => {
    const verifier = own.coldVerifier();
    return ownKeys.map((key) => () => verifier.verify(key, Date.now()));
  };
  const medians = await inTurns([
    { name: OURS, measure: () => timeEach(ours(), now) },
    {
      name: BETTER_AUTH,
      measure: () =>
        timeEach(
          peerKeys.map((key) => () => betterAuth.verify(key)),
          now,
        ),
    },
  ]);
  return [
    row(medians, { figure: 'verify a new key on node:sqlite, p50', unit: 'µs', metric: 'p50', goal: atMost(50) }),
  ];
}

/** The same text with its tenth character from the end changed. */
function typo(key: string): string {
  const at = key.length - 10;
  return `${key.slice(0, at)}${key[at] === 'a' ? 'b' : 'a'}${key.slice(at + 1)}`;
}
