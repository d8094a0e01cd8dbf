import type { Secret } from '@wicketgate/core';
import type { KeyringReport } from '../../ports/keyring.ts';
import { SecretsError } from '../../words/errors.ts';
import type { FailedStep } from './messages.ts';

export type KeyringErrorCode = Extract<KeyringReport, { usable: false }>['code'];

export interface HelperFailure {
  readonly backend: string;
  readonly step: FailedStep;
  /** What the native module said. */
  readonly text: string;
  /** What was to be stored: the error never repeats any of it. */
  readonly secret?: Secret | undefined;
}

/** What a text of the native module means, and what to do about it. */
interface Meaning {
  readonly pattern: RegExp;
  readonly code: KeyringErrorCode;
  readonly told: (backend: string) => string;
  readonly hint: string;
}

const ELSEWHERE =
  'Over SSH, in containers and in CI there is mostly none: keep secrets in the encrypted file, under a passphrase or WICKETGATE_MASTER_KEY.';
const UNLOCK = 'Unlock it, for instance by signing in to the desktop, and try again.';

/** The first that fits counts. What a store says comes before what its transport says. */
const MEANINGS: readonly Meaning[] = [
  {
    pattern: /prompt (?:was )?dismissed|\blocked\b|IsLocked/i,
    code: 'keyring_locked',
    told: (backend) => `The ${backend} is locked, and nobody unlocked it.`,
    hint: UNLOCK,
  },
  {
    // errSecInteractionNotAllowed, errSecUserCanceled and errSecAuthFailed of macOS.
    pattern:
      /(?:^|[\s(])-(?:25308|25293|128)\b|interaction is not allowed|user cancell?ed|passphrase you entered is not correct/i,
    code: 'keyring_locked',
    told: (backend) => `The ${backend} is locked, or did not let this program in.`,
    hint: UNLOCK,
  },
  {
    pattern: /no result found/i,
    code: 'keyring_unavailable',
    told: (backend) => `The ${backend} has no default keyring to store anything in.`,
    hint: 'Make one in the desktop’s program for passwords, or keep secrets in the encrypted file.',
  },
  {
    pattern: /NoReply|not receive a reply|timed? ?out/i,
    code: 'keyring_timeout',
    told: (backend) => `The ${backend} did not answer in time.`,
    hint: 'Start it anew, for instance by signing in to the desktop again.',
  },
  {
    // What dbus-daemon, dbus-broker and the native module say of a service that nobody offers or that does not start.
    pattern:
      /\.service files|ServiceUnknown|NameHasNoOwner|not activatable|not have an owner|Could not activate|Failed to execute program|Process \S+ (?:exited|received)|Unit \S+ (?:not found|failed)|no (?:Secret Service|DBus session)/i,
    code: 'keyring_unavailable',
    told: (backend) => `Nothing on this machine offers a ${backend}.`,
    hint: `Install gnome-keyring, KWallet or KeePassXC. ${ELSEWHERE}`,
  },
  {
    // AppArmor, the policy of dbus-daemon, dbus-broker.
    pattern: /AppArmor policy prevents|Rejected send message|not authorized to send/i,
    code: 'keyring_unavailable',
    told: (backend) => `This program is not allowed to ask the ${backend}.`,
    hint: `The sandbox that it runs in forbids it: snap, Flatpak or a policy of the bus. ${ELSEWHERE}`,
  },
  {
    pattern: /autolaunch|connect to socket|D-Bus address|NoServer|Disconnected|connection (?:was )?(?:closed|refused)/i,
    code: 'keyring_unavailable',
    told: (backend) => `There is no session bus over which the ${backend} could be asked.`,
    hint: ELSEWHERE,
  },
  {
    // errSecNotAvailable, errSecNoSuchKeychain and errSecNoDefaultKeychain of macOS; ERROR_NO_SUCH_LOGON_SESSION of Windows.
    pattern: /(?:^|[\s(])-(?:25291|25294|25307)\b|keychain (?:is available|could not be found)|logon session|\b1312\b/i,
    code: 'keyring_unavailable',
    told: (backend) => `The ${backend} cannot be used in this session.`,
    hint: ELSEWHERE,
  },
];

/** Says what a failure of the helper means. A text that is not known is `keyring_failed`. */
export function keyringFailure({ backend, step, text, secret }: HelperFailure): SecretsError {
  const cause = new Error(quotable(text, secret));
  if (step === 'load') {
    const told = `The native module that talks to the ${backend} cannot be loaded on this machine.`;
    const hint = `Install the optional dependency @napi-rs/keyring, if there is one for this platform. ${ELSEWHERE}`;
    return new SecretsError('keyring_unavailable', told, { cause, hint });
  }
  const meaning = step === 'compare' ? undefined : MEANINGS.find(({ pattern }) => pattern.test(text));
  if (meaning === undefined) return new SecretsError('keyring_failed', `The ${backend} failed: ${cause.message}`);
  return new SecretsError(meaning.code, meaning.told(backend), { cause, hint: meaning.hint });
}

/** Characters of a foreign text that are repeated. */
const LONGEST_QUOTE = 200;
/** A text that shares as many characters in a row with the secret is not repeated at all. */
const SHARED = 6;

/** A foreign text as it may stand in an error: one line, printable, and nothing of what was to be stored. */
function quotable(text: string, secret: Secret | undefined): string {
  const line = inOneLine(text).trim().slice(0, LONGEST_QUOTE);
  return line === '' || (secret !== undefined && sharesAny(line, secret)) ? 'it gave no reason.' : line;
}

function inOneLine(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ');
}

/** A value of several lines stands on one in the text. */
function sharesAny(line: string, secret: Secret): boolean {
  const value = secret.reveal();
  return shares(line, value) || shares(line, inOneLine(value));
}

function shares(text: string, value: string): boolean {
  const length = Math.min(SHARED, value.length);
  for (let at = 0; at + length <= text.length; at++) {
    if (value.includes(text.slice(at, at + length))) return true;
  }
  return false;
}
