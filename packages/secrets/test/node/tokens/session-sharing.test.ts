import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Secret, systemClock } from '@wicketgate/core';
import { createSession } from '@wicketgate/core/auth';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { expect, it, onTestFinished } from 'vitest';
import { MASTER_KEY } from '../file/file-room.ts';
import { builtHelper } from '../keyring/built-programs.ts';
import { fileWorld } from './token-world.ts';

const PROGRAM = fileURLToPath(await builtHelper('session-program'));
const PROCESSES = 5;
const ROUNDS = 20;

/** A gateway on a socket, whose access tokens live for a second, and somebody who is signed in to it. */
async function createSharedSignIn() {
  const { folder, open } = await fileWorld();
  const gateway = createFakeGateway({ signIn: { accessSeconds: 1 } });
  const server = await serveOverHttp((request) => gateway.fetch(request));
  onTestFinished(() => server.close());
  const session = createSession({ url: server.url, clientId: 'wicketgate-cli', store: open(), refresh: 'asked' });
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
  return { folder, gateway, url: server.url, session };
}

it('keeps five processes signed in that refresh one sign-in of a second at once, twenty times each', async () => {
  const { folder, gateway, url, session } = await createSharedSignIn();
  const env = { PATH: process.env['PATH'], MASTER_KEY: MASTER_KEY.reveal() };
  const programs = Array.from({ length: PROCESSES }, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, url, folder, String(ROUNDS)], { env });
    return JSON.parse(stdout) as unknown;
  });
  expect(await Promise.all(programs)).toEqual(programs.map(() => ({ answered: ROUNDS, signedOut: 0 })));
  expect(await session.current()).toMatchObject({ refreshable: true });
  expect(gateway.sessions.list({ status: 'active' })).toHaveLength(1);
  expect(gateway.requestsTo('/api/v1/auth/token')).toBeLessThanOrEqual(2 * PROCESSES * ROUNDS);
}, 120_000);
