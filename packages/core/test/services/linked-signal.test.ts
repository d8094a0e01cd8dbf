import { describe, expect, it, vi } from 'vitest';
import { linkSignals, rejection } from '../../src/services/linked-signal.ts';
import { failureOf } from '../fake-world.ts';

describe('linkSignals', () => {
  it('ends with the first of the others, and with its reason', () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const { signal } = linkSignals(a.signal, undefined, b.signal);
    expect(signal.aborted).toBe(false);
    b.abort('b');
    a.abort('a');
    expect(signal.reason).toBe('b');
  });

  it('has ended when one of the others has', () => {
    expect(linkSignals(AbortSignal.abort('gone')).signal.reason).toBe('gone');
  });

  it('ends by itself, and leaves the others alone', () => {
    const other = new AbortController();
    const linked = linkSignals(other.signal);
    linked.end('own');
    expect([linked.signal.reason, other.signal.aborted]).toEqual(['own', false]);
  });

  it('leaves no listener behind once it is released', () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    linkSignals(signal).release();
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    expect(added).toHaveBeenCalledOnce();
  });
});

describe('rejection', () => {
  it('rejects with the reason of its signal, also when that was aborted before', async () => {
    const leaving = new AbortController();
    const failure = failureOf(rejection(leaving.signal));
    leaving.abort('left');
    expect(await failure).toBe('left');
    expect(await failureOf(rejection(leaving.signal))).toBe('left');
  });
});
