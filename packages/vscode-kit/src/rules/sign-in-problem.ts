import type { WicketgateErrorCode } from '@wicketgate/core';
import { MESSAGES } from '../words/messages.ts';

/** Why nothing came of the command, in a sentence about what to do: it is not the gateway that could not be run. */
export function commandProblem(code: WicketgateErrorCode): string {
  return code === 'offline' ? MESSAGES.signInUnreachable : MESSAGES.commandFailed;
}

/** Why a sign-in came to nothing, in a sentence about what to do. */
export function signInProblem(code: WicketgateErrorCode): string {
  switch (code) {
    case 'authorization_denied':
      return MESSAGES.signInDenied;
    case 'code_expired':
      return MESSAGES.codeExpired;
    case 'bad_redirect':
      return MESSAGES.badRedirect;
    case 'wrong_issuer':
      return MESSAGES.wrongIssuer;
    case 'offline':
    case 'timeout':
    case 'unavailable':
    case 'too_many_requests':
      return MESSAGES.signInUnreachable;
    default:
      return MESSAGES.signInFailed;
  }
}
