import type { Federated, Identities } from '../ports/identities.ts';
import type { Federation } from './federation.ts';
import type { KeyApprovals } from './key-approval.ts';
import type { ProviderRecheck } from './provider-recheck.ts';

export interface IdentitiesParts {
  readonly keys: KeyApprovals;
  readonly federation: Federation;
  readonly recheckAtProvider: ProviderRecheck;
}

/** Who may come in, by whatever proves it. */
export function createIdentities({ keys, federation, recheckAtProvider }: IdentitiesParts): Identities {
  return {
    async recheck(session, now, signal) {
      const { source } = session;
      signal?.throwIfAborted();
      switch (source.kind) {
        case 'key':
          return keys.recheck(source.id, now);
        case 'provider':
          return unlessAborted(recheckAtProvider(session, source, now), signal);
        case 'federation':
          return {
            kind: 'gone',
            reason: 'a federated sign-in is not renewed: a new token of the platform makes a new one',
          };
      }
    },
    federate: (subjectToken, now, signal): Promise<Federated> => unlessAborted(federation(subjectToken, now), signal),
    approveKey: (text, now) => keys.approve(text, now),
  };
}

/** A caller may stop waiting; the work goes on, because others wait for it and its outcome must not be lost. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
