import type { Logger } from '@wicketgate/core';
import type { SecretFileNotice } from './surface.ts';

/** What each notice says in a log line. */
const MESSAGES: Readonly<Record<SecretFileNotice['kind'], string>> = {
  'rollback-unseen': 'No keyring can tell whether the file of secrets was replaced by an older one.',
  'first-witness': 'The keyring had not seen this file of secrets before, and witnesses it from now on.',
  'witness-behind': 'The file of secrets is newer than the keyring has witnessed.',
  'witness-failed': 'The file of secrets is written, and the keyring did not take its counter.',
  'wrap-passed-over': 'A wrap of the file of secrets was passed over.',
};

export interface NoticeOptions {
  readonly file: string;
  readonly logger?: Logger | undefined;
  readonly onNotice?: ((notice: SecretFileNotice) => void) | undefined;
}

/** Says each notice once, however often the file is opened, until `forget`. */
export function createNotices({ file, logger, onNotice }: NoticeOptions) {
  const said = new Set<string>();
  return {
    say(notice: SecretFileNotice): void {
      const text = JSON.stringify(notice);
      if (said.has(text)) return;
      said.add(text);
      const level = notice.kind === 'first-witness' ? 'info' : 'warn';
      logger?.[level]({ file, ...notice }, MESSAGES[notice.kind]);
      onNotice?.(notice);
    },
    forget: () => said.clear(),
  };
}

export type Notices = ReturnType<typeof createNotices>;
