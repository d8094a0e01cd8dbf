import { expect, it } from 'vitest';
import { toolHash } from '../../../src/rules/pins/tool-hash.ts';
import { tool } from '../../scripted-server.ts';

const base = tool('read', { title: 'Read', annotations: { readOnlyHint: true }, outputSchema: { type: 'object' } });

it('is the same for the same tool, however its members are ordered', () => {
  const { name, description, ...others } = base;
  expect(toolHash({ ...others, description, name })).toBe(toolHash(base));
  expect(toolHash(base)).toMatch(/^[0-9a-f]{64}$/);
});

it('does not change from one release to the next: stores hold definitions, logs and people hold hashes', () => {
  expect(toolHash({ name: 'a', inputSchema: { type: 'object' } })).toBe(
    '60d4353e9a5499b483d09f13d9e28060e70f34edf787bb7040ba30bd390f85af',
  );
});

it.each([
  ['name', { name: 'read2' }],
  ['title', { title: 'Read it' }],
  ['description', { description: 'Does something else.' }],
  ['input schema', { inputSchema: { type: 'object', properties: { path: {} } } }],
  ['output schema', { outputSchema: { type: 'string' } }],
  ['annotations', { annotations: { readOnlyHint: false } }],
])('is another for another %s', (_, change) => {
  expect(toolHash({ ...base, ...change })).not.toBe(toolHash(base));
});
