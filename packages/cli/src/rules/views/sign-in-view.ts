import type { SignedIn } from '@wicketgate/core/auth';
import { cleanText } from '../clean-text.ts';
import { ownerText } from './key-view.ts';
import type { Style } from './style.ts';

/** A code that a person types on any device (RFC 8628 section 3.2). */
export interface TypedCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface CodeView {
  readonly style: Style;
  /** The page as a QR code, where the terminal can show one. */
  readonly qr: string | undefined;
}

/** What to do with a device code: the page, the code so that nobody misses it, and the page for a phone. */
export function codeText({ userCode, verificationUri }: TypedCode, { style, qr }: CodeView): string {
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

export interface BrowserView {
  /** Whose page it is: `the gateway`. */
  readonly of: string;
  readonly opened: boolean;
}

/** What to do with the address of a sign-in in the browser. */
export function browserText(url: string, { of, opened }: BrowserView): string {
  const lead = opened
    ? `Your browser shows a page of ${of} now. If it does not, open this address on this machine:`
    : 'Open this address in a browser on this machine:';
  return `${lead}\n\n  ${cleanText(url)}\n`;
}

/** Who is signed in now, and where that is kept. */
export function signedInText({ person }: SignedIn, place: string, style: Style): string {
  const who = person === undefined ? 'Signed in' : `Signed in as ${style.strong(ownerText(person))}`;
  return `${who}. The sign-in is in ${cleanText(place)}.`;
}

/** Where somebody is signed in now, and where that is kept. */
export function signedInAtText(
  { server, issuer, place }: { readonly server: string; readonly issuer: string; readonly place: string },
  style: Style,
): string {
  return `Signed in at ${style.strong(cleanText(server))}, by ${cleanText(issuer)}. The sign-in is in ${cleanText(place)}.`;
}
