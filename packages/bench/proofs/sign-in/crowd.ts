import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { BuiltGateway } from '../verify-load/built-gateway.ts';
import { type Holders, startHolders } from './holders.ts';
import { Hearsay } from './hearsay.ts';
import type { SharedSignIn } from './shared-sign-in.ts';
import { type StoreWatch, watchStore } from './store-watch.ts';

export const HOLDERS = 20;
export const ROUNDS = 200;
export const KILLS = 100;
/** Every second kill waits for somebody who refreshes, this long at most. */
const HUNT_MS = 2_000;
const LOOK_MS = 2;
/** About as long as a refresh takes on a busy machine. */
const LONGEST_HEADWAY_MS = 40;
const LONGEST_PEACE_MS = 2_500;
/** A proof that does not come to its end has failed. */
const PATIENCE_MS = 30 * 60_000;
const LAST_WORD_MS = 60_000;

/** How the gateway goes away, and after which share of the refreshes: it is stopped, it is killed, it stays away. */
export const OUTAGES = [
  { share: 0.25, signal: 'SIGTERM', awayMs: 0 },
  { share: 0.5, signal: 'SIGKILL', awayMs: 0 },
  { share: 0.75, signal: 'SIGTERM', awayMs: 5_000 },
] as const;

/** What was seen of a crowd that shares one sign-in. */
export interface Seen {
  readonly hearsay: Hearsay;
  readonly watch: StoreWatch;
  readonly kills: number;
  /** When somebody was killed who held the lock of the sign-in. */
  readonly killedInLockAt: readonly number[];
  /** Processes that got an answer to a call after all that. */
  readonly answering: number;
}

export async function harassCrowd(gateway: BuiltGateway, signIn: SharedSignIn): Promise<Seen> {
  const hearsay = new Hearsay();
  const holders = startHolders({ count: HOLDERS, url: gateway.url, place: signIn.place }, hearsay);
  const watch = watchStore(() => signIn.refreshes());
  try {
    const outages = sendAway(gateway, watch, hearsay);
    const killed = await killUntilDone({ signIn, holders, watch });
    await outages;
    return { hearsay, watch, ...killed, answering: await holders.answering(LAST_WORD_MS) };
  } finally {
    await watch.stop();
    await holders.stop();
  }
}

interface Harassed {
  readonly signIn: SharedSignIn;
  readonly holders: Holders;
  readonly watch: StoreWatch;
}

async function killUntilDone({ signIn, holders, watch }: Harassed) {
  const killedInLockAt: number[] = [];
  const deadline = Date.now() + PATIENCE_MS;
  let kills = 0;
  while ((watch.refreshes < ROUNDS || kills < KILLS) && Date.now() < deadline) {
    await setTimeout(randomInt(LONGEST_PEACE_MS));
    const pid = kills % 2 === 0 ? await huntRefresher(signIn) : undefined;
    await holders.killOne(pid, async (victim) => {
      if ((await signIn.refresher()) === victim) killedInLockAt.push(Date.now());
    });
    kills++;
  }
  return { kills, killedInLockAt };
}

/** Waits for somebody who holds the lock of the sign-in, and lets them come a little further. */
async function huntRefresher(signIn: SharedSignIn): Promise<number | undefined> {
  const deadline = Date.now() + HUNT_MS;
  while (Date.now() < deadline) {
    const pid = await signIn.refresher();
    if (pid !== undefined) {
      await setTimeout(randomInt(LONGEST_HEADWAY_MS));
      // It may be done, and another at it.
      return (await signIn.refresher()) ?? pid;
    }
    await setTimeout(LOOK_MS);
  }
  return undefined;
}

async function sendAway(gateway: BuiltGateway, watch: StoreWatch, hearsay: Hearsay): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (const { share, signal, awayMs } of OUTAGES) {
    while (watch.refreshes < share * ROUNDS) {
      if (Date.now() > deadline) return;
      await setTimeout(LOOK_MS);
    }
    hearsay.away(Date.now());
    await gateway.restart(signal, awayMs);
    hearsay.back(Date.now());
  }
}
