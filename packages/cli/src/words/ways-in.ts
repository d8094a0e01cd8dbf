/** What to do where a credential is needed and there is none. */
export const GIVE_KEY =
  'Sign in with `wicketgate login`, or give a key with --key-file FILE, --key-stdin or the variable WICKETGATE_API_KEY.';
