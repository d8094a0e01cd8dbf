import { type Clock, type Secret, type Verdict, WicketgateError } from '@wicketgate/core';
import type { GateCredential } from './gate-credential.ts';
import { failedVerdict, type KeyChecker } from './key-checker.ts';
import { withinTime } from './time-limit.ts';

/** A token is asked for in this time, or the last one is presented: what is left of ten seconds is for the check. */
const TOKEN_TIMEOUT_MS = 2_000;
/** Nobody waits longer than this for a verdict, whatever hangs. */
const LONGEST_CHECK_MS = 9_900;

export interface CredentialCheck {
  readonly checker: KeyChecker;
  readonly credential: GateCredential;
  readonly clock: Clock;
}

/**
 * Presents a credential to its gateway, and what follows it once when it is refused. Undefined: the sign-in is over. Throws
 * the signal's reason when it is aborted, and nothing else.
 */
export async function checkCredential(check: CredentialCheck, signal: AbortSignal): Promise<Verdict | undefined> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  try {
    return await withinTime({ clock: check.clock, ms: LONGEST_CHECK_MS, signal }, () => checkOnce(check, either));
  } catch (error) {
    signal.throwIfAborted();
    return failedVerdict(error);
  } finally {
    ending.abort();
  }
}

async function checkOnce(check: CredentialCheck, signal: AbortSignal): Promise<Verdict | undefined> {
  const { checker, credential } = check;
  const presented = await present(check, signal);
  if (presented === undefined || 'status' in presented) return presented;
  const verdict = await checker.check(presented, signal);
  // Only a token has something that follows it.
  if (verdict.status !== 'invalid' || verdict.next !== 'sign_in' || credential.renew === undefined) return verdict;
  const next = await attempt(check, signal, () => credential.renew?.(presented, signal) ?? Promise.resolve(undefined));
  return next === undefined || 'status' in next ? next : checker.check(next, signal);
}

/** Offline, a token that is over is presented nevertheless: its receipt may stand in. */
async function present(check: CredentialCheck, signal: AbortSignal): Promise<Secret | Verdict | undefined> {
  const { credential } = check;
  const found = await attempt(check, signal, () => credential.credential(signal));
  if (found === undefined || !('status' in found)) return found;
  const last = await attempt(check, signal, () => credential.last(signal));
  return last === undefined || 'status' in last ? found : last;
}

async function attempt(
  { clock, checker }: CredentialCheck,
  signal: AbortSignal,
  work: () => Promise<Secret | undefined>,
): Promise<Secret | Verdict | undefined> {
  try {
    return await withinTime({ clock, ms: TOKEN_TIMEOUT_MS, signal }, work);
  } catch (error) {
    signal.throwIfAborted();
    checker.logger.warn({ error }, 'the token could not be renewed');
    return isDamaged(error) ? undefined : failedVerdict(error);
  }
}

/** Nothing can be made of such a sign-in any more. */
function isDamaged(error: unknown): boolean {
  return !WicketgateError.isInstance(error) && (error as { readonly code?: unknown }).code === 'corrupt_record';
}
