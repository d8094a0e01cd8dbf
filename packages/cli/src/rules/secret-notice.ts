import type { SecretFileNotice } from '@wicketgate/secrets/node';
import { cleanText } from './clean-text.ts';

/** How loud a notice is: `note` may be switched off with `--quiet`, `warn` may not. */
export interface NoticeText {
  readonly tone: 'note' | 'warn';
  readonly text: string;
}

/** What the encrypted file has to tell a person, as a sentence. */
export function noticeText(notice: SecretFileNotice): NoticeText {
  switch (notice.kind) {
    case 'rollback-unseen':
      return note(`An older copy put in place of the encrypted file would go unseen. ${cleanText(notice.reason)}`);
    case 'first-witness':
      return note('This keyring had not seen the encrypted file before; from now on it notices an older copy.');
    case 'witness-behind':
      return warn(
        `The encrypted file is newer (${notice.counter}) than this keyring has seen (${notice.witnessed}): ` +
          'another machine wrote it, or a write was broken off.',
      );
    case 'witness-failed':
      return warn(
        `The encrypted file is written, but the keyring did not take note of it: ${cleanText(notice.reason)}`,
      );
    case 'wrap-passed-over':
      return note(`The key ${notice.wrap.id} (${notice.wrap.kind}) did not open the file: ${cleanText(notice.reason)}`);
  }
}

function note(text: string): NoticeText {
  return { tone: 'note', text };
}

function warn(text: string): NoticeText {
  return { tone: 'warn', text };
}
