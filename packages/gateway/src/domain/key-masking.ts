import { keyPattern, maskApiKey } from '@wicketgate/contract';
import type { KeyDraft, KeyEdit } from './key-draft.ts';
import type { ForeignShape } from './foreign-shape.ts';
import type { Owner } from './key-record.ts';
import { tokenPattern } from './token-text.ts';

/** A run of characters that a credential may consist of (RFC 6750 section 2.1, `b64token`), ending in a letter or digit. */
const TOKEN = /[A-Za-z0-9._~+/-]*[A-Za-z0-9]/g;

/** A signed token, access tokens among them (RFC 7515 section 7.1). Runs are bounded: a hostile text costs little. */
const SIGNED = /\beyJ[\w-]{4,2048}\.[\w-]{4,8192}\.[\w-]*/g;

const REDACTED = '[redacted]';

/** Masks keys and tokens in a text for people. */
export type KeyMasker = (text: string) => string;

/** Operators paste the key itself where they mean to name it: in a reason, a name, a note. It must not be stored there. */
export function createKeyMasker(brand: string, shapes: readonly ForeignShape[]): KeyMasker {
  const tokens = tokenPattern(brand);
  return (text) => {
    const masked = text.replace(keyPattern(brand), maskApiKey).replace(tokens, REDACTED).replace(SIGNED, REDACTED);
    if (shapes.length === 0) return masked;
    return masked.replace(TOKEN, (token) => (shapes.some((shape) => shape.matches(token)) ? maskApiKey(token) : token));
  };
}

/** The free texts of a draft or an edit, masked. */
export function maskDraft<Draft extends KeyDraft | KeyEdit>(draft: Draft, mask: KeyMasker): Draft {
  const { name, owner, metadata } = draft;
  return {
    ...draft,
    ...(name !== undefined && { name: mask(name) }),
    ...(owner && { owner: maskOwner(owner, mask) }),
    ...(metadata && {
      metadata: Object.fromEntries(
        Object.entries(metadata).map(([fact, value]) => [fact, typeof value === 'string' ? mask(value) : value]),
      ),
    }),
  };
}

function maskOwner({ id, email, name }: Owner, mask: KeyMasker): Owner {
  return { id: mask(id), email: email && mask(email), name: name && mask(name) };
}
