import { createSeededRandom } from '@wicketgate/testing';
import { mintKeyId } from '@wicketgate/contract';
import { expect, it } from 'vitest';
import { principalUsageName, usageNameOf } from '../../src/domain/usage-name.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';

const PRESENTED = { sha256: 'a'.repeat(43), degraded: false };

it('calls of a key count for the key, and those of a sign-in for whoever signed in', () => {
  const session = sessionRecord({ principal: { id: 'work:ada', email: null, name: null } });
  expect(usageNameOf({ kind: 'key', record: keyRecord(), ...PRESENTED })).toBe('key0000001');
  const token = { scopes: [], tokenExpiresAt: NEW_YEAR, revision: 1 };
  expect(usageNameOf({ kind: 'session', session, ...token, ...PRESENTED })).toBe('principal:work:ada');
});

it('a principal whose id looks like that of a key is still no key', () => {
  const id = mintKeyId(createSeededRandom(1));
  expect(principalUsageName(id)).not.toBe(id);
  expect(principalUsageName('')).not.toMatch(/^[0-9A-Za-z]{10}$/);
});
