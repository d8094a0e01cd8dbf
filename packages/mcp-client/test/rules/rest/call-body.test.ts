import { describe, expect, it } from 'vitest';
import { readCallBody } from '../../../src/rules/rest/call-body.ts';

const read = (body: unknown) =>
  readCallBody(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)));

describe('the body of a call', () => {
  it('may leave out everything: no arguments, and 30 seconds', () => {
    expect(read('')).toEqual({ arguments: {}, timeoutMs: 30_000 });
    expect(read({})).toEqual({ arguments: {}, timeoutMs: 30_000 });
  });

  it.each([1, 600])('has a timeout of %d seconds', (timeout) => {
    expect(read({ timeout })).toMatchObject({ timeoutMs: timeout * 1_000 });
  });

  it.each([0, 601, 1.5, -1, '30', null, true])('has no timeout of %j', (timeout) => {
    expect(() => read({ timeout })).toThrow(expect.objectContaining({ code: 'invalid_field' }));
  });

  it.each([null, [], 'text', 7])('has no arguments %j', (args) => {
    expect(() => read({ arguments: args })).toThrow(expect.objectContaining({ code: 'invalid_field' }));
  });

  it('has arguments of at most 64 levels', () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) });
    expect(read({ arguments: nested(64) }).arguments).toEqual(nested(64));
    expect(() => read({ arguments: nested(65) })).toThrow(expect.objectContaining({ code: 'invalid_field' }));
  });

  it('has no other member', () => {
    expect(() => read({ args: {} })).toThrow(expect.objectContaining({ code: 'unknown_field' }));
  });

  it.each(['{', 'null', '[]', '"text"', '\ufeff{}'])('is not %j', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: 'malformed_body' }));
  });

  it('is UTF-8', () => {
    expect(() => readCallBody(new Uint8Array([0x22, 0xff, 0x22]))).toThrow(
      expect.objectContaining({ code: 'malformed_body' }),
    );
  });

  it('keeps a member called __proto__ a member', () => {
    expect(Object.keys(read('{"arguments":{"__proto__":1}}').arguments)).toEqual(['__proto__']);
  });
});
