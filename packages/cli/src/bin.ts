#!/usr/bin/env node
import { systemClock } from '@wicketgate/core';
import { runCli } from './index.ts';
import { EXIT } from './words/exit-codes.ts';

const interrupt = new AbortController();
const { stdin, stdout, stderr } = process;
const takers: ((signal: NodeJS.Signals) => void)[] = [];

/** The first signal lets the work clean up; the second does not wait for it. Whoever has taken the signals over decides. */
function onSignal(name: NodeJS.Signals): void {
  const taker = takers.at(-1);
  if (taker !== undefined) {
    taker(name);
    return;
  }
  if (interrupt.signal.aborted) {
    if (stdin.isTTY) stdin.setRawMode(false);
    process.exit(EXIT.interrupted);
  }
  interrupt.abort();
}
// Without a listener Node opens its inspector: every user of the machine could attach to it, and read each secret here.
process.on('SIGUSR1', (name) => takers.at(-1)?.(name));
// SIGHUP: the terminal was closed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
/** These mean something to some programs. As long as nobody has taken the signals over, they do what they always do. */
const FOR_PROGRAMS = ['SIGQUIT', 'SIGUSR2'] as const;

// Each write hears of its own failure, and reports it; without a listener node would end here with a stack.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);

const exitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env: process.env,
  platform: process.platform,
  clock: systemClock,
  random: (bytes) => crypto.getRandomValues(bytes),
  signal: interrupt.signal,
  takeSignals: (listener) => {
    if (takers.push(listener) === 1) for (const signal of FOR_PROGRAMS) process.on(signal, onSignal);
    return () => {
      takers.splice(takers.indexOf(listener), 1);
      if (takers.length === 0) for (const signal of FOR_PROGRAMS) process.off(signal, onSignal);
    };
  },
});

// Pipes are written in the background: leaving before they are empty would cut the output.
stdout.write('', () => stderr.write('', () => process.exit(exitCode)));
