import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { Hearsay, HolderWord } from './hearsay.ts';
import type { SharedPlace } from './shared-store.ts';

const PROGRAM = path.join(import.meta.dirname, 'holder.ts');
/** Longer than a signal takes to stop a process. */
const STOPPING_MS = 5;
const LOOK_MS = 50;

/** A number of processes that share one sign-in. Whoever is killed is replaced. */
export interface Holders {
  /** Kills the process with this pid, or any; tells which one it was. `atRest` is asked while it stands still before that. */
  killOne(pid: number | undefined, atRest: (pid: number) => Promise<void>): Promise<void>;
  /** How many of those that live got an answer to a call of now, at the latest after so many milliseconds. */
  answering(withinMs: number): Promise<number>;
  stop(): Promise<void>;
}

interface Crowd {
  readonly count: number;
  readonly url: string;
  readonly place: SharedPlace;
}

export function startHolders({ count, url, place }: Crowd, hearsay: Hearsay): Holders {
  /** Each that lives, with the time of its last call that was answered. */
  const living = new Map<ChildProcess, number>();
  const start = () => {
    const child = spawnHolder(url, place);
    living.set(child, 0);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const word = JSON.parse(line) as HolderWord;
      hearsay.note(word, Date.now());
      if (word.kind === 'answered' && living.has(child)) living.set(child, word.askedAt);
    });
  };
  const kill = async (child: ChildProcess) => {
    living.delete(child);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  for (let at = 0; at < count; at++) start();
  return {
    async killOne(pid, atRest) {
      const all = [...living.keys()];
      const victim = all.find((child) => child.pid === pid) ?? all[randomInt(all.length)];
      if (victim?.pid === undefined) throw new Error('Nobody is left to be killed.');
      victim.kill('SIGSTOP');
      await setTimeout(STOPPING_MS);
      await atRest(victim.pid);
      await kill(victim);
      start();
    },
    async answering(withinMs) {
      const since = Date.now();
      const served = () => [...living.values()].filter((askedAt) => askedAt >= since).length;
      while (served() < living.size && Date.now() < since + withinMs) await setTimeout(LOOK_MS);
      return served();
    },
    stop: async () => {
      await Promise.all([...living.keys()].map(kill));
    },
  };
}

function spawnHolder(url: string, { kind, folder, masterKey }: SharedPlace) {
  const env = { PATH: process.env['PATH'], WICKETGATE_MASTER_KEY: masterKey };
  const words = ['--disable-warning=ExperimentalWarning', PROGRAM, url, kind, folder];
  return spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'inherit'] });
}
