import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_WIRE_NAME_LENGTH, parseToolId, toolId, toolWireName } from '../src/tool-names.ts';

const ALLOWED = /^[A-Za-z0-9_-]{1,64}$/;
const HASHED = /_[0-9][0-9A-Za-z]{8}$/;

describe('the wire name of a tool', () => {
  it.each([
    ['github', 'create_issue', 'github__create_issue'],
    ['files', 'read-file', 'files__read-file'],
    ['a', 'b', 'a__b'],
    ['my_server', 'tool', 'my_server__tool'],
    ['files', 'read_document', 'files__read_document'],
  ])('of %s and %s reads as it is written', (server, tool, name) => {
    expect(toolWireName(server, tool)).toBe(name);
  });

  it.each([
    ['characters that no model API takes', 'files', 'read.file'],
    ['a slash', 'files', 'read/file'],
    ['letters beyond ASCII', 'dateien', 'öffnen'],
    ['nothing but such letters', '文件', '读取'],
    ['a separator within the server', 'a__b', 'c'],
    ['a separator at the seam', 'a_', 'b'],
    ['an underscore at the other side of the seam', 'a', '_b'],
    ['the end of a hashed name', 'files', 'read_0123abcde'],
  ])('has a hash for %s', (_why, server, tool) => {
    const name = toolWireName(server, tool);
    expect(name).toMatch(ALLOWED);
    expect(name).toMatch(HASHED);
  });

  it('is plain up to 64 characters and hashed beyond', () => {
    const atLimit = toolWireName('files', 'x'.repeat(MAX_WIRE_NAME_LENGTH - 7));
    expect(atLimit).toBe(`files__${'x'.repeat(57)}`);
    const over = toolWireName('files', 'x'.repeat(MAX_WIRE_NAME_LENGTH - 6));
    expect(over).toHaveLength(MAX_WIRE_NAME_LENGTH);
    expect(over).toMatch(/^files__x{47}_[0-9][0-9A-Za-z]{8}$/);
  });

  it('keeps a part of the tool even behind the longest name of a server', () => {
    expect(toolWireName('s'.repeat(64), 'read')).toMatch(/^s{24}__read_[0-9][0-9A-Za-z]{8}$/);
  });

  it('stays what it is: other programs and policies have written it down', () => {
    expect(toolWireName('files', 'read.file')).toBe('files__read_file_7jFQ89rvY');
  });

  it('is always fit for a model API, the same for the same names, and another for other names', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 80 }),
      fc.stringMatching(/^[ab_]{1,6}$/),
      fc.stringMatching(/^[A-Za-z0-9_.-]{1,80}$/),
    );
    fc.assert(
      fc.property(fc.tuple(name, name), fc.tuple(name, name), ([server, tool], [otherServer, otherTool]) => {
        const wire = toolWireName(server, tool);
        expect(wire).toMatch(ALLOWED);
        expect(toolWireName(server, tool)).toBe(wire);
        const isSame = server === otherServer && tool === otherTool;
        expect(toolWireName(otherServer, otherTool) === wire).toBe(isSame);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  it.each([
    ['', 'tool'],
    ['server', ''],
  ])('is refused without a name: %j, %j', (server, tool) => {
    expect(() => toolWireName(server, tool)).toThrow(TypeError);
  });
});

describe('the id of a tool', () => {
  it('is server/tool, and reads back, also when the tool has a slash', () => {
    expect(toolId('files', 'read')).toBe('files/read');
    expect(parseToolId('files/read')).toEqual({ server: 'files', tool: 'read' });
    expect(parseToolId('files/read/all')).toEqual({ server: 'files', tool: 'read/all' });
  });

  it.each(['', 'files', '/read', 'files/'])('%j is none', (text) => {
    expect(parseToolId(text)).toBeUndefined();
  });
});
