import { readdirSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './program.ts';
import { workspaceRoot } from './workspace.ts';

export const EXTENSION_FOLDER = path.join(workspaceRoot, 'extensions/wicketgate');
/** Publisher and name. */
export const EXTENSION_ID = 'wicketgate.wicketgate';

/** Packages the extension the way its release does; answers the VSIX. */
export async function packageVsix(): Promise<string> {
  await succeed(process.execPath, ['scripts/package.ts'], { cwd: EXTENSION_FOLDER });
  const folder = path.join(EXTENSION_FOLDER, 'dist');
  const [vsix, ...others] = readdirSync(folder).filter((name) => name.endsWith('.vsix'));
  if (vsix === undefined || others.length > 0)
    throw new Error(`${folder} holds ${others.length + (vsix ? 1 : 0)} VSIX.`);
  return path.join(folder, vsix);
}
