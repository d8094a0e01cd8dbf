import { execFile, execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, systemClock } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it, type TestContext, vi } from 'vitest';
import { editDotenvFile, writeDotenvReferences } from '../../src/node/dotenv-file.ts';
import type { SecretsError } from '../../src/words/errors.ts';

const VALUE = 'ghp_plantedInADotenvFile0123456789';
const NO_MODES = 'Windows keeps permissions elsewhere';
const NO_GIT = 'git is not installed';
const hasGit = ((): boolean => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

let folder: string;
let file: string;
const parts = () => ({ file, clock: systemClock, env: process.env, platform: process.platform });
const edit = (values: Record<string, string | undefined>, more: object = {}) =>
  editDotenvFile({
    ...parts(),
    ...more,
    changes: new Map(
      Object.entries(values).map(([name, value]) => [name, value === undefined ? undefined : new Secret(value)]),
    ),
  });
const text = () => readFile(file, 'utf8');
const modeOf = async (path: string) => (await lstat(path)).mode & 0o777;
const skipWithoutModes = (context: TestContext) => {
  context.skip(process.platform === 'win32', NO_MODES);
};

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'wicketgate-dotenv-')));
  file = join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true }));

describe('A dotenv file', () => {
  it('is made for its owner alone', async (context) => {
    expect(await edit({ TOKEN: VALUE })).toEqual({ created: true, tightened: false, left: [] });
    expect(await text()).toBe(`TOKEN=${VALUE}\n`);
    skipWithoutModes(context);
    expect(await modeOf(file)).toBe(0o600);
  });

  it('is changed at the exact name, and else byte for byte', async () => {
    const before = '\uFEFF# TOKEN here\r\nMY_TOKEN=1\r\nexport TOKEN = "old" # mine\r\nB=\'x\' junk';
    await writeFile(file, before, { mode: 0o600 });
    expect(await edit({ TOKEN: VALUE })).toEqual({ created: false, tightened: false, left: [] });
    expect(await text()).toBe(before.replace('"old"', VALUE));
    expect(await readdir(folder)).toEqual(['.env']);
  });

  it('is closed to others when it was open to them', async (context) => {
    skipWithoutModes(context);
    await writeFile(file, 'A=1\n');
    await chmod(file, 0o644);
    expect(await edit({ A: undefined })).toEqual({ created: false, tightened: true, left: [] });
    expect(await modeOf(file)).toBe(0o600);
  });

  it('is not made to remove a name from it', async () => {
    expect(await edit({ TOKEN: undefined })).toEqual({ created: false, tightened: false, left: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  it('loses nothing to writers at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, at) => `NAME_${at}`);
    await Promise.all(names.map((name) => edit({ [name]: name })));
    expect((await text()).trim().split('\n').sort()).toEqual(names.map((name) => `${name}=${name}`));
  });

  it('stays as it was when a value cannot be written, and the error does not hold the value', async () => {
    await writeFile(file, 'A=1\n');
    const refusal = (await edit({ A: '2', TOKEN: `${VALUE}\nB=2` }).catch((error: unknown) => error)) as SecretsError;
    expect(refusal).toMatchObject({ code: 'invalid_value', secretName: 'TOKEN' });
    expect(refusal.stack).not.toContain(VALUE);
    expect(await text()).toBe('A=1\n');
  });

  it('is refused as a symbolic link: what it leads to stays as it was', async (context) => {
    skipWithoutModes(context);
    const target = join(folder, 'target');
    await writeFile(target, 'A=1\n');
    await symlink(target, file);
    await expect(edit({ A: '2' })).rejects.toMatchObject({ code: 'unsafe_file' });
    expect(await readFile(target, 'utf8')).toBe('A=1\n');
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['a folder', (path) => mkdir(path)],
    ['no UTF-8', (path) => writeFile(path, Uint8Array.of(0x41, 0x3d, 0xff))],
    ['larger than 1 MiB', (path) => writeFile(path, `A=${'x'.repeat(1_048_575)}`)],
  ])('is refused when it is %s', async (_, make) => {
    await make(file);
    await expect(edit({ A: '2' })).rejects.toMatchObject({
      code: expect.stringMatching(/unsafe_file|EISDIR/) as string,
    });
  });

  it('is not made larger than what is read of it', async () => {
    await writeFile(file, `A=1\n#${'x'.repeat(1_048_570)}\n`);
    await edit({ A: '2' });
    await expect(edit({ A: '22' })).rejects.toMatchObject({ code: 'not_writable' });
    expect((await text()).startsWith('A=2\n#x')).toBe(true);
  });

  it('of ten thousand lines is changed in one of them', async () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `NAME_${at}="value ${at}" # ${at}\n`);
    await writeFile(file, lines.join(''));
    await edit({ NAME_5000: 'new' });
    expect(await text()).toBe(lines.with(5_000, 'NAME_5000=new # 5000\n').join(''));
  });

  it('of 1 MiB is changed', async () => {
    await writeFile(file, `A=1\n#${'x'.repeat(1_048_571)}`);
    await edit({ A: '2' });
    expect((await text()).startsWith('A=2\n#x')).toBe(true);
  });
});

describe('A value that stands in a dotenv file', () => {
  const refer = (names: readonly string[], kept: Readonly<Record<string, string>>) =>
    writeDotenvReferences({
      ...parts(),
      names,
      isKept: (name, value) => Promise.resolve(kept[name] === value.reveal()),
    });

  it('gives way to a reference only when it is kept, on every line of its name', async () => {
    const lines = ['A=1', 'B=old', 'export A="1" # again', 'B=2', 'C=3', 'D=', 'E=wicketgate:E', 'D=" "', ''];
    await writeFile(file, lines.join('\n'));
    const edited = await refer(['A', 'B', 'D', 'E', 'F'], { A: '1', B: '2', C: '3' });
    expect(edited.left).toEqual(['B']);
    expect(await text()).toBe(
      'B=old\nexport A=wicketgate:A # again\nB=2\nC=3\nE=wicketgate:E\nD=wicketgate:D\nF=wicketgate:F\n',
    );
  });

  it.each([
    ['something follows its mark', 'A="1"2\n'],
    ['a line end is in it', 'A="1\n"\n'],
    ['only an earlier line has it', 'A=2\nA=wicketgate:A\n'],
  ])('stays when %s', async (_, before) => {
    await writeFile(file, before);
    expect((await refer(['A'], { A: '1' })).left).toEqual(['A']);
    expect(await text()).toBe(before);
  });

  it('gives way to another value by the same rule where that is asked for', async () => {
    await writeFile(file, 'A=1\nB=2\n');
    const isKept = (name: string) => Promise.resolve(name === 'A');
    expect((await edit({ A: 'new', B: 'new' }, { isKept })).left).toEqual(['B']);
    expect(await text()).toBe('A=new\nB=2\n');
  });

  it('is judged while no other writer can change it', async () => {
    await writeFile(file, 'A=1\n');
    let other: Promise<unknown> | undefined;
    const isKept = () => {
      other ??= edit({ A: 'written meanwhile' });
      return Promise.resolve(true);
    };
    await writeDotenvReferences({ ...parts(), names: ['A'], isKept });
    await other;
    expect(await text()).toBe("A='written meanwhile'\n");
  });
});

describe('A dotenv file in a work tree of git', () => {
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });

  beforeEach((context) => {
    context.skip(!hasGit, NO_GIT);
    git('init', '--quiet');
  });

  it('takes values when it is ignored, by whichever file', async () => {
    await writeFile(join(folder, '.gitignore'), '.env*\n!.env.example\n');
    await edit({ TOKEN: VALUE });
    expect(await text()).toContain(VALUE);
    await mkdir(join(folder, 'deep'));
    file = join(folder, 'deep', '.env.local');
    await edit({ TOKEN: VALUE });
    await writeFile(join(folder, '.git', 'info', 'exclude'), 'kept.txt\n');
    file = join(folder, 'kept.txt');
    await edit({ TOKEN: VALUE });
  });

  it('shows git no value of a writer that was killed, and loses what it left at the next change', async () => {
    await writeFile(join(folder, '.gitignore'), '/.env\n*.lock\n');
    await endBeforeRename();
    const [left, ...more] = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
    expect(more).toEqual([]);
    expect(await readFile(join(folder, left ?? '', 'content'), 'utf8')).toBe(`TOKEN=${VALUE}\n`);
    git('add', '--all');
    expect(git('status', '--porcelain', '--untracked-files=all').toString()).toBe('A  .gitignore\n');
    await edit({ OTHER: '1' });
    expect(await readdir(folder)).toEqual(['.env', '.git', '.gitignore']);
    expect(await text()).toBe('OTHER=1\n');
  });

  /** Changes the file in a process that is killed when all is written and nothing renamed. */
  async function endBeforeRename(): Promise<void> {
    const program = `
      import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      import { Secret, systemClock as clock } from '@wicketgate/core';
      import { editDotenvFile } from ${JSON.stringify(new URL('../../src/node/dotenv-file.ts', import.meta.url).href)};
      fs.rename = () => process.kill(process.pid, 'SIGKILL');
      syncBuiltinESMExports();
      const changes = new Map([['TOKEN', new Secret(process.env.PLANTED)]]);
      await editDotenvFile({ file: process.env.FILE, clock, env: process.env, platform: process.platform, changes });`;
    const args = ['--conditions=@wicketgate/source', '--input-type=module', '-e', program];
    const options = { cwd: import.meta.dirname, env: { ...process.env, PLANTED: VALUE, FILE: file } };
    const child = execFile(process.execPath, args, options);
    const ended = await new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    expect(ended).toBe(process.platform === 'win32' ? 1 : 'SIGKILL');
  }

  it('takes none when it is not ignored, and says which line to add', async () => {
    await writeFile(join(folder, '.gitignore'), '# .env\n.env.local\n!.env\n');
    await expect(edit({ TOKEN: VALUE })).rejects.toMatchObject({
      code: 'not_ignored',
      hint: `Add this line to ${join(folder, '.gitignore')}: .env`,
    });
    expect(await readdir(folder)).toEqual(['.git', '.gitignore']);
  });

  it('is named by a line that matches nothing else', async () => {
    file = join(folder, '#[a]*.env');
    const refusal = (await edit({ TOKEN: VALUE }).catch((error: unknown) => error)) as SecretsError;
    const line = refusal.hint?.split('.gitignore: ')[1] ?? '';
    await writeFile(join(folder, '.gitignore'), `${line}\n`);
    await edit({ TOKEN: VALUE });
    expect(git('status', '--porcelain').toString()).toBe('?? .gitignore\n');
  });

  it('takes none when git tracks it, ignored or not', async () => {
    await writeFile(file, 'A=1\n');
    git('add', '.env');
    await writeFile(join(folder, '.gitignore'), '.env\n');
    await expect(edit({ A: VALUE })).rejects.toMatchObject({
      code: 'not_ignored',
      hint: 'Take it out first: git rm --cached .env',
    });
    expect(await text()).toBe('A=1\n');
  });

  it('takes none when git is not there to be asked', async () => {
    await writeFile(join(folder, '.gitignore'), '.env\n');
    await expect(edit({ A: VALUE }, { env: { PATH: folder } })).rejects.toMatchObject({
      code: 'not_ignored',
      message: expect.stringContaining('git is not on the search path') as string,
    });
  });

  it('takes none when git does not accept the folder', async () => {
    await rm(join(folder, '.git', 'HEAD'));
    await expect(edit({ A: VALUE })).rejects.toMatchObject({ code: 'not_ignored' });
  });

  it('is judged by its own repository, whatever the environment points at', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    execFileSync('git', ['-C', elsewhere, 'init', '--quiet']);
    await writeFile(join(elsewhere, '.gitignore'), '*\n');
    const env = { ...process.env, GIT_DIR: join(elsewhere, '.git'), GIT_WORK_TREE: elsewhere };
    await expect(edit({ A: VALUE }, { env })).rejects.toMatchObject({ code: 'not_ignored' });
  });

  it('is judged where it is, also through a link to its folder', async (context) => {
    skipWithoutModes(context);
    const outside = await realpath(await mkdtemp(join(tmpdir(), 'wicketgate-link-')));
    await symlink(folder, join(outside, 'link'));
    file = join(outside, 'link', '.env');
    await expect(edit({ A: VALUE })).rejects.toMatchObject({ code: 'not_ignored' });
    await rm(outside, { recursive: true });
  });

  it('starts no program that the repository names', async (context) => {
    skipWithoutModes(context);
    const program = join(folder, 'spy');
    await writeFile(program, `#!/bin/sh\nenv > ${folder}/spied\n`, { mode: 0o755 });
    git('config', 'core.fsmonitor', program);
    await expect(edit({ A: VALUE })).rejects.toMatchObject({ code: 'not_ignored' });
    expect(await readdir(folder)).toEqual(['.git', 'spy']);
  });

  it('fetches no object that the repository leaves out, by a program that it names', async (context) => {
    skipWithoutModes(context);
    await writeFile(join(folder, '.gitignore'), '.env\n');
    git('add', '.gitignore');
    const object = git('rev-parse', ':.gitignore').toString().trim();
    const settings = {
      'core.repositoryformatversion': '1',
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': folder,
      'remote.origin.uploadpack': `touch ${folder}/spied; git-upload-pack`,
      'core.alternateRefsCommand': `touch ${folder}/spied; true`,
    };
    for (const [name, value] of Object.entries(settings)) git('config', name, value);
    git('update-index', '--skip-worktree', '.gitignore');
    await rm(join(folder, '.gitignore'));
    await rm(join(folder, '.git', 'objects', object.slice(0, 2), object.slice(2)));
    const urls = [folder, `ext::touch ${folder}/spied`, 'ssh://host.invalid/x'];
    git('config', 'core.sshCommand', `touch ${folder}/spied; false`);
    git('config', 'protocol.allow', 'always');
    for (const url of urls) {
      git('config', 'remote.origin.url', url);
      await expect(edit({ A: VALUE })).rejects.toMatchObject({ code: 'not_ignored' });
      expect(await readdir(folder)).toEqual(['.git']);
    }
  });

  it('takes none when git waits for a pipe that the repository names, and waits 15 seconds at most', async (context) => {
    skipWithoutModes(context);
    const clock = createFakeClock();
    const pipe = join(folder, 'settings');
    execFileSync('mkfifo', [pipe]);
    git('config', 'include.path', pipe);
    const turned = edit({ A: VALUE }, { clock }).catch((error: unknown) => error);
    let end: unknown;
    void turned.then((error) => (end = error));
    // Whoever writes is let in once git reads, and keeps it waiting.
    const writer = await vi.waitFor(() => open(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    await clock.advance(14_999);
    expect(end).toBeUndefined();
    await clock.advance(1);
    await expect(turned).resolves.toMatchObject({
      code: 'not_ignored',
      message: expect.stringContaining('git did not answer within 15 seconds') as string,
    });
    expect(clock.sleepers).toBe(0);
    await writer.close();
  });

  it('loses names without git being asked: nothing new could be taken along', async () => {
    await writeFile(file, 'A=1\nB=2\n');
    await edit({ A: undefined });
    expect(await text()).toBe('B=2\n');
  });

  it('takes references whether it is ignored or not, in place of the values', async () => {
    await writeFile(file, `TOKEN=${VALUE} # mine\nB=2\n`);
    const isKept = () => Promise.resolve(true);
    const names = ['TOKEN', 'KEY'];
    expect(await writeDotenvReferences({ ...parts(), names, isKept })).toMatchObject({ created: false });
    expect(await text()).toBe('TOKEN=wicketgate:TOKEN # mine\nB=2\nKEY=wicketgate:KEY\n');
  });
});
