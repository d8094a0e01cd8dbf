import { expect, it } from 'vitest';
import { tokenise } from '../../../src/rules/search/tokenise.ts';

it.each([
  ['create_issue', ['create', 'issue']],
  ['createIssue', ['create', 'issue']],
  ['HTTPServer', ['http', 'server']],
  ['API-get-users', ['api', 'get', 'users']],
  ['parseJSON2', ['parse', 'json', '2']],
  ["the user's files, don't", ['the', 'user', 'files', 'don']],
  ['', []],
  ['…!?', []],
])('takes %j apart', (text, words) => {
  expect(tokenise(text)).toEqual(words);
});

it('folds accents and case, so that a word meets itself in another spelling', () => {
  expect(tokenise('Größe Übersicht')).toEqual(['grosse', 'ubersicht']);
  expect(tokenise('CAFÉ')).toEqual(tokenise('cafe'));
  expect(tokenise('ﬁle')).toEqual(['file']);
  expect(tokenise('Ещё файл')).toEqual(['еще', 'фаил']);
});

it('makes pairs of characters of what is written without spaces', () => {
  expect(tokenise('天気予報')).toEqual(['天気', '気予', '予報']);
  expect(tokenise('メールを送る')).toContain('メー');
  expect(tokenise('木')).toEqual(['木']);
  expect(tokenise('GitHubの課題')).toEqual(['git', 'hub', 'の課', '課題']);
});

it('keeps the marks that make another letter of it in Japanese', () => {
  expect(tokenise('がく')).not.toEqual(tokenise('かく'));
});

it.each(['A', 'a', ' ', "'", 'aA', '0', '\u0301', '木', 'É'])(
  'reads 100,000 of %j in no more than their length',
  (unit) => {
    // Quadratic work would take minutes here, and the test's own limit would end it.
    expect(tokenise(unit.repeat(100_000)).length).toBeLessThanOrEqual(200_001);
  },
);
