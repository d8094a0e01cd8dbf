import { describe, expect, it } from 'vitest';
import { readCall, readDescribe, readSearch } from '../../../src/rules/exposure/meta-arguments.ts';

describe('the arguments of search_tools', () => {
  it('have defaults', () => {
    expect(readSearch({ query: 'x' }).value).toEqual({ query: 'x', limit: 5, detail: 'summary', servers: undefined });
    expect(readSearch({ query: 'x', servers: [] }).value?.servers).toBeUndefined();
  });

  it.each([
    [1, 1],
    [20, 20],
    [21, 20],
    [1_000, 20],
  ])('with the limit %i ask for %i', (limit, asked) => {
    expect(readSearch({ query: 'x', limit }).value?.limit).toBe(asked);
  });

  it.each([
    [{}, '`query`'],
    [{ query: ' ' }, '`query`'],
    [{ query: 1 }, '`query`'],
    [{ query: 'x', limit: 0 }, '`limit`'],
    [{ query: 'x', limit: 1.5 }, '`limit`'],
    [{ query: 'x', limit: '5' }, '`limit`'],
    [{ query: 'x', detail: 'all' }, '`detail` must be one of: name, summary, full'],
    [{ query: 'x', servers: [1] }, '`servers`'],
  ])('%j are sent back with the field that is wrong', (args, field) => {
    const { value, flaw } = readSearch(args);
    expect(value).toBeUndefined();
    expect(flaw).toContain(field);
  });
});

describe('the arguments of describe_tools', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);

  it('are 1 to 20 names, or one name alone', () => {
    expect(readDescribe({ names: 'a' }).value).toEqual({ names: ['a'], detail: 'full' });
    expect(readDescribe({ names: names(20) }).value?.names).toHaveLength(20);
    expect(readDescribe({ names: names(21) }).flaw).toMatch(/`names` must be a list of 1 to 20 names/);
    expect(readDescribe({ names: [] }).flaw).toBeDefined();
    expect(readDescribe({}).flaw).toBeDefined();
  });
});

describe('the arguments of call_tool', () => {
  it('may leave out the arguments, and may write them as JSON', () => {
    expect(readCall({ name: 'a' }).value).toEqual({ name: 'a', args: {} });
    expect(readCall({ name: 'a', arguments: '{"b":1}' }).value?.args).toEqual({ b: 1 });
    expect(readCall({ name: 'a', arguments: '' }).value?.args).toEqual({});
  });

  it.each([[[1]], ['[1]'], ['{'], [1]])('cannot be %j', (args) => {
    expect(readCall({ name: 'a', arguments: args }).flaw).toBe('`arguments` must be an object.');
  });
});
