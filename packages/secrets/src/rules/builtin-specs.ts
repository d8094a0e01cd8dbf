import { DEFAULT_BRAND } from '@wicketgate/contract';
import type { SecretSpec } from '../words/spec.ts';

/** Replaced every quarter. */
const ROTATION_DAYS = 90;

type Facts = Omit<SecretSpec, 'aliases' | 'scopes' | 'required' | 'from'> &
  Partial<Pick<SecretSpec, 'aliases' | 'scopes'>>;

/** Where each fact comes from stands in the README, under "Built-in secrets". */
const REQUIRED: readonly Facts[] = [
  {
    name: 'LAMBDA_API_KEY',
    aliases: ['LAMBDA_LABS_API_KEY', 'LAMBDALABS_API_KEY'],
    purpose: 'rents GPU machines at Lambda',
    url: 'https://cloud.lambda.ai/api-keys/cloud-api',
    example: 'secret_…',
    probe: { method: 'GET', url: 'https://cloud.lambda.ai/api/v1/instances', present: 'bearer' },
  },
  {
    name: 'GITHUB_TOKEN',
    aliases: ['GH_FINE_GRAINED_TOKEN', 'GH_CLASSIC_PAT_TOKEN', 'GITHUB_PAT'],
    purpose: 'reads and writes repositories and their workflows',
    url: 'https://github.com/settings/personal-access-tokens/new',
    scopes: ['contents:write', 'workflows:write', 'metadata:read'],
    // Those of apps hold a JWT and have some 520 characters. Those from before prefixes came have 40 digits.
    pattern: String.raw`gh[pous]_[\w.\-]{36,}|github_pat_\w{36,}|[0-9a-f]{40}`,
    example: 'github_pat_…',
    probe: {
      method: 'GET',
      url: 'https://api.github.com/user',
      present: 'bearer',
      headers: { accept: 'application/vnd.github+json' },
      scopesHeader: 'x-oauth-scopes',
    },
  },
  {
    name: 'VERCEL_TOKEN',
    purpose: 'deploys front ends to Vercel',
    url: 'https://vercel.com/account/tokens',
    // Tokens from before prefixes came have 24 letters and digits.
    pattern: String.raw`vc[pia]_[\w\-]{20,}|[A-Za-z0-9]{24}`,
    example: 'vcp_…',
    probe: { method: 'GET', url: 'https://api.vercel.com/v2/user', present: 'bearer' },
  },
  {
    name: 'OPENAI_API_KEY',
    aliases: ['OPENAI_KEY', 'OPEN_AI_API_KEY'],
    purpose: 'asks the models of OpenAI',
    url: 'https://platform.openai.com/api-keys',
    pattern: String.raw`sk-[\w\-]{20,}`,
    example: 'sk-proj-…',
    probe: { method: 'GET', url: 'https://api.openai.com/v1/models', present: 'bearer' },
  },
  {
    name: 'PORTKEY_API_KEY',
    purpose: 'routes requests to models through Portkey',
    url: 'https://app.portkey.ai/api-keys',
    probe: {
      method: 'GET',
      url: 'https://api.portkey.ai/v1/models',
      present: { header: 'x-portkey-api-key' },
    },
  },
];

const OPTIONAL: readonly Facts[] = [
  {
    name: 'ANTHROPIC_API_KEY',
    purpose: 'asks the models of Anthropic',
    url: 'https://platform.claude.com/settings/keys',
    pattern: String.raw`sk-ant-[\w\-]{20,}`,
    example: 'sk-ant-api03-…',
    probe: {
      method: 'GET',
      url: 'https://api.anthropic.com/v1/models',
      present: { header: 'x-api-key' },
      headers: { 'anthropic-version': '2023-06-01' },
    },
  },
  {
    name: 'PINECONE_API_KEY',
    purpose: 'stores and searches vectors in Pinecone',
    url: 'https://app.pinecone.io/organizations/-/projects/-/keys',
    // Keys from before the prefix came are UUIDs.
    pattern: String.raw`pcsk_[\w\-]{20,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
    example: 'pcsk_…',
    probe: {
      method: 'GET',
      url: 'https://api.pinecone.io/indexes',
      present: { header: 'api-key' },
      headers: { 'x-pinecone-api-version': '2026-04' },
    },
  },
  {
    name: 'WEAVIATE_API_KEY',
    purpose: 'stores and searches vectors in Weaviate',
    // Each cluster has an address of its own: there is nobody to ask whether a key works.
    url: 'https://console.weaviate.cloud',
  },
  {
    name: 'TAVILY_API_KEY',
    purpose: 'searches the web with Tavily',
    url: 'https://app.tavily.com',
    pattern: String.raw`tvly-[\w\-]{20,}`,
    example: 'tvly-…',
    probe: { method: 'GET', url: 'https://api.tavily.com/usage', present: 'bearer' },
  },
  {
    name: 'BRAVE_API_KEY',
    aliases: ['BRAVE_SEARCH_API_KEY'],
    purpose: 'searches the web with Brave',
    // Every request costs a search: no probe.
    url: 'https://api-dashboard.search.brave.com/app/keys',
    pattern: String.raw`BSA[\w\-]{20,}`,
    example: 'BSA…',
  },
  {
    name: 'OPENROUTER_API_KEY',
    purpose: 'asks models of many vendors through OpenRouter',
    url: 'https://openrouter.ai/keys',
    pattern: String.raw`sk-or-[\w\-]{20,}`,
    example: 'sk-or-v1-…',
    probe: { method: 'GET', url: 'https://openrouter.ai/api/v1/key', present: 'bearer' },
  },
  {
    name: 'WICKETGATE_API_KEY',
    purpose: 'opens the gateway; its operator hands it out',
    pattern: String.raw`${DEFAULT_BRAND}_(?:live|test)_[0-9A-Za-z]{48}`,
    example: `${DEFAULT_BRAND}_live_…`,
  },
];

/** The secrets that are known without any file, in the order in which they are asked for: the required ones first. */
export const BUILTIN_SPECS: readonly SecretSpec[] = [
  ...REQUIRED.map((facts) => specOf(facts, { required: true })),
  ...OPTIONAL.map((facts) => specOf(facts, { required: false })),
];

function specOf(facts: Facts, { required }: Pick<SecretSpec, 'required'>): SecretSpec {
  return { aliases: [], scopes: [], rotationDays: ROTATION_DAYS, ...facts, required, from: 'built-in' };
}
