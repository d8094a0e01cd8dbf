import type { KeyEnvironment } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';
import { BUILT_IN_CLIENTS } from './domain/built-in-clients.ts';
import { type ForeignShape, parseShapes } from './domain/foreign-shape.ts';
import type { Limits } from './domain/key-record.ts';
import type { SignInConfig, TokenLives } from './domain/sign-in-config.ts';
import type { TrustedProxies } from './http/client-address.ts';
import { isLoopback } from './setting-readers.ts';
import { environmentSchema, type EnvironmentValues, settings } from './settings.ts';

/** What the app needs on any host. */
export interface AppConfig {
  /** The address that clients use, without a slash at its end: the issuer of receipts. */
  readonly publicUrl: string;
  readonly receiptTtlSeconds: number;
  readonly keyBrand: string;
  readonly keyEnvironments: readonly KeyEnvironment[];
  readonly keyShapes: readonly ForeignShape[];
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: TrustedProxies;
  readonly acceptXApiKey: boolean;
  readonly preauthLimit: Limits;
  readonly docs: boolean;
  readonly signIn: SignInConfig;
  readonly tokenLives: TokenLives;
  /** Whether tokens that are bound to a key (RFC 9449) are taken beside others, or nothing else is. */
  readonly dpop: 'accepted' | 'required';
}

/** What the Node host needs beside it. */
export interface GatewayConfig extends Omit<AppConfig, 'publicUrl'> {
  readonly host: string;
  readonly port: number;
  /** Undefined: where the server comes to listen. */
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  /** Undefined: in the data folder. */
  readonly databaseFile: string | undefined;
  readonly keysFile: string | undefined;
  readonly pepper: Secret | undefined;
  readonly signingKey: Secret | undefined;
  readonly encryptionKey: Secret | undefined;
  /** What it says takes the place of `signIn` when the gateway starts; undefined: there is none. */
  readonly signInFile: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly logFormat: 'json' | 'pretty';
  readonly shutdownSeconds: number;
}

/** What is wrong with one variable: its name, and what it must be. Values are never repeated. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: GatewayConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const PREFIX = 'WICKETGATE_';

/** Variables with our prefix that clients and builds read. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  'WICKETGATE_URL',
  'WICKETGATE_API_KEY',
  'WICKETGATE_MASTER_KEY',
  'WICKETGATE_ID_TOKEN',
  'WICKETGATE_ENVIRONMENT',
  'WICKETGATE_SECRETS_FILE',
  'WICKETGATE_AGE_IDENTITY_FILE',
  'WICKETGATE_CONFIG_DIR',
  'WICKETGATE_MCP_DEFAULT_PARAMETERS',
  'WICKETGATE_MCP_STARTED',
  'WICKETGATE_BUILD',
]);

/** Without a file: nobody but who holds a key. */
const KEYS_ALONE: SignInConfig = { providers: [], clients: BUILT_IN_CLIENTS, federation: [], acceptsKeys: true };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the whole environment and reports everything that is wrong with it at once. */
export function parseConfig(environment: Environment): ConfigResult {
  const filled = withoutEmpty(environment);
  const parsed = environmentSchema.safeParse(filled);
  const shapes = shapesOf(filled);
  const wrong = parsed.error?.issues.map(({ path, message }) => ({ variable: String(path[0]), message })) ?? [];
  const problems = [
    ...misspelt(environment),
    ...emptySecrets(environment),
    ...wrong,
    ...shapes.problems,
    ...exposed(filled),
    ...endsBeforeIdle(filled),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: toConfig(parsed.data, shapes.shapes) };
}

function toConfig(values: EnvironmentValues, keyShapes: readonly ForeignShape[]): GatewayConfig {
  const docs = values.WICKETGATE_DOCS ?? (reachesThisMachineAlone(values) ? 'on' : 'off');
  return {
    host: values.WICKETGATE_HOST,
    port: values.WICKETGATE_PORT,
    publicUrl: values.WICKETGATE_PUBLIC_URL,
    dataDirectory: values.WICKETGATE_DATA_DIR,
    databaseFile: values.WICKETGATE_DATABASE_URL?.file,
    keysFile: values.WICKETGATE_KEYS_FILE,
    pepper: values.WICKETGATE_PEPPER,
    signingKey: values.WICKETGATE_SIGNING_KEY,
    encryptionKey: values.WICKETGATE_ENCRYPTION_KEY,
    signInFile: values.WICKETGATE_SIGN_IN_FILE,
    receiptTtlSeconds: values.WICKETGATE_RECEIPT_TTL,
    keyBrand: values.WICKETGATE_KEY_BRAND,
    keyEnvironments: values.WICKETGATE_KEY_ENVIRONMENTS,
    keyShapes,
    corsOrigins: values.WICKETGATE_CORS_ORIGINS,
    trustedProxies: values.WICKETGATE_TRUSTED_PROXIES,
    acceptXApiKey: values.WICKETGATE_ACCEPT_X_API_KEY === 'true',
    preauthLimit: values.WICKETGATE_PREAUTH_LIMIT,
    docs: docs === 'on',
    signIn: KEYS_ALONE,
    tokenLives: {
      access: values.WICKETGATE_ACCESS_TOKEN_TTL,
      idle: values.WICKETGATE_SESSION_IDLE,
      most: values.WICKETGATE_SESSION_MAX,
    },
    dpop: values.WICKETGATE_DPOP,
    logLevel: values.WICKETGATE_LOG_LEVEL,
    logFormat: values.WICKETGATE_LOG_FORMAT,
    shutdownSeconds: values.WICKETGATE_SHUTDOWN_SECONDS,
  };
}

/** A proxy on this machine may bring others to a gateway that listens at loopback: the public address tells. */
function reachesThisMachineAlone({ WICKETGATE_HOST: host, WICKETGATE_PUBLIC_URL: url }: EnvironmentValues): boolean {
  return isLoopback(host) && (url === undefined || isLoopback(new URL(url).hostname));
}

/** A variable that nobody reads is most often one that somebody misspelt. */
function misspelt(environment: Environment): ConfigProblem[] {
  const known = new Set(settings.map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name) && !OF_OTHERS.has(name))
    .map((variable) => ({ variable, message: 'is not a setting of this version: see docs/configuration.md.' }));
}

/** An empty secret is one that did not arrive; going on with another in its place would hide that. */
function emptySecrets(environment: Environment): ConfigProblem[] {
  return settings
    .filter(({ name, secret }) => secret === true && environment[name]?.trim() === '')
    .map(({ name }) => ({ variable: name, message: 'is empty: give it a value or leave it unset.' }));
}

/** Elsewhere an empty variable counts as unset: deployment tools write it for what they have no value for. */
function withoutEmpty(environment: Environment): Record<string, string> {
  const filled = settings.flatMap(({ name }) => {
    const text = environment[name]?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(filled);
}

/** The shapes must not claim the brand; a brand that is wrong itself is reported apart. */
function shapesOf(filled: Environment): { shapes: readonly ForeignShape[]; problems: readonly ConfigProblem[] } {
  const json = filled['WICKETGATE_KEY_SHAPES'] ?? '[]';
  const brand = environmentSchema.shape.WICKETGATE_KEY_BRAND.safeParse(filled['WICKETGATE_KEY_BRAND']);
  try {
    return { shapes: parseShapes(json, brand.data), problems: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { shapes: [], problems: [{ variable: 'WICKETGATE_KEY_SHAPES', message: error.message }] };
  }
}

/** Keys that cross a network in the clear are given away. */
function exposed(filled: Environment): ConfigProblem[] {
  const host = environmentSchema.shape.WICKETGATE_HOST.safeParse(filled['WICKETGATE_HOST']);
  const publicUrl = environmentSchema.shape.WICKETGATE_PUBLIC_URL.safeParse(filled['WICKETGATE_PUBLIC_URL']);
  if (!host.success || !publicUrl.success || isLoopback(host.data)) return [];
  if (publicUrl.data?.startsWith('https:')) return [];
  const message = 'must be the https URL that clients use, because WICKETGATE_HOST is not a loopback address.';
  return [{ variable: 'WICKETGATE_PUBLIC_URL', message }];
}

/** One of the two would never come to count. */
function endsBeforeIdle(filled: Environment): ConfigProblem[] {
  const idle = environmentSchema.shape.WICKETGATE_SESSION_IDLE.safeParse(filled['WICKETGATE_SESSION_IDLE']);
  const most = environmentSchema.shape.WICKETGATE_SESSION_MAX.safeParse(filled['WICKETGATE_SESSION_MAX']);
  if (!idle.success || !most.success || idle.data <= most.data) return [];
  return [{ variable: 'WICKETGATE_SESSION_MAX', message: 'must not be less than WICKETGATE_SESSION_IDLE.' }];
}
