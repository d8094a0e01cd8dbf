import type { SecretFileNotice } from '@wicketgate/secrets/node';
import { expect, test } from 'vitest';
import { noticeText } from '../../src/rules/secret-notice.ts';

const wrap = { id: 'AAAAAAAAAAA', kind: 'age' } as const;

test.each<[SecretFileNotice, 'note' | 'warn', string]>([
  [
    { kind: 'rollback-unseen', code: 'keyring_unavailable', reason: 'None here.' },
    'note',
    'would go unseen. None here.',
  ],
  [{ kind: 'first-witness' }, 'note', 'from now on'],
  [{ kind: 'witness-behind', witnessed: 3, counter: 5 }, 'warn', 'newer (5) than this keyring has seen (3)'],
  [{ kind: 'witness-failed', code: 'keyring_locked', reason: 'Locked.' }, 'warn', 'Locked.'],
  [{ kind: 'wrap-passed-over', wrap, code: 'wrong_key', reason: 'Another.' }, 'note', 'AAAAAAAAAAA (age)'],
])('%j is a %s', (notice, tone, words) => {
  expect(noticeText(notice)).toEqual({ tone, text: expect.stringContaining(words) as string });
});

test('a reason from elsewhere cannot act on the terminal', () => {
  const notice = { kind: 'witness-failed', code: 'keyring_failed', reason: 'a\u001b[2Jb\nc' } as const;
  expect(noticeText(notice).text).toMatch(/^\P{Cc}*$/u);
});
