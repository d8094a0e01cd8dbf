import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../src/rules/policy/compile-policy.ts';
import type { ToolPolicy } from '../../../src/words/tool-policy.ts';
import type { ToolAnnotations } from '../../../src/words/tool.ts';

const CLIENT = { name: 'tools', server: undefined };
const OWN = { name: 'servers["files"].tools', server: 'files' };
const allows = (policy: ToolPolicy | undefined, id: string, annotations?: ToolAnnotations) =>
  compilePolicy(policy, CLIENT)({ id, annotations });

describe('a policy', () => {
  it('allows everything where nothing is said, and nothing where the list is empty', () => {
    expect(allows(undefined, 'a/b')).toBe(true);
    expect(allows({}, 'a/b')).toBe(true);
    expect(allows({ allow: [] }, 'a/b')).toBe(false);
    expect(allows({ allow: ['*'] }, 'a/b')).toBe(true);
  });

  it('goes by patterns, and by servers', () => {
    const policy = { allow: ['files/read_*', 'github'] };
    expect(allows(policy, 'files/read_text')).toBe(true);
    expect(allows(policy, 'files/write_text')).toBe(false);
    expect(allows(policy, 'github/anything')).toBe(true);
    expect(allows(policy, 'github2/anything')).toBe(false);
  });

  it('lets a no win over every yes', () => {
    const policy = { allow: ['*', 'files/delete'], deny: ['files/delete'] };
    expect(allows(policy, 'files/delete')).toBe(false);
    expect(allows({ allow: ['files/delete'], deny: [{ destructive: true }] }, 'files/delete')).toBe(false);
  });

  it('takes what a server leaves unsaid for the worst', () => {
    expect(allows({ allow: [{ readOnly: true }] }, 'a/b')).toBe(false);
    expect(allows({ allow: [{ destructive: false }] }, 'a/b')).toBe(false);
    expect(allows({ allow: [{ idempotent: true }] }, 'a/b')).toBe(false);
    expect(allows({ allow: [{ openWorld: false }] }, 'a/b')).toBe(false);
    expect(allows({ deny: [{ destructive: true }] }, 'a/b')).toBe(false);
    expect(allows({ deny: [{ openWorld: true }] }, 'a/b')).toBe(false);
  });

  it('goes by what tools say of themselves', () => {
    expect(allows({ allow: [{ readOnly: true }] }, 'a/b', { readOnlyHint: true })).toBe(true);
    expect(allows({ allow: [{ destructive: false }] }, 'a/b', { readOnlyHint: true })).toBe(true);
    expect(allows({ allow: [{ destructive: false }] }, 'a/b', { destructiveHint: false })).toBe(true);
    expect(allows({ deny: [{ readOnly: false }] }, 'a/b', { readOnlyHint: true })).toBe(true);
    expect(allows({ allow: [{ idempotent: true, openWorld: false }] }, 'a/b', { idempotentHint: true })).toBe(false);
  });

  it('can ask for traits of some tools alone', () => {
    const policy: ToolPolicy = { deny: [{ tools: 'shell', destructive: true }] };
    expect(allows(policy, 'shell/run')).toBe(false);
    expect(allows(policy, 'shell/ls', { readOnlyHint: true })).toBe(true);
    expect(allows(policy, 'files/rm')).toBe(true);
  });

  it('of a server means its own tools, by their own names and by their ids', () => {
    const own = (policy: ToolPolicy, id: string) => compilePolicy(policy, OWN)({ id });
    expect(own({ allow: ['read_*'] }, 'files/read_text')).toBe(true);
    expect(own({ allow: ['read_*'] }, 'files/write')).toBe(false);
    expect(own({ deny: ['files/write'] }, 'files/write')).toBe(false);
    expect(own({ deny: ['write'] }, 'files/write')).toBe(false);
    expect(own({ allow: ['*'] }, 'files/write')).toBe(true);
  });

  it.each([
    ['an unknown list', { alow: ['*'] }, 'tools has no member "alow"'],
    ['no list', { allow: 'files/*' }, 'tools.allow must be a list'],
    ['an empty pattern', { deny: [''] }, 'tools.deny[0] must be a pattern'],
    ['an unknown trait', { allow: [{ readonly: true }] }, 'tools.allow[0] has no member "readonly"'],
    ['a trait that is no boolean', { allow: [{ readOnly: 'yes' }] }, 'tools.allow[0].readOnly must be true or false'],
    ['a rule that asks for nothing', { deny: ['a', {}] }, 'tools.deny[1] asks for nothing'],
    ['no rule', { deny: [7] }, 'tools.deny[0] must be a pattern or an object'],
  ])('is refused for %s, by name', (_, policy, message) => {
    expect(() => compilePolicy(policy as ToolPolicy, CLIENT)).toThrow(message);
    expect(() => compilePolicy(policy as ToolPolicy, CLIENT)).toThrow(TypeError);
  });
});
