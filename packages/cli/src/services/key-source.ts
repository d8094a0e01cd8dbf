import { CLIENT_IDS } from '@wicketgate/contract';
import type { CredentialSource, Secret } from '@wicketgate/core';
import type { ChainReport, CredentialChain, CredentialLink } from '@wicketgate/core/auth';
import { canAsk } from '../adapters/prompts.ts';
import { CommandFailure } from '../words/failure.ts';
import { GIVE_KEY } from '../words/ways-in.ts';
import type { Context } from './context.ts';
import { askKey, givenKey, givenPlace, keyOfEnvironment } from './given-key.ts';
import { sessionLink } from './session-link.ts';
import { findStoredKey, KEY_NAME } from './stored-key.ts';

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
      const message = 'This needs a sign-in or an API key, and there is neither.';
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
  const { createCredentialChain } = await import('@wicketgate/core/auth');
  return createCredentialChain([
    link('explicit', given ?? '--key-file, --key-stdin', async () =>
      given === undefined ? undefined : givenKey(io, flags),
    ),
    link('environment', 'variable WICKETGATE_API_KEY', () => Promise.resolve(keyOfEnvironment(io))),
    await pipelineLink(context),
    sessionLink(context),
    {
      id: 'stored',
      place: `${KEY_NAME} of this machine`,
      find: (signal) => findStoredKey(context, signal ?? io.signal),
    },
    link('ask', 'question', async () => (canAsk(io) ? askKey(io) : undefined)),
  ]);
}

/** The token that CI hands out to its pipelines, exchanged at the gateway for one of its own. */
async function pipelineLink(context: Context): Promise<CredentialLink> {
  const { createFederation, detectFederation, federationLink } = await import('@wicketgate/core/auth');
  const offer = detectFederation(context.io.env);
  if (offer === undefined) return link('federation', 'CI', () => Promise.resolve(undefined));
  const network = await context.connection();
  const federation = createFederation({ ...network.signInOptions, clientId: CLIENT_IDS.cli, offer });
  network.proveWith(federation.middleware);
  return federationLink(federation, offer.place);
}

function link(id: string, place: string, find: () => Promise<Secret | undefined>): CredentialLink {
  return {
    id,
    place,
    find: async () => {
      const credential = await find();
      return credential === undefined ? { kind: 'nothing' } : { kind: 'found', credential };
    },
  };
}
