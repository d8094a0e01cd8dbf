import { createSeededRandom } from '@wicketgate/testing';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import { openChild, sealChild } from '../../src/services/child-seal.ts';
import { createTokenDigests } from '../../src/services/token-digests.ts';
import { createOAuthHouse, SERVICE_KEYS } from '../support/oauth-house.ts';

const root = mkdtempSync(join(tmpdir(), 'wicketgate-child-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const random = createSeededRandom();
const DIGESTS = createTokenDigests(createNodeDigests(), SERVICE_KEYS.peppers);
const [PARENT, CHILD] = [`wg_rt_${'a'.repeat(43)}`, `wg_rt_${'b'.repeat(43)}`];

it('gives the child to who has the parent, and to nobody else', async () => {
  const sealed = await sealChild(PARENT, CHILD, random);
  expect(await openChild(PARENT, sealed)).toBe(CHILD);
  for (const other of [CHILD, '', `${PARENT} `, PARENT.toUpperCase()]) {
    await expect(openChild(other, sealed)).rejects.toThrow();
  }
});

it('seals the same child differently each time, and notices any change', async () => {
  const sealed = await sealChild(PARENT, CHILD, random);
  expect(await sealChild(PARENT, CHILD, random)).not.toBe(sealed);
  for (const at of [0, 20, sealed.length - 2]) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    await expect(openChild(PARENT, changed)).rejects.toThrow();
  }
  await expect(openChild(PARENT, sealed.slice(0, 10))).rejects.toThrow();
});

/** Everything that could be a key or a text in the files of the store: each stored text, and each run of 32 bytes. */
function* candidates(files: readonly Buffer[]): Generator<string> {
  for (const { secret } of SERVICE_KEYS.peppers) yield* spellings(Buffer.from(secret));
  for (const { seed } of SERVICE_KEYS.signing) yield* spellings(Buffer.from(seed));
  for (const file of files) {
    for (const [text] of file.toString('latin1').matchAll(/[\x20-\x7e]{16,}/g)) {
      yield text;
      for (const [hex] of text.matchAll(/[0-9a-f]{64}/g)) yield* [hex, ...spellings(Buffer.from(hex, 'hex'))];
    }
  }
}

function spellings(bytes: Buffer): string[] {
  return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
}

it('cannot be opened by anything that lies in the database or among the service keys', async () => {
  const storage = await openSqliteStorage({ file: join(root, 'wicketgate.db') });
  const house = await createOAuthHouse({ storage });
  const first = await house.signIn();
  const second = await house.refresh(first.refreshToken);
  const parents = await house.storage.findRefreshToken(await DIGESTS.all(first.refreshToken ?? ''));
  const sealed = parents?.childSealed ?? '';
  expect(await openChild(first.refreshToken ?? '', sealed)).toBe(second.refreshToken);

  const files = readdirSync(root).map((name) => readFileSync(join(root, name)));
  const everything = files.map((file) => file.toString('latin1')).join('\n');
  // The search works: the sealed text is found, the texts of the tokens are not.
  expect(everything).toContain(sealed);
  for (const { refreshToken = '', accessToken } of [first, second]) {
    for (const canary of [refreshToken, refreshToken.slice(6), accessToken, accessToken.split('.')[2] ?? '']) {
      expect(everything.includes(canary)).toBe(false);
    }
  }
  const tried = new Set(candidates(files));
  expect(tried.size).toBeGreaterThan(50);
  const opened = await Promise.all(
    [...tried].map((text) =>
      openChild(text, sealed).then(
        () => text,
        () => undefined,
      ),
    ),
  );
  expect(opened.filter((text) => text !== undefined)).toEqual([]);
  await storage.close();
});
