import { Writable } from 'node:stream';
import { createFakeClock } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { createTerminal } from '../../src/adapters/terminal.ts';
import { countingDown } from '../../src/services/counting-down.ts';
import { collector } from '../cli-harness.ts';

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

function counting(isTTY: boolean, endsInMs: number) {
  const clock = createFakeClock();
  const stderr = collector({ isTTY });
  const options = { json: false, quiet: false, color: false };
  const terminal = createTerminal({ stdout: collector(), stderr, env: {} }, options);
  const work = deferred<string>();
  const interrupt = new AbortController();
  const io = { clock, signal: interrupt.signal };
  const countdown = { endsAt: clock.now() + endsInMs, what: () => 'Waiting' };
  return { clock, stderr, work, interrupt, done: countingDown({ io, terminal }, countdown, work.promise) };
}

test('a terminal sees every second in one line, which is gone at the end', async () => {
  const { clock, stderr, work, done } = counting(true, 3_000);
  await clock.advance(2_000);
  work.resolve('done');
  expect(await done).toBe('done');
  const lines = ['0:03', '0:02', '0:01'].map((left) => `\r\u001b[2KWaiting: ${left} left`);
  expect(stderr.text()).toBe(`${lines.join('')}\r\u001b[2K`);
  expect(clock.sleepers).toBe(0);
});

test('a log has a line at the beginning, at five minutes and at one', async () => {
  const { clock, stderr, work, done } = counting(false, 600_000);
  await clock.advance(600_000);
  work.resolve('done');
  await done;
  expect(stderr.text()).toBe('Waiting: 10:00 left\nWaiting: 5:00 left\nWaiting: 1:00 left\n');
});

test('what fails fails, and nothing ticks on', async () => {
  const { clock, work, done } = counting(true, 60_000);
  await clock.advance(1_000);
  work.reject(new Error('no'));
  await expect(done).rejects.toThrow('no');
  expect(clock.sleepers).toBe(0);
});

test('an interrupt ends the ticking', async () => {
  const { clock, work, interrupt, done } = counting(true, 60_000);
  await clock.advance(1_000);
  interrupt.abort();
  expect(clock.sleepers).toBe(0);
  work.resolve('done');
  await done;
});

test('what stderr does not take costs nothing that was waited for', async () => {
  const clock = createFakeClock();
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const stderr = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done(full) }), { isTTY: true });
  stderr.on('error', () => undefined);
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const options = { json: false, quiet: false, color: false };
  const terminal = createTerminal({ stdout: collector(), stderr, env: {} }, options);
  const work = deferred<string>();
  const io = { clock, signal: new AbortController().signal };
  const done = countingDown({ io, terminal }, { endsAt: clock.now() + 60_000, what: () => 'Waiting' }, work.promise);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  work.resolve('tokens');
  expect(await done).toBe('tokens');
  process.removeListener('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
