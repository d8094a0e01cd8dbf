import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../launcher/paths.mjs';
import { readIdentity } from '../rescope/identity.ts';
import { TIER_LIMITS } from '../../gateway/src/domain/tier-limits.ts';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const form = read('.github/ISSUE_TEMPLATE/api-access-request.yml');

test('the form offers every tier with what it allows', () => {
  const offered = [...form.matchAll(/^ +- (\w+) \(([\d,]+) requests per minute\)$/gm)];
  expect(offered.map(([, tier, requests = '']) => [tier, Number(requests.replace(',', ''))])).toEqual(
    Object.entries(TIER_LIMITS).map(([tier, { requests, windowSeconds }]) => [tier, (requests * 60) / windowSeconds]),
  );
});

test('the form says that no key belongs into it, and asks for a promise', () => {
  expect(form).toMatch(/Never paste an API key/);
  expect(form).toMatch(/label: There is no key, token or password in this issue\.\n +required: true/);
});

test('the extension leads to a form that is there', () => {
  const manifest = JSON.parse(read('extensions/wicketgate/package.json')) as {
    contributes: { configuration: { properties: Record<string, { default?: unknown }> } };
  };
  const { default: address } = manifest.contributes.configuration.properties['wicketgate.requestAccessUrl'] ?? {};
  const url = new URL(String(address));
  expect(url.origin + url.pathname).toBe(`https://github.com/${readIdentity(ROOT).repository}/issues/new`);
  expect(existsSync(path.join(ROOT, '.github/ISSUE_TEMPLATE', url.searchParams.get('template') ?? 'none'))).toBe(true);
});
