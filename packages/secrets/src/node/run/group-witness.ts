import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@wicketgate/core';

/** For how long the end of a witness tells of a signal that this process has yet to hear of. */
const FRESH_MS = 1_000;
/** A witness that neither answers nor ends by then was stopped, and tells nothing. */
const PATIENCE_MS = 1_000;
/** Answers each line with a line until its input is closed, be it that this process was killed. Leaves no core file. */
const ANSWER = 'ulimit -c 0; while read -r line; do echo; done';

/** Tells signals that were sent to the whole process group from those that were sent to this process alone. */
export interface GroupWitness {
  /** Asked when this process has had a signal that ends others by default. */
  hasHeard(signal: NodeJS.Signals): Promise<boolean>;
  stop(): void;
}

/**
 * Node does not tell to whom a signal was sent. So a shell without secrets sits in the same group and ends by every signal
 * that the group gets. The system gives a signal to the whole group at once, and a process with a deadly signal does not
 * answer any more: an answer says that this process alone was meant. Where there is no `/bin/sh`, every signal seems so.
 */
export function startGroupWitness(clock: Clock): GroupWitness {
  let death: { readonly signal: NodeJS.Signals; readonly at: number } | undefined;
  let isOver = false;
  let shell = startShell(onEnd);
  function onEnd(signal: NodeJS.Signals | null) {
    // One that ends by itself would do so again.
    if (isOver || signal === null) return;
    death = { signal, at: clock.now() };
    shell = startShell(onEnd);
  }
  const hasDiedOf = (signal: NodeJS.Signals) => {
    const hasDied = death?.signal === signal && clock.now() - death.at <= FRESH_MS;
    if (hasDied) death = undefined;
    return hasDied;
  };
  return {
    hasHeard: async (signal) => {
      if (hasDiedOf(signal)) return true;
      await within(shell.answersOrEnds(), clock);
      return hasDiedOf(signal);
    },
    stop: () => {
      isOver = true;
      shell.kill();
    },
  };
}

function startShell(onEnd: (signal: NodeJS.Signals | null) => void) {
  const child: ChildProcess = spawn('/bin/sh', ['-c', ANSWER], {
    env: {},
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const over = new Promise<void>((resolve) => {
    // Without room for another process there are no pipes either.
    child.once('error', () => {
      resolve();
    });
    child.once('exit', (_code, signal) => {
      onEnd(signal);
      resolve();
    });
  });
  for (const pipe of child.stdio) pipe?.on('error', () => undefined);
  return {
    answersOrEnds: () => {
      const answer = new Promise<void>((resolve) => {
        child.stdout?.once('data', () => {
          resolve();
        });
      });
      child.stdin?.write('\n');
      return Promise.race([answer, over]);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

async function within(done: Promise<void>, clock: Clock): Promise<void> {
  const over = new AbortController();
  const late = clock.sleep(PATIENCE_MS, over.signal).catch(() => undefined);
  await Promise.race([done, late]);
  over.abort();
}
