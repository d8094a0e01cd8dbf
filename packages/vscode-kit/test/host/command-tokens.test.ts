import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCommandTokens } from '../../src/host/command-tokens.ts';

const URL_OF_GATEWAY = 'https://gateway.example.com';
const PLACE = { platform: process.platform, workspaceFolders: () => [] };

/** A `wicketgate` command on a search path of its own, that does what its script says and writes down how it was run. */
async function placeWith(script: string) {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-command-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'wicketgate');
  const note = join(folder, 'run.json');
  const lines = [
    `#!${process.execPath}`,
    `require('node:fs').writeFileSync(${JSON.stringify(note)}, JSON.stringify({`,
    '  pid: process.pid, args: process.argv.slice(2), cwd: process.cwd(), key: process.env.WICKETGATE_API_KEY ?? null,',
    '  path: process.env.PATH,',
    '}));',
    script,
  ];
  await writeFile(program, lines.join('\n'));
  await chmod(program, 0o755);
  const env = { PATH: ['relative', folder].join(delimiter), WICKETGATE_API_KEY: 'wg_live_planted' };
  const tokens = createCommandTokens({ env, ...PLACE, timeoutMs: 5_000 });
  const ran = async () => JSON.parse(await readFile(note, 'utf8')) as Record<string, unknown> & { pid: number };
  const ask = (signal?: AbortSignal, want: 'any' | 'newer' = 'any') =>
    tokens.ask({ program, url: URL_OF_GATEWAY, want }, signal);
  return { folder, program, tokens, ran, ask, env };
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const until = async (holds: () => Promise<boolean> | boolean) => {
  await expect.poll(async () => holds(), { timeout: 10_000, interval: 20 }).toBe(true);
};

describe('the wicketgate command', () => {
  it('is found on the search path by an absolute folder alone', async ({ skip }) => {
    skip(process.platform === 'win32', 'a script without an ending is no program on Windows');
    const { tokens, program } = await placeWith('');
    expect(await tokens.find()).toBe(program);
    const nowhere = createCommandTokens({ env: { PATH: 'relative:.' }, ...PLACE });
    expect(await nowhere.find()).toBeUndefined();
  });

  it('writes the token into a pipe: it runs in the home folder, without a key of the environment', async ({ skip }) => {
    skip(process.platform === 'win32', 'a script without an ending is no program on Windows');
    const { ask, ran } = await placeWith(`process.stdout.write('{"access_token":"a.b.c"}')`);
    expect(await ask()).toBe('{"access_token":"a.b.c"}');
    expect(await ran()).toMatchObject({
      args: ['token', '--format', 'json', '--url', URL_OF_GATEWAY],
      cwd: homedir(),
      key: null,
    });
    await ask(undefined, 'newer');
    expect((await ran())['args']).toContain('--renew');
  });

  it.each([
    ['says that nobody is signed in', 'process.exit(3)', undefined],
    ['could not reach its gateway', 'process.exit(5)', 'offline'],
    ['fails', `process.stderr.write('planted'); process.exit(1)`, 'unavailable'],
    ['writes without an end', `process.stdout.write('x'.repeat(20_000))`, 'unavailable'],
  ])('that %s (%s) is told apart', async (_, script, code) => {
    const { ask } = await placeWith(script);
    const answer: unknown = await ask().catch((error: unknown) => error);
    if (code === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject({ code });
    expect(String(answer)).not.toContain('planted');
  });

  it('that is gone signs nobody in any more', async () => {
    const { tokens } = await placeWith('');
    const question = { program: join(homedir(), 'no-such-program'), url: URL_OF_GATEWAY, want: 'any' as const };
    expect(await tokens.ask(question)).toBeUndefined();
  });

  it('is never one of an open workspace, nor runs with a search path into one, also by a link', async ({ skip }) => {
    skip(process.platform === 'win32', 'a script without an ending is no program on Windows');
    const { folder, program, env, ran } = await placeWith('');
    const linked = await mkdtemp(join(tmpdir(), 'wicketgate-link-'));
    onTestFinished(() => rm(linked, { recursive: true, force: true }));
    await symlink(folder, join(linked, 'bin'));
    const PATH = [folder, join(linked, 'bin')].join(delimiter);
    const inside = createCommandTokens({ env: { PATH }, ...PLACE, workspaceFolders: () => [folder] });
    expect(await inside.find()).toBeUndefined();
    const question = { program, url: URL_OF_GATEWAY, want: 'any' as const };
    await expect(inside.ask(question)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(ran()).rejects.toThrow('ENOENT');
    const beside = {
      env: { ...env, PATH: [linked, folder].join(delimiter) },
      ...PLACE,
      workspaceFolders: () => [linked],
    };
    await createCommandTokens(beside).ask(question);
    expect((await ran())['path']).toBe(folder);
  });

  it('may be one of the home folder, opened as it is', async ({ skip }) => {
    skip(process.platform === 'win32', 'a script without an ending is no program on Windows');
    const { program, env } = await placeWith('');
    const home = { env, ...PLACE, workspaceFolders: () => [homedir(), '/'] };
    expect(await createCommandTokens(home).find()).toBe(program);
  });

  it('is ended when it takes too long, and when nobody waits for it any more', async ({ skip }) => {
    skip(process.platform === 'win32', 'a script without an ending is no program on Windows');
    const { program, env, ran, ask } = await placeWith('setInterval(() => undefined, 1_000)');
    const hasty = createCommandTokens({ env, ...PLACE, timeoutMs: 300 });
    await expect(hasty.ask({ program, url: URL_OF_GATEWAY, want: 'any' })).rejects.toMatchObject({ code: 'timeout' });
    const leaving = new AbortController();
    const asking = ask(leaving.signal);
    asking.catch(() => undefined);
    const before = await ran().catch(() => undefined);
    await until(async () => (await ran().catch(() => before))?.pid !== before?.pid);
    const { pid } = await ran();
    leaving.abort(new Error('left'));
    await expect(asking).rejects.toThrow('left');
    await until(() => !isRunning(pid));
  });
});
