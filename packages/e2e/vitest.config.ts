import { defineConfig } from 'vitest/config';

/** What needs the extension's VSIX or a browser; the rest needs a release. */
const VSCODE = ['test/extension-*.test.ts', 'test/host-suites.*.test.ts', 'test/vscode/**/*.test.ts'];

/** Whole-product scenarios over built packages: `npm run test:e2e`. A browser's suites one at a time, because each takes both cores. */
export default defineConfig({
  test: {
    teardownTimeout: 30_000,
    reporters: ['verbose'],
    projects: [
      {
        test: {
          ...limits(),
          // Two at a time: most of their time they wait for programs.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          name: 'e2e',
          root: import.meta.dirname,
          include: ['test/**/*.test.ts'],
          exclude: VSCODE,
          globalSetup: ['test/release.setup.ts'],
        },
      },
      {
        test: {
          ...limits(),
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          name: 'vscode',
          root: import.meta.dirname,
          include: VSCODE,
          globalSetup: ['test/vsix.setup.ts'],
        },
      },
    ],
  },
});

function limits() {
  // What is asked again and again ends with its answer: the limit is for a machine that does much else.
  return { testTimeout: 180_000, hookTimeout: 300_000, expect: { poll: { timeout: 30_000 } } };
}
