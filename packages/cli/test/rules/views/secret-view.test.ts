import { Secret } from '@wicketgate/core';
import type { ExplainedPlace, Finding, SecretListing } from '@wicketgate/secrets';
import { expect, test } from 'vitest';
import {
  findingDocument,
  findingText,
  listingDocument,
  listingTable,
  placesTable,
  probeText,
} from '../../../src/rules/views/secret-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const style = styleOf('plain');
const NOW = Date.parse('2026-03-01T00:00:00Z');
const NASTY = 'x\u001b[2Jy\nz';
const FILE = { source: 'file', name: 'A', place: '/s.json', updatedAt: NOW - 1_000 };
const SET: SecretListing = {
  name: 'A',
  isSet: true,
  required: true,
  shown: '[redacted …7788]',
  length: 23,
  from: FILE,
  shadowed: [],
};
const UNSET: SecretListing = { name: 'B', isSet: false, required: true, shadowed: [] };

const lineOf = (item: Parameters<typeof listingTable>[0][number]) =>
  listingTable([item], { now: NOW, style }).split('\n')[1] ?? '';

test.each([
  [SET, 'required'],
  [UNSET, 'required'],
  [{ ...SET, required: false, fits: true, rotateBy: NOW + 1 }, '23'],
  [{ ...SET, fits: false }, 'required; unusual form'],
  [{ ...SET, rotateBy: NOW }, 'required; due to be replaced'],
  [{ ...SET, shadowed: [{ ...FILE, source: '.env', differs: true }] }, 'required; also in .env with another value'],
  [{ ...SET, shadowed: [{ ...FILE, source: '.env', differs: false }] }, 'required; also in .env'],
  [{ ...UNSET, failure: { source: 'file', code: 'wrong_key', reason: '' } }, 'required; not known: file (wrong_key)'],
  [{ ...SET, probe: { outcome: 'works' } as const }, 'required; works'],
])('%j ends with %j', (item, remarks) => {
  expect(lineOf(item)).toMatch(new RegExp(`${remarks.replaceAll(/[().]/g, String.raw`\$&`)}$`));
});

test('what comes from elsewhere cannot act on the terminal', () => {
  const place = { source: NASTY, name: 'A', place: NASTY, differs: true };
  const finding: Finding = {
    secret: new Secret('s'),
    from: place,
    shadowed: [place],
    skipped: [{ source: NASTY, code: NASTY, reason: NASTY }],
  };
  const places: ExplainedPlace[] = [{ source: NASTY, name: 'A', outcome: 'failed', code: NASTY, reason: NASTY }];
  const texts = [
    lineOf({ ...SET, from: place, shadowed: [place], failure: { source: NASTY, code: NASTY, reason: NASTY } }),
    findingText(finding, style),
    placesTable(places, style),
    probeText({ outcome: 'works', scopes: [NASTY] }, style),
  ];
  for (const text of texts) expect(text.replaceAll('\n', '')).toMatch(/^\P{Cc}*$/u);
});

test('a finding shows all but the value', () => {
  const secret = new Secret('v4lue-0f-the-t0ken-7788');
  const shadowed = [{ ...FILE, source: '.env', place: '/.env, line 2', differs: true }];
  const finding: Finding = {
    secret,
    from: FILE,
    shadowed,
    skipped: [{ source: 'keyring', code: 'keyring_locked', reason: 'Locked.' }],
  };
  const text = findingText(finding, style);
  for (const words of [
    '[redacted …7788]',
    '23',
    'file (/s.json)',
    '2026-02-28T23:59:59Z',
    '/.env, line 2, another value',
    'keyring: Locked.',
  ]) {
    expect(text).toContain(words);
  }
  const document = findingDocument('A', finding);
  expect(document).toMatchObject({ name: 'A', length: 23, from: { updatedAt: '2026-02-28T23:59:59Z' } });
  for (const shown of [text, JSON.stringify(document)]) expect(shown).not.toContain('0f-the');
});

test('instants of a listing are as on the wire', () => {
  expect(listingDocument({ ...SET, rotateBy: NOW })).toMatchObject({
    rotateBy: '2026-03-01T00:00:00Z',
    from: { source: 'file', updatedAt: '2026-02-28T23:59:59Z' },
  });
});

test('absent names of one source share a line; any other outcome has its own', () => {
  const absent = (source: string, name: string): ExplainedPlace => ({ source, name, outcome: 'absent' });
  const used: ExplainedPlace = { source: 'file', name: 'A1', outcome: 'used', place: '/s.json' };
  const lines = placesTable(
    [absent('environment', 'A'), absent('environment', 'A1'), absent('file', 'A'), used],
    style,
  ).split('\n');
  expect(lines.slice(1).map((line) => line.replaceAll(/ {2,}/g, '|'))).toEqual([
    'environment|A and 1 more|absent',
    'file|A|absent',
    'file|A1|used|/s.json',
  ]);
});

test.each([
  [{ outcome: 'works', scopes: ['repo', 'workflow'] } as const, 'works (repo, workflow)'],
  [{ outcome: 'refused', status: 401 } as const, 'refused (401)'],
  [
    { outcome: 'unknown', reason: 'forbidden', status: 403 } as const,
    'forbidden (403): not valid, or not allowed to ask',
  ],
  [{ outcome: 'unknown', reason: 'unexpected_status' } as const, 'could not be tried (unexpected status)'],
  [{ outcome: 'unset' } as const, 'not set'],
  [{ outcome: 'none' } as const, 'no test known'],
])('%j is told as %j', (probe, text) => {
  expect(probeText(probe, style)).toBe(text);
});
