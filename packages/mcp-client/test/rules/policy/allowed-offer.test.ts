import { expect, test } from 'vitest';
import { isOfferAllowed } from '../../../src/rules/policy/allowed-offer.ts';
import { compilePolicy } from '../../../src/rules/policy/compile-policy.ts';
import type { ToolPolicy } from '../../../src/words/tool-policy.ts';

const allowed = (policy: ToolPolicy, server: string, name: string) =>
  isOfferAllowed(compilePolicy(policy, { name: 'tools', server: undefined }), server, name);

test.each<[ToolPolicy, boolean]>([
  [{}, true],
  [{ allow: ['docs'] }, true],
  [{ allow: ['docs/file:///public/*'] }, true],
  [{ allow: ['docs/read_*'] }, false],
  [{ allow: [] }, false],
  [{ deny: ['docs'] }, false],
  [{ deny: ['docs/*.md'] }, false],
  [{ deny: ['docs/delete_*'] }, true],
  [{ allow: [{ readOnly: true }] }, true],
  [{ deny: [{ destructive: true }] }, true],
])('under %j reading file:///public/a.md of docs is allowed: %s', (policy, expected) => {
  expect(allowed(policy, 'docs', 'file:///public/a.md')).toBe(expected);
});
