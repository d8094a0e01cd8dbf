import type { LogFields, Logger } from '@wicketgate/core';
import type { SecretFileNotice } from '@wicketgate/secrets/node';
import type { Terminal } from '../adapters/terminal.ts';
import { noticeText } from '../rules/secret-notice.ts';
import { warningText } from '../rules/warning-text.ts';

/** What a room of secrets says to a person on the way, each thing once. */
export interface SecretsVoice {
  readonly logger: Logger;
  readonly onNotice: (notice: SecretFileNotice) => void;
}

export function createVoice(terminal: Terminal): SecretsVoice {
  const told = new Set<string>();
  const say = (tone: 'note' | 'warn', text: string) => {
    if (told.has(text)) return;
    told.add(text);
    const { faint, warn } = terminal.errorStyle;
    const said = tone === 'note' ? terminal.note(faint(text)) : terminal.warn(warn(text));
    // Nobody waits for it. What stderr does not take must not end the process within a write of the file.
    said.catch(() => undefined);
  };
  const warn: Logger['warn'] = (fields, message) => {
    const { file, reason } = fields;
    const place = typeof file === 'string' ? `${file}: ` : '';
    if (!isEveryday(fields)) say('warn', warningText({ flaw: reason, ...fields }, place + message));
  };
  return {
    logger: { debug: () => undefined, info: () => undefined, warn, error: warn },
    onNotice: (notice) => {
      const { tone, text } = noticeText(notice);
      say(tone, text);
    },
  };
}

/** A machine without a keyring is nothing to warn of at every turn: `secrets explain` tells. */
function isEveryday({ code, error }: LogFields): boolean {
  const inner: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return [code, inner].includes('keyring_unavailable');
}
