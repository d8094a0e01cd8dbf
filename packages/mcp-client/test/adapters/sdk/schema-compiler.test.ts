import { describe, expect, it } from 'vitest';
import { sdkSchemaCompiler } from '../../../src/adapters/sdk/schema-compiler.ts';

describe('sdkSchemaCompiler', () => {
  it('says what is wrong with a value, and nothing of one that fits', () => {
    const check = sdkSchemaCompiler({ type: 'object', properties: { degrees: { type: 'number' } } });
    expect(check({ degrees: 3 })).toBeUndefined();
    expect(check({ degrees: 'three' })).toContain('degrees');
  });

  it('holds a value against its own schema, though another has the same $id', () => {
    const numbers = sdkSchemaCompiler({ $id: 'https://example.com/answer', type: 'number' });
    const texts = sdkSchemaCompiler({ $id: 'https://example.com/answer', type: 'string' });
    expect([numbers(3), texts('three')]).toEqual([undefined, undefined]);
    expect(texts(3)).toBeDefined();
  });

  it('knows no schema of another by reference', () => {
    sdkSchemaCompiler({ $id: 'https://example.com/all', type: 'number' });
    expect(() => sdkSchemaCompiler({ $ref: 'https://example.com/all' })).toThrow();
  });
});
