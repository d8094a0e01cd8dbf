import type { Logger } from '@wicketgate/core';
import { principalHash } from '../../rules/catalog/server-identity.ts';
import type { ServerSpec } from './client-options.ts';

/** Answers the hash of who asks a server; undefined when that cannot be told. */
export type PrincipalQuestion = (
  how: 'quiet' | 'asking',
  signal: AbortSignal | undefined,
) => Promise<string | undefined>;

export interface PrincipalOptions {
  /** Id of the server, for the log. */
  readonly id: string;
  readonly spec: ServerSpec;
  readonly identity: string;
  readonly logger: Logger | undefined;
}

/** Who asks a server. Where nothing is said the credential is asked for, unless it must be quiet: a sign-in could begin. */
export function principalOf({ id, spec, identity, logger }: PrincipalOptions): PrincipalQuestion {
  const stated = statedPrincipal(spec, identity);
  if (stated !== undefined || !('credential' in spec) || spec.credential === undefined) {
    return () => Promise.resolve(stated);
  }
  const { headers, credential } = spec;
  return async (how, signal) => {
    try {
      const subject = await credential.subject?.(signal);
      if (subject !== undefined) return principalHash(identity, { headers, secret: `subject ${subject}` });
      if (how === 'quiet') return undefined;
      const secret = await credential.credential(signal);
      return principalHash(identity, { headers, secret: secret?.reveal() });
    } catch (error) {
      // Whoever asks the server with it is told of this; here it only means that nothing stored can be used.
      logger?.debug({ err: error, server: id }, 'The credential for a server could not be had.');
      return undefined;
    }
  };
}

/** What the options say of who asks, or all that the server is shown. Undefined where a credential decides. */
export function statedPrincipal(spec: ServerSpec, identity: string): string | undefined {
  if (spec.principal !== undefined) return principalHash(identity, { name: spec.principal });
  if ('connector' in spec) return principalHash(identity, {});
  if (spec.transport === 'stdio') return principalHash(identity, { env: spec.env });
  return spec.credential === undefined ? principalHash(identity, { headers: spec.headers }) : undefined;
}
