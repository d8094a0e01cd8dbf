/**
 * How a person can sign in: in the browser, which comes back to the editor; with a code that is typed into a page on any
 * device; with the session of the `wicketgate` command; with an API key.
 */
export type SignInMethod = 'browser' | 'code' | 'command' | 'key';
