import { bytesToHex } from '@noble/hashes/utils.js';
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import { isGuessable } from '../../rules/auth/guessable-secret.ts';
import { tokenHolder } from '../../rules/auth/token-holder.ts';
import { type PrincipalFacts, principalHash } from '../../rules/catalog/server-identity.ts';
import { waitFor } from '../session/waiting.ts';
import type { ServerSpec } from './client-options.ts';

/** Answers the hash of who asks a server; undefined when that cannot be told. */
export type PrincipalQuestion = (
  how: 'quiet' | 'asking',
  signal: AbortSignal | undefined,
) => Promise<string | undefined>;

/** A credential that takes longer is waited for by whoever asks the server with it: here it would hold up what needs no server. */
export const PRINCIPAL_WAIT_MS = 5_000;
const SALT_BYTES = 16;

export interface PrincipalOptions {
  /** Id of the server, for the log. */
  readonly id: string;
  readonly spec: ServerSpec;
  readonly identity: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Ends with the server. */
  readonly ending: AbortSignal;
  readonly logger: Logger | undefined;
}

/**
 * Who asks a server. Where nothing is said the credential is asked for, unless it must be quiet: a sign-in could begin. One that
 * fails or takes more than 5 seconds leaves it unknown.
 */
export function principalOf(options: PrincipalOptions): PrincipalQuestion {
  const { id, spec, identity, clock, ending, logger } = options;
  const stated = statedPrincipal(spec, identity);
  if (stated !== undefined || !('credential' in spec) || spec.credential === undefined) {
    return () => Promise.resolve(stated);
  }
  const { headers, credential } = spec;
  const factsOf = secretFacts(options.random);
  const ask = async (how: 'quiet' | 'asking', signal: AbortSignal) => {
    const subject = await credential.subject?.(signal);
    if (subject !== undefined) return principalHash(identity, { headers, subject });
    // Who has a name for everybody and none now speaks for nobody: what was listed for somebody is over.
    if (how === 'quiet') return credential.subject && principalHash(identity, { headers });
    const secret = await credential.credential(signal);
    return principalHash(identity, { headers, ...(secret && factsOf(secret.reveal())) });
  };
  return async (how, signal) => {
    try {
      return await waitFor({ clock, ms: PRINCIPAL_WAIT_MS, signal, ending }, (until) => ask(how, until));
    } catch (error) {
      // Whoever asks the server with it is told of this; here it only means that nothing stored can be used.
      logger?.debug({ err: error, server: id }, 'The credential for a server could not be had.');
      return undefined;
    }
  };
}

/**
 * What a credential is told apart by. A token says whom it speaks for, and so the next one is the same. The hash of a secret that can
 * be guessed is worth nothing outside this process.
 */
function secretFacts(random: RandomBytes): (secret: string) => PrincipalFacts {
  const salt = bytesToHex(random(new Uint8Array(SALT_BYTES)));
  return (secret) => {
    const holder = tokenHolder(secret);
    if (holder !== undefined) return { holder };
    return { secret: isGuessable(secret) ? `${salt} ${secret}` : secret };
  };
}

/** What the options say of who asks, or all that the server is shown. Undefined where a credential decides. */
function statedPrincipal(spec: ServerSpec, identity: string): string | undefined {
  if (spec.principal !== undefined) return principalHash(identity, { name: spec.principal });
  if ('connector' in spec) return principalHash(identity, {});
  if (spec.transport === 'stdio') return principalHash(identity, { env: spec.env });
  return spec.credential === undefined ? principalHash(identity, { headers: spec.headers }) : undefined;
}
