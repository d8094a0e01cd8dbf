import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { keyPattern } from '@wicketgate/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
/** All that the program has of the environment of this process. */
const COMPILED = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
const ONE_KEY = new RegExp(`^${keyPattern().source}\n$`);

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('wicketgate-gateway', () => {
  let folder: string;
  let running: ChildProcess[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wicketgate-bin-'));
    running = [];
  });
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const start = (args: readonly string[], environment: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['--conditions=@wicketgate/source', BIN, ...args], {
      cwd: folder,
      env: { ...COMPILED, WICKETGATE_PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (err += String(text)));
    const ended = once(child, 'close').then(([code]): Outcome => ({ code: code as number | null, out, err }));
    const listening = async () => {
      for (;;) {
        const url = /"url":"([^"]+)"/.exec(out)?.[1];
        if (url !== undefined) return url;
        if (child.exitCode !== null) throw new Error(`It ended: ${err}`);
        await once(child.stdout, 'data');
      }
    };
    return { child, ended, listening };
  };
  const run = (args: readonly string[], environment?: Record<string, string>) => start(args, environment).ended;

  it('bootstraps a key to stdout alone, that opens the gateway it then serves', async () => {
    const made = await run(['bootstrap', '--owner', 'ops@example.com', '--name', 'first']);
    expect(made).toMatchObject({ code: 0 });
    expect(made.out).toMatch(ONE_KEY);
    expect(made.err).not.toMatch(keyPattern());
    const served = start(['serve']);
    const answer = await fetch(`${await served.listening()}/api/v1/auth/validate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.out.trim()}` },
    });
    expect(await answer.json()).toMatchObject({ valid: true, role: 'admin', principal: { id: 'ops@example.com' } });
    served.child.kill('SIGTERM');
    const { code, out, err } = await served.ended;
    expect(code).toBe(0);
    expect(out + err).not.toContain(made.out.trim());
  }, 20_000);

  it('bootstraps into a new file for its owner alone, and never into one that exists', async () => {
    expect(await run(['bootstrap', '--key-file', 'admin.key'])).toMatchObject({ code: 0, out: '' });
    const file = join(folder, 'admin.key');
    expect(await readFile(file, 'utf8')).toMatch(ONE_KEY);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file, 'utf8');
    const second = await run(['bootstrap', '--key-file', 'admin.key']);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toContain('exists already');
    expect(await readFile(file, 'utf8')).toBe(before);
    const data = join(folder, '.wicketgate');
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(data)) expect((await stat(join(data, name))).mode & 0o077).toBe(0);
  }, 20_000);

  it('bootstraps nothing, and says nothing, where there is a key and it shall not', async () => {
    expect((await run(['bootstrap', '--if-empty'])).out).toMatch(ONE_KEY);
    expect(await run(['bootstrap', '--if-empty'])).toEqual({ code: 0, out: '', err: '' });
    expect(await run(['bootstrap', '--if-empty', '--key-file', 'no.key'])).toEqual({ code: 0, out: '', err: '' });
    expect(await readdir(folder)).toEqual(['.wicketgate']);
  }, 20_000);

  it('ends with 78 before it makes anything when its environment is wrong', async () => {
    expect(await run([], { WICKETGATE_PORT: 'x' })).toMatchObject({ code: 78, out: '' });
    expect(await readdir(folder)).toEqual([]);
  }, 20_000);

  it('refuses a database whose service keys are lost, makes no new ones, and ends with 78', async () => {
    await run(['bootstrap']);
    const keysFile = join(folder, '.wicketgate', 'service-keys.json');
    await rm(keysFile);
    const { code, err } = await run(['serve']);
    expect(code).toBe(78);
    expect(err).toContain('service keys');
    await expect(stat(keysFile)).rejects.toThrow('ENOENT');
  }, 20_000);

  it('makes no service keys for a database that was put elsewhere, and says how to', async () => {
    const { code, err } = await run(['serve'], { WICKETGATE_DATABASE_URL: 'sqlite:./keys.db' });
    expect(code).toBe(78);
    expect(err).toContain('openssl rand -base64 32');
    const secrets = {
      WICKETGATE_PEPPER: Buffer.alloc(32, 1).toString('base64'),
      WICKETGATE_SIGNING_KEY: Buffer.alloc(32, 2).toString('base64'),
      WICKETGATE_ENCRYPTION_KEY: Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64'),
    };
    const made = await run(['bootstrap'], { WICKETGATE_DATABASE_URL: 'sqlite:./keys.db', ...secrets });
    expect(made.out).toMatch(ONE_KEY);
  }, 20_000);

  it('needs an encryption key from whoever keeps the service keys, and names the variable', async () => {
    await run(['bootstrap']);
    const keysFile = join(folder, '.wicketgate', 'service-keys.json');
    const { encryption: _, ...before } = JSON.parse(await readFile(keysFile, 'utf8')) as Record<string, unknown>;
    const kept = join(folder, 'kept.json');
    await writeFile(kept, JSON.stringify(before), { mode: 0o600 });
    const environment = { WICKETGATE_KEYS_FILE: kept, WICKETGATE_DATA_DIR: 'other' };
    const { code, err } = await run(['bootstrap'], environment);
    expect(code).toBe(78);
    expect(err).toContain('WICKETGATE_ENCRYPTION_KEY');
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual(before);
  }, 20_000);

  it('completes the keys file that it made itself before there were encryption keys, once', async () => {
    await run(['bootstrap']);
    const keysFile = join(folder, '.wicketgate', 'service-keys.json');
    const { encryption: _, ...before } = JSON.parse(await readFile(keysFile, 'utf8')) as Record<string, unknown>;
    await writeFile(keysFile, JSON.stringify(before));
    const database = new DatabaseSync(join(folder, '.wicketgate', 'wicketgate.db'));
    const fact = database.prepare(`select value from store_facts where name = 'encryption_key'`).get();
    expect(fact).toBeDefined();
    expect((await run(['bootstrap'])).code).toBe(78);
    expect(JSON.parse(await readFile(keysFile, 'utf8'))).toEqual(before);

    database.exec(`delete from store_facts where name = 'encryption_key'`);
    database.close();
    expect((await run(['bootstrap'])).code).toBe(0);
    const after = JSON.parse(await readFile(keysFile, 'utf8')) as Record<string, unknown>;
    expect(after).toEqual({ ...before, encryption: [expect.anything()] });
    expect((await run(['bootstrap'])).code).toBe(0);
    expect(JSON.parse(await readFile(keysFile, 'utf8'))).toEqual(after);
  }, 20_000);

  it('rotates its signing key, and publishes the old one until it is retired', async () => {
    await run(['bootstrap']);
    const published = async () => {
      const served = start(['serve']);
      const answer = await fetch(`${await served.listening()}/.well-known/jwks.json`);
      served.child.kill('SIGTERM');
      await served.ended;
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const [old = ''] = await published();
    const { code, out, err } = await run(['rotate-signing-key']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/)]);
    expect(err).toContain('Restart every gateway');
    expect(err).toContain(`--retire ${old}\n`);
    expect(await published()).toEqual([out.trim(), old]);
    expect(await run(['rotate-signing-key', '--retire', old])).toMatchObject({ code: 0, out: '' });
    expect(await published()).toEqual([out.trim()]);
  }, 30_000);

  it('ends with 78 before it makes anything when its sign-in file is wrong', async () => {
    await writeFile(join(folder, 'sign-in.json'), '{"provider": []}');
    const { code, err } = await run(['serve'], { WICKETGATE_SIGN_IN_FILE: 'sign-in.json' });
    expect(code).toBe(78);
    expect(err).toContain('provider is not known');
    expect(await readdir(folder)).toEqual(['sign-in.json']);
  }, 20_000);

  it('says in a sentence that its port is taken, and ends with 1', async () => {
    const first = start(['serve']);
    const { port } = new URL(await first.listening());
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
    const { code, err } = await run(['serve'], { WICKETGATE_PORT: port });
    expect(code).toBe(1);
    expect(err).toBe(
      `wicketgate-gateway: Port ${port} of 127.0.0.1 is taken. Stop what listens there, or set WICKETGATE_PORT to another.\n`,
    );
    first.child.kill('SIGTERM');
    expect((await first.ended).out).toContain('there is no key yet');
  }, 20_000);
});
