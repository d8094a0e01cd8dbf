import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type Consumer, createConsumer } from '../src/consumer.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import type { Outcome } from '../src/program.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { workspaceRoot } from '../src/workspace.ts';
import { CJS_PROGRAM, ESM_PROGRAM, TYPED_PROGRAM } from './consumer-programs.ts';

const { registry, publication } = inject('release');
const cleanup = createCleanup();
let operator: Consumer;
let author: Consumer;
let gateway: RunningGateway;
let apiKey: string;

beforeAll(async () => {
  operator = await createConsumer('operator', registry, cleanup);
  expectInstalled(await operator.install(['@wicketgate/gateway', '@wicketgate/cli']));
  gateway = await startGateway({
    command: ['npx', 'wicketgate-gateway'],
    cwd: operator.folder,
    dataFolder: path.join(await temporaryFolder('data', cleanup), 'data'),
    cleanup,
  });
  author = await createConsumer('author', registry, cleanup);
  expectInstalled(await author.install(['@wicketgate/core']));
  const body = { name: 'a user', owner: { id: 'dev@example.com' }, tier: 'pro' } as const;
  apiKey = (await gateway.admin.keys.create({ body })).apiKey;
});

afterAll(() => cleanup.release());

describe('Another repository that installs the SDK from the registry', () => {
  test('is refused without a token', async () => {
    const stranger = await createConsumer('stranger', registry, cleanup);
    const outcome = await stranger.install(['@wicketgate/core'], '');
    expect(outcome.code).not.toBe(0);
    expect(outcome.stderr).toContain('E401');
  });

  test('gets the released version and, of ours, only what it depends on', async () => {
    const { stdout } = await author.run('npm', ['ls', '--all', '--json']);
    const { dependencies } = JSON.parse(stdout) as {
      dependencies: Record<string, { version: string; dependencies: object }>;
    };
    expect(Object.keys(dependencies)).toEqual(['@wicketgate/core']);
    expect(dependencies['@wicketgate/core']?.version).toBe(publication.versions['@wicketgate/core']);
    expect(
      Object.keys(dependencies['@wicketgate/core']?.dependencies ?? {}).filter((name) =>
        name.startsWith('@wicketgate/'),
      ),
    ).toEqual(['@wicketgate/contract']);
  });

  test.each([
    ['TypeScript 7 as Node resolves', 'typescript-7/bin/tsc', 'nodenext'],
    ['TypeScript 6 as Node resolves', 'typescript/bin/tsc6', 'nodenext'],
    ['TypeScript 7 as a bundler resolves', 'typescript-7/bin/tsc', 'bundler'],
    ['TypeScript 6 as a bundler resolves', 'typescript/bin/tsc6', 'bundler'],
  ])('type-checks with %s', async (_name, compiler, resolution) => {
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext';
    const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2023', types: [] };
    const compilerOptions = { ...options, module, moduleResolution: resolution, lib: ['es2023', 'dom'] };
    await author.write('typed.ts', TYPED_PROGRAM);
    await author.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const outcome = await author.run(process.execPath, [path.join(workspaceRoot, 'node_modules', compiler), '-p', '.']);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('fails the type check when a verdict is taken for a boolean', async () => {
    await author.write(
      'careless.ts',
      TYPED_PROGRAM.replace('switch (verdict.status)', 'if (verdict.valid) switch (verdict.status)'),
    );
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2023',
      types: [],
      lib: ['es2023', 'dom'],
    };
    await author.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['careless.ts'] }));
    const outcome = await author.run(process.execPath, [
      path.join(workspaceRoot, 'node_modules/typescript-7/bin/tsc'),
      '-p',
      '.',
    ]);
    expect(outcome.stdout).toContain("Property 'valid' does not exist");
  });

  test.each([
    ['an ES module', 'check.mjs', ESM_PROGRAM],
    ['a CommonJS module', 'check.cjs', CJS_PROGRAM],
  ])('checks a key against the live gateway from %s', async (_name, file, program) => {
    await author.write(file, program);
    const env = author.env({ WICKETGATE_URL: gateway.url, WICKETGATE_API_KEY: apiKey });
    const outcome = await author.run(process.execPath, [file], { env });
    expect(outcome.code, outcome.stderr).toBe(0);
    const { good, typo, unknown } = JSON.parse(outcome.stdout) as Record<string, unknown>;
    expect(good).toMatchObject({
      status: 'valid',
      via: 'gateway',
      identity: { principal: { id: 'dev@example.com' }, tier: 'pro' },
    });
    expect(typo).toMatchObject({ status: 'invalid', reason: 'malformed' });
    expect(unknown).toMatchObject({ status: 'invalid', reason: 'unknown' });
  });
});

describe('The command that an operator installs from the registry', () => {
  const wicketgate = (args: readonly string[], key: string) =>
    operator.run('npx', ['wicketgate', ...args], {
      env: operator.env({
        WICKETGATE_URL: gateway.url,
        WICKETGATE_API_KEY: key,
        WICKETGATE_CONFIG_DIR: path.join(operator.folder, 'config'),
      }),
    });

  test('tells whose a key is', async () => {
    const outcome = await wicketgate(['validate', '--json'], apiKey);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      status: 'valid',
      identity: { principal: { id: 'dev@example.com' } },
    });
  });

  test('ends with 3 for a mistyped key', async () => {
    const outcome = await wicketgate(['validate'], `${apiKey.slice(0, -1)}${apiKey.endsWith('a') ? 'b' : 'a'}`);
    expect(outcome.code).toBe(3);
  });

  test('issues a key that opens the gateway at once', async () => {
    const made = await wicketgate(
      ['keys', 'create', '--name', 'CI', '--owner', 'ci@example.com', '--json'],
      gateway.adminKey,
    );
    expect(made.code, made.stderr).toBe(0);
    const issued = (JSON.parse(made.stdout) as { api_key: string }).api_key;
    expect((await wicketgate(['validate'], issued)).code).toBe(0);
  });
});

function expectInstalled(outcome: Outcome): void {
  expect(outcome.code, outcome.stderr).toBe(0);
}
