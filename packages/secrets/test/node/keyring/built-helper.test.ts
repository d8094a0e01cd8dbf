import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';

// It builds and starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Builds as the package is built: one folder, with chunks for what its entries share. */
async function buildInto(folder: string): Promise<void> {
  await build({
    entryPoints: {
      program: fileOf('./fixtures/one-call.ts'),
      library: fileOf('../../../src/node/keyring/create-keyring.ts'),
      'keyring-helper': fileOf('../../../src/keyring-helper.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@wicketgate/source'],
    external: ['@napi-rs/keyring'],
  });
}

it('A build finds the helper beside itself, from a shared chunk too, and the helper its native module', async ({
  skip,
}) => {
  skip(process.platform !== 'linux', 'elsewhere it would open the keyring of whoever runs the tests');
  const folder = await temporaryFolder();
  const dist = path.join(folder, 'dist');
  await buildInto(dist);
  symlinkSync(fileOf('../../../node_modules'), path.join(folder, 'node_modules'));
  expect(readdirSync(dist).filter((name) => name.startsWith('chunk-'))).not.toEqual([]);

  const env = { PATH: process.env['PATH'], HOME: folder, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus` };
  const { stderr } = spawnSync(process.execPath, [path.join(dist, 'program.js'), 'account'], { env, encoding: 'utf8' });
  // Only the native module says so.
  expect(stderr).toContain('There is no session bus over which the Secret Service could be asked.');
});
