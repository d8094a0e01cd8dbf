import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { parseShapes } from '../../src/domain/foreign-shape.ts';
import { classifyKey } from '../../src/domain/presented-key.ts';

const random = createSeededRandom(31);
const accepted = {
  brand: 'wg',
  environments: ['live'] as const,
  shapes: parseShapes(
    '[{"name":"legacy","prefix":"chef_","pattern":"[0-9a-f]+"},{"name":"wide","prefix":"w-","pattern":"[a-z]+"}]',
  ),
};

describe('a presented text', () => {
  it('is an issued key when it parses', () => {
    const { key, id } = mintApiKey({ env: 'live', random });
    expect(classifyKey(key, accepted)).toEqual({ kind: 'issued', id });
  });

  it('is no key with any single character changed', () => {
    const { key } = mintApiKey({ env: 'live', random });
    for (let at = 0; at < key.length; at++) {
      for (const other of ['0', 'z', '_', ' ']) {
        if (key[at] === other) continue;
        expect(classifyKey(key.slice(0, at) + other + key.slice(at + 1), accepted)).toEqual({ kind: 'malformed' });
      }
    }
  });

  it('is no key when its environment is not taken', () => {
    const { key } = mintApiKey({ env: 'test', random });
    expect(classifyKey(key, accepted)).toEqual({ kind: 'malformed' });
    expect(classifyKey(key, { ...accepted, environments: ['live', 'test'] }).kind).toBe('issued');
  });

  it('is an imported key when a registered shape matches', () => {
    expect(classifyKey('chef_00ff', accepted)).toEqual({ kind: 'imported', shape: 'legacy' });
    expect(classifyKey('chef_xyz', accepted)).toEqual({ kind: 'malformed' });
  });

  it('that claims the brand is never a foreign key', () => {
    const shapes = [{ name: 'greedy', prefix: 'wg', pattern: '', matches: () => true }];
    expect(classifyKey('wg_live_typo', { ...accepted, shapes })).toEqual({ kind: 'malformed' });
    expect(classifyKey('wgx', { ...accepted, shapes }).kind).toBe('imported');
  });

  it('is looked at up to 512 characters', () => {
    expect(classifyKey(`chef_${'0'.repeat(507)}`, accepted).kind).toBe('imported');
    expect(classifyKey(`chef_${'0'.repeat(508)}`, accepted).kind).toBe('malformed');
  });
});
