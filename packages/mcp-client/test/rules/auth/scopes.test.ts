import { describe, expect, it } from 'vitest';
import { coversScope, listedOf, scopeToAsk, unionOf } from '../../../src/rules/auth/scopes.ts';

const NONE = { challenged: undefined, ofResource: undefined, wanted: undefined, ofServer: undefined };

describe('scopeToAsk', () => {
  it('takes the challenge, then the resource, then the option', () => {
    expect(scopeToAsk({ ...NONE, challenged: 'a', ofResource: ['b'], wanted: 'c' })).toBe('a');
    expect(scopeToAsk({ ...NONE, ofResource: ['b', 'd'], wanted: 'c' })).toBe('b d');
    expect(scopeToAsk({ ...NONE, challenged: ' ', ofResource: [], wanted: 'c' })).toBe('c');
    expect(scopeToAsk(NONE)).toBeUndefined();
  });

  it('adds offline access where the server has it and anything is asked for', () => {
    expect(scopeToAsk({ ...NONE, wanted: 'c', ofServer: ['c', 'offline_access'] })).toBe('c offline_access');
    expect(scopeToAsk({ ...NONE, wanted: 'offline_access c', ofServer: ['offline_access'] })).toBe('offline_access c');
    expect(scopeToAsk({ ...NONE, wanted: 'c', ofServer: ['c'] })).toBe('c');
    expect(scopeToAsk({ ...NONE, ofServer: ['offline_access'] })).toBeUndefined();
  });
});

describe('unionOf', () => {
  it('has each scope once, in their order', () => {
    expect(unionOf('a b', undefined, 'b  c', '')).toBe('a b c');
    expect(unionOf(undefined, ' ')).toBeUndefined();
  });
});

describe('coversScope', () => {
  it('is true when everything that is asked for was granted', () => {
    expect([coversScope('a b', 'b a'), coversScope('a', undefined), coversScope(undefined, '')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([coversScope('a', 'a b'), coversScope(undefined, 'a')]).toEqual([false, false]);
  });
});

describe('listedOf', () => {
  it('leaves out what is not in the list, and nothing where there is none', () => {
    expect([listedOf('a b', ['b']), listedOf('a', ['b']), listedOf('a b', undefined)]).toEqual(['b', undefined, 'a b']);
  });
});
