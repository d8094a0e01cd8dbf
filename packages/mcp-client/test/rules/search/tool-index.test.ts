import { describe, expect, it } from 'vitest';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import type { SearchOptions } from '../../../src/words/search.ts';
import type { ToolIndex } from '../../../src/words/tool-index.ts';
import type { SearchableTool } from '../../../src/words/tool.ts';
import { CATALOGUE, searchable } from './tools.ts';

function indexOf(tools: readonly SearchableTool[]): ToolIndex {
  const index = createToolIndex();
  for (const tool of tools) index.set(tool);
  return index;
}
const catalogue = indexOf(CATALOGUE);
const found = (request: string, options?: SearchOptions) => catalogue.search(request, options).hits.map(({ id }) => id);

describe('finding', () => {
  it.each([
    ['open a ticket for the broken login', 'tracker/create_issue'],
    ['merge my PR', 'tracker/merge_pull_request'],
    ['which tables does the db have', 'data/list_tables'],
    ['what is in notes.txt', 'files/read_file'],
    ['make a new folder', 'files/create_directory'],
    ['tell the channel that we are late', 'chat/post_message'],
    ['picture of the page', 'browser/take_screenshot'],
    ['screnshot of the page', 'browser/take_screenshot'],
    ['how do I get to this place by car', 'maps/directions'],
  ])('answers %j', (request, id) => {
    expect(found(request, { limit: 3 })).toContain(id);
  });

  it('has tools for each part of a request', () => {
    const ids = found('list the open issues of the project, then post a message to the channel', { limit: 4 });
    expect(ids).toEqual(expect.arrayContaining(['tracker/list_issues', 'chat/post_message']));
  });

  it('joins several searches, the best of each first', () => {
    expect(found('run a sql query\u0001read a file', { limit: 2 }).toSorted()).toEqual([
      'data/query',
      'files/read_file',
    ]);
  });

  it('finds in other languages what is described in them', () => {
    const index = indexOf([
      searchable('wetter/vorhersage', 'Wettervorhersage für einen Ort und größere Städte'),
      searchable('почта/отправить', 'Отправить письмо по электронной почте'),
      searchable('天気/予報', '指定した都市の天気予報を取得します'),
      ...CATALOGUE,
    ]);
    const first = (request: string) => index.search(request).hits[0]?.id;
    expect(first('Wie ist das Wetter, die Vorhersage für größere Städte')).toBe('wetter/vorhersage');
    expect(first('отправить письмо коллеге')).toBe('почта/отправить');
    expect(first('東京の天気予報')).toBe('天気/予報');
  });
});

describe('names', () => {
  it.each(['chat/list_channels', 'use list_channels', 'list channels', 'LIST_CHANNELS'])(
    'come first: %s',
    (request) => {
      const [best] = catalogue.search(request).hits;
      expect(best?.id).toBe('chat/list_channels');
      expect(best?.score).toBeGreaterThan(1);
      expect(best?.reasons).toContain('exact name');
    },
  );

  it('come first also when other tools fit the words better', () => {
    const index = indexOf([...CATALOGUE, searchable('odd/zz_9', 'Nothing of the kind')]);
    expect(index.search('post a message to the channel with zz_9').hits[0]?.id).toBe('odd/zz_9');
  });
});

describe('no match', () => {
  it.each([
    'order a pizza for tonight',
    'water the plants',
    'Bestelle mir bitte eine Pizza',
    'закажи такси домой',
    'how are you?',
    'thank you so much',
    '',
    '   ',
    '???',
    '42',
  ])('answers %j with none', (request) => {
    expect(catalogue.search(request)).toEqual({ hits: [], confidence: 'none' });
  });

  it('answers with none while there is no tool', () => {
    expect(createToolIndex().search('read a file')).toEqual({ hits: [], confidence: 'none' });
  });

  it('says when it is sure, and when it guesses', () => {
    expect(catalogue.search('list the tables of the database').confidence).toBe('high');
    expect(catalogue.search('close the garage door of our holiday issue home').confidence).not.toBe('high');
  });
});

describe('answers', () => {
  it('say why, by the words of the request', () => {
    const [best] = catalogue.search('close the issue').hits;
    expect(best).toMatchObject({ id: 'tracker/close_issue', reasons: ['exact name', 'name: close, issue'] });
    const [ticket] = catalogue.search('new ticket in the project').hits;
    expect(ticket?.reasons).toEqual(['name: like ticket', 'description: new, project']);
  });

  it('have 1 for the best, and fall', () => {
    const scores = catalogue.search('which issues are in this project').hits.map(({ score }) => score);
    expect(scores[0]).toBe(1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score > 0)).toBe(true);
  });

  it('hold 10 hits, or as many as are asked for', () => {
    const index = indexOf(Array.from({ length: 30 }, (_, at) => searchable(`files/read_${at}`, 'Read a file')));
    expect(index.search('read file').hits).toHaveLength(10);
    expect(index.search('read file', { limit: 1 }).hits).toHaveLength(1);
    expect(index.search('read file', { limit: 1_000 }).hits).toHaveLength(30);
  });

  it.each([0, -1, 1.5, 1_001, Number.NaN])('refuses a limit of %d', (limit) => {
    expect(() => catalogue.search('read', { limit })).toThrow(TypeError);
  });

  it('are of the servers that are asked for alone', () => {
    expect(found('list', { servers: ['chat'] })).toEqual(['chat/list_channels']);
    expect(found('list the channels', { servers: [] })).toEqual([]);
    expect(found('tracker/list_issues', { servers: ['chat'] })).not.toContain('tracker/list_issues');
  });

  it('put tools that are equally good in the order of their ids', () => {
    const twins = ['b/read', 'a/read', 'c/read'].map((id) => searchable(id, 'Read a file', { server: '' }));
    expect(
      indexOf(twins)
        .search('read the file')
        .hits.map(({ id }) => id),
    ).toEqual(['a/read', 'b/read', 'c/read']);
  });
});

describe('change', () => {
  it('counts its tools, and says whether there was one to delete', () => {
    const index = indexOf(CATALOGUE);
    expect(index.size).toBe(CATALOGUE.length);
    expect(index.delete('chat/post_message')).toBe(true);
    expect(index.delete('chat/post_message')).toBe(false);
    expect(index.size).toBe(CATALOGUE.length - 1);
    expect(index.search('post_message').hits.map(({ id }) => id)).not.toContain('chat/post_message');
  });

  it('puts a tool in the place of the one with its id', () => {
    const index = indexOf(CATALOGUE);
    index.set(searchable('maps/geocode', 'Bake a cake'));
    expect(index.size).toBe(CATALOGUE.length);
    expect(index.search('bake a cake').hits[0]?.id).toBe('maps/geocode');
    expect(index.search('turn it into coordinates').confidence).toBe('none');
  });
});

describe('hostile tools', () => {
  it('reads a description of 1 MB to where it is cut, and finds the others', () => {
    const flood = searchable('flood/read', `${'channel message post '.repeat(50_000)} needle`);
    const index = indexOf([...CATALOGUE, flood]);
    expect(index.search('needle').confidence).toBe('none');
    expect(index.search('read a file').hits[0]?.id).toBe('files/read_file');
  });

  it('takes names such as __proto__ for names', () => {
    const index = indexOf([searchable('__proto__/constructor', 'toString hasOwnProperty'), ...CATALOGUE]);
    expect(index.search('constructor').hits[0]?.id).toBe('__proto__/constructor');
    expect(index.delete('__proto__/constructor')).toBe(true);
    expect(index.search('has own property').confidence).toBe('none');
  });
});
