/** The places that a value can be put into, by the ids of their sources. */
export const STORES = ['file', 'keyring'] as const;
export type Store = (typeof STORES)[number];

/** What people call them within a sentence. */
export const STORE_NAMES: Readonly<Record<Store, string>> = { file: 'the encrypted file', keyring: 'the keyring' };
