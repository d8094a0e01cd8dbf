import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OAUTH_PATHS } from '@wicketgate/contract';
import { Secret, systemClock } from '@wicketgate/core';
import { createSession } from '@wicketgate/core/auth';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MASTER_KEY } from '../file/file-room.ts';
import { builtHelper } from '../keyring/built-programs.ts';
import { fileWorld, plainWorld, type TokenWorld } from './token-world.ts';

const PROGRAM = fileURLToPath(await builtHelper('session-program'));
const PROCESSES = 5;
const ROUNDS = 20;
const KILLS = 10;

/** What every process says that was never signed out. */
const UNDISTURBED = Array.from({ length: PROCESSES }, () => ({ answered: ROUNDS, signedOut: 0 }));

type FetchHandler = Parameters<typeof serveOverHttp>[0];

interface Crowd {
  readonly kind: string;
  readonly world: TokenWorld;
  /** Comes between the socket and the gateway. */
  readonly around?: (answer: FetchHandler) => FetchHandler;
}

/** A gateway on a socket, whose access tokens live for a second, and somebody who is signed in to it. */
async function createSharedSignIn({ kind, world, around = (answer) => answer }: Crowd) {
  const gateway = createFakeGateway({ signIn: { accessSeconds: 1 } });
  const server = await serveOverHttp(around((request) => gateway.fetch(request)));
  onTestFinished(() => server.close());
  const session = createSession({ url: server.url, clientId: 'wicketgate-cli', store: world.open(), refresh: 'asked' });
  const { tokens } = await gateway.signIn.open({ principal: { id: 'owner-1' }, tier: 'enterprise' });
  const issuedAt = systemClock.now();
  await session.save({
    issuer: server.url,
    clientId: 'wicketgate-cli',
    accessToken: new Secret(tokens.access_token),
    issuedAt,
    accessExpiresAt: issuedAt + 1_000,
    refreshToken: new Secret(tokens.refresh_token ?? ''),
    scopes: [],
    proofKey: undefined,
  });
  const words = [PROGRAM, server.url, kind, world.folder, String(ROUNDS)];
  return { gateway, session, run: () => runToItsEnd(words) };
}

/** What a program says at its end. One that was killed has another come in its place. */
async function runToItsEnd(words: readonly string[]): Promise<unknown> {
  const env = { PATH: process.env['PATH'], MASTER_KEY: MASTER_KEY.reveal() };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    return JSON.parse(stdout) as unknown;
  } catch (error) {
    if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
    return runToItsEnd(words);
  }
}

/** Kills whoever refreshes, at each fourth request: by turns before the gateway hears of it, and when it has answered. */
function killRefreshers(folder: string) {
  const seen = { requests: 0, kills: 0 };
  const killOne = async () => {
    const pid = await lockHolder(folder);
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    seen.kills++;
  };
  const around =
    (answer: FetchHandler): FetchHandler =>
    async (request) => {
      const isRefresh = new URL(request.url).pathname === OAUTH_PATHS.token;
      const isDue = isRefresh && seen.kills < KILLS && ++seen.requests % 4 === 0;
      if (isDue && seen.kills % 2 === 0) {
        await killOne();
        throw new Error('Nobody waits for an answer.');
      }
      const response = await answer(request);
      if (isDue) await killOne();
      return response;
    };
  return { seen, around };
}

/** The process that holds the lock of the sign-in. */
async function lockHolder(folder: string): Promise<number | undefined> {
  const lock = (await readdir(folder)).find((name) => /^token-[0-9a-f]+\.lock$/.test(name));
  const text = lock && (await readFile(join(folder, lock), 'utf8'));
  return text ? (JSON.parse(text) as { pid: number }).pid : undefined;
}

describe.each([
  ['file', fileWorld, 'locks'],
  ['plain', plainWorld, 'tokens'],
] as const)('the token store %s keeps five processes signed in', (kind, createWorld, locks) => {
  it('that refresh one sign-in of a second at once, twenty times each', async () => {
    const { gateway, session, run } = await createSharedSignIn({ kind, world: await createWorld() });
    expect(await Promise.all(UNDISTURBED.map(run))).toEqual(UNDISTURBED);
    expect(await session.current()).toMatchObject({ refreshable: true });
    expect(gateway.sessions.list({ status: 'active' })).toHaveLength(1);
    expect(gateway.requestsTo(OAUTH_PATHS.token)).toBeLessThanOrEqual(2 * PROCESSES * ROUNDS);
  }, 120_000);

  it('whichever of them is killed while it refreshes, before the gateway knows and when it has answered', async () => {
    const world = await createWorld();
    const { seen, around } = killRefreshers(join(world.folder, locks));
    const { gateway, session, run } = await createSharedSignIn({ kind, world, around });
    expect(await Promise.all(UNDISTURBED.map(run))).toEqual(UNDISTURBED);
    expect(seen.kills).toBe(KILLS);
    expect(await session.current()).toMatchObject({ refreshable: true });
    expect(await session.renew((await session.lastCredential()) ?? new Secret('none'))).toBeDefined();
    expect(gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  }, 120_000);
});
