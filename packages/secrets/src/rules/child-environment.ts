import { Secret } from '@wicketgate/core';
import { SecretsError } from '../words/errors.ts';
import { isOwnKey } from './own-key.ts';
import { isReference } from './secret-reference.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ChildEnvironmentOptions {
  /** What the caller has. */
  readonly env: Environment;
  /** What is added to it, over what is there. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** As Node names it; `win32` does not tell names apart by case. */
  readonly platform: string;
}

/**
 * They tell loaders, interpreters and shells which code to run. A project that could set one as its secret would choose
 * what a program of the user does.
 */
const LOADING = [
  /^PATH(?:EXT)?$/i,
  /^(?:LD|DYLD)_/i,
  /^(?:GCONV_PATH|GLIBC_TUNABLES|OPENSSL_(?:CONF|ENGINES|MODULES))$/i,
  /^(?:BASH_ENV|ENV|IFS|PS4|SHELL|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|ZDOTDIR|COMSPEC|PSMODULEPATH)$/i,
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|NPM_CONFIG_\w+|BUN_OPTIONS|YARN_(?:YARN_PATH|RC_FILENAME))$/i,
  /^(?:PYTHON(?:PATH|HOME|USERBASE|STARTUP|INSPECT|BREAKPOINT|WARNINGS)|PYTEST_(?:PLUGINS|ADDOPTS)|PIP_CONFIG_FILE)$/i,
  /^(?:PERL5?(?:OPT|LIB|DB|SHELL)|LUA_INIT\w*|R_(?:PROFILE|ENVIRON)(?:_USER)?|ERL_(?:\w*FLAGS|LIBS)|VIMINIT|EXINIT)$/i,
  /^(?:RUBY(?:OPT|LIB)|RUBYGEMS_GEMDEPS|GEM_(?:HOME|PATH)|BUNDLE_GEMFILE|PHPRC|PHP_INI_SCAN_DIR)$/i,
  /^(?:JAVA_TOOL_OPTIONS|_?JDK?_?JAVA_OPTIONS|_JAVA_OPTIONS|JAVA_HOME|CLASSPATH|MAVEN_OPTS|GRADLE_OPTS)$/i,
  /^(?:DOTNET_STARTUP_HOOKS|(?:COR|CORECLR)_(?:ENABLE_PROFILING|PROFILER\w*))$/i,
  /^(?:MAKEFLAGS|GOFLAGS|RUSTC|RUSTC_WRAPPER|RUSTFLAGS|CARGO_(?:HOME|BUILD_RUSTC\w*)|TF_CLI_CONFIG_FILE|KUBECONFIG)$/i,
  /^(?:GTK_(?:MODULES|PATH)|GIO_(?:EXTRA_MODULES|MODULE_DIR)|QT_PLUGIN_PATH|(?:AWS|DOCKER)_CONFIG(?:_FILE)?)$/i,
  /^GIT_(?:SSH|SSH_COMMAND|ASKPASS|EXTERNAL_DIFF|EDITOR|SEQUENCE_EDITOR|PAGER)$/i,
  /^GIT_(?:EXEC_PATH|CONFIG\w*|PROXY_COMMAND|DIR|COMMON_DIR|INDEX_FILE|WORK_TREE|TEMPLATE_DIR)$/i,
  /^(?:EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER|SSH_ASKPASS|SUDO_ASKPASS)$/i,
  /^(?:HOME|USERPROFILE|XDG_CONFIG_HOME|SYSTEMROOT|WINDIR)$/i,
];

/**
 * They tell programs whose certificates to believe, which bus to ask, and where to write down the keys of connections: a
 * secret sent on then reaches somebody else.
 */
const TRUSTING = [
  /^(?:NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|SSLKEYLOGFILE)$/i,
  /^(?:SSL_CERT_(?:FILE|DIR)|(?:AWS|CURL|REQUESTS)_CA_BUNDLE|GIT_SSL_\w+|CARGO_HTTP_\w+)$/i,
  /^DBUS_(?:SESSION|SYSTEM)_BUS_ADDRESS$/i,
];

/**
 * The environment of a program that is run with secrets: the caller's without what opens our own files, and the secrets
 * under their names. Throws `invalid_name` for the name of what opens our own files and of a variable that decides which
 * code programs load or whom they trust, and `invalid_value` for a value with NUL.
 */
export function childEnvironment({ env, secrets, platform }: ChildEnvironmentOptions): Record<string, string> {
  const isSame = platform === 'win32' ? foldCase : (name: string) => name;
  const given = new Set(Array.from(secrets.keys(), isSame));
  const kept = Object.entries(env).filter(([name]) => !isOwnKey(name) && !given.has(isSame(name)));
  const added = Array.from(secrets, ([name, secret]) => [checkVariableName(name), valueOf(name, secret)]);
  return Object.fromEntries([...kept, ...added]) as Record<string, string>;
}

export interface InheritanceOptions extends Omit<ChildEnvironmentOptions, 'env'> {
  /** Names that are known to be of secrets. */
  readonly known: readonly string[];
}

/** What is in the environment of a program under known names, though nobody passed it on: it is a secret all the same. */
export function inheritedSecrets(
  child: Readonly<Record<string, string>>,
  { secrets, known, platform }: InheritanceOptions,
): ReadonlyMap<string, Secret> {
  const isSame = platform === 'win32' ? foldCase : (name: string) => name;
  const wanted = new Set(known.map(isSame));
  const inherited = Object.entries(child).filter(
    ([name, value]) => wanted.has(isSame(name)) && !secrets.has(name) && value.trim() !== '' && !isReference(value),
  );
  return new Map(inherited.map(([name, value]) => [name, new Secret(value)]));
}

/** Windows takes `Token` and `TOKEN` for one variable, and the first of both. */
function foldCase(name: string): string {
  return name.toUpperCase();
}

/**
 * The name, where a program may be given a secret under it. Throws `invalid_name` for the name of what opens our own files and
 * of a variable that decides which code programs load or whom they trust.
 */
export function checkVariableName(name: string): string {
  if (isOwnKey(name)) {
    throw new SecretsError('invalid_name', `${name} opens all secrets, and is given to no program.`, {
      secretName: name,
      hint: 'Leave it out of the secrets that are passed on.',
    });
  }
  const power = powerOf(name);
  if (power === undefined) return name;
  throw new SecretsError('invalid_name', `${name} decides ${power}, and is not set as a secret.`, {
    secretName: name,
    hint: 'Set it in the shell, or leave it out of the secrets that are passed on.',
  });
}

function powerOf(name: string): string | undefined {
  if (LOADING.some((pattern) => pattern.test(name))) return 'which code programs load';
  return TRUSTING.some((pattern) => pattern.test(name)) ? 'whom programs trust' : undefined;
}

/** The system takes no NUL, and what it says then repeats the value. */
function valueOf(name: string, secret: Secret): string {
  const value = secret.reveal();
  if (!value.includes('\0')) return value;
  throw new SecretsError('invalid_value', `The value of ${name} has a NUL, which no variable can hold.`, {
    secretName: name,
  });
}
