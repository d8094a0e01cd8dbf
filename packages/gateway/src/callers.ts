import type { RandomBytes } from '@wicketgate/contract';
import { createWebDigests } from './adapters/web-digests.ts';
import type { AppConfig } from './config.ts';
import type { Digests } from './ports/digests.ts';
import type { Storage } from './ports/storage.ts';
import type { AccessTokens } from './services/access-tokens.ts';
import { type CallerVerifier, createCallerVerifier } from './services/caller-verifier.ts';
import { createProofCheck } from './services/dpop.ts';
import type { ReceiptIssuer } from './services/receipts.ts';
import { createSessionLoader } from './services/session-loader.ts';
import { createTokenVerifier, type TokenVerifier } from './services/token-verifier.ts';
import type { Verifier } from './services/verifier.ts';

export interface CallersParts {
  readonly config: Pick<AppConfig, 'publicUrl' | 'dpop'>;
  readonly storage: Storage;
  readonly random: RandomBytes;
  readonly digests: Digests | undefined;
  readonly verifier: Verifier;
  readonly accessTokens: AccessTokens;
  readonly receipts: ReceiptIssuer;
  readonly onDegraded: (cause: unknown) => void;
}

/** Who may call, and what caches forget when that changes. */
export interface Callers {
  readonly callers: CallerVerifier;
  readonly tokens: TokenVerifier;
  readonly keyChanged: (keyId: string) => void;
  /** Given the id of a session, or `all`. */
  readonly sessionChanged: (id: string) => void;
}

export function createCallers(parts: CallersParts): Callers {
  const { config, storage, random, verifier, accessTokens, receipts, onDegraded } = parts;
  const digests = parts.digests ?? createWebDigests();
  const sessions = createSessionLoader({ store: storage, random, onDegraded });
  const tokens = createTokenVerifier({ tokens: accessTokens, sessions, digests });
  const proofs = createProofCheck({ publicUrl: config.publicUrl, digests });
  return {
    tokens,
    callers: createCallerVerifier({ keys: verifier, tokens, proofs, audience: config.publicUrl, dpop: config.dpop }),
    keyChanged: (keyId) => {
      verifier.forget(keyId);
      tokens.forget({ keyId });
      receipts.forget(keyId);
    },
    sessionChanged: (id) => {
      if (id === 'all') {
        tokens.forget('all');
        receipts.forgetSessions();
      } else {
        tokens.forget({ sessionId: id });
        receipts.forget(id);
      }
    },
  };
}
