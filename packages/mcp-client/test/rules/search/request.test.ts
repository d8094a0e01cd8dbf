import { describe, expect, it } from 'vitest';
import {
  MAX_REQUEST_CHARACTERS,
  MAX_SEARCHES,
  readRequest,
  type RequestWord,
} from '../../../src/rules/search/request.ts';

function wordsOf(request: string): Record<string, RequestWord['role']> {
  const words = readRequest(request).flatMap((search) => search.words);
  return Object.fromEntries(words.map(({ text, role }) => [text, role]));
}
const partsOf = (request: string) =>
  readRequest(request).flatMap(({ parts }) => parts.map((part) => part.map(({ text }) => text)));

describe('words', () => {
  it('tells what a request is about from what is done, when, and what every request has', () => {
    expect(wordsOf('please delete the invoice today')).toEqual({
      please: 'quiet',
      delete: 'action',
      the: 'quiet',
      invoice: 'object',
      today: 'circumstance',
    });
  });

  it('takes filing something for making it, and a file for a thing', () => {
    const of = (text: string) => readRequest(text)[0]?.words.map(({ text: word, role }) => `${word} ${role}`);
    expect(of('file a bug')).toEqual(['create action', 'a quiet', 'bug object']);
    expect(of('read the file')).toContain('file object');
    expect(of('save the file as a copy')).toContain('file object');
  });

  it('counts each word once, in all its forms', () => {
    expect(Object.keys(wordsOf('issue issues issue'))).toEqual(['issue']);
  });

  it('knows names by their capitals, but not at the beginning of a sentence', () => {
    expect(wordsOf('Invoices from Berlin. Customers too')).toMatchObject({
      invoices: 'object',
      berlin: 'name',
      customers: 'object',
    });
  });

  it.each([
    ['send "quarterly figures" by mail', 'quarterly'],
    ['fetch https://example.org/quarterly/report', 'quarterly'],
    ['a folder called quarterly', 'quarterly'],
    ['post it in #quarterly', 'quarterly'],
    ['read ~/quarterly/notes', 'quarterly'],
    ['write to quarterly@example.org', 'quarterly'],
    ['restart worker7c2d', 'worker'],
  ])('takes what stands in a value alone for a value: %s', (request, word) => {
    expect(wordsOf(request)[word]).toBe('value');
  });

  it('takes a word for what it is when it also stands outside of a value', () => {
    expect(wordsOf('the quarterly figures, "quarterly" in short')['quarterly']).toBe('object');
  });

  it('reads a request that is wholly in quotation marks', () => {
    expect(wordsOf('"Show the invoices of this customer"')).toMatchObject({ invoices: 'object', customer: 'object' });
  });

  it.each([
    ['open notes.txt', 'file'],
    ['what is at https://example.org/', 'url'],
    ['write to me@example.org', 'email'],
    ['what is at 48.8584, 2.2945', 'coordinates'],
    ['post it in #general', 'channel'],
  ])('adds what kind of value it has: %s', (request, kind) => {
    expect(wordsOf(request)[kind]).toBe('object');
  });
});

describe('parts', () => {
  it('begins a part with each sentence, and where one wish is joined to another', () => {
    expect(partsOf('list open issues, then post a summary message. close stale branches')).toEqual([
      ['list', 'open', 'issues'],
      ['post', 'a', 'summary', 'message'],
      ['close', 'stale', 'branches'],
    ]);
  });

  it('gives a part of fewer than two telling words to its neighbour', () => {
    expect(partsOf('hello! list open issues. thanks!')).toHaveLength(1);
    expect(partsOf('list open issues. now')).toHaveLength(1);
  });
});

describe('several searches', () => {
  it('stand between U+0001', () => {
    expect(readRequest('list issues\u0001post message').map(({ text }) => text)).toEqual([
      'list issues',
      'post message',
    ]);
    expect(readRequest('\u0001 \u0001')).toEqual([]);
  });

  it('are 16 at most', () => {
    const searches = (count: number) => readRequest(Array.from({ length: count }, () => 'list').join('\u0001')).length;
    expect(MAX_SEARCHES).toBe(16);
    expect([searches(15), searches(16), searches(17)]).toEqual([15, 16, 16]);
  });
});

it('reads 8,000 characters and no more', () => {
  const length = (count: number) => readRequest('x'.repeat(count))[0]?.text.length;
  expect(MAX_REQUEST_CHARACTERS).toBe(8_000);
  expect([length(7_999), length(8_000), length(1_000_000)]).toEqual([7_999, 8_000, 8_000]);
});

it.each([
  ' ',
  '\n',
  ' \n',
  'a',
  'a.',
  '.',
  '-',
  '/',
  '/a',
  "'",
  '"',
  '1',
  'a1',
  '@',
  'a@',
  '#',
  'then ',
  ', ',
  '\u201c',
  'É',
])('reads as much as it may of %j, over and over, in no more than its length', (unit) => {
  expect(() => readRequest(unit.repeat(100_000 / unit.length))).not.toThrow();
});
