import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { startBuiltGateway } from '../verify-load/built-gateway.ts';
import { type Holders, type Said, startHolders } from './holders.ts';
import { type SharedSignIn, signInShared } from './shared-sign-in.ts';

const HOLDERS = 20;
const ROUNDS = 200;
const KILLS = 100;
/** Every second kill waits for somebody who refreshes, this long at most. */
const HUNT_MS = 2_000;
const LOOK_MS = 2;
const LONGEST_PEACE_MS = 2_500;
/** All holders have one address, and tokens that end on their way count as refused there. */
const SETTINGS = { WICKETGATE_ACCESS_TOKEN_TTL: '1', WICKETGATE_PREAUTH_LIMIT: '999999/1/999999' };
/** A proof that does not come to its end has failed. */
const PATIENCE_MS = 30 * 60_000;

export const what =
  `${HOLDERS} processes with the built package share one sign-in in one encrypted file, and ask the built gateway who they are without\n` +
  `pause. Access tokens live for one second, until the sign-in was refreshed ${ROUNDS} times. Meanwhile processes are killed (SIGKILL) at\n` +
  'moments of chance, every second time while one of them refreshes, and replaced; the store is read after each kill.';

export async function prove(): Promise<Figure[]> {
  const gateway = await startBuiltGateway(SETTINGS);
  try {
    const signIn = await signInShared(gateway);
    try {
      const holders = startHolders(HOLDERS, gateway.url, signIn.place);
      const outcome = await killUntilDone(signIn, holders).finally(() => holders.stop());
      const renewed = await signIn.session.credential().catch(() => undefined);
      const alive = await signIn.alive();
      return figuresOf({ ...outcome, said: holders.said, alive, renewed: renewed === undefined ? 0 : 1 });
    } finally {
      await signIn.remove();
    }
  } finally {
    await gateway.stop();
  }
}

interface Kills {
  readonly kills: number;
  readonly midRefresh: number;
  readonly refreshes: number;
  readonly unreadable: number;
}

async function killUntilDone(signIn: SharedSignIn, holders: Holders): Promise<Kills> {
  const counts = { kills: 0, midRefresh: 0, refreshes: 0, unreadable: 0 };
  const deadline = performance.now() + PATIENCE_MS;
  while ((counts.refreshes < ROUNDS || counts.kills < KILLS) && performance.now() < deadline) {
    await setTimeout(randomInt(LONGEST_PEACE_MS));
    const pid = counts.kills % 2 === 0 ? await huntRefresher(signIn) : undefined;
    if ((await holders.killOne(pid)) && pid !== undefined) counts.midRefresh++;
    counts.kills++;
    try {
      counts.refreshes = await signIn.refreshes();
    } catch {
      counts.unreadable++;
    }
  }
  return counts;
}

/** Waits for somebody who holds the lock of the sign-in, and lets them come a little further. */
async function huntRefresher(signIn: SharedSignIn): Promise<number | undefined> {
  const deadline = performance.now() + HUNT_MS;
  while (performance.now() < deadline) {
    const pid = await signIn.refresher();
    if (pid !== undefined) {
      await setTimeout(randomInt(20));
      return pid;
    }
    await setTimeout(LOOK_MS);
  }
  return undefined;
}

interface Outcome extends Kills {
  readonly said: Said;
  readonly alive: number;
  readonly renewed: number;
}

function figuresOf({ kills, midRefresh, refreshes, unreadable, said, alive, renewed }: Outcome): Figure[] {
  const failed = [...said.failed.values()].reduce((sum, count) => sum + count, 0);
  for (const [line, count] of said.failed) process.stderr.write(`${count} times: ${line}\n`);
  return [
    figureOf({ figure: 'refreshes of the one sign-in', unit: 'refreshes', goal: atLeast(ROUNDS), ours: refreshes }),
    figureOf({ figure: 'processes killed', unit: 'kills', goal: atLeast(KILLS), ours: kills }),
    figureOf({ figure: 'of them while they refreshed', unit: 'kills', goal: atLeast(KILLS / 4), ours: midRefresh }),
    figureOf({ figure: 'calls answered', unit: 'calls', goal: atLeast(ROUNDS * 10), ours: said.answered }),
    figureOf({ figure: 'calls that got no answer', unit: 'calls', goal: atMost(0), ours: failed }),
    figureOf({ figure: 'times somebody was signed out', unit: 'times', goal: atMost(0), ours: said.signedOut }),
    figureOf({ figure: 'reads of a torn or missing record', unit: 'reads', goal: atMost(0), ours: unreadable }),
    figureOf({ figure: 'sign-ins alive at the end', unit: 'sign-ins', goal: atLeast(1), ours: alive }),
    figureOf({ figure: 'sign-ins that still give tokens', unit: 'sign-ins', goal: atLeast(1), ours: renewed }),
  ];
}
