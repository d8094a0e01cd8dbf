import path from 'node:path';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';
import type { Cleanup } from './cleanup.ts';
import { supportedEnvironment } from './environment.ts';
import { start } from './program.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A package registry of our own, which knows only what is published to it, and to which nobody has access without a token. */
export interface Registry {
  /** With a slash at its end. */
  readonly url: string;
  /** Lets its owner read and publish. */
  readonly token: string;
  /** Where the published tarballs lie. */
  readonly storage: string;
}

const FIXTURE = path.resolve(import.meta.dirname, '../fixtures/registry');

export async function startRegistry(cleanup: Cleanup): Promise<Registry> {
  const installed = await installFixtureProgram({ folder: FIXTURE, env: supportedEnvironment() });
  const storage = await temporaryFolder('registry', cleanup);
  const server = start(process.execPath, [path.join(installed, 'serve.mjs'), storage], { cwd: storage });
  cleanup.defer(() => server.stop());
  const [, port] = await server.waitFor(/"port":(\d+)/);
  const url = `http://127.0.0.1:${port}/`;
  return { url, token: await signUp(url), storage };
}

async function signUp(url: string): Promise<string> {
  const answer = await fetch(new URL('-/user/org.couchdb.user:publisher', url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'publisher', password: crypto.randomUUID() }),
  });
  if (answer.status !== 201) throw new Error(`The registry made no user: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}
