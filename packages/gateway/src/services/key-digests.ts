import { fromBase64Url } from '../domain/encoding.ts';
import type { Digests } from '../ports/digests.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';

const SECRET_BYTES = 32;

/** A digest as it is stored, with the version of the pepper that made it. */
export interface PepperedDigest {
  readonly digest: string;
  readonly pepperVersion: number;
}

/** The digests of keys at rest: HMAC-SHA-256 under a versioned pepper over the SHA-256 of the whole key. */
export interface KeyDigests {
  /** SHA-256 of a key's text, base64url. */
  sha256(text: string): string | Promise<string>;
  /** Under the newest pepper: for keys that are being made. */
  newest(sha256: string): Promise<PepperedDigest>;
  /** Under the pepper of a version; undefined when the gateway does not have it. */
  under(version: number, sha256: string): Promise<string | undefined>;
  /** Under each pepper: a foreign key does not tell which one it was stored with. */
  all(sha256: string): Promise<PepperedDigest[]>;
}

/** Throws a TypeError for no peppers, two of one version, or one that is not 32 bytes long. */
export function createKeyDigests(digests: Digests, peppers: ServiceKeys['peppers']): KeyDigests {
  assertPeppers(peppers);
  const keyed = peppers
    .map(({ version, secret }) => ({ version, hmac: digests.hmac(secret) }))
    .sort((left, right) => right.version - left.version);
  const [newest] = keyed;
  if (!newest) throw new TypeError('The gateway needs at least one pepper.');

  const digest = async ({ version, hmac }: (typeof keyed)[number], sha256: string): Promise<PepperedDigest> => ({
    pepperVersion: version,
    digest: await hmac(fromBase64Url(sha256)),
  });

  return {
    sha256: (text) => digests.sha256(text),
    newest: (sha256) => digest(newest, sha256),
    all: (sha256) => Promise.all(keyed.map((pepper) => digest(pepper, sha256))),
    async under(version, sha256) {
      const pepper = keyed.find((candidate) => candidate.version === version);
      return pepper && (await digest(pepper, sha256)).digest;
    },
  };
}

function assertPeppers(peppers: ServiceKeys['peppers']): void {
  const versions = new Set(peppers.map(({ version }) => version));
  if (versions.size < peppers.length) throw new TypeError('Two peppers have the same version.');
  for (const { version, secret } of peppers) {
    if (!Number.isInteger(version) || version < 1) throw new TypeError('A pepper version is a whole number from 1 on.');
    if (secret.length !== SECRET_BYTES) throw new TypeError(`Pepper ${version} must have ${SECRET_BYTES} bytes.`);
  }
}
