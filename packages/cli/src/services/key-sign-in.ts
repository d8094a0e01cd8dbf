import { looksLikeAccessToken } from '@wicketgate/contract';
import { AuthenticationError, GatewayUnavailableError, type Secret } from '@wicketgate/core';
import { canAsk } from '../adapters/prompts.ts';
import { cleanText } from '../rules/clean-text.ts';
import { ownerText } from '../rules/views/key-view.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';
import { STORE_NAMES } from '../words/stores.ts';
import type { Context } from './context.ts';
import { warnOfEnvironmentKey } from './environment-key.ts';
import { askKey, givenKey, givenPlace } from './given-key.ts';
import { rememberGateway } from './remembered-gateway.ts';
import { withSecretsRoom } from './secrets-room.ts';
import { KEY_NAME } from './stored-key.ts';
import { chooseStore } from './token-room.ts';
import { validate } from './validating.ts';

/** Checks an API key and stores it, so that every later command finds it. A key that nobody vouches for is not stored. */
export async function signInWithKey(context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const { store } = await context.settings();
  if (store.value === 'plain' && store.from === 'flag') {
    throw new CommandFailure('usage', 'An API key is not kept in a plain file: use --store keyring or --store file.');
  }
  const key = await keyToStore(context);
  if (looksLikeAccessToken(key.reveal())) {
    const hint = 'It ends within the hour. `wicketgate login` without --key keeps a sign-in and refreshes it.';
    throw new CommandFailure('bad_input', 'That is an access token and no API key.', { hint });
  }
  const verdict = await validate(context, key, 'refused');
  if (verdict.status === 'invalid') throw new AuthenticationError(verdict);
  if (verdict.status === 'unavailable') throw new GatewayUnavailableError(verdict);
  const { principal } = verdict.identity;
  const to = await keyStore(context, store);
  const { place } = await withSecretsRoom(context, {}, (room) => room.keep(KEY_NAME, key, { to, purpose: 'key' }));
  await terminal.event({ event: 'signed_in', by: 'key', person: principal, store: to }, () =>
    cleanText(`The key of ${ownerText(principal)} is valid, and kept in ${STORE_NAMES[to]} (${place}).`),
  );
  await rememberGateway(context);
  await warnOfSignIn(context);
  await warnOfEnvironmentKey(context);
  return EXIT.done;
}

/** Whoever has just stored a key must know that a sign-in goes before it. One that cannot be looked at is told of elsewhere. */
async function warnOfSignIn({ signIns, io, terminal }: Context): Promise<void> {
  const look = async () => (await signIns.remembered())?.session.current(io.signal);
  if ((await look().catch(() => undefined)) === undefined) return;
  const sentence = 'You are signed in as well: commands go on to use that sign-in. `wicketgate logout` ends it.';
  await terminal.warn(terminal.errorStyle.warn(sentence));
}

async function keyToStore({ io, flags }: Context): Promise<Secret> {
  if (givenPlace(flags) !== undefined) return givenKey(io, flags);
  if (canAsk(io)) return askKey(io);
  const hint = 'Give it with --key-file FILE or --key-stdin.';
  throw new CommandFailure('no_key', 'There is no API key to sign in with, and nobody can be asked.', { hint });
}

/** What the settings say of sign-ins holds for keys as well, but for plain files. */
async function keyStore(context: Context, store: Parameters<typeof chooseStore>[1]): Promise<'keyring' | 'file'> {
  const chosen = await chooseStore(context, store);
  return chosen === 'plain' ? 'file' : chosen;
}
