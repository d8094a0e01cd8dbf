import type { KeyEnvironment } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';
import { type ForeignShape, parseShapes } from './domain/foreign-shape.ts';
import type { Limits } from './domain/key-record.ts';
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
  'WICKETGATE_CONFIG_DIR',
  'WICKETGATE_BUILD',
]);

/** Reads the whole environment and reports everything that is wrong with it at once. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const problems = [...misspelt(environment), ...emptySecrets(environment)];
  const parsed = environmentSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => ({ variable: String(path[0]), message }));
    return { ok: false, problems: [...problems, ...wrong] };
  }
  const shapes = shapesOf(parsed.data);
  problems.push(...shapes.problems, ...exposed(parsed.data));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: toConfig(parsed.data, shapes.shapes) };
}

function toConfig(values: EnvironmentValues, keyShapes: readonly ForeignShape[]): GatewayConfig {
  const docs = values.WICKETGATE_DOCS ?? (isLoopback(values.WICKETGATE_HOST) ? 'on' : 'off');
  return {
    host: values.WICKETGATE_HOST,
    port: values.WICKETGATE_PORT,
    publicUrl: values.WICKETGATE_PUBLIC_URL,
    dataDirectory: values.WICKETGATE_DATA_DIR,
    databaseFile: values.WICKETGATE_DATABASE_URL?.file,
    keysFile: values.WICKETGATE_KEYS_FILE,
    pepper: values.WICKETGATE_PEPPER,
    signingKey: values.WICKETGATE_SIGNING_KEY,
    receiptTtlSeconds: values.WICKETGATE_RECEIPT_TTL,
    keyBrand: values.WICKETGATE_KEY_BRAND,
    keyEnvironments: values.WICKETGATE_KEY_ENVIRONMENTS,
    keyShapes,
    corsOrigins: values.WICKETGATE_CORS_ORIGINS,
    trustedProxies: values.WICKETGATE_TRUSTED_PROXIES,
    acceptXApiKey: values.WICKETGATE_ACCEPT_X_API_KEY === 'true',
    preauthLimit: values.WICKETGATE_PREAUTH_LIMIT,
    docs: docs === 'on',
    logLevel: values.WICKETGATE_LOG_LEVEL,
    logFormat: values.WICKETGATE_LOG_FORMAT,
    shutdownSeconds: values.WICKETGATE_SHUTDOWN_SECONDS,
  };
}

/** A variable that nobody reads is most often one that somebody misspelt. */
function misspelt(environment: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  const known = new Set(settings.map(({ name }) => name));
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name) && !OF_OTHERS.has(name))
    .map((variable) => ({ variable, message: 'is not a setting of this version: see docs/configuration.md.' }));
}

/** An empty secret is one that did not arrive; going on with another in its place would hide that. */
function emptySecrets(environment: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  return settings
    .filter(({ name, secret }) => secret === true && environment[name]?.trim() === '')
    .map(({ name }) => ({ variable: name, message: 'is empty: give it a value or leave it unset.' }));
}

/** Elsewhere an empty variable counts as unset: deployment tools write it for what they have no value for. */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = settings.flatMap(({ name }) => {
    const text = environment[name]?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(filled);
}

function shapesOf(values: EnvironmentValues): { shapes: readonly ForeignShape[]; problems: readonly ConfigProblem[] } {
  try {
    return { shapes: parseShapes(values.WICKETGATE_KEY_SHAPES, values.WICKETGATE_KEY_BRAND), problems: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { shapes: [], problems: [{ variable: 'WICKETGATE_KEY_SHAPES', message: error.message }] };
  }
}

/** Keys that cross a network in the clear are given away. */
function exposed({ WICKETGATE_HOST, WICKETGATE_PUBLIC_URL }: EnvironmentValues): ConfigProblem[] {
  if (isLoopback(WICKETGATE_HOST) || WICKETGATE_PUBLIC_URL?.startsWith('https:')) return [];
  const message = 'must be the https URL that clients use, because WICKETGATE_HOST is not a loopback address.';
  return [{ variable: 'WICKETGATE_PUBLIC_URL', message }];
}
