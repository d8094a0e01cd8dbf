import { looksLikeAccessToken } from '@wicketgate/contract';
import { type AuthValidator, type Secret, type Verdict, WicketgateError } from '@wicketgate/core';
import { createFileReceiptStore } from '@wicketgate/core/files';
import { createSignInReceipts } from '../adapters/sign-in-receipts.ts';
import { isTokenRefusal } from '../rules/token-refusal.ts';
import type { Context } from './context.ts';

export interface Validating {
  /** Whether the receipt of an earlier answer may stand in for the gateway. */
  readonly grace: 'allowed' | 'refused';
}

/**
 * What the gateway says of the caller's credential. An access token that it refuses is renewed and shown once more; one
 * that cannot be renewed now is shown as it is, for its receipt.
 */
export async function validateOwn(context: Context, { grace }: Validating): Promise<Verdict> {
  const credential = await ownCredential(context);
  const verdict = await validate(context, credential, grace);
  if (verdict.status !== 'invalid' || !isTokenRefusal(verdict.code)) return verdict;
  const newer = await context.keySource.renew(credential).catch(unlessUnreachable);
  return newer === undefined ? verdict : validate(context, newer, grace);
}

/** What the gateway says of any credential. */
export async function validate(context: Context, key: Secret, grace: Validating['grace']): Promise<Verdict> {
  const { io, config } = context;
  const connection = await context.connection();
  const installId = await config.installId(io.random).catch(() => undefined);
  const receipts = looksLikeAccessToken(key.reveal())
    ? createSignInReceipts(config.signInReceipts)
    : createFileReceiptStore({ folder: config.receipts });
  const validator: AuthValidator = connection.validator({
    ...(installId !== undefined && { installId }),
    ...(grace === 'allowed' && { receipts }),
  });
  try {
    return await validator.validate(key, { signal: io.signal });
  } finally {
    validator.close();
  }
}

/** Where a sign-in is due to be refreshed and the gateway is out of reach, the last access token: a receipt may vouch for it. */
async function ownCredential({ keySource, signIns, io }: Context): Promise<Secret> {
  try {
    return await keySource.credential();
  } catch (error) {
    if (io.signal.aborted || !WicketgateError.isInstance(error)) throw error;
    const winner = keySource.explain()?.links.find(({ outcome }) => outcome === 'failed');
    const last = winner?.id === 'session' ? await (await signIns.remembered())?.session.lastCredential() : undefined;
    if (last === undefined) throw error;
    return last;
  }
}

function unlessUnreachable(error: unknown): undefined {
  if (!WicketgateError.isInstance(error) || error.code === 'aborted') throw error;
  return undefined;
}
