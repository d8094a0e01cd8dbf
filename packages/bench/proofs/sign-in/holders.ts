import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SharedPlace } from './shared-store.ts';

const PROGRAM = path.join(import.meta.dirname, 'holder.ts');

/** What the holders have said, all together. */
export interface Said {
  answered: number;
  signedOut: number;
  readonly failed: Map<string, number>;
}

/** A number of processes that share one sign-in. Whoever is killed is replaced. */
export interface Holders {
  readonly said: Said;
  /** Kills the process with this pid, or any; tells whether it was that one. */
  killOne(pid: number | undefined): Promise<boolean>;
  stop(): Promise<void>;
}

export function startHolders(count: number, url: string, place: SharedPlace): Holders {
  const said: Said = { answered: 0, signedOut: 0, failed: new Map() };
  const living = new Set<ChildProcess>();
  const start = () => {
    const env = { PATH: process.env['PATH'], WICKETGATE_MASTER_KEY: place.masterKey };
    const words = ['--disable-warning=ExperimentalWarning', PROGRAM, url, place.folder];
    const child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => note(said, line));
    living.add(child);
  };
  for (let at = 0; at < count; at++) start();
  const kill = async (child: ChildProcess) => {
    living.delete(child);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    said,
    async killOne(pid) {
      const all = [...living];
      const wanted = all.find((child) => child.pid === pid);
      const victim = wanted ?? all[randomInt(all.length)];
      if (victim === undefined) throw new Error('Nobody is left to be killed.');
      await kill(victim);
      start();
      return wanted !== undefined;
    },
    stop: async () => {
      await Promise.all([...living].map(kill));
    },
  };
}

function note(said: Said, line: string): void {
  if (line === 'answered') said.answered++;
  else if (line === 'signed out') said.signedOut++;
  else said.failed.set(line, (said.failed.get(line) ?? 0) + 1);
}
