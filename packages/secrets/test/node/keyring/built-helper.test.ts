import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { buildInto, linkPackages } from './built-programs.ts';

// It builds and starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

describe('A build', () => {
  beforeEach(({ skip }) => {
    skip(process.platform !== 'linux', 'elsewhere it would open the keyring of whoever runs the tests');
  });

  interface Built {
    readonly folder: string;
    readonly dist: string;
    /** Reads an account where there is no bus, and answers what the program printed as it ended. */
    readonly run: () => string;
  }

  async function built(): Promise<Built> {
    // Names that are no URLs as they stand.
    const folder = path.join(await temporaryFolder(), 'a b#1 é%41');
    const dist = path.join(folder, 'dist');
    await buildInto(dist, 'one-call', 'library', 'keyring-helper');
    const env = { PATH: process.env['PATH'], HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/no/such/bus' };
    const program = [path.join(dist, 'one-call.js'), 'account'];
    const run = () => spawnSync(process.execPath, program, { env, encoding: 'utf8', cwd: '/' }).stderr;
    return { folder, dist, run };
  }

  /** Puts a module of this text where the native one would be. */
  function replaceModule(folder: string, text: string): void {
    const module = path.join(folder, 'node_modules/@napi-rs/keyring');
    mkdirSync(module, { recursive: true });
    writeFileSync(path.join(module, 'index.js'), text);
  }

  it('finds the helper beside itself, from a shared chunk too, and the helper its native module', async () => {
    const { folder, dist, run } = await built();
    linkPackages(folder);
    expect(readdirSync(dist).filter((name) => name.startsWith('chunk-'))).not.toEqual([]);
    // Only the native module says so.
    expect(run()).toContain('Failed to connect to socket');
  });

  it('says which package is missing where the optional dependency was not installed', async () => {
    const printed = (await built()).run();
    expect(printed).toContain('The native module that talks to the Secret Service cannot be loaded on this machine.');
    expect(printed).toContain('Install the optional dependency @napi-rs/keyring');
    expect(printed).toContain("code: 'keyring_unavailable'");
  });

  it('waits for no module that ends the thread it runs in', async () => {
    const { folder, run } = await built();
    replaceModule(folder, 'process.exit(1);');
    expect(run()).toContain('The process that talks to the Secret Service does not run here.');
  });
});
