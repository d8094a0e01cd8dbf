import { describe, expect, it } from 'vitest';
import { BUILTIN_SPECS } from '../../src/rules/builtin-specs.ts';
import { projectPowers, projectSpecs } from '../../src/rules/project-specs.ts';
import type { ProjectDocument, ProjectSecret } from '../../src/words/project-document.ts';

const FILE = '/srv/app/wicketgate.secrets.json';
const PROBE = { method: 'GET', url: 'https://api.example.com/me', present: 'bearer' } as const;

const documentOf = (...secrets: ProjectSecret[]): ProjectDocument => ({ version: 1, secrets });
const specsOf = (consent: 'given' | 'withheld', ...secrets: ProjectSecret[]) =>
  projectSpecs(documentOf(...secrets), { file: FILE, consent });

describe('the specs of a project', () => {
  it('are exactly those that its file names, in its order, required unless it says otherwise', () => {
    expect(specsOf('withheld', { name: 'ACME_TOKEN' }, { name: 'B', required: false, aliases: ['OLD_B'] })).toEqual([
      { name: 'ACME_TOKEN', aliases: [], scopes: [], required: true, from: FILE },
      { name: 'B', aliases: ['OLD_B'], scopes: [], required: false, from: FILE },
    ]);
  });

  it('bring the facts of a built-in name, with what a project may change of it', () => {
    const builtin = BUILTIN_SPECS.find(({ name }) => name === 'ANTHROPIC_API_KEY');
    const changes = { required: true, rotationDays: 30, purpose: 'writes the changelog', aliases: ['CLAUDE_KEY'] };
    expect(specsOf('withheld', { name: 'ANTHROPIC_API_KEY', ...changes })).toEqual([
      { ...builtin, ...changes, from: FILE },
    ]);
    expect(specsOf('withheld', { name: 'ANTHROPIC_API_KEY' })).toEqual([{ ...builtin, from: FILE }]);
  });

  it.each([
    ['its name', { name: 'WICKETGATE_MASTER_KEY' }],
    ['an alias', { name: 'APP_TOKEN', aliases: ['WICKETGATE_PASSPHRASE'] }],
  ])('are refused when %s is that of a key to all secrets', (_which, secret) => {
    expect(() => specsOf('given', secret)).toThrow(
      expect.objectContaining({ code: 'invalid_spec', hint: expect.stringContaining('opens all secrets') as string }),
    );
  });

  it('take a name for no alias of itself, which would claim it twice', () => {
    const [a, github] = specsOf(
      'withheld',
      { name: 'A', aliases: ['A', 'OLD_A'] },
      { name: 'GITHUB_TOKEN', aliases: ['GITHUB_TOKEN'] },
    );
    expect(a?.aliases).toEqual(['OLD_A']);
    expect(github?.aliases).toEqual(BUILTIN_SPECS.find(({ name }) => name === 'GITHUB_TOKEN')?.aliases);
  });

  it('add aliases to those of a built-in name, and never take one away', () => {
    const [spec] = specsOf('withheld', { name: 'GITHUB_TOKEN', aliases: ['GH_TOKEN', 'GITHUB_PAT'] });
    expect(spec?.aliases).toEqual(['GH_FINE_GRAINED_TOKEN', 'GH_CLASSIC_PAT_TOKEN', 'GITHUB_PAT', 'GH_TOKEN']);
  });

  it.each([
    ['url', { url: 'https://example.com' }],
    ['probe', { probe: PROBE }],
    ['pattern', { pattern: 'x' }],
    ['scopes', { scopes: ['admin'] }],
    ['default', { default: 'x' }],
    ['example', { example: 'x' }],
    ['generate', { generate: { bytes: 16, encoding: 'hex' } }],
  ] as const)('cannot change the %s of a built-in name', (member, facts) => {
    expect(() => specsOf('given', { name: 'GITHUB_TOKEN', ...facts })).toThrow(
      expect.objectContaining({
        code: 'invalid_spec',
        hint: expect.stringContaining(`secrets[0].${member}`) as string,
      }),
    );
  });

  it.each([
    ['one name twice', [{ name: 'A' }, { name: 'A' }]],
    ['a name as the alias of another', [{ name: 'A' }, { name: 'B', aliases: ['A'] }]],
    [
      'one alias of two',
      [
        { name: 'A', aliases: ['C'] },
        { name: 'B', aliases: ['C'] },
      ],
    ],
    ['a built-in name as the alias of another', [{ name: 'A', aliases: ['GITHUB_TOKEN'] }]],
    ['the alias of a built-in name as that of another', [{ name: 'A', aliases: ['GITHUB_PAT'] }]],
    ['the alias of a built-in name beside it', [{ name: 'GITHUB_TOKEN' }, { name: 'GITHUB_PAT' }]],
  ])('cannot claim %s', (_, secrets) => {
    expect(() => specsOf('given', ...secrets)).toThrow(expect.objectContaining({ code: 'invalid_spec' }));
  });

  it('may name a secret as a built-in one is called elsewhere', () => {
    expect(specsOf('withheld', { name: 'GITHUB_PAT' })[0]).toMatchObject({ name: 'GITHUB_PAT', aliases: [] });
  });
});

describe('what a project would do', () => {
  const secrets: ProjectSecret[] = [
    { name: 'A', command: ['op', 'read', 'x'] },
    { name: 'B', probe: PROBE },
    { name: 'GITHUB_TOKEN', command: ['gh', 'auth', 'token'] },
    { name: 'C' },
    { name: 'D', default: 'https://api.example.com', probe: PROBE },
  ];

  it('is left out of the specs until it is allowed, and named as withheld', () => {
    const [a, b, github, c, d] = specsOf('withheld', ...secrets);
    expect(a).toMatchObject({ withheld: ['command'] });
    expect(a).not.toHaveProperty('command');
    expect(b).toMatchObject({ withheld: ['probe'] });
    expect(b).not.toHaveProperty('probe');
    expect(github).toMatchObject({ withheld: ['command'], probe: { url: 'https://api.github.com/user' } });
    expect(c).not.toHaveProperty('withheld');
    expect(d).toMatchObject({ withheld: ['probe', 'default'] });
    expect(d).not.toHaveProperty('default');
  });

  it('stands in them once it is allowed', () => {
    const [a, b, , , d] = specsOf('given', ...secrets);
    expect(a).toMatchObject({ command: ['op', 'read', 'x'] });
    expect(b).toMatchObject({ probe: PROBE });
    expect(d).toMatchObject({ default: 'https://api.example.com', probe: PROBE });
    expect([a, b, d].some((spec) => spec && 'withheld' in spec)).toBe(false);
  });

  it('can be shown before it is allowed', () => {
    expect(projectPowers(documentOf(...secrets)).map(({ name }) => name)).toEqual(['A', 'B', 'GITHUB_TOKEN', 'D']);
  });
});
