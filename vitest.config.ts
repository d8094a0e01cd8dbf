import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const packages = fileURLToPath(new URL('packages/', import.meta.url));
// End-to-end suites need built packages and have their own configuration: `npm run test:e2e`.
const names = readdirSync(packages).filter((name) => name !== 'e2e' && existsSync(`${packages}${name}/test`));

export default defineConfig({
  // Sources, not builds, are what the tests run.
  ssr: { resolve: { conditions: ['@wicketgate/source', 'node', 'import', 'module', 'default'] } },
  test: {
    passWithNoTests: false,
    // No test waits for real time; what takes this long hangs.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], reporter: ['text-summary', 'lcov'] },
    projects: names.map((name) => ({
      extends: true as const,
      test: { name, root: `${packages}${name}`, include: ['test/**/*.test.ts'] },
    })),
  },
});
