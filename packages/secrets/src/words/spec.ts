/** What is known of a secret before anybody has it. */
export interface SecretSpec {
  /** The name under which it is asked for, and the environment variable that holds it. */
  readonly name: string;
  /** Other names under which people keep it, tried after `name`, in this order. */
  readonly aliases: readonly string[];
  /** What it is for, in half a sentence. */
  readonly purpose?: string;
  /** The page where it is made. https, or http on loopback. */
  readonly url?: string;
  /** What the page must be told to allow, no more than is needed: `repo`, `read:packages`. */
  readonly scopes: readonly string[];
  /** A regular expression that the whole value matches. A mismatch is a warning: vendors change their formats. */
  readonly pattern?: string;
  /** What such a value looks like, for people: `ghp_…`. No value that works. */
  readonly example?: string;
  /** Whether nothing works without it. */
  readonly required: boolean;
  /** Days after which it should be replaced. 1 to 3,650. */
  readonly rotationDays?: number;
  /** A request that tells whether the value works. */
  readonly probe?: SecretProbe;
  /** A program that prints the value: the program and its arguments. No shell reads them. */
  readonly command?: readonly [program: string, ...args: string[]];
  /** Used when no source has a value: for what is no secret everywhere, such as an address. */
  readonly default?: string;
  /** How a new random value is made when asked for: bytes of randomness and how they are written. */
  readonly generate?: { readonly bytes: number; readonly encoding: 'base64url' | 'hex' };
  /** Who says so: `built-in`, or the path of the file. */
  readonly from: string;
  /**
   * What the project's file says as well and the user has not allowed: it is left out above. Whoever wants to use it throws
   * `not_allowed` instead.
   */
  readonly withheld?: readonly SpecPower[];
}

/**
 * What lets a spec act on the machine: start a program with the user's rights, send the value somewhere, and choose what a
 * variable of a program that is run says. Many a program takes the code that it loads, or the address that it sends keys
 * to, out of a variable of its own: no list of their names could be complete.
 */
export type SpecPower = 'command' | 'probe' | 'default';

/** One request. It never follows a redirect, which would carry the value elsewhere. */
export interface SecretProbe {
  readonly method: 'GET' | 'POST';
  /** https, or http on loopback. */
  readonly url: string;
  /** How the value is presented: `bearer` and `basic` (the value as user name) in `Authorization`, or a header's name. */
  readonly present: 'bearer' | 'basic' | { readonly header: string; readonly prefix?: string };
  /** Further headers, none of them secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The header of the answer that lists the scopes of the value, separated by commas. */
  readonly scopesHeader?: string;
}
