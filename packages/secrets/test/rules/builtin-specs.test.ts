import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { BUILTIN_SPECS } from '../../src/rules/builtin-specs.ts';
import { parseProjectDocument } from '../../src/rules/project-document.ts';
import { fitsPattern } from '../../src/rules/spec-pattern.ts';
import { indexSpecs } from '../../src/services/manager-options.ts';

const specOf = (name: string) => indexSpecs(BUILTIN_SPECS).get(name);
const namesWhere = (required: boolean) =>
  BUILTIN_SPECS.filter((spec) => spec.required === required).map(({ name }) => name);

describe('the built-in secrets', () => {
  it('are five that are required and seven that are not, in the order in which they are asked for', () => {
    expect(namesWhere(true)).toEqual([
      'LAMBDA_API_KEY',
      'GITHUB_TOKEN',
      'VERCEL_TOKEN',
      'OPENAI_API_KEY',
      'PORTKEY_API_KEY',
    ]);
    expect(namesWhere(false)).toEqual([
      'ANTHROPIC_API_KEY',
      'PINECONE_API_KEY',
      'WEAVIATE_API_KEY',
      'TAVILY_API_KEY',
      'BRAVE_API_KEY',
      'OPENROUTER_API_KEY',
      'WICKETGATE_API_KEY',
    ]);
    expect(BUILTIN_SPECS.slice(0, 5).every(({ required }) => required)).toBe(true);
  });

  it('have the aliases under which people keep them', () => {
    expect(specOf('GITHUB_TOKEN')?.aliases).toEqual(['GH_FINE_GRAINED_TOKEN', 'GH_CLASSIC_PAT_TOKEN', 'GITHUB_PAT']);
    expect(specOf('OPENAI_API_KEY')?.aliases).toEqual(['OPENAI_KEY', 'OPEN_AI_API_KEY']);
    expect(specOf('LAMBDA_API_KEY')?.aliases).toEqual(['LAMBDA_LABS_API_KEY', 'LAMBDALABS_API_KEY']);
  });

  it('each say what they are for and are replaced every 90 days', () => {
    for (const spec of BUILTIN_SPECS) {
      expect(spec.purpose).toMatch(/\S/);
      expect(spec.rotationDays).toBe(90);
      expect(spec.from).toBe('built-in');
    }
  });

  it('each but our own say where they are made', () => {
    const without = BUILTIN_SPECS.filter(({ url }) => url === undefined).map(({ name }) => name);
    expect(without).toEqual(['WICKETGATE_API_KEY']);
  });

  it('are made at the page that the documentation of the vendor names', () => {
    const pages = BUILTIN_SPECS.flatMap(({ name, url }) => (url === undefined ? [] : [[name, url] as const]));
    expect(Object.fromEntries(pages)).toEqual({
      LAMBDA_API_KEY: 'https://cloud.lambda.ai/api-keys/cloud-api',
      GITHUB_TOKEN: 'https://github.com/settings/personal-access-tokens/new',
      VERCEL_TOKEN: 'https://vercel.com/account/tokens',
      OPENAI_API_KEY: 'https://platform.openai.com/api-keys',
      PORTKEY_API_KEY: 'https://app.portkey.ai/api-keys',
      ANTHROPIC_API_KEY: 'https://platform.claude.com/settings/keys',
      PINECONE_API_KEY: 'https://app.pinecone.io/organizations/-/projects/-/keys',
      WEAVIATE_API_KEY: 'https://console.weaviate.cloud',
      TAVILY_API_KEY: 'https://app.tavily.com',
      BRAVE_API_KEY: 'https://api-dashboard.search.brave.com/app/keys',
      OPENROUTER_API_KEY: 'https://openrouter.ai/keys',
    });
  });

  it('keep to the schema that a project keeps to', () => {
    const secrets = BUILTIN_SPECS.map(({ from: _, name, ...facts }, index) => ({
      name: `S${index}_${name}`,
      ...facts,
    }));
    expect(parseProjectDocument(JSON.stringify({ version: 1, secrets }), 'test').secrets).toHaveLength(12);
  });

  it('are asked about at https alone, at the host of their vendor', () => {
    const hosts = BUILTIN_SPECS.flatMap(({ name, probe }) => (probe ? [[name, new URL(probe.url).origin]] : []));
    expect(Object.fromEntries(hosts)).toEqual({
      LAMBDA_API_KEY: 'https://cloud.lambda.ai',
      GITHUB_TOKEN: 'https://api.github.com',
      VERCEL_TOKEN: 'https://api.vercel.com',
      OPENAI_API_KEY: 'https://api.openai.com',
      PORTKEY_API_KEY: 'https://api.portkey.ai',
      ANTHROPIC_API_KEY: 'https://api.anthropic.com',
      PINECONE_API_KEY: 'https://api.pinecone.io',
      TAVILY_API_KEY: 'https://api.tavily.com',
      OPENROUTER_API_KEY: 'https://openrouter.ai',
    });
  });
});

describe('their patterns', () => {
  const a = (count: number) => 'a'.repeat(count);

  it.each([
    ['GITHUB_TOKEN', `ghp_${a(36)}`],
    ['GITHUB_TOKEN', `gho_${a(36)}`],
    ['GITHUB_TOKEN', `ghu_${a(36)}`],
    ['GITHUB_TOKEN', `ghs_${a(36)}`],
    ['GITHUB_TOKEN', `ghs_123456_${a(160)}.${a(300)}.${a(40)}-_`],
    ['GITHUB_TOKEN', `github_pat_${a(22)}_${a(59)}`],
    ['GITHUB_TOKEN', a(40)],
    ['VERCEL_TOKEN', `vcp_${a(56)}`],
    ['VERCEL_TOKEN', `vcp_${a(30)}-_${a(24)}`],
    ['VERCEL_TOKEN', a(24)],
    ['OPENAI_API_KEY', `sk-${a(48)}`],
    ['OPENAI_API_KEY', `sk-proj-${a(74)}T3BlbkFJ${a(73)}-_`],
    ['OPENAI_API_KEY', `sk-svcacct-${a(100)}`],
    ['OPENAI_API_KEY', `sk-proj-${a(400)}`],
    ['ANTHROPIC_API_KEY', `sk-ant-api03-${a(93)}AA`],
    ['PINECONE_API_KEY', `pcsk_${a(6)}_${a(63)}`],
    ['PINECONE_API_KEY', '01234567-89ab-cdef-0123-456789abcdef'],
    ['TAVILY_API_KEY', `tvly-dev-${a(32)}`],
    ['BRAVE_API_KEY', `BSA${a(28)}`],
    ['OPENROUTER_API_KEY', `sk-or-v1-${a(64)}`],
    ['OPENROUTER_API_KEY', `sk-or-v2-${a(80)}`],
    ['WICKETGATE_API_KEY', `wg_live_${a(48)}`],
  ])('%s takes a value of the form %s', (name, value) => {
    expect(fitsPattern(specOf(name)?.pattern, new Secret(value))).toBe(true);
  });

  it.each([
    ['GITHUB_TOKEN', `ghp_${a(35)}`],
    ['GITHUB_TOKEN', `ghr_${a(36)}`],
    ['GITHUB_TOKEN', `ghp_${a(36)} `],
    ['VERCEL_TOKEN', `ghp_${a(36)}`],
    ['OPENAI_API_KEY', `pk-${a(48)}`],
    ['ANTHROPIC_API_KEY', `sk-${a(48)}`],
    ['PINECONE_API_KEY', a(32)],
    ['TAVILY_API_KEY', a(32)],
    ['OPENROUTER_API_KEY', `sk-${a(64)}`],
    ['WICKETGATE_API_KEY', `wg_prod_${a(48)}`],
  ])('%s does not take %s', (name, value) => {
    expect(fitsPattern(specOf(name)?.pattern, new Secret(value))).toBe(false);
  });

  it.each(['LAMBDA_API_KEY', 'PORTKEY_API_KEY', 'WEAVIATE_API_KEY'])(
    '%s says nothing: its vendor names no form',
    (name) => {
      expect(fitsPattern(specOf(name)?.pattern, new Secret('anything'))).toBeUndefined();
    },
  );
});
