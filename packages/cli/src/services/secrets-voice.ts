import type { Logger } from '@wicketgate/core';
import type { SecretFileNotice } from '@wicketgate/secrets/node';
import type { Terminal } from '../adapters/terminal.ts';
import { noticeText } from '../rules/secret-notice.ts';
import { warningText } from '../rules/warning-text.ts';

/** A log whose warnings a person sees. */
export function loggerTo(terminal: Terminal): Logger {
  const warn: Logger['warn'] = (fields, message) => {
    void terminal.warn(terminal.errorStyle.warn(warningText(fields, message)));
  };
  return { debug: () => undefined, info: () => undefined, warn, error: warn };
}

/** Tells a person what the encrypted file has to say, each thing once. */
export function noticeTo(terminal: Terminal): (notice: SecretFileNotice) => void {
  const told = new Set<string>();
  return (notice) => {
    const { tone, text } = noticeText(notice);
    if (told.has(text)) return;
    told.add(text);
    if (tone === 'note') void terminal.note(terminal.errorStyle.faint(text));
    else void terminal.warn(terminal.errorStyle.warn(text));
  };
}
