import { describe, expect, it, onTestFinished } from 'vitest';
import { SharedWork, unlessAborted } from '../../../src/rules/auth/shared-work.ts';

describe('SharedWork', () => {
  it('does once what several want at the same time, and anew what is wanted later', async () => {
    const shared = new SharedWork<number>();
    let done = 0;
    const work = () => Promise.resolve(++done);
    expect(await Promise.all([shared.join('a', work), shared.join('a', work), shared.join('b', work)])).toEqual([
      1, 1, 2,
    ]);
    expect(await shared.join('a', work)).toBe(3);
  });

  it('fails for all, and is tried anew after that', async () => {
    const shared = new SharedWork<number>();
    const fail = () => Promise.reject(new Error('no'));
    const outcomes = await Promise.allSettled([shared.join('a', fail), shared.join('a', fail)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shared.join('a', () => Promise.resolve(1))).toBe(1);
  });

  it('begins nothing for a caller who has left already', async () => {
    const shared = new SharedWork<number>();
    let begun = 0;
    const gone = shared.join('a', () => Promise.resolve(++begun), AbortSignal.abort(new Error('enough')));
    await expect(gone).rejects.toThrow('enough');
    expect(begun).toBe(0);
  });
});

describe('unlessAborted', () => {
  it('leaves no rejection of the work behind when everybody has left before', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const failing = Promise.reject<number>(new Error('later'));
    await expect(unlessAborted(failing, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });
});
