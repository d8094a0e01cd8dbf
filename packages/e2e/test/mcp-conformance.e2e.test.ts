import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { runConformance } from '../src/mcp/conformance-suite.ts';
import { bundleConformanceClient } from '../src/mcp/driver-bundle.ts';
import { installMcpPrograms } from '../src/mcp/fixture.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const cleanup = createCleanup();
let installed: string;
let folder: string;
let client: string;

beforeAll(async () => {
  installed = await installMcpPrograms();
  folder = await temporaryFolder('conformance', cleanup);
  client = await bundleConformanceClient(folder);
});

afterAll(() => cleanup.release());

/** Run besides in both sets: extensions of authorization, and one that was added later. */
const UNSCORED = [
  'auth/client-credentials-basic',
  'auth/client-credentials-jwt',
  'auth/dpop',
  'auth/dpop-nonce',
  'auth/enterprise-managed-authorization',
  'auth/wif-jwt-bearer',
  'json-schema-2020-12-preservation',
];

test.each([
  ['2026-07-28', 32],
  ['2025-11-25', 18],
] as const)(
  'The client passes every scenario of the suite for %s: %i scored, and the others too',
  async (revision, count) => {
    const { code, scored, unscored, report } = await runConformance({ installed, client, revision, folder });
    expect({ code, failed: [...scored, ...unscored].filter(({ failed }) => failed > 0) }, report).toEqual({
      code: 0,
      failed: [],
    });
    expect(scored.filter(({ passed }) => passed > 0)).toHaveLength(count);
    expect(
      unscored
        .filter(({ passed }) => passed > 0)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(UNSCORED);
  },
);
