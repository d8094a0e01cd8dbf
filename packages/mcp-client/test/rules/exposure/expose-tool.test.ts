import { describe, expect, it } from 'vitest';
import { definitionText, exposeTool, looksTheSame } from '../../../src/rules/exposure/expose-tool.ts';
import { catalogTool, parameters } from '../../loader-world.ts';

describe('a tool as models see it', () => {
  it('has its wire name, a clean description, and tags for people', () => {
    const { exposed } = exposeTool(
      catalogTool('files/read', {
        description: '  Reads a\u200b file. ',
        inputSchema: parameters('path'),
        annotations: { readOnlyHint: true, destructiveHint: false },
      }),
    );
    expect(exposed).toEqual({
      name: 'files__read',
      description: 'Reads a file.',
      inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
      tags: ['files', 'read-only'],
    });
  });

  it('is described by its title when it has no description, and by nothing when it has neither', () => {
    expect(exposeTool(catalogTool('a/b', { title: 'Bee' })).exposed?.description).toBe('Bee');
    expect(exposeTool(catalogTool('a/b')).exposed?.description).toBe('');
  });

  it('has a description of at most the limit', () => {
    const describe2 = (length: number) =>
      exposeTool(catalogTool('a/b', { description: 'd'.repeat(length) }), 100).exposed;
    expect(describe2(100)?.description).toBe('d'.repeat(100));
    expect(describe2(101)?.description).toBe(`${'d'.repeat(99)}…`);
    expect(exposeTool(catalogTool('a/b', { description: 'd'.repeat(3_000) })).exposed?.description).toHaveLength(2_048);
  });

  it.each(['', 'has space', 'a'.repeat(65), 'ä'])('is refused with the wire name %j', (wireName) => {
    expect(exposeTool(catalogTool('a/b', { wireName })).refused).toMatchObject({
      id: 'a/b',
      reason: expect.stringMatching(/wire name/) as string,
    });
  });

  it.each(['search_tools', 'describe_tools', 'call_tool', 'list_mcp_servers'])(
    'is refused with the wire name of the meta-tool %s, which would stand there twice',
    (wireName) => {
      expect(exposeTool(catalogTool('a/b', { wireName })).refused?.reason).toBe('A meta-tool has its wire name.');
    },
  );

  it('has a schema that model APIs take, however old the draft it was written in', () => {
    const inputSchema = { type: 'object', properties: { at: { type: 'array', items: [{ type: 'number' }] } } };
    expect(exposeTool(catalogTool('a/b', { inputSchema })).exposed?.inputSchema).toEqual({
      type: 'object',
      properties: { at: { type: 'array', prefixItems: [{ type: 'number' }], items: {} } },
    });
  });

  it('is refused with a reason when its schema cannot be shown', () => {
    const { refused } = exposeTool(catalogTool('a/b', { inputSchema: { properties: { 'x\u200b': {} } } }));
    expect(refused).toEqual({ id: 'a/b', reason: 'A name or a value in its schema holds hidden characters.' });
  });

  it('is refused when its definition would fill a context, however short its parts are', () => {
    const enumOf = (length: number) => ({ type: 'object', properties: { a: { enum: ['e'.repeat(length)] } } });
    const bare = definitionText(
      exposeTool(catalogTool('a/b', { inputSchema: enumOf(0) })).exposed ?? expect.fail(),
    ).length;
    const exposed = (length: number) => exposeTool(catalogTool('a/b', { inputSchema: enumOf(length - bare) }));
    expect(exposed(50_000).refused).toBeUndefined();
    expect(exposed(50_001).refused?.reason).toBe('Its definition is longer than 50000 characters.');
  });

  it('looks the same only when every byte is', () => {
    const tool = (description: string) => exposeTool(catalogTool('a/b', { description })).exposed ?? expect.fail();
    expect(looksTheSame(tool('x'), tool('x'))).toBe(true);
    expect(looksTheSame(tool('x'), tool('y'))).toBe(false);
    expect(definitionText(tool('x'))).toBe(
      '{"name":"a__b","description":"x","inputSchema":{"properties":{},"type":"object"}}',
    );
  });
});
