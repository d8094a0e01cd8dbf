import { cp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChild } from '../../gateway/src/services/child-seal.ts';
import { createKeyBrowser, type KeyBrowser } from '../../gateway/test/support/key-browser.ts';
import { createCleanup } from '../src/cleanup.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const KEYS_FILE = 'service-keys.json';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const cleanup = createCleanup();
let room: string;
let gateway: RunningGateway;
let browser: KeyBrowser;

beforeAll(async () => {
  room = await temporaryFolder('theft', cleanup);
  gateway = await startGateway({ dataFolder: path.join(room, 'data'), cleanup });
  browser = createKeyBrowser((request) => fetch(request), gateway.url);
});

afterAll(() => cleanup.release());

describe('A refresh token that two have', () => {
  test('gives both the same successor for as long as nobody has used that', async () => {
    const first = await signIn();
    const second = await refreshed(first);
    const [again, andAgain] = await Promise.all([refreshed(first), refreshed(first)]);
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(andAgain.refresh_token).toBe(second.refresh_token);
    for (const { access_token: token } of [second, again, andAgain])
      expect(await me(token)).toMatchObject({ status: 200 });
    expect(await refreshed(second)).toMatchObject({
      refresh_token: expect.not.stringContaining(second.refresh_token) as string,
    });
  });

  test('ends the sign-in for both when the thief comes after the owner has gone on', async () => {
    const stolen = await signIn();
    const id = await newestSession();
    const owned = await refreshed(await refreshed(stolen));
    expect(await me(owned.access_token)).toMatchObject({ status: 200 });
    expect(await refresh(stolen.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await expectEnd(id, [stolen, owned]);
    expect(await trailOf(id)).toEqual(['session.create', 'session.refresh', 'session.refresh', 'session.reuse']);
  });

  test('ends it for both when the owner comes after the thief, too', async () => {
    const owned = await signIn();
    const id = await newestSession();
    const thief = await refreshed(await refreshed(await refreshed(owned)));
    expect(await refresh(owned.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await expectEnd(id, [owned, thief]);
    // Whoever comes later changes nothing, and is not written down as another theft.
    await refresh(owned.refresh_token);
    expect((await trailOf(id)).filter((action) => action === 'session.reuse')).toHaveLength(1);
  });
});

describe('The successor that is kept for whoever lost the answer', () => {
  test('is opened by the token before it, and by nothing that lies on the disk of the gateway', async () => {
    const first = await signIn();
    const second = await refreshed(first);
    const copy = await copyOfData();
    const sealed = newestSealed(copy);
    expect(await openChild(first.refresh_token, sealed)).toBe(second.refresh_token);
    const keys = await readFile(path.join(copy, KEYS_FILE), 'utf8');
    const ofService = [...keys.matchAll(/"([^"]{40,})"/g)].map(([, text = '']) => text);
    const tried = new Set([...cellsOf(copy), ...ofService]);
    // The search sees the data: what is sealed, the pepper, the signing key and the encryption key.
    expect(tried).toContain(sealed);
    expect(ofService).toHaveLength(3);
    const files = await Promise.all((await readdir(copy)).map((name) => readFile(path.join(copy, name))));
    for (const { refresh_token: token } of [first, second]) {
      for (const file of files) expect(file.includes(token.slice(-43))).toBe(false);
    }
    const opened = await Promise.all(
      [...tried].flatMap((text) => [tryAsToken(text, sealed), ...tryAsKey(text, sealed)]),
    );
    expect(opened.filter((isOpened) => isOpened)).toEqual([]);
  });
});

async function signIn(): Promise<Tokens> {
  const begun = await post(OAUTH_PATHS.deviceCode, {});
  await browser.activate(String(begun.body['user_code']), gateway.adminKey, 'allow');
  const grant = { grant_type: GRANT_TYPES.deviceCode, device_code: String(begun.body['device_code']) };
  return tokensOf(await post(OAUTH_PATHS.token, grant));
}

function refresh(token: string): ReturnType<typeof post> {
  return post(OAUTH_PATHS.token, { grant_type: GRANT_TYPES.refreshToken, refresh_token: token });
}

async function refreshed({ refresh_token: token }: Tokens): Promise<Tokens> {
  return tokensOf(await refresh(token));
}

function tokensOf({ status, body }: Awaited<ReturnType<typeof post>>): Tokens {
  if (status !== 200) throw new Error(`There are no tokens: ${status} ${JSON.stringify(body)}`);
  return { access_token: String(body['access_token']), refresh_token: String(body['refresh_token']) };
}

async function post(route: string, parameters: Readonly<Record<string, string>>) {
  const body = new URLSearchParams({ client_id: 'wicketgate-cli', ...parameters });
  const answer = await fetch(gateway.url + route, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function me(token: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${gateway.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json() };
}

async function newestSession(): Promise<string> {
  const { items } = await gateway.admin.sessions.list({ query: { limit: '1' } });
  return items[0]?.id ?? '';
}

/** Nobody gets anything any more, by any token of the family. */
async function expectEnd(id: string, holders: readonly Tokens[]): Promise<void> {
  for (const { access_token: access, refresh_token: token } of holders) {
    expect(await refresh(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await me(access)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
  }
  const { session } = await gateway.admin.sessions.show({ params: { id } });
  expect(session).toMatchObject({ status: 'revoked', revokedBy: 'gateway', revokedReason: 'refresh token used twice' });
}

async function trailOf(id: string): Promise<string[]> {
  const rows = inDatabase(
    await copyOfData(),
    'select action from audit_log where target_id = ? order by target_revision',
    id,
  );
  return rows.map((row) => String(row['action']));
}

function newestSealed(folder: string): string {
  const newest = 'select child_sealed from refresh_tokens where child_sealed is not null order by used_at desc limit 1';
  return String(inDatabase(folder, newest)[0]?.['child_sealed']);
}

let copies = 0;

/** The database with its write-ahead log, and the file of the service's keys, as a thief of a backup has them. */
async function copyOfData(): Promise<string> {
  const copy = path.join(room, `copy-${++copies}`);
  await cp(path.join(room, 'data'), copy, { recursive: true });
  return copy;
}

function inDatabase(folder: string, statement: string, ...values: string[]): Record<string, unknown>[] {
  const database = new DatabaseSync(path.join(folder, 'wicketgate.db'));
  const rows = database.prepare(statement).all(...values);
  database.close();
  return rows;
}

/** Every text in the database. */
function cellsOf(folder: string): string[] {
  const tables = inDatabase(folder, "select name from sqlite_schema where type = 'table'").map(({ name }) =>
    String(name),
  );
  const rows = tables.flatMap((table) => inDatabase(folder, `select * from "${table}"`));
  return rows.flatMap((row) => Object.values(row).filter((cell) => typeof cell === 'string'));
}

function tryAsToken(text: string, sealed: string): Promise<boolean> {
  return succeeds(openChild(text, sealed));
}

/** As the very key of the seal, in each spelling of 32 bytes. */
function tryAsKey(text: string, sealed: string): Promise<boolean>[] {
  const bytes = Buffer.from(sealed, 'base64url');
  return (['base64', 'hex', 'latin1'] as const)
    .map((encoding) => Buffer.from(text, encoding))
    .filter((key) => key.length === 32)
    .map(async (raw) => {
      const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
      const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, 12) };
      return succeeds(crypto.subtle.decrypt(algorithm, key, bytes.subarray(12)));
    });
}

function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
