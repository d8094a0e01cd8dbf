import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { createFileTokenStore } from './file-token-store.ts';
import { createAuthority, createPerson } from './oauth-world.ts';

/** A process that is ready, and begins when it is told to. */
async function startCaller(folder: string, serverUrl: string) {
  const program = fileURLToPath(new URL('oauth-program.ts', import.meta.url));
  const args = ['--conditions=@wicketgate/source', '--no-warnings', program, folder, serverUrl];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return {
    call: async () => {
      const answered = once(lines, 'line');
      child.stdin.write('go\n');
      const [line] = (await answered) as [string];
      return JSON.parse(line) as number[];
    },
  };
}

describe('a sign-in that several processes share', () => {
  it('is refreshed once for thirty calls of three processes, though refresh tokens are used up by it', async () => {
    const folder = await temporaryFolder();
    const authority = createAuthority();
    const server = await serveOverHttp((request) => authority.handle(request));
    onTestFinished(() => server.close());
    const serverUrl = `${server.url}/mcp`;
    Object.assign(authority.settings, { issuer: server.url, resource: serverUrl });
    const { listen, prompt } = createPerson(authority.authorize);
    const past = { now: () => Date.now() - 60_000, sleep: () => new Promise<never>(() => undefined) };
    const store = createFileTokenStore(folder);
    await createOAuthProvider({ serverUrl, store, listen, prompt, clock: past }).signIn();

    const callers = await Promise.all([1, 2, 3].map(() => startCaller(folder, serverUrl)));
    authority.expireAccess();
    const statuses = await Promise.all(callers.map(({ call }) => call()));
    expect(statuses.flat()).toEqual(Array.from({ length: 30 }, () => 200));
    expect(authority.count('/token', 'refresh_token')).toBe(1);
  });
});
