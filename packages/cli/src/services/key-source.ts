import { CLIENT_IDS } from '@wicketgate/contract';
import type { CredentialSource, Secret } from '@wicketgate/core';
import type { ChainReport, CredentialChain, CredentialLink } from '@wicketgate/core/auth';
import { canAsk } from '../adapters/prompts.ts';
import { cleanText } from '../rules/clean-text.ts';
import { CommandFailure } from '../words/failure.ts';
import { GIVE_KEY } from '../words/ways-in.ts';
import type { Context } from './context.ts';
import { askKey, givenKey, givenPlace, keyOfEnvironment } from './given-key.ts';
import { signInLink } from './session-link.ts';
import { KEY_NAME, storedKeys } from './stored-key.ts';

/**
 * The credential of one run of the command: looked for once, so that nobody is asked twice and a pipe is read once, and
 * replaced only when the gateway refuses it.
 */
export interface KeySource extends CredentialSource {
  /** Throws `no_key` when there is none. */
  credential(): Promise<Secret>;
  renew(refused: Secret): Promise<Secret | undefined>;
  /** Where it was looked for, and what won. Never a value. */
  explain(): ChainReport | undefined;
}

/** The places in order: given, environment, a pipeline's own token, sign-in, stored key, question. */
export function createKeySource(context: () => Context): KeySource {
  let chain: Promise<CredentialChain> | undefined;
  let opened: CredentialChain | undefined;
  let held: Promise<Secret | undefined> | undefined;
  const open = async () => (opened = await (chain ??= createChain(context())));
  const find = async () => (await open()).credential(context().io.signal);
  return {
    credential: async () => {
      const credential = await (held ??= find());
      if (credential !== undefined) return credential;
      const { url } = await context().settings();
      const message = `The gateway ${cleanText(url.value)} wants a sign-in or an API key, and there is neither.`;
      throw new CommandFailure('no_key', message, { hint: [...reasonsIn(opened?.explain()), GIVE_KEY].join('\n') });
    },
    renew: async (refused) => {
      const newer = await (await open()).renew(refused, context().io.signal);
      if (newer !== undefined) held = Promise.resolve(newer);
      return newer;
    },
    explain: () => opened?.explain(),
  };
}

/** Why a pipeline got no token: its author looks for a rule at the gateway, and not for a key. */
function reasonsIn(report: ChainReport | undefined): readonly string[] {
  const pipelines = report?.links.filter(({ id }) => id === 'federation') ?? [];
  return pipelines.flatMap(({ place, reason }) => (reason === undefined ? [] : [`${place}: ${reason}`]));
}

async function createChain(context: Context): Promise<CredentialChain> {
  const { io, flags } = context;
  const given = givenPlace(flags);
  const { askLink, createCredentialChain, environmentLink, explicitLink, storedLink } =
    await import('@wicketgate/core/auth');
  const question = askLink(async () => (canAsk(io) ? askKey(io) : undefined), 'question');
  return createCredentialChain([
    explicitLink(given === undefined ? undefined : () => givenKey(io, flags), given ?? '--key-file, --key-stdin'),
    environmentLink(io.env, KEY_NAME, keyOfEnvironment),
    ...(await pipelineLinks(context)),
    await signInLink(context),
    { ...storedLink(storedKeys(context), KEY_NAME), place: `${KEY_NAME} of this machine` },
    // Without `renew`: a key that was typed and is refused is told of with the reason, and not asked for again.
    { id: question.id, place: question.place, find: (signal) => question.find(signal) },
  ]);
}

/** The token that CI hands out to its pipelines, exchanged at the gateway for one of its own. None outside of CI. */
async function pipelineLinks(context: Context): Promise<readonly CredentialLink[]> {
  const { createFederation, detectFederation, federationLink } = await import('@wicketgate/core/auth');
  const offer = detectFederation(context.io.env);
  if (offer === undefined) return [];
  const network = await context.connection();
  const federation = createFederation({ ...network.signInOptions, clientId: CLIENT_IDS.cli, offer });
  network.proveWith(federation.middleware);
  return [federationLink(federation, offer.place)];
}
