import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
// End-to-end suites need built packages and have their own configuration: `npm run test:e2e`.
const folders = ['packages', 'extensions']
  .flatMap((kind) => readdirSync(`${root}${kind}`).map((name) => `${kind}/${name}`))
  .filter((folder) => folder !== 'packages/e2e' && existsSync(`${root}${folder}/test`));

export default defineConfig({
  // Sources, not builds, are what the tests run.
  ssr: { resolve: { conditions: ['@wicketgate/source', 'node', 'import', 'module', 'default'] } },
  test: {
    passWithNoTests: false,
    // No test waits for real time; what takes this long hangs.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The default leaves one core idle, which is half of a runner that has two.
    maxWorkers: '100%',
    // The files of a project share a process, one after another: to start one for each costs more than most of them take.
    isolate: false,
    // Whatever a file changes, the next finds as it was.
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Where Node keeps what it has compiled: the first process of a run reads our sources, the others what it made of them.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/compiled` },
    coverage: { provider: 'v8', include: ['{packages,extensions}/*/src/**/*.ts'], reporter: ['text-summary', 'lcov'] },
    projects: folders.map((folder) => ({
      extends: true as const,
      test: { name: folder.replace('packages/', ''), root: `${root}${folder}`, include: ['test/**/*.test.ts'] },
    })),
  },
});
