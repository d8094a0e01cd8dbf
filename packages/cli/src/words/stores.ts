/** The places that a value can be put into, by the ids of their sources. */
export const STORES = ['file', 'keyring'] as const;
export type Store = (typeof STORES)[number];
