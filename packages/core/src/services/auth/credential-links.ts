import type { CredentialSource } from '../../ports/credential-source.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import type { LinkFinding } from '../../words/credential-chain.ts';
import { Secret } from '../../words/secret.ts';
import { SignInRefusedError } from '../../words/sign-in-refused-error.ts';
import { SingleFlight } from '../single-flight.ts';
import type { CredentialLink } from './credential-chain.ts';

const NOTHING: LinkFinding = { kind: 'nothing' };

/**
 * What was given on purpose, for instance by a flag: the credential, or what reads it from where it was named. That is asked
 * at every look, and what it throws stops the chain.
 */
export function explicitLink(
  given: Secret | ((signal?: AbortSignal) => Promise<Secret | undefined>) | undefined,
  place: string,
): CredentialLink {
  const find = async (signal?: AbortSignal) => findingOf(typeof given === 'function' ? await given(signal) : given);
  return { id: 'explicit', place, find };
}

/**
 * A variable of the environment; an empty one, or one of white space alone, counts as none. Default `WICKETGATE_API_KEY`.
 * `read` gets its text without white space around it, and may throw: a variable that was set and holds no credential stops
 * the chain. By default any text is one.
 */
export function environmentLink(
  env: Readonly<Record<string, string | undefined>>,
  name = 'WICKETGATE_API_KEY',
  read: (text: string) => Secret = (text) => new Secret(text),
): CredentialLink {
  const find = async (): Promise<LinkFinding> => {
    const text = env[name]?.trim() ?? '';
    return Promise.resolve(findingOf(text === '' ? undefined : read(text)));
  };
  return { id: 'environment', place: `variable ${name}`, find };
}

/**
 * The token of a pipeline, exchanged. A gateway that has no rule for the pipeline is no reason to stop: many pipelines have
 * tokens for something else.
 */
export function federationLink(federation: CredentialSource, place: string): CredentialLink {
  const find = async (signal?: AbortSignal): Promise<LinkFinding> => {
    try {
      return findingOf(await federation.credential(signal));
    } catch (error) {
      if (!SignInRefusedError.isInstance(error)) throw error;
      return { kind: 'nothing', reason: error.message };
    }
  };
  return linkTo(federation, { id: 'federation', place, find });
}

/** A sign-in of this machine. */
export function sessionLink(session: CredentialSource, place: string): CredentialLink {
  const find = async (signal?: AbortSignal) => findingOf(await session.credential(signal));
  return linkTo(session, { id: 'session', place, find });
}

/** A key that was stored under a name. Default `WICKETGATE_API_KEY`. */
export function storedLink(store: Pick<SecretSource, 'id' | 'find'>, name = 'WICKETGATE_API_KEY'): CredentialLink {
  const find = async (signal?: AbortSignal): Promise<LinkFinding> => {
    const found = await store.find(name, signal);
    if (found === undefined || found.secret.reveal() === '') return NOTHING;
    return { kind: 'found', credential: found.secret, place: found.place };
  };
  return { id: 'stored', place: store.id, find };
}

/** Asks a person, once, whoever wants to know: the answer serves until it is refused, and then they are asked once more. */
export function askLink(ask: (signal?: AbortSignal) => Promise<Secret | undefined>, place: string): CredentialLink {
  let answered: Secret | undefined;
  const flight = new SingleFlight<Secret | undefined>();
  const answer = async (signal: AbortSignal | undefined) => {
    answered ??= await flight.join('ask', ask, signal);
    return answered;
  };
  return {
    id: 'ask',
    place,
    find: async (signal) => findingOf(await answer(signal)),
    renew: (refused, signal) => {
      if (answered?.reveal() === refused.reveal()) answered = undefined;
      return answer(signal);
    },
  };
}

function linkTo(source: CredentialSource, link: CredentialLink): CredentialLink {
  if (source.renew === undefined) return link;
  return { ...link, renew: async (refused, signal) => source.renew?.(refused, signal) };
}

function findingOf(credential: Secret | undefined): LinkFinding {
  return credential === undefined ? NOTHING : { kind: 'found', credential };
}
