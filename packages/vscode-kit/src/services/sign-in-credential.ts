import type { Secret } from '@wicketgate/core';
import type { Session, SessionChange } from '@wicketgate/core/auth';
import type { GateCredential } from './gate-credential.ts';

export interface SignInCredentialOptions {
  readonly session: Session;
  /** Told when there is another token, by whichever window: what is known rests on the one before. */
  readonly onRenewed: () => void;
  /** Told when the sign-in is over, by whoever ended it. */
  readonly onEnded: () => void;
}

/** The tokens of a sign-in. */
export function signInCredential({ session, onRenewed, onEnded }: SignInCredentialOptions): GateCredential {
  const given = new WeakSet<Secret>();
  let gaveAny = false;
  const note = (credential: Secret | undefined) => {
    if (credential === undefined) return undefined;
    gaveAny = true;
    given.add(credential);
    return credential;
  };
  const stop = session.onChange((change) => tell(change, onRenewed, onEnded));
  return {
    kind: 'signIn',
    credential: async (signal) => note(await session.credential(signal)),
    renew: async (refused, signal) => note(await session.renew(refused, signal)),
    last: async (signal) => note(await session.lastCredential(signal)),
    gave: (credential) => given.has(credential),
    isElsewhere: async () => {
      if (gaveAny) return false;
      // Tokens that are damaged are here.
      return session.lastCredential().then(
        (last) => last === undefined,
        () => false,
      );
    },
    middleware: session.middleware,
    async end(signal) {
      const { wasSignedIn, revoked } = await session.signOut(signal);
      return revoked || !wasSignedIn;
    },
    close() {
      stop();
      void session.close();
    },
  };
}

function tell(change: SessionChange, onRenewed: () => void, onEnded: () => void): void {
  switch (change.kind) {
    case 'signed_in':
      return;
    case 'refreshed':
      onRenewed();
      return;
    case 'signed_out':
      // Whoever signs out here knows it.
      if (change.because !== 'person') onEnded();
  }
}
