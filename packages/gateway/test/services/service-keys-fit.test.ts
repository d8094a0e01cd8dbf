import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import {
  assertServiceKeysFit,
  hasEncryptionKey,
  hasServiceKeys,
  ServiceKeysMismatch,
} from '../../src/services/service-keys-fit.ts';
import { auditEntry, digestOf, idOf, keyRecord } from '../support/records.ts';

const pepper = (version: number, byte = version) => ({ version, secret: new Uint8Array(32).fill(byte) });

const sealing = (...ids: string[]) => ids.map((id) => ({ id, key: new Uint8Array(32) }));

describe('the service keys of a database', () => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openSqliteStorage({ file: ':memory:' });
    await storage.migrate();
  });
  afterEach(async () => {
    await storage.close();
  });
  const fit = (...peppers: ReturnType<typeof pepper>[]) =>
    assertServiceKeysFit(storage, { peppers, encryption: sealing('a') });
  const fitSealing = (...ids: string[]) =>
    assertServiceKeysFit(storage, { peppers: [pepper(1)], encryption: sealing(...ids) });
  const insert = (number: number, pepperVersion: number) => {
    const record = keyRecord({ id: idOf(number), digest: digestOf(number), pepperVersion });
    return storage.act({ insert: record, audit: [auditEntry({ targetId: record.id })] });
  };

  it('are those it met first, at every start', async () => {
    expect(await hasServiceKeys(storage)).toBe(false);
    await fit(pepper(1));
    expect(await hasServiceKeys(storage)).toBe(true);
    await fit(pepper(1));
  });

  it('are refused when the pepper is another, even before there is a key', async () => {
    await fit(pepper(1));
    await expect(fit(pepper(1, 9))).rejects.toThrow(ServiceKeysMismatch);
    await expect(fit(pepper(1, 9))).rejects.toMatchObject({ code: 'service_keys_mismatch' });
    await fit(pepper(1));
  });

  it('may gain a pepper, and lose one that no key needs', async () => {
    await fit(pepper(1));
    await insert(1, 1);
    await fit(pepper(1), pepper(2));
    await insert(2, 2);
    await expect(fit(pepper(2))).rejects.toThrow('under pepper 1');
    await storage.act({
      update: {
        id: idOf(1),
        revision: 1,
        change: { status: 'revoked', revokedAt: 1, revokedBy: 'x', revokedReason: 'old' },
      },
      audit: [auditEntry()],
    });
    await fit(pepper(2));
    await expect(fit(pepper(2, 9))).rejects.toThrow(ServiceKeysMismatch);
  });

  it('of two processes that start at once with different ones only one starts', async () => {
    const starts = await Promise.allSettled([fit(pepper(1, 1)), fit(pepper(1, 2))]);
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot be read from what the database keeps of them', async () => {
    await fit(pepper(1));
    const fingerprint = (await storage.readFact('pepper_fingerprint.1')) ?? '';
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint).not.toContain(Buffer.from(pepper(1).secret).toString('hex').slice(0, 8));
  });

  it('have an encryption key that is theirs from the first start on', async () => {
    expect(await hasEncryptionKey(storage)).toBe(false);
    await fitSealing('a');
    expect(await hasEncryptionKey(storage)).toBe(true);
    await fitSealing('a');
    await expect(fitSealing('b')).rejects.toThrow(ServiceKeysMismatch);
    await expect(fitSealing('b')).rejects.toThrow('encryption key a');
    await fitSealing('a', 'b');
  });

  it('may put another encryption key before the one that sealed, and then leave that out', async () => {
    await fitSealing('a');
    await fitSealing('b', 'a');
    await fitSealing('b');
    await expect(fitSealing('a')).rejects.toThrow('encryption key b');
  });

  it('need an encryption key', async () => {
    await expect(fitSealing()).rejects.toThrow(TypeError);
  });
});
