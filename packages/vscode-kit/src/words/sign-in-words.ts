import { MESSAGES } from './messages.ts';
import type { Translate } from './notice.ts';

/** What is said instead where people can sign in without a key: there it may be that nobody has one. */
const INSTEAD = new Map<string, string>([
  [MESSAGES.noneDetail, MESSAGES.noneSignIn],
  [MESSAGES.noneAdvice, MESSAGES.noneSignInAdvice],
  [MESSAGES.elsewhereDetail, MESSAGES.elsewhereSignInDetail],
  [MESSAGES.elsewhereAdvice, MESSAGES.elsewhereSignInAdvice],
  [MESSAGES.lost, MESSAGES.lostSignIn],
  [MESSAGES.lostDetail, MESSAGES.lostSignInDetail],
  [MESSAGES.lostAdvice, MESSAGES.lostSignInAdvice],
  [MESSAGES.noUrlDetail, MESSAGES.noUrlSignInDetail],
  [MESSAGES.noUrlAdvice, MESSAGES.noUrlSignInAdvice],
  [MESSAGES.urlPrompt, MESSAGES.urlSignInPrompt],
  [MESSAGES.checking, MESSAGES.checkingSignIn],
  [MESSAGES.notChecked, MESSAGES.notCheckedSignIn],
  [MESSAGES.graceOver, MESSAGES.graceOverSignIn],
  [MESSAGES.checkingProgress, MESSAGES.checkingSignInProgress],
]);

/** What is said instead of a sign-in that was refused. */
const OF_TOKENS = new Map<string, string>([
  [MESSAGES.keyRefused, MESSAGES.signInRefused],
  [MESSAGES.lineRefused, MESSAGES.lineSignInRefused],
  [MESSAGES.malformed, MESSAGES.unknownSignIn],
  [MESSAGES.unknown, MESSAGES.unknownSignIn],
  [MESSAGES.suspended, MESSAGES.suspendedSignIn],
  [MESSAGES.revoked, MESSAGES.revokedSignIn],
  [MESSAGES.expired, MESSAGES.expiredSignIn],
  [MESSAGES.forbidden, MESSAGES.forbiddenSignIn],
  [MESSAGES.nextCheckKey, MESSAGES.nextSignInOrAccess],
  [MESSAGES.nextRenewKey, MESSAGES.nextSignInOrAccess],
]);

/** A translation for a gate that people can open without a key. `hasTokens`: whether what is spoken of is no key. */
export function inWordsOfSignIn(t: Translate, hasTokens: () => boolean = () => false): Translate {
  const wordsOf = (message: string) => INSTEAD.get(message) ?? (hasTokens() ? OF_TOKENS.get(message) : undefined);
  return (message, ...args) => t(wordsOf(message) ?? message, ...args);
}
