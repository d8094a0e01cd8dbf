import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/rules/search/confidence.ts';
import { SIGNALS, type Signal, type Signals } from '../../../src/rules/search/signals.ts';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import { searchable } from './tools.ts';

/** Tools that fill the catalogue, so that a word of one tool is rare. */
const FILLER = Array.from({ length: 60 }, (_, at) =>
  searchable(`filler/tool_${at}`, `Handles subject${'abcdefghij'[at % 10] ?? ''} number ${at}`),
);
function confidenceOf(request: string, ...tools: readonly (readonly [string, string])[]): string {
  const index = createToolIndex();
  for (const tool of FILLER) index.set(tool);
  for (const [id, description] of tools) index.set(searchable(id, description));
  return index.search(request).confidence;
}

describe('a request', () => {
  it('is answered with confidence when a tool has most of what it is about', () => {
    expect(
      confidenceOf('show the invoices of a customer', ['shop/list_invoices', 'List the invoices of a customer']),
    ).toBe('high');
  });

  it('is answered by none when a tool has what is to be done, and nothing of what it is to be done to', () => {
    expect(confidenceOf('start the dishwasher', ['trace/start_trace', 'Start a trace'])).toBe('none');
    expect(confidenceOf('write a poem about autumn', ['files/write_file', 'Write a file'])).toBe('none');
  });

  it('is a guess when it has little but what is to be done', () => {
    expect(confidenceOf('stop the footage recording', ['cam/stop_record', 'Stop to record'])).toBe('low');
  });

  it('needs more of a tool that has a word beside its purpose than of one that is for it', () => {
    const purpose = ['shop/invoices', 'Keeps each invoice'] as const;
    const beside = ['shop/archive', 'Keeps all of it for ten years and more. Mind the invoice'] as const;
    expect(confidenceOf('show the overdue invoice', purpose)).not.toBe('none');
    expect(confidenceOf('show the overdue invoice', beside)).toBe('none');
  });

  it('is answered when tools are for it, although the best ones have but what is to be done', () => {
    const folders = ['open', 'close', 'list', 'move', 'copy'].map(
      (verb) => [`disk/${verb}_folder`, `To ${verb} a folder`] as const,
    );
    const links = Array.from({ length: 12 }, (_, at) => [`disk/share_link_${at}`, 'Share a link'] as const);
    expect(confidenceOf('share link of the folder', ...folders, ...links)).not.toBe('none');
  });

  it('about everyday life wants a tool that is for it', () => {
    const tool = ['data/describe_table', 'Describe a table'] as const;
    expect(confidenceOf('a table for dinner with grandma', tool)).toBe('none');
    expect(confidenceOf('find the message of my landlord', ['mail/find_message', 'Find a message'])).not.toBe('none');
    expect(confidenceOf('a table for dinner', ['guide/find_dinner_table', 'Find a table for dinner'])).toBe('high');
  });

  it('is answered in a catalogue of a few tools that all have what it is about', () => {
    const index = createToolIndex();
    for (const verb of ['create', 'list', 'close'])
      index.set(searchable(`tracker/${verb}_issue`, `To ${verb} an issue`));
    expect(index.search('file an issue').hits[0]?.id).toBe('tracker/create_issue');
    expect(index.search('which issues are there').confidence).not.toBe('none');
    expect(index.search('cook dinner').confidence).toBe('none');
  });

  it('of one word is answered by the tools that are for it, and by none when no tool has it', () => {
    const tool = ['shop/list_invoices', 'List the invoices of a customer'] as const;
    expect(confidenceOf('invoices', tool)).not.toBe('none');
    expect(confidenceOf('horoscope', tool)).toBe('none');
  });

  it('that is nothing but a value is answered by what takes such values', () => {
    const tool = ['web/open_url', 'Open a URL'] as const;
    expect(confidenceOf('https://example.org/a/b', tool)).not.toBe('none');
    expect(confidenceOf('48151623', tool)).toBe('none');
  });

  it('in another language is answered by none where no tool has a word of it', () => {
    const tool = ['shop/list_invoices', 'List the invoices of a customer'] as const;
    expect(confidenceOf('Bitte die Rechnungen zeigen', tool)).toBe('none');
    expect(confidenceOf('покажи счета', tool)).toBe('none');
  });

  it('of several searches is answered when one of them is, by the hits of that one', () => {
    const index = createToolIndex();
    for (const tool of FILLER) index.set(tool);
    index.set(searchable('shop/list_invoices', 'List the invoices of a customer'));
    index.set(searchable('trace/start_trace', 'Start a trace'));
    const one = index.search('list the invoices of a customer');
    expect(index.search('start the dishwasher\u0001list the invoices of a customer')).toEqual(one);
    expect(one.confidence).toBe('high');
  });
});

it('takes names that no tool has for values', () => {
  const tool = ['maps/route', 'Get the route between two places'] as const;
  expect(confidenceOf('the route from Lyon to Geneva', tool)).not.toBe('none');
});

describe('the judge', () => {
  const NOTHING = Object.fromEntries(SIGNALS.map((name) => [name, 0])) as Signals;
  const RANK = { none: 0, low: 1, high: 2 };
  const of = (more: Partial<Record<Signal, number>>, ...words: readonly string[]) =>
    RANK[judge({ signals: { ...NOTHING, ...more }, words: new Map(words.map((word) => [word, 1])) })];

  it('says none without signals, and when all of them are 0', () => {
    expect(judge(undefined)).toBe('none');
    expect(of({})).toBe(RANK.none);
  });

  it('is the surer the more of the request a tool covers', () => {
    const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => of({ covered: share, firstCovered: share, objectNamed: 1 }));
    expect(steps).toEqual(steps.toSorted());
    expect([steps[0], steps.at(-1)]).toEqual([RANK.none, RANK.high]);
  });

  it('is less sure when the words lean to what people want of life', () => {
    const covered = { covered: 0.75, firstCovered: 0.75, objectNamed: 1 };
    expect(of(covered)).toBeGreaterThan(RANK.none);
    expect(of(covered, 'remind', 'book', 'print')).toBe(RANK.none);
  });

  it('withholds less in a catalogue that is more of everyday life', () => {
    const some = { covered: 0.3, firstCovered: 0.3, objectNamed: 1 };
    expect(of(some)).toBe(RANK.none);
    expect(of({ ...some, everydayCatalogue: 0.4 })).toBeGreaterThan(RANK.none);
  });

  it('is less sure when what is wanted is strange to the catalogue', () => {
    const covered = { covered: 0.75, firstCovered: 0.75, objectNamed: 1 };
    expect(of(covered)).toBeGreaterThan(RANK.none);
    expect(of({ ...covered, strange: 2, anyStrange: 1, strangeShare: 0.5, untold: 2 })).toBe(RANK.none);
  });
});
