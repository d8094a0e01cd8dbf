import { expect, test } from 'vitest';
import { type RotationWish, sameKey, strayFile } from '../../src/rules/rotation-flaw.ts';

const KEYRING = { id: 'k', kind: 'keyring' } as const;
const MASTER = { id: 'm', kind: 'master-key', keyId: 'x' } as const;
const AGE = { id: 'a', kind: 'age', recipient: 'age1x' } as const;
const PASSPHRASE = { id: 'p', kind: 'passphrase' } as const;
const wraps = [KEYRING, MASTER, AGE, PASSPHRASE];

test.each<[RotationWish, string | undefined]>([
  [{}, undefined],
  [{ newPassphraseFile: 'f' }, '--add-wrap passphrase'],
  [{ newPassphraseFile: 'f', addWrap: ['master-key'] }, '--add-wrap passphrase'],
  [{ newPassphraseFile: 'f', addWrap: ['keyring', 'passphrase'] }, undefined],
  [{ newMasterKeyFile: 'f', addWrap: ['passphrase'] }, '--add-wrap master-key'],
  [{ newMasterKeyFile: 'f', addWrap: ['master-key'] }, undefined],
])('%j leaves %j out', (wish, missing) => {
  if (missing === undefined) expect(strayFile(wish)).toBeUndefined();
  else expect(strayFile(wish)).toContain(missing);
});

test.each<[RotationWish, (typeof wraps)[number], string | undefined]>([
  [{}, KEYRING, undefined],
  [{ addWrap: ['keyring'] }, KEYRING, 'k'],
  // The keyring of another machine.
  [{ addWrap: ['keyring'] }, MASTER, undefined],
  [{ addWrap: ['keyring'], removeWrap: ['k'] }, KEYRING, undefined],
  [{ addWrap: ['master-key'] }, MASTER, 'm'],
  [{ addWrap: ['master-key'], newMasterKeyFile: 'f' }, MASTER, undefined],
  [{ addWrap: ['passphrase'] }, PASSPHRASE, undefined],
  [{ addWrap: ['age:age1x'] }, MASTER, 'a'],
  [{ addWrap: ['age:age1x'], removeWrap: ['a'] }, MASTER, undefined],
  [{ addWrap: ['age:age1y'] }, AGE, undefined],
])('%j where %j has opened the file adds what %s is already', (wish, opened, id) => {
  expect(sameKey(wish, { wraps, opened })?.id).toBe(id);
});
