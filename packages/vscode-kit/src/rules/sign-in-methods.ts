import type { SignInMethod } from '../words/sign-in-method.ts';

export interface SignInPlace {
  /** Where a browser comes back to this editor; undefined where it cannot, as in remote and web windows. */
  readonly redirectUri: string | undefined;
  /** The program of the `wicketgate` command; undefined where there is none. */
  readonly command: string | undefined;
}

/** The methods that a place has, the easiest first. Where no browser comes back, the code is. */
export function methodsOf({ redirectUri, command }: SignInPlace): readonly SignInMethod[] {
  return [
    ...(redirectUri === undefined ? [] : (['browser'] as const)),
    'code',
    ...(command === undefined ? [] : (['command'] as const)),
    'key',
  ];
}
