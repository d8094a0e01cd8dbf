import { expect, it } from 'vitest';
import { ExactNames } from '../../../src/rules/search/exact-names.ts';
import { searchable } from './tools.ts';

function names(...ids: string[]): ExactNames {
  const all = new ExactNames();
  for (const id of ids) all.add(searchable(id, '', { wireName: id.replace('/', '__') }));
  return all;
}
const found = (all: ExactNames, text: string) => Object.fromEntries(all.find(text));

it.each([
  'hub/create_issue',
  'please use hub/create_issue.',
  'call `hub/create_issue` now',
  'hub__create_issue',
  'HUB/Create_Issue',
])('finds the id in %j', (text) => {
  expect(found(names('hub/create_issue', 'lab/create_issue'), text)['hub/create_issue']).toBe('id');
});

it.each(['create_issue', 'use create_issue, please', 'create issue', 'Create an issue.', 'run "create_issue"'])(
  'finds the name at every server that has it in %j',
  (text) => {
    expect(found(names('hub/create_issue', 'lab/create_issue'), text)).toEqual({
      'hub/create_issue': 'name',
      'lab/create_issue': 'name',
    });
  },
);

it('takes a name that is a plain word for one only when nothing else is said', () => {
  const all = names('web/fetch');
  expect(found(all, 'fetch')).toEqual({ 'web/fetch': 'name' });
  expect(found(all, 'use `fetch` for it')).toEqual({ 'web/fetch': 'name' });
  expect(found(all, 'fetch the latest invoices')).toEqual({});
});

it('does not take part of a name for it', () => {
  expect(found(names('hub/create_issue'), 'create_issue_comment')).toEqual({});
});

it('forgets a tool that went', () => {
  const all = names('hub/create_issue', 'lab/create_issue');
  all.remove(searchable('hub/create_issue', '', { wireName: 'hub__create_issue' }));
  expect(found(all, 'create_issue')).toEqual({ 'lab/create_issue': 'name' });
  expect(found(all, 'hub__create_issue')).toEqual({});
});

it('finds names that objects have by birth', () => {
  expect(found(names('odd/__proto__', 'odd/constructor'), 'odd/__proto__')).toEqual({ 'odd/__proto__': 'id' });
  expect(found(names('odd/read'), 'constructor')).toEqual({});
});
