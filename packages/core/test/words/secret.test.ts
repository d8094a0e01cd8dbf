import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/words/secret.ts';

const VALUE = 'wg_live_0123456789abcdef';

describe('Secret', () => {
  it('answers its value only when asked to reveal it', () => {
    expect(new Secret(VALUE).reveal()).toBe(VALUE);
  });

  it.each<[string, (secret: Secret) => string]>([
    ['toString', (secret) => secret.toString()],
    ['String()', (secret) => String(secret)],
    ['a template', (secret) => `a ${secret as unknown as string}`.slice(2)],
    ['concatenation', (secret) => ['', secret].join('')],
    ['JSON', (secret) => JSON.parse(JSON.stringify({ secret }).replace('{"secret":', '').slice(0, -1)) as string],
    ['inspect', (secret) => inspect(secret)],
    ['inspect of what holds it', (secret) => inspect({ secret }).replace('{ secret: ', '').replace(' }', '')],
  ])('prints [redacted …last4] by %s', (_, print) => {
    expect(print(new Secret(VALUE))).toBe('[redacted …cdef]');
  });

  it('shows its end from 16 characters on and nothing of a shorter one', () => {
    expect(String(new Secret('0123456789abcde'))).toBe('[redacted]');
    expect(String(new Secret('0123456789abcdef'))).toBe('[redacted …cdef]');
    expect(String(new Secret(''))).toBe('[redacted]');
  });

  it('has no member that holds the value, also for a deep inspection and a spread', () => {
    const secret = new Secret(VALUE);
    const seen = [
      inspect(secret, { showHidden: true, depth: 9, customInspect: false }),
      JSON.stringify(Object.assign({}, secret)),
    ];
    expect(seen.join()).not.toContain('0123456789');
  });

  it('refuses anything but a string', () => {
    expect(() => new Secret(undefined as unknown as string)).toThrow(TypeError);
  });
});
