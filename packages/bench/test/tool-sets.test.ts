import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { missingTools, parseRequests, parseTools, readToolSets } from '../src/tool-sets.ts';

const TOOL = {
  id: 'git/commit',
  server: 'git',
  serverDescription: 'Version control.',
  name: 'commit',
  description: 'Record changes.',
  inputSchema: { type: 'object' },
};
const OTHER = { ...TOOL, id: 'git/push' };
const REQUEST = { id: 'q-1', query: 'save my changes', relevant: { 'git/commit': 2 } };

const lines = (...rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('Tools', () => {
  test('are read one a line, empty lines left out', () => {
    expect(parseTools(`\n${lines(TOOL)}\n`, 'a.tools.jsonl')).toEqual([TOOL]);
  });

  test('may lack a server and descriptions, or have empty ones', () => {
    const bare = { id: 'x', name: 'x', inputSchema: {} };
    const empty = { ...bare, id: 'y', server: '', serverDescription: '', description: '' };
    expect(parseTools(lines(bare, empty), 'a.tools.jsonl')).toEqual([
      { ...bare, server: '' },
      { ...bare, id: 'y', server: '' },
    ]);
  });

  test.each([
    ['{', 'it is no JSON'],
    ['[]', 'it is no JSON object'],
    [JSON.stringify({ ...TOOL, id: undefined }), 'id is missing'],
    [JSON.stringify({ ...OTHER, name: '' }), 'name is missing'],
    [JSON.stringify({ ...OTHER, description: 7 }), 'description is no text'],
    [JSON.stringify({ ...OTHER, inputSchema: null }), 'inputSchema is no object'],
    [JSON.stringify(TOOL), 'the id "git/commit" stands there twice'],
  ])('that are none are named by file and line: %s', (line, problem) => {
    expect(() => parseTools(`${lines(TOOL)}\n${line}\n`, 'a.tools.jsonl')).toThrow(`a.tools.jsonl:3: ${problem}.`);
  });
});

describe('Requests', () => {
  test('have the tools that serve them with their grades, or none', () => {
    const unserved = { id: 'q-2', query: 'order a pizza', relevant: {} };
    expect(parseRequests(lines(REQUEST, unserved), 'a.queries.jsonl')).toEqual([
      { ...REQUEST, relevant: new Map([['git/commit', 2]]) },
      { ...unserved, relevant: new Map() },
    ]);
  });

  test.each([
    [{ ...REQUEST, id: 'q-2', query: undefined }, 'query is missing'],
    [{ ...REQUEST, id: 'q-2', relevant: ['git/commit'] }, 'relevant is no object'],
    [{ ...REQUEST, id: 'q-2', relevant: { 'git/commit': 0 } }, 'the grade of "git/commit" is not above 0'],
    [{ ...REQUEST, id: 'q-2', relevant: { 'git/commit': '1' } }, 'the grade of "git/commit" is not above 0'],
    [REQUEST, 'the id "q-1" stands there twice'],
  ])('that are none are named by file and line: %j', (row, problem) => {
    expect(() => parseRequests(lines(REQUEST, row), 'a.queries.jsonl')).toThrow(`a.queries.jsonl:2: ${problem}.`);
  });
});

describe('Tools that requests name and no server lists', () => {
  const tools = parseTools(lines(TOOL), 'a.tools.jsonl');
  const both = { ...REQUEST, relevant: { 'git/commit': 1, 'git/push': 1 } };
  const one = { ...REQUEST, id: 'q-2', relevant: { 'git/push': 1 } };

  test('are told, each once, with their share of all that are named', () => {
    const requests = parseRequests(lines(both, one), 'a.queries.jsonl');
    expect(missingTools({ tools, requests })).toEqual({ ids: ['git/push'], share: 0.5 });
  });

  test('are none where all are listed, or none is named', () => {
    const none = { ids: [], share: 0 };
    expect(missingTools({ tools, requests: parseRequests(lines(REQUEST), 'a.queries.jsonl') })).toEqual(none);
    expect(missingTools({ tools, requests: [] })).toEqual(none);
  });
});

describe('A folder of sets', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-sets-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = (name: string, text: string) => writeFile(path.join(folder, name), text);

  test('is read set by set in the order of their names, and other files are left alone', async () => {
    for (const name of ['b', 'a']) {
      await put(`${name}.tools.jsonl`, lines(TOOL));
      await put(`${name}.queries.jsonl`, lines(REQUEST));
    }
    await put('README.md', 'About these.');
    const sets = await readToolSets(folder);
    expect(sets.map(({ name, tools, requests }) => [name, tools.length, requests.length])).toEqual([
      ['a', 1, 1],
      ['b', 1, 1],
    ]);
  });

  test('without a set is refused', async () => {
    await expect(readToolSets(folder)).rejects.toThrow(`${folder} holds no set`);
  });

  test('with tools that nobody asks for is refused', async () => {
    await put('a.tools.jsonl', lines(TOOL));
    await expect(readToolSets(folder)).rejects.toThrow('a.queries.jsonl');
  });
});
