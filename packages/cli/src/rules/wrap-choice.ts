/** What people write for a key of the encrypted file. */
export type WrapChoice = 'keyring' | 'passphrase' | 'master-key' | `age:${string}`;

export const WRAP_FORMS = 'keyring, passphrase, master-key or age:RECIPIENT';

export type WrapChoiceParse =
  { readonly ok: true; readonly value: WrapChoice } | { readonly ok: false; readonly problem: string };

/** A word for a key, or the words there are. An age identity, which is secret, is refused and not repeated. */
export function parseWrapChoice(text: string): WrapChoiceParse {
  if (text === 'keyring' || text === 'passphrase' || text === 'master-key') return { ok: true, value: text };
  if (/^age:age1[0-9a-z]+$/.test(text)) return { ok: true, value: `age:${text.slice('age:'.length)}` };
  return { ok: false, problem: `It must be ${WRAP_FORMS}, where the recipient begins with age1.` };
}
