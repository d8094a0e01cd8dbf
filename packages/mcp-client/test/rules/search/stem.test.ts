import { expect, it } from 'vitest';
import { stem } from '../../../src/rules/search/stem.ts';

it.each([
  ['create', 'creates', 'created', 'creating'],
  ['query', 'queries'],
  ['stop', 'stops', 'stopped', 'stopping'],
  ['call', 'calls', 'called', 'calling'],
  ['process', 'processes', 'processed', 'processing'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['file', 'files'],
  ['delete', 'deletes', 'deleted', 'deleting'],
])('brings the forms of %s together', (...forms) => {
  expect(new Set(forms.map(stem)).size).toBe(1);
});

it.each(['status', 'analysis', 'access', 'news', 'bus', 'gas', 'api', 'größe', 'ошибки', 'h264'])(
  'leaves %s as it is',
  (word) => {
    expect(stem(word)).toBe(word);
  },
);

it('keeps news apart from new', () => {
  expect(stem('news')).not.toBe(stem('new'));
});
