import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './program.ts';
import { publishablePackages, workspaceRoot } from './workspace.ts';

/** Copies what a clone of this tree would hold, uncommitted work included: what git tracks or would track. */
export async function copyTree(target: string): Promise<void> {
  const listed = await succeed('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: workspaceRoot,
  });
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(path.join(workspaceRoot, file)));
  for (const file of files) await copyInto(target, file);
}

/** Adds what was built, and each package's links to the packages it depends on, so that it can be packed. */
export async function copyBuilds(target: string): Promise<void> {
  for (const { folder } of publishablePackages()) {
    await copyInto(target, `${folder}/dist`);
    await copyInto(target, `${folder}/node_modules`);
  }
}

/** Makes the copy a repository of its own with one commit. */
export async function commitTree(folder: string, message: string): Promise<void> {
  await succeed('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: folder });
  await succeed('git', ['add', '--all'], { cwd: folder });
  const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', '-c', 'commit.gpgsign=false'];
  await succeed('git', [...author, 'commit', '--quiet', '--no-verify', '--message', message], { cwd: folder });
}

async function copyInto(target: string, file: string): Promise<void> {
  const to = path.join(target, file);
  await mkdir(path.dirname(to), { recursive: true });
  await cp(path.join(workspaceRoot, file), to, { recursive: true, verbatimSymlinks: true });
}
