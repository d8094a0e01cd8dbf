import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { type Pump, pumpOutput } from '../../../src/node/run/output-pump.ts';
import { createMask } from '../../../src/rules/mask.ts';

/** A target that takes nothing on before `next` lets it. */
function slowTarget() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      waiting.push(done);
    },
  });
  const next = async () => {
    waiting.shift()?.();
    await new Promise(setImmediate);
  };
  return { target, taken, next };
}

const pumped = (source: Readable, target: Writable) =>
  pumpOutput({ source, target, mask: createMask(new Map()).stream() });

async function hasEnded({ done }: Pump): Promise<boolean> {
  return Promise.race([done.then(() => true), new Promise<false>((resolve) => setImmediate(() => resolve(false)))]);
}

it('Output is read no faster than it is taken', async () => {
  const { target, taken, next } = slowTarget();
  const source = new PassThrough();
  const pump = pumped(source, target);
  for (const text of ['a', 'b', 'c']) {
    source.write(text);
    await new Promise(setImmediate);
  }
  expect([taken, pump.taken, pump.isWaiting]).toEqual([['a'], 1, true]);
  await next();
  expect([taken, pump.taken]).toEqual([['a', 'bc'], 3]);
});

it('A pump that is told to stop writes what has arrived, and ends however much more comes', async () => {
  const { target, taken, next } = slowTarget();
  const flood = new Readable({
    highWaterMark: 1,
    read() {
      this.push('flood');
    },
  });
  const pump = pumped(flood, target);
  await next();
  pump.detach();
  const before = taken.length;
  for (let time = 0; time < 5 && !(await hasEnded(pump)); time++) await next();
  expect(await hasEnded(pump)).toBe(true);
  expect(taken.length).toBeLessThanOrEqual(before + 1);
  expect(flood.destroyed).toBe(true);
});

it('A pump that is told to stop while nothing comes ends at once', async () => {
  const { target } = slowTarget();
  const pump = pumped(new PassThrough(), target);
  await new Promise(setImmediate);
  pump.detach();
  await pump.done;
});

it('A source that breaks while its output is taken on ends the pump, and not the process', async () => {
  const { target, taken, next } = slowTarget();
  const source = new PassThrough();
  const pump = pumped(source, target);
  source.write('a');
  await new Promise(setImmediate);
  source.destroy(new Error('EIO'));
  await next();
  await pump.done;
  expect(taken).toEqual(['a']);
});

it('A pump leaves its target as it found it', async () => {
  const { target, next } = slowTarget();
  const source = new PassThrough();
  const pump = pumped(source, target);
  source.end('a');
  await new Promise(setImmediate);
  await next();
  await pump.done;
  expect([target.listenerCount('error'), target.writableEnded]).toEqual([0, false]);
});
