import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Environment, supportedEnvironment } from './environment.ts';
import { succeed } from './program.ts';
import { publishablePackages, workspaceRoot } from './workspace.ts';

/** Nobody's name, and none of the settings of whoever runs this: no signing, no hooks, no line endings of their own. */
export const GIT_IDENTITY: Environment = {
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_AUTHOR_NAME: 'e2e',
  GIT_AUTHOR_EMAIL: 'e2e@example.com',
  GIT_COMMITTER_NAME: 'e2e',
  GIT_COMMITTER_EMAIL: 'e2e@example.com',
};

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

/** Makes the copy a repository of its own, or adds a commit with all that has changed. */
export async function commitTree(folder: string, message: string): Promise<void> {
  const git = (...args: string[]) => succeed('git', args, { cwd: folder, env: supportedEnvironment(GIT_IDENTITY) });
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '--all');
  await git('commit', '--quiet', '--no-verify', '--message', message);
}

async function copyInto(target: string, file: string): Promise<void> {
  const to = path.join(target, file);
  await mkdir(path.dirname(to), { recursive: true });
  await cp(path.join(workspaceRoot, file), to, { recursive: true, verbatimSymlinks: true });
}
