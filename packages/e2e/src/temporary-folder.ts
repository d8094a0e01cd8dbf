import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Cleanup } from './cleanup.ts';

/** A new folder outside the workspace, removed at the end with all that is in it. */
export async function temporaryFolder(name: string, cleanup: Cleanup): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), `wicketgate-e2e-${name}-`)));
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
