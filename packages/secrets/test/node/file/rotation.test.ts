import { readdir, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { authenticate, createDataKey } from '../../../src/node/file/data-key.ts';
import { type Disk, systemDisk } from '../../../src/node/file/disk.ts';
import type { WrappingKeys } from '../../../src/node/file/surface.ts';
import { masterWrapKey, unwrapDataKey } from '../../../src/node/file/wrap-keys.ts';
import { serializeDocument } from '../../../src/rules/document.ts';
import { parseMasterKey } from '../../../src/rules/master-key.ts';
import type { MasterKeyWrap, SecretsDocument } from '../../../src/words/document.ts';
import {
  AGE_IDENTITY,
  AGE_RECIPIENT,
  AGE_WRAP,
  answering,
  createFilledRoom,
  failureOf,
  MASTER_KEY,
  MASTER_WRAP,
  OTHER_MASTER_KEY,
  PASSPHRASE,
  PASSPHRASE_WRAP,
  valuesOf,
} from './file-room.ts';

const VALUES = { ALPHA: 'alpha-value', BETA: 'beta-value' };
const ageIdentity = () => Promise.resolve(AGE_IDENTITY);
const pass = PASSPHRASE.reveal();

describe('a rotation of wraps', () => {
  it('adds one that opens the file, and removes one that opens it no more', async () => {
    const room = await createFilledRoom(VALUES);
    const file = room.open();
    const [before] = (await file.summary())?.wraps ?? [];
    const summary = await file.rotate({ add: [AGE_WRAP], remove: [before?.id ?? ''] });
    expect(summary.wraps).toEqual([{ id: expect.any(String) as unknown, kind: 'age', recipient: AGE_RECIPIENT }]);
    expect(await valuesOf(room.open({ ageIdentity }))).toEqual(VALUES);
    expect(await failureOf(room.open().unlock())).toMatchObject({ code: 'no_wrapping_key' });
  });

  it('leaves no backup that the removed key would open', async () => {
    const room = await createFilledRoom(VALUES, [MASTER_WRAP, AGE_WRAP]);
    const file = room.open();
    const [master] = (await file.summary())?.wraps ?? [];
    await file.rotate({ remove: [master?.id ?? ''] });
    expect(await room.text(room.backup)).toBe(await room.text());
    expect(await room.text(room.backup)).not.toContain(master?.id);
  });

  it('removes the key of a removed wrap from the keyring', async () => {
    const room = await createFilledRoom(VALUES, [{ kind: 'keyring' }, MASTER_WRAP]);
    const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring });
    const [wrap] = (await file.summary())?.wraps ?? [];
    await file.rotate({ remove: [wrap?.id ?? ''] });
    expect([...room.keyring.entries.keys()].filter((account) => account.startsWith('file:'))).toEqual([]);
  });

  it('refuses to remove the last one, and one that is not there', async () => {
    const room = await createFilledRoom(VALUES);
    const file = room.open();
    const text = await room.text();
    const [only] = (await file.summary())?.wraps ?? [];
    expect(await failureOf(file.rotate({ remove: [only?.id ?? ''] }))).toMatchObject({ code: 'no_wrapping_key' });
    expect(await failureOf(file.rotate({ remove: ['AAAAAAAAAAA'] }))).toMatchObject({
      code: 'invalid_name',
      hint: expect.stringContaining(only?.id ?? '') as unknown,
    });
    expect(await room.text()).toBe(text);
  });

  it('takes as many wraps as the format and not one more', async () => {
    const room = await createFilledRoom(VALUES);
    const file = room.open();
    await file.rotate({ add: Array<typeof AGE_WRAP>(15).fill(AGE_WRAP) });
    const text = await room.text();
    expect(await failureOf(file.rotate({ add: [AGE_WRAP] }))).toMatchObject({ code: 'invalid_value' });
    expect(await room.text()).toBe(text);
  });

  it('replaces the master key by another one', async () => {
    const room = await createFilledRoom(VALUES);
    const file = room.open();
    const [before] = (await file.summary())?.wraps ?? [];
    const add = [{ kind: 'master-key', masterKey: OTHER_MASTER_KEY } as const];
    const { wraps } = await file.rotate({ dataKey: true, add, remove: [before?.id ?? ''] });
    expect(wraps.map(({ kind }) => kind)).toEqual(['master-key']);
    expect(wraps[0]?.keyId).not.toBe(before?.keyId);
    expect(await valuesOf(room.open({ masterKey: OTHER_MASTER_KEY }))).toEqual(VALUES);
    expect(await failureOf(room.open().unlock())).toMatchObject({ code: 'wrong_key' });
  });

  it('takes no new master key that is guessable', async () => {
    const room = await createFilledRoom(VALUES);
    const text = await room.text();
    const add = [{ kind: 'master-key', masterKey: new Secret('00'.repeat(32)) } as const];
    expect(await failureOf(room.open().rotate({ add }))).toMatchObject({ code: 'no_wrapping_key' });
    expect(await room.text()).toBe(text);
  });

  it('that cannot replace the backup leaves none that the removed key would open', async () => {
    const room = await createFilledRoom(VALUES, [{ kind: 'keyring' }, MASTER_WRAP]);
    let backups = 0;
    const disk: Disk = {
      ...systemDisk,
      write: (file, text) =>
        file === room.backup && ++backups > 1
          ? Promise.reject(new Error('The disk is full.'))
          : systemDisk.write(file, text),
    };
    const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring }, disk);
    const [wrap] = (await file.summary())?.wraps ?? [];
    expect((await file.rotate({ remove: [wrap?.id ?? ''] })).wraps).toHaveLength(1);
    expect(await readdir(room.folder)).toEqual(['secrets.json']);
    expect([...room.keyring.entries.keys()].filter((account) => account.startsWith('file:'))).toEqual([]);
  });

  it('that changes nothing writes nothing', async () => {
    const room = await createFilledRoom(VALUES);
    const text = await room.text();
    await room.open().rotate({});
    expect(await room.text()).toBe(text);
  });

  it('refuses a new wrap that could open nothing before it asks or writes', async () => {
    const room = await createFilledRoom(VALUES, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(pass);
    expect(await failureOf(room.open({ passphrase }).rotate({ add: [MASTER_WRAP] }))).toMatchObject({
      code: 'no_wrapping_key',
    });
    expect(asked).toEqual([]);
  });
});

describe('a rotation of the data key', () => {
  it('seals every value anew and keeps versions, times, and every way in', async () => {
    const room = await createFilledRoom(VALUES, [{ kind: 'keyring' }, MASTER_WRAP, AGE_WRAP, PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(pass);
    const file = room.open({ keyring: room.keyring, masterKey: MASTER_KEY, passphrase });
    const before = await file.summary();
    const old = await room.text();
    await room.clock.advance(1_000);
    const after = await file.rotate({ dataKey: true });
    expect(asked).toEqual([1]);
    expect(after).toMatchObject({ id: before?.id, counter: 3, secrets: before?.secrets });
    expect(after.wraps.map(({ kind }) => kind)).toEqual(['keyring', 'master-key', 'age', 'passphrase']);
    for (const [, value = ''] of old.matchAll(/"(?:value|key|nonce)": "([^"]+)"/g)) {
      expect(await room.text()).not.toContain(value);
      expect(await room.text(room.backup)).not.toContain(value);
    }
    const ways: readonly WrappingKeys[] = [
      { keyring: room.keyring },
      { masterKey: MASTER_KEY },
      { ageIdentity },
      { passphrase: answering(pass).passphrase },
    ];
    for (const keys of ways) expect(await valuesOf(room.open(keys))).toEqual(VALUES);
    expect([...room.keyring.entries.keys()].filter((account) => account.startsWith('file:'))).toHaveLength(1);
  });

  it('asks for a passphrase once when the passphrase also opens the file', async () => {
    const room = await createFilledRoom(VALUES, [PASSPHRASE_WRAP]);
    const { asked, passphrase } = answering(pass);
    await room.open({ passphrase }).rotate({ dataKey: true });
    expect(asked).toEqual([1]);
  });

  it.each([
    ['the master key', [AGE_WRAP, MASTER_WRAP], { ageIdentity }, 'no_wrapping_key', 'wrap 2 (master-key'],
    [
      'the right master key',
      [AGE_WRAP, MASTER_WRAP],
      { ageIdentity, masterKey: OTHER_MASTER_KEY },
      'wrong_key',
      'wrap 2 (master-key',
    ],
    [
      'the passphrase',
      [MASTER_WRAP, PASSPHRASE_WRAP],
      { masterKey: MASTER_KEY },
      'no_wrapping_key',
      'wrap 2 (passphrase',
    ],
    [
      'the right passphrase',
      [MASTER_WRAP, PASSPHRASE_WRAP],
      { masterKey: MASTER_KEY, ...answering('wrong') },
      'wrong_key',
      'wrap 2 (passphrase',
    ],
    [
      'the keyring',
      [{ kind: 'keyring' }, MASTER_WRAP],
      { masterKey: MASTER_KEY },
      'no_wrapping_key',
      'wrap 1 (keyring',
    ],
  ] as const)('changes nothing without %s of a wrap that stays', async (...row) => {
    const [, wraps, keys, code, named] = row;
    const room = await createFilledRoom(VALUES, wraps);
    const text = await room.text();
    const keyring = [...room.keyring.entries];
    const file = room.open(keys);
    expect(await failureOf(file.rotate({ dataKey: true }))).toMatchObject({
      code,
      message: expect.stringContaining(named) as unknown,
      hint: expect.stringContaining('remove the wrap') as unknown,
    });
    expect(await room.text()).toBe(text);
    expect([...room.keyring.entries]).toEqual(keyring);
  });

  it('needs no key of a wrap that is removed in the same step', async () => {
    const room = await createFilledRoom(VALUES, [AGE_WRAP, MASTER_WRAP]);
    const file = room.open({ ageIdentity });
    const { wraps = [] } = (await file.summary()) ?? {};
    const summary = await file.rotate({ dataKey: true, remove: [wraps[1]?.id ?? ''] });
    expect(summary.wraps.map(({ kind }) => kind)).toEqual(['age']);
  });

  it('is noticed by whoever holds the old key, for reading and for writing', async () => {
    const room = await createFilledRoom(VALUES);
    const [reader, writer] = [room.open(), room.open()];
    await Promise.all([reader.unlock(), writer.unlock()]);
    await room.open().rotate({ dataKey: true });
    expect(await valuesOf(reader)).toEqual(VALUES);
    await writer.put('GAMMA', new Secret('gamma'));
    expect(await valuesOf(reader)).toEqual({ ...VALUES, GAMMA: 'gamma' });
  });

  it('is known to the keyring before it is written, so that no crash makes it look like a replaced file', async () => {
    const room = await createFilledRoom(VALUES);
    const keys = { masterKey: MASTER_KEY, keyring: room.keyring };
    const records: string[] = [];
    const keyring = {
      ...room.keyring,
      set: (account: string, secret: Secret) => (records.push(secret.reveal()), room.keyring.set(account, secret)),
    };
    await room.open({ ...keys, keyring }).rotate({ dataKey: true });
    const [announced, arrived] = records.map((text) => JSON.parse(text) as { next?: object; counter: number });
    expect(announced).toMatchObject({ counter: 2, next: arrived });
    // As a crash between the file and the last record leaves it.
    room.keyring.entries.set([...room.keyring.entries.keys()][0] ?? '', records[0] ?? '');
    expect(await room.open(keys).unlock()).toMatchObject({ rollback: 'witnessed' });
    expect(await valuesOf(room.open(keys))).toEqual(VALUES);
  });

  it.each(['keyring_locked', 'keyring_timeout', 'keyring_failed'] as const)(
    'is refused when the keyring that witnesses answers %s',
    async (code) => {
      const room = await createFilledRoom(VALUES);
      const text = await room.text();
      const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring });
      room.keyring.failWith(code);
      expect(await failureOf(file.rotate({ dataKey: true }))).toMatchObject({ code });
      expect(await room.text()).toBe(text);
    },
  );

  it('of a file with a value that does not open leaves no key in the keyring', async () => {
    const room = await createFilledRoom(VALUES, [{ kind: 'keyring' }, MASTER_WRAP]);
    await writeFile(room.file, withoutValue(await room.text()), { mode: 0o600 });
    const before = [...room.keyring.entries.keys()];
    const file = room.open({ masterKey: MASTER_KEY, keyring: room.keyring });
    await file.unlock();
    expect(await failureOf(file.rotate({ dataKey: true }))).toMatchObject({
      code: 'corrupt_file',
      part: 'secret ALPHA',
    });
    expect([...room.keyring.entries.keys()]).toEqual(before);
  });

  it('leaves no file behind but the file and its backup', async () => {
    const room = await createFilledRoom(VALUES);
    await room.open().rotate({ dataKey: true, add: [AGE_WRAP] });
    expect((await readdir(room.folder)).sort()).toEqual(['secrets.json', 'secrets.json.bak']);
  });
});

/** The next write of a file by somebody who has its key, with a value that was sealed for another name. */
function withoutValue(text: string): string {
  const document = JSON.parse(text) as SecretsDocument;
  const [alpha, beta] = document.secrets;
  const wrap = document.wraps.find(({ kind }) => kind === 'master-key') as MasterKeyWrap;
  const raw = unwrapDataKey(
    wrap,
    masterWrapKey(parseMasterKey(MASTER_KEY), Buffer.from(wrap.salt, 'base64url')),
    document,
  );
  const key = createDataKey(raw ?? new Uint8Array(), document.id);
  const secrets = [{ ...alpha, nonce: beta?.nonce, value: beta?.value }, beta] as SecretsDocument['secrets'];
  const index = { counter: document.index.counter + 1, mac: '' };
  return serializeDocument(authenticate({ ...document, secrets, index }, key));
}
