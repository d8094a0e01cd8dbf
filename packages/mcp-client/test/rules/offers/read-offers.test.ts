import { describe, expect, test } from 'vitest';
import { readPrompts, readResources, readTemplates } from '../../../src/rules/offers/read-offers.ts';

/** Tag characters that spell out words which nobody sees. */
const HIDDEN = '\u{e0049}\u{e0067}';

describe('resources', () => {
  test('are read with what MCP says of them, and nothing else', () => {
    const annotations = { audience: ['user'], priority: 1, lastModified: '2026-11-22T00:00:00Z' };
    const entry = {
      uri: 'a:b',
      name: 'B',
      title: 'Bee',
      description: 'Of b.',
      mimeType: 'text/plain',
      size: 3,
      annotations,
    };
    expect(readResources('s', [{ ...entry, icons: [{ src: 'https://example.com' }], _meta: {} }])).toEqual([
      { server: 's', ...entry },
    ]);
  });

  test.each([[null], ['a:b'], [[]], [{ name: 'x' }], [{ uri: '' }], [{ uri: 7 }]])(
    'that are none, as %j, are dropped alone',
    (entry) => {
      expect(readResources('s', [entry, { uri: 'a:b', name: 'B' }])).toHaveLength(1);
    },
  );

  test.each([`a:${HIDDEN}`, 'a:\nb', 'a:\u202eb', `a:${'b'.repeat(8_191)}`])(
    'with the address %j are dropped',
    (uri) => {
      expect(readResources('s', [{ uri, name: 'B' }])).toEqual([]);
    },
  );

  test('may have an address of 8,192 characters', () => {
    expect(readResources('s', [{ uri: `a:${'b'.repeat(8_190)}`, name: 'B' }])).toHaveLength(1);
  });

  test('have texts without hidden characters; one without a name goes by its address', () => {
    const entry = { uri: 'a:b', name: `B${HIDDEN}\n1`, title: `T${HIDDEN}`, description: `D${HIDDEN}\n2` };
    expect(readResources('s', [entry])).toMatchObject([{ name: 'B 1', title: 'T', description: 'D\n2' }]);
    for (const name of [undefined, '', 7, HIDDEN]) {
      expect(readResources('s', [{ uri: 'a:b', name }])).toMatchObject([{ name: 'a:b' }]);
    }
  });

  test('lose what no reader would take: one wrong member would cost it the whole list', () => {
    const annotations = { audience: ['user', 'robot'], priority: 2, lastModified: 'yesterday', more: 1 };
    expect(readResources('s', [{ uri: 'a:b', name: 'B', title: 7, mimeType: 7, size: '3', annotations }])).toEqual([
      { server: 's', uri: 'a:b', name: 'B', annotations: { audience: ['user'] } },
    ]);
  });

  test('that are called alike count once', () => {
    expect(
      readResources('s', [
        { uri: 'a:b', name: '1' },
        { uri: 'a:b', name: '2' },
      ]),
    ).toMatchObject([{ name: '1' }]);
  });
});

test('templates are read as resources are', () => {
  const template = { uriTemplate: 'a:{b}', name: 'B', description: `D${HIDDEN}`, mimeType: 'text/plain' };
  expect(readTemplates('s', [template, { uriTemplate: `a:${HIDDEN}`, name: 'B' }, { uri: 'a:b' }])).toEqual([
    { server: 's', ...template, description: 'D' },
  ]);
});

describe('prompts', () => {
  test('have an id and a wire name of their server', () => {
    const args = [{ name: 'city', title: 'City', description: `D${HIDDEN}`, required: true }, { name: 'state' }];
    expect(readPrompts('s', [{ name: 'greet', title: 'Greet', description: 'Greets.', arguments: args }])).toEqual([
      {
        ...{ server: 's', name: 'greet', id: 's/greet', wireName: 's__greet', title: 'Greet', description: 'Greets.' },
        arguments: [{ name: 'city', title: 'City', description: 'D', required: true }, { name: 'state' }],
      },
    ]);
  });

  test.each([`greet${HIDDEN}`, '', 7, 'a\nb', 'x'.repeat(513)])('that cannot be called, as %j, are dropped', (name) => {
    expect(readPrompts('s', [{ name }])).toEqual([]);
  });

  test.each([[[{ name: `city${HIDDEN}` }]], [[{}]], [['city']]])(
    'whose arguments cannot be given, as %j, are dropped',
    (args) => {
      expect(readPrompts('s', [{ name: 'greet', arguments: args }])).toEqual([]);
    },
  );

  test('may have a name of 512 characters, and no arguments', () => {
    expect(readPrompts('s', [{ name: 'x'.repeat(512), arguments: [] }])[0]).not.toHaveProperty('arguments');
  });
});
