/** Where a sign-in may stay on this machine, by the ids of the token stores. `plain` is taken only when it is named. */
export const SIGN_IN_STORES = ['keyring', 'file', 'plain'] as const;
export type SignInStore = (typeof SIGN_IN_STORES)[number];
