import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from './folder.ts';

const ENTRY = new URL('../../src/files/atomic-write.ts', import.meta.url).href;

/** Writes in a process of its own, in which every step that orders writes on a disk says when it begins and ends. */
const PROGRAM = `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  import { basename, dirname } from 'node:path';
  const [file, options] = [process.argv[1], JSON.parse(process.argv[2])];
  const steps = [];
  const nameOf = (path) => (path === dirname(file) ? 'folder' : path === file ? 'file' : basename(path) === '.gitignore' ? 'rules' : 'temporary');
  const { open, rename } = fs;
  fs.open = async (path, ...rest) => {
    const handle = await open(path, ...rest);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      const stats = await handle.stat();
      steps.push('flush ' + nameOf(path) + (stats.isFile() ? ' of ' + stats.size : ''));
      await sync();
      steps.push('flushed');
    };
    return handle;
  };
  fs.rename = async (from, to) => {
    steps.push('rename ' + nameOf(from) + ' to ' + nameOf(to));
    await rename(from, to);
    steps.push('renamed');
  };
  syncBuiltinESMExports();
  const { writeFileAtomic } = await import(${JSON.stringify(ENTRY)});
  await writeFileAtomic(file, 'content', options);
  process.stdout.write(JSON.stringify(steps));`;

// A crash of the machine keeps what was flushed, in any order of what was not: a new name for an empty file, else.
it.for([[{}], [{ unfinished: 'ignored-folder' }]] as const)(
  'a file is flushed whole before it takes its name, and the folder with the name afterwards: %j',
  async ([options], context) => {
    context.skip(process.platform === 'win32', 'Windows cannot open a folder.');
    const file = join(await temporaryFolder(), 'a.json');
    const words = ['--conditions=@wicketgate/source', '--input-type=module', '-e', PROGRAM];
    const { stdout } = await promisify(execFile)(process.execPath, [...words, file, JSON.stringify(options)]);
    expect(JSON.parse(stdout)).toEqual([
      'flush temporary of 7',
      'flushed',
      'rename temporary to file',
      'renamed',
      'flush folder',
      'flushed',
    ]);
  },
);
