import { describe, expect, it } from 'vitest';
import { callQuestion } from '../src/call-question.ts';
import { MESSAGES } from '../src/messages.ts';
import { searchItems } from '../src/search-items.ts';
import type { ServerLook, ToolLook } from '../src/tool-room.ts';
import { toolRows } from '../src/tool-rows.ts';

const t = (text: string, ...args: (string | number | boolean)[]) =>
  text.replaceAll(/\{(\d)\}/g, (_, at: string) => String(args[Number(at)]));
const tool: ToolLook = {
  ...{ id: 'crm/find', server: 'crm', name: 'find', title: 'Find people', description: 'Finds people.' },
  ...{ effect: 'reads', held: undefined },
};
const server: ServerLook = { id: 'crm', state: 'ready', problem: undefined, tools: [tool] };
const words = { t, isOff: (id: string) => id === 'crm/off' };
const rowsOf = (look: ServerLook) => toolRows([look], [], words);

describe('the rows of the view', () => {
  it('are the servers with their tools', () => {
    const [row] = rowsOf(server);
    expect(row).toMatchObject({ kind: 'server', label: 'crm', description: '1 tool', icon: 'server', isOn: undefined });
    expect(row?.spoken).toBe('MCP server crm, 1 tool');
    expect(row?.children).toMatchObject([
      { kind: 'tool', label: 'Find people', description: 'find', icon: 'eye', isOn: true },
    ]);
    expect(row?.children[0]?.tooltip).toBe('crm/find\n\nFinds people.\n\nIt says that it changes nothing.');
  });

  it.each([
    ['waiting', 'not asked yet', 'server'],
    ['connecting', 'connecting…', 'loading~spin'],
    ['failed', 'cannot be used', 'error'],
    ['ready', '0 tools', 'warning'],
  ] as const)('say of a server that is %s: %s', (state, description, icon) => {
    const problem = state === 'failed' || state === 'ready' ? 'The server cannot be reached.' : undefined;
    const [row] = rowsOf({ id: 'crm', state, problem, tools: [] });
    expect(row).toMatchObject({ description, icon });
    expect(row?.tooltip).toBe(problem === undefined ? 'crm' : `crm\n\n${problem}`);
    expect(row?.spoken).toBe(`MCP server crm, ${description}${problem === undefined ? '' : `. ${problem}`}`);
  });

  it('mark what is switched off, and what waits for approval, with how it differs', () => {
    const off: ToolLook = { ...tool, id: 'crm/off', name: 'off', title: undefined, effect: 'destroys' };
    const held: ToolLook = {
      ...tool,
      id: 'crm/held',
      name: 'held',
      held: { difference: '- description: a\n+ description: b', hash: 'b0' },
    };
    const [first, second] = rowsOf({ ...server, tools: [off, held] })[0]?.children ?? [];
    expect(first).toMatchObject({ kind: 'tool', label: 'off', description: '', isOn: false });
    expect(first?.spoken).toContain(MESSAGES.switchedOff);
    expect(second).toMatchObject({ kind: 'held', description: 'changed, not approved', icon: 'warning' });
    expect(second?.tooltip).toContain('+ description: b');
    expect([first?.hash, second?.hash]).toEqual([undefined, 'b0']);
    expect(second?.spoken).toContain('changed, not approved');
  });

  it('end with the entries of the setting that cannot be used', () => {
    const rows = toolRows([server], [{ id: 'bad', reason: MESSAGES.serverBadAddress }], words);
    expect(rows[1]).toMatchObject({
      kind: 'flaw',
      label: 'bad',
      description: MESSAGES.serverBadAddress,
      icon: 'error',
    });
  });

  it('have keys of their own, whatever a server is called', () => {
    const keys = toolRows([server], [{ id: 'crm', reason: 'x' }], words).flatMap((row) => [row, ...row.children]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
  });
});

describe('the entries of the search', () => {
  it('are in the order of the answer, with the reasons, and stay whatever was typed', () => {
    const items = searchItems([{ tool, reasons: ['name: find', 'description: people'] }], words);
    const description = 'crm/find';
    expect(items).toEqual([
      {
        label: 'Find people',
        description,
        detail: 'name: find · description: people',
        tool: 'crm/find',
        alwaysShow: true,
      },
    ]);
  });

  it('say what is off, and what a tool is for where there is no reason', () => {
    const [item] = searchItems([{ tool: { ...tool, id: 'crm/off' }, reasons: [] }], words);
    expect(item).toMatchObject({ description: 'crm/off · off', detail: 'Finds people.' });
  });

  it('say when there is none', () => {
    expect(searchItems([], words)).toMatchObject([{ label: 'No tool answers this', tool: undefined }]);
  });

  it('draw no icon that a server asks for', () => {
    const [item] = searchItems([{ tool: { ...tool, title: '$(verified) Find' }, reasons: ['name: $(x)'] }], words);
    expect(JSON.stringify(item)).not.toContain('$(');
  });
});

describe('the question before a call', () => {
  const input = { name: 'crm__find', arguments: { name: 'Ada' } };

  it('names the tool and its server, and says what it may do', () => {
    const destroys = { ...tool, effect: 'destroys' } as const;
    const question = callQuestion(input, destroys, t);
    expect(question.title).toBe('Call find of crm?');
    expect(question.message).toContain('the tool find of the MCP server crm. It says that it may destroy things.');
    expect(JSON.parse(question.arguments)).toEqual({ name: 'Ada' });
    expect(callQuestion(input, { ...tool, effect: 'changes' }, t).message).toContain('It may change things.');
  });

  it('says what was asked for where no such tool is known, without anything hidden', () => {
    const question = callQuestion({ name: 'x\u202Ey\nz' }, undefined, t);
    expect(question.title).toBe('Call xy z?');
    expect(question.arguments).toBe('{}');
    expect(callQuestion({ name: 'a'.repeat(500) }, undefined, t).title.length).toBeLessThan(120);
    expect(callQuestion(undefined, undefined, t).title).toBe('Call undefined?');
  });

  it('cuts arguments of more than 2,000 characters', () => {
    const sizeOf = (length: number) => callQuestion({ ...input, arguments: 'a'.repeat(length) }, tool, t).arguments;
    expect(sizeOf(1_998)).toHaveLength(2_000);
    expect(sizeOf(1_999).endsWith('…')).toBe(true);
  });
});
