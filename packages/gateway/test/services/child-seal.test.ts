import { createSeededRandom } from '@wicketgate/testing';
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

const FILE = join(root, 'wicketgate.db');
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

/** The key derivation of the seal, from bytes: a text is only one way in which a key could be kept. */
const INFO = 'wicketgate/refresh-child/v1';
function opens(material: Buffer, sealed: string): boolean {
  const bytes = Buffer.from(sealed, 'base64url');
  const key = Buffer.from(hkdfSync('sha256', material, '', INFO, 32));
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    decipher.update(bytes.subarray(12, -16));
    decipher.final();
    return true;
  } catch {
    return false;
  }
}

/** Whatever could be the parent's text, or a key in its place, by the hexadecimal digits of its bytes. */
type Candidates = Map<string, Buffer>;

function addBytes(candidates: Candidates, bytes: Buffer): void {
  for (const material of [bytes, ...spellings(bytes).map((text) => Buffer.from(text))]) {
    candidates.set(material.toString('hex'), material);
  }
}

/** A text as it stands, and what it, or any part of it that is written in digits of an encoding, stands for. */
function addText(candidates: Candidates, text: string): void {
  addBytes(candidates, Buffer.from(text));
  for (const [hex] of text.matchAll(/[0-9a-f]{32,}/gi)) addBytes(candidates, Buffer.from(hex, 'hex'));
  for (const [encoded] of text.matchAll(/[\w+/-]{16,}/g)) addBytes(candidates, Buffer.from(encoded, 'base64url'));
}

function spellings(bytes: Buffer): string[] {
  return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
}

function addServiceKeys(candidates: Candidates): void {
  const { peppers, signing, encryption } = SERVICE_KEYS;
  for (const { secret } of peppers) addBytes(candidates, Buffer.from(secret));
  for (const { seed } of signing) addBytes(candidates, Buffer.from(seed));
  for (const { key } of encryption) addBytes(candidates, Buffer.from(key));
}

/** Every text and blob of every table. */
function addRows(candidates: Candidates, file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  for (const { name } of tables) {
    for (const value of database
      .prepare(`select * from "${String(name)}"`)
      .all()
      .flatMap(Object.values)) {
      if (typeof value === 'string') addText(candidates, value);
      else if (value instanceof Uint8Array) addBytes(candidates, Buffer.from(value));
    }
  }
  database.close();
}

/** Also what lies in pages that are free again, or in the log of what was written. */
function addFiles(candidates: Candidates, files: readonly Buffer[]): void {
  for (const file of files) {
    for (const [text] of file.toString('latin1').matchAll(/[\x20-\x7e]{16,}/g)) addText(candidates, text);
  }
}

it('cannot be opened by anything that lies in the database or among the service keys, as text or as bytes', async () => {
  const storage = await openSqliteStorage({ file: FILE });
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
  const candidates: Candidates = new Map();
  addServiceKeys(candidates);
  addRows(candidates, FILE);
  addFiles(candidates, files);
  // Found as texts and as bytes: the pepper, and what a digest and the sealed text itself stand for.
  const { digest = '' } = parents ?? {};
  for (const hex of ['01'.repeat(32), digest, Buffer.from(sealed, 'base64url').toString('hex')]) {
    expect([candidates.has(hex), candidates.has(Buffer.from(hex).toString('hex'))]).toEqual([true, true]);
  }
  // Whoever has the parent opens it in the same way.
  expect(opens(Buffer.from(first.refreshToken ?? ''), sealed)).toBe(true);
  expect([...candidates].filter(([, material]) => opens(material, sealed)).map(([hex]) => hex)).toEqual([]);
  await storage.close();
});

it('would be found out if a kept key opened it: raw, in digits, or inside a longer text', async () => {
  const kept = Buffer.from(random(new Uint8Array(32)));
  for (const row of [kept.toString('hex'), `{"key":"${kept.toString('base64url')}"}`, `v1:${kept.toString('hex')}`]) {
    const candidates: Candidates = new Map();
    addText(candidates, row);
    expect(candidates.has(kept.toString('hex'))).toBe(true);
  }
  // What the seal takes as text, the search takes as bytes.
  const sealed = await sealChild(PARENT, CHILD, random);
  expect([opens(Buffer.from(PARENT), sealed), opens(kept, sealed)]).toEqual([true, false]);
});
