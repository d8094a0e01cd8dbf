import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, EmbeddedJWK, errors } from 'jose';
import { createWebDigests } from '../adapters/web-digests.ts';
import {
  MAX_PROOF_LENGTH,
  PROOF_ALGORITHMS,
  PROOF_WINDOW_MS,
  type ProofHeader,
  readProofClaims,
  readProofHeader,
} from '../domain/dpop-proof.ts';
import type { Digests } from '../ports/digests.ts';
import { createProofMemory } from './proof-memory.ts';

/** A request that must come with a proof of a key (RFC 9449). */
export interface ProofRequest {
  readonly method: string;
  /** Path of the endpoint below the public URL, without query, for instance `/api/v1/auth/token`. */
  readonly path: string;
  /** The `DPoP` header. Two of them arrive as one text with a comma, which is no proof. */
  readonly header: string | null;
  /** The access token it comes with: then the proof must name its digest. */
  readonly accessToken?: string;
  /** The key that it must be of; undefined: any. */
  readonly jkt?: string;
}

/** The key that was proved (RFC 7638 thumbprint) and the proof's id, or what is wrong in words for the caller. */
export type ProofVerdict = { readonly jkt: string; readonly jti: string } | { readonly problem: string };

export interface ProofCheck {
  /** Rejects only when `claim` does. */
  check(request: ProofRequest, now: number): Promise<ProofVerdict>;
}

export interface ProofCheckOptions {
  readonly publicUrl: string;
  /**
   * Notes the digest of a proof until an instant (milliseconds) and answers false when it was there. Default: in the
   * memory of this process, which is enough where a replayed proof needs the access token as well.
   */
  readonly claim?: (id: string, expiresAt: number) => Promise<boolean>;
  /** Default WebCrypto. */
  readonly digests?: Pick<Digests, 'sha256'>;
}

const USED: ProofVerdict = { problem: 'The proof was used before. Make a new one for each request.' };
const INVALID: ProofVerdict = { problem: 'The signature of the proof is not that of the key in it.' };
const OTHER_KEY: ProofVerdict = {
  problem: 'The proof is of another key than the one that the access token is bound to.',
};
const NO_PROOF: ProofVerdict = { problem: 'Send one DPoP header with a proof of the key (RFC 9449).' };
const NO_JWT: ProofVerdict = { problem: 'The DPoP header must hold exactly one signed JWT.' };
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** RFC 9449 section 4.3. */
export function createProofCheck(options: ProofCheckOptions): ProofCheck {
  const { publicUrl, digests = createWebDigests() } = options;
  const claim = claimBy(options, digests);

  return {
    async check({ method, path, header, accessToken, jkt: boundTo }, now) {
      if (header === null || header === '') return NO_PROOF;
      if (header.length > MAX_PROOF_LENGTH || !COMPACT_JWS.test(header)) return NO_JWT;
      const proof = readProofHeader(headerOf(header));
      if ('problem' in proof) return proof;
      const payload = await verifiedPayload(header);
      if (payload === undefined) return INVALID;
      const tokenSha256 = accessToken === undefined ? undefined : await digests.sha256(accessToken);
      const claims = readProofClaims(payload, { method, url: publicUrl + path, tokenSha256, now });
      if ('problem' in claims) return claims;
      const { jti, iat } = claims.value;
      const jkt = await thumbprint(proof.value.jwk);
      // Before it is noted: proofs of keys that anybody can make would use up the room for those of others.
      if (jkt !== (boundTo ?? jkt)) return OTHER_KEY;
      // One second beyond the last instant at which it would pass.
      const expiresAt = Math.floor(iat * 1_000) + PROOF_WINDOW_MS + 1_000;
      return (await claim({ jkt, jti, expiresAt }, now)) ? { jkt, jti } : USED;
    },
  };
}

type Claim = (
  proof: { readonly jkt: string; readonly jti: string; readonly expiresAt: number },
  now: number,
) => boolean | Promise<boolean>;

function claimBy({ claim }: ProofCheckOptions, digests: Pick<Digests, 'sha256'>): Claim {
  if (claim === undefined) {
    const memory = createProofMemory();
    return (proof, now) => memory.claim(proof, now);
  }
  // Under the key: nobody uses up the ids of another.
  return async ({ jkt, jti, expiresAt }) => claim(await digests.sha256(`${jkt}.${jti}`), expiresAt);
}

function headerOf(proof: string): unknown {
  try {
    return decodeProtectedHeader(proof);
  } catch {
    // What cannot be decoded has no header, and is refused for that.
    return undefined;
  }
}

/** The claims of a proof whose signature is that of the key in its header; undefined for every other. */
async function verifiedPayload(proof: string): Promise<unknown> {
  try {
    const { payload } = await compactVerify(proof, EmbeddedJWK, { algorithms: [...PROOF_ALGORITHMS] });
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as unknown;
  } catch (error) {
    if (isFaultOfProof(error)) return undefined;
    throw error;
  }
}

/** A key that cannot be imported is reported as the platform has it. */
function isFaultOfProof(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError ||
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    error instanceof DOMException
  );
}

function thumbprint(jwk: ProofHeader['jwk']): Promise<string> {
  return calculateJwkThumbprint(jwk, 'sha256');
}
