import type { Secret } from '@wicketgate/core';
import { SecretsError } from '../words/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ChildEnvironmentOptions {
  /** What the caller has. */
  readonly env: Environment;
  /** What is added to it, over what is there. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** As Node names it; `win32` does not tell names apart by case. */
  readonly platform: string;
}

/** What opens our own files. No program that gets single secrets gets the key to all of them. */
const WITHHELD = /^WICKETGATE_(?:MASTER_KEY|AGE_IDENTITY|PASSPHRASE)/i;

/**
 * They tell loaders, interpreters and shells which code to run. A project that could set one as its secret would choose
 * what a program of the user does.
 */
const LOADING = [
  /^PATH(?:EXT)?$/i,
  /^(?:LD|DYLD)_/i,
  /^(?:BASH_ENV|ENV|IFS|SHELL|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|ZDOTDIR|COMSPEC)$/i,
  /^(?:NODE_OPTIONS|NODE_PATH|NPM_CONFIG_\w+)$/i,
  /^(?:PYTHON(?:PATH|HOME|STARTUP|INSPECT|BREAKPOINT)|PERL5?(?:OPT|LIB)|RUBY(?:OPT|LIB)|GEM_(?:HOME|PATH)|LUA_INIT)$/i,
  /^(?:JAVA_TOOL_OPTIONS|_?JDK?_?JAVA_OPTIONS|_JAVA_OPTIONS|CLASSPATH)$/i,
  /^GIT_(?:SSH|SSH_COMMAND|ASKPASS|EXTERNAL_DIFF|EDITOR|PAGER|EXEC_PATH|CONFIG\w*|PROXY_COMMAND|DIR|TEMPLATE_DIR)$/i,
  /^(?:EDITOR|VISUAL|PAGER|BROWSER|HOME|USERPROFILE|SYSTEMROOT)$/i,
];

/**
 * The environment of a program that is run with secrets: the caller's without what opens our own files, and the secrets
 * under their names. Throws `invalid_name` for the name of a variable that decides which code programs load, and
 * `invalid_value` for a value with NUL.
 */
export function childEnvironment({ env, secrets, platform }: ChildEnvironmentOptions): Record<string, string> {
  const isSame = platform === 'win32' ? foldCase : (name: string) => name;
  const given = new Set(Array.from(secrets.keys(), isSame));
  const kept = Object.entries(env).filter(([name]) => !WITHHELD.test(name) && !given.has(isSame(name)));
  const added = Array.from(secrets, ([name, secret]) => [refuseLoading(name), valueOf(name, secret)]);
  return Object.fromEntries([...kept, ...added]) as Record<string, string>;
}

/** Windows takes `Token` and `TOKEN` for one variable, and the first of both. */
function foldCase(name: string): string {
  return name.toUpperCase();
}

function refuseLoading(name: string): string {
  if (!LOADING.some((pattern) => pattern.test(name))) return name;
  throw new SecretsError('invalid_name', `${name} decides which code programs load, and is not set as a secret.`, {
    secretName: name,
    hint: 'Set it in the shell, or leave it out of the secrets that are passed on.',
  });
}

/** The system takes no NUL, and what it says then repeats the value. */
function valueOf(name: string, secret: Secret): string {
  const value = secret.reveal();
  if (!value.includes('\0')) return value;
  throw new SecretsError('invalid_value', `The value of ${name} has a NUL, which no variable can hold.`, {
    secretName: name,
  });
}
