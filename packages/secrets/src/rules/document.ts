import * as z from 'zod/mini';
import type { SecretsDocument, Wrap } from '../words/document.ts';
import { fromBase64Url } from './binary.ts';
import { KEY_BYTES, NONCE_BYTES, TAG_BYTES } from './cipher-sizes.ts';
import { partOfIssue, partOfLine, partOfSyntax } from './document-part.ts';
import { isEntryName } from './secret-name.ts';
import { MAX_SECRET_BYTES } from './secret-value.ts';

/** What a file may hold. */
export const DOCUMENT_LIMITS = { secrets: 1_000, wraps: 16, bytes: 8 * 1_024 * 1_024 } as const;

const LONGEST_VALUE = MAX_SECRET_BYTES + TAG_BYTES;
/** The last millisecond that a date can have (ECMA-262 section 21.4.1.1). */
const LAST_TIME = 8.64e15;
/** A header with one X25519 stanza, and 32 bytes of content (age-encryption.org/v1). */
const AGE_FILE_BYTES = 232;

const bytes = (least: number, most = least) => z.string().check(z.refine((text) => hasBytes(text, least, most)));
const count = z.int().check(z.gte(1));
const idSchema = bytes(8);
const nonceSchema = bytes(NONCE_BYTES);
const wrappedKeySchema = bytes(KEY_BYTES + TAG_BYTES);

const wrapSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: idSchema, kind: z.literal('keyring'), nonce: nonceSchema, key: wrappedKeySchema }),
  z.strictObject({
    id: idSchema,
    kind: z.literal('passphrase'),
    salt: bytes(16),
    nonce: nonceSchema,
    key: wrappedKeySchema,
  }),
  z.strictObject({
    id: idSchema,
    kind: z.literal('master-key'),
    keyId: bytes(8),
    salt: bytes(16),
    nonce: nonceSchema,
    key: wrappedKeySchema,
  }),
  z.strictObject({
    id: idSchema,
    kind: z.literal('age'),
    recipient: z.string().check(z.regex(/^age1[02-9ac-hj-np-z]{58}$/)),
    key: bytes(AGE_FILE_BYTES),
  }),
]);

const secretSchema = z.strictObject({
  name: z.string().check(z.refine(isEntryName)),
  version: count,
  updated: z.int().check(z.gte(0), z.lte(LAST_TIME)),
  nonce: nonceSchema,
  value: bytes(TAG_BYTES + 1, LONGEST_VALUE),
});

const documentSchema = z.strictObject({
  format: z.literal('wicketgate-secrets'),
  version: z.literal(1),
  id: bytes(16),
  path: z.string().check(z.refine(isDocumentPath)),
  wraps: z.array(wrapSchema).check(z.minLength(1), z.maxLength(DOCUMENT_LIMITS.wraps)),
  secrets: z.array(secretSchema).check(z.maxLength(DOCUMENT_LIMITS.secrets)),
  index: z.strictObject({ counter: count, mac: bytes(32) }),
});

/** Enough to tell a later version from damage. */
const headSchema = z.object({ format: z.literal('wicketgate-secrets'), version: count });

export type DocumentParse =
  | { readonly ok: true; readonly document: SecretsDocument }
  | {
      readonly ok: false;
      readonly code: 'corrupt_file' | 'unsupported_version';
      /** `header`, `wrap 1`, `secret GITHUB_TOKEN`, `index`. */
      readonly part: string;
      /** What is wrong with it, to follow its name in a sentence. Quotes nothing of the text. */
      readonly problem: string;
    };

/** Whether a text can be the path of a file: 1 to 128 of `A-Z a-z 0-9 . _ / -`, the first a letter or a digit. */
export function isDocumentPath(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/.test(text);
}

/** The file's text: JSON with two spaces, members in the order of the format, a line feed at the end. All of it is ASCII. */
export function serializeDocument(document: SecretsDocument): string {
  const { format, version, id, path, wraps, secrets, index } = document;
  const ordered = {
    ...{ format, version, id, path },
    wraps: wraps.map(orderedWrap),
    secrets: secrets.map(({ name, version: its, updated, nonce, value }) => ({
      name,
      version: its,
      updated,
      nonce,
      value,
    })),
    index: { counter: index.counter, mac: index.mac },
  };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

/** What the index's `mac` is made over: the file's text with that member empty. */
export function authenticatedText(document: SecretsDocument): string {
  return serializeDocument({ ...document, index: { ...document.index, mac: '' } });
}

/**
 * Reads a file's text, and refuses all that `serializeDocument` would not have written, so that every byte of a file
 * counts. It proves nothing of who wrote it: that is the index's `mac`.
 */
export function parseDocument(text: string): DocumentParse {
  if (text.length > DOCUMENT_LIMITS.bytes)
    return corrupt('header', `belongs to a file of more than ${DOCUMENT_LIMITS.bytes} bytes`);
  const json = parseJson(text);
  if (json === undefined) return corrupt(partOfSyntax(text), 'is damaged or cut off');
  const head = headSchema.safeParse(json);
  if (head.success && head.data.version !== 1) {
    return { ok: false, code: 'unsupported_version', part: 'header', problem: `is of version ${head.data.version}` };
  }
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) return corrupt(partOfIssue(parsed.error.issues[0], json), 'does not fit the format');
  const document: SecretsDocument = parsed.data;
  const misplaced = findMisplaced(document);
  if (misplaced !== undefined) return corrupt(misplaced, 'is out of order, or there twice');
  const written = serializeDocument(document);
  if (written !== text)
    return corrupt(partOfLine(text, firstDifference(text, written)), 'is not written as the format wants it');
  return { ok: true, document };
}

function corrupt(part: string, problem: string): DocumentParse {
  return { ok: false, code: 'corrupt_file', part, problem };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function hasBytes(text: string, least: number, most: number): boolean {
  // Before decoding, so that a text of megabytes is refused by its length.
  if (text.length > Math.ceil((most * 4) / 3)) return false;
  const length = fromBase64Url(text)?.length ?? -1;
  return length >= least && length <= most;
}

/** The first wrap whose id was there before, or the first secret that does not come after the one before it. */
function findMisplaced({ wraps, secrets }: SecretsDocument): string | undefined {
  const ids = wraps.map((wrap) => wrap.id);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
  if (twice >= 0) return `wrap ${twice + 1}`;
  const late = secrets.find(({ name }, at) => at > 0 && name <= (secrets[at - 1]?.name ?? ''));
  return late && `secret ${late.name}`;
}

function orderedWrap(wrap: Wrap): Wrap {
  const { id, key } = wrap;
  switch (wrap.kind) {
    case 'keyring':
      return { id, kind: wrap.kind, nonce: wrap.nonce, key };
    case 'passphrase':
      return { id, kind: wrap.kind, salt: wrap.salt, nonce: wrap.nonce, key };
    case 'master-key':
      return { id, kind: wrap.kind, keyId: wrap.keyId, salt: wrap.salt, nonce: wrap.nonce, key };
    case 'age':
      return { id, kind: wrap.kind, recipient: wrap.recipient, key };
  }
}

/** The number, from 0, of the first line in which two texts differ. */
function firstDifference(text: string, written: string): number {
  const lines = text.split('\n');
  const others = written.split('\n');
  const found = lines.findIndex((line, at) => line !== others[at]);
  return found === -1 ? lines.length : found;
}
