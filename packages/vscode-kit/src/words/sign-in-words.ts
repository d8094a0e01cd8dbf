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

/** A translation for a gate that people can open without a key. */
export function inWordsOfSignIn(t: Translate): Translate {
  return (message, ...args) => t(INSTEAD.get(message) ?? message, ...args);
}
