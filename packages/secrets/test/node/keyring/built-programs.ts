import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const SOURCES = {
  'keyring-helper': fileOf('../../../src/keyring-helper.ts'),
  'fake-helper': fileOf('./fixtures/fake-helper.ts'),
  library: fileOf('../../../src/node/keyring/create-keyring.ts'),
  'one-call': fileOf('./fixtures/one-call.ts'),
  'token-program': fileOf('../tokens/fixtures/token-program.ts'),
  'session-program': fileOf('../tokens/fixtures/session-program.ts'),
};
type Program = keyof typeof SOURCES;

/** Builds as the package is built: into one folder, with chunks for what its entries share. */
export async function buildInto(folder: string, ...programs: readonly Program[]): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(programs.map((name) => [name, SOURCES[name]])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@wicketgate/source'],
    external: ['@napi-rs/keyring'],
  });
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
}

/** Lets programs in a folder find the packages of this one. */
export function linkPackages(folder: string): void {
  symlinkSync(fileOf('../../../node_modules'), path.join(folder, 'node_modules'), 'junction');
}

/** A helper without types, for all tests of a file: one whose types Node must strip first takes three times as long to start. */
export async function builtHelper(name: Program): Promise<URL> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wicketgate-helper-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  linkPackages(folder);
  await buildInto(folder, name);
  return pathToFileURL(path.join(folder, `${name}.js`));
}
