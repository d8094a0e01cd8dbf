import { isLoopbackHost } from '@wicketgate/core';
import * as z from 'zod/mini';

/** `typ` of a proof's header (RFC 9449 section 4.2), so that no other token passes for one. */
const PROOF_TYPE = 'dpop+jwt';

/** Signature algorithms that proofs may have: asymmetric ones alone (RFC 9449 section 11.6). */
export const PROOF_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] as const;

/** Characters; a proof with an RSA key of 4,096 bits has about 2,200. */
export const MAX_PROOF_LENGTH = 4_096;

/** How far the time of a proof may lie from ours, either way. Milliseconds. */
export const PROOF_WINDOW_MS = 60_000;

const MAX_JTI_LENGTH = 256;

/** Members of a JWK that only a private or a symmetric key has (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** What a proof must be a proof of. */
export interface ProofSubject {
  readonly method: string;
  /** The address without query and fragment. */
  readonly url: string;
  /** SHA-256 of the access token it comes with, base64url; undefined where there is none yet. */
  readonly tokenSha256: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const headerSchema = z.object({
  typ: z.literal(PROOF_TYPE, `The header of the proof must have the typ ${PROOF_TYPE}.`),
  alg: z.enum(PROOF_ALGORITHMS, `The alg of the proof must be one of ${PROOF_ALGORITHMS.join(', ')}.`),
  jwk: z
    .record(z.string(), z.unknown(), 'The header of the proof must hold the public key as jwk.')
    .check(
      z.refine(
        (jwk) => PRIVATE_MEMBERS.every((member) => !Object.hasOwn(jwk, member)),
        'The jwk of the proof must be a public key and nothing else.',
      ),
    ),
});

const text = (message: string) => z.string(message);

const claimsSchema = z.object({
  jti: text('The proof has no jti.').check(
    z.minLength(1, 'The jti of the proof is empty.'),
    z.maxLength(MAX_JTI_LENGTH, `The jti of the proof may have at most ${MAX_JTI_LENGTH} characters.`),
  ),
  htm: text('The proof has no htm.'),
  htu: text('The proof has no htu.'),
  iat: z.number('The proof has no iat.'),
  ath: z.optional(text('The ath of the proof must be a text.')),
});

export type ProofHeader = z.infer<typeof headerSchema>;
export type ProofClaims = z.infer<typeof claimsSchema>;

/** What is read of a proof, or what is wrong with it in words that repeat nothing of it. */
export type ReadProof<Part> = { readonly value: Part } | { readonly problem: string };

/** Steps 2 to 7 of RFC 9449 section 4.3, as far as they need no key. */
export function readProofHeader(header: unknown): ReadProof<ProofHeader> {
  return read(headerSchema, header);
}

/** Steps 3 and 8 to 11 of RFC 9449 section 4.3, once the signature is good. */
export function readProofClaims(claims: unknown, subject: ProofSubject): ReadProof<ProofClaims> {
  const proof = read(claimsSchema, claims);
  if ('problem' in proof) return proof;
  const problem = mismatchOf(proof.value, subject);
  return problem === undefined ? proof : { problem };
}

function mismatchOf(claims: ProofClaims, { method, url, tokenSha256, now }: ProofSubject): string | undefined {
  if (claims.htm !== method) return 'The htm of the proof is not the method of this request.';
  if (normalUrl(claims.htu) !== normalUrl(url)) return 'The htu of the proof is not the address of this request.';
  if (!(Math.abs(claims.iat * 1_000 - now) <= PROOF_WINDOW_MS)) {
    return 'The iat of the proof is more than 60 s away from the time here. Set the clock, and make a new proof for each request.';
  }
  if (tokenSha256 === undefined || claims.ath === tokenSha256) return undefined;
  return 'The ath of the proof is not the SHA-256 of the access token.';
}

/**
 * Without query and fragment, in one spelling (RFC 3986 sections 6.2.2 and 6.2.3) and with one name for this machine, which
 * clients know by several; undefined for what is no address.
 */
function normalUrl(address: string): string | undefined {
  const url = URL.parse(address);
  if (url?.username !== '' || url.password !== '') return undefined;
  if (isLoopbackHost(url.hostname)) url.hostname = '127.0.0.1';
  return url.origin + url.pathname.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
}

function read<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): ReadProof<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return { problem: result.error.issues[0]?.message ?? 'The proof is not well-formed.' };
}
