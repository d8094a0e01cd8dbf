import type { DeviceCode, SignedIn } from '@wicketgate/core/auth';
import { cleanText } from '../clean-text.ts';
import { ownerText } from './key-view.ts';
import type { Style } from './style.ts';

export interface CodeView {
  readonly style: Style;
  /** The page as a QR code, where the terminal can show one. */
  readonly qr: string | undefined;
}

/** What to do with a device code: the page, the code so that nobody misses it, and the page for a phone. */
export function codeText({ userCode, verificationUri }: DeviceCode, { style, qr }: CodeView): string {
  const code = cleanText(userCode);
  const frame = '─'.repeat(code.length + 6);
  return [
    '',
    `Open this page on any device: ${style.strong(cleanText(verificationUri))}`,
    'and type this code there:',
    '',
    `  ┌${frame}┐`,
    `  │   ${style.strong(code)}   │`,
    `  └${frame}┘`,
    '',
    ...(qr === undefined ? [] : ['Or scan this, and type the code then:', '', qr, '']),
  ].join('\n');
}

/** What to do with the address of a sign-in in the browser. */
export function browserText(url: string, opened: 'opened' | 'not_opened'): string {
  const lead =
    opened === 'opened'
      ? 'Your browser shows a page of the gateway now. If it does not, open this address on this machine:'
      : 'Open this address in a browser on this machine:';
  return `${lead}\n\n  ${cleanText(url)}\n`;
}

/** Who is signed in now, and where that is kept. */
export function signedInText({ person }: SignedIn, place: string, style: Style): string {
  const who = person === undefined ? 'Signed in' : `Signed in as ${style.strong(ownerText(person))}`;
  return `${who}. The sign-in is in ${cleanText(place)}.`;
}
