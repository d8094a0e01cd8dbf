import { defineConfig } from 'vitest/config';

/** Whole-product scenarios over built packages: `npm run test:e2e`. One file at a time, because each starts programs. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/release.setup.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
    reporters: ['verbose'],
  },
});
