import { DEFAULT_BRAND, DEFAULT_RECEIPT_TTL_SECONDS } from '@wicketgate/contract';
import * as z from 'zod/mini';
import { parseEncryptionKeys, parsePeppers, parseSigningSeeds } from './domain/service-key-text.ts';
import * as read from './setting-readers.ts';

/** What people read of a setting. */
export interface SettingWords {
  /** One or two sentences. */
  readonly about: string;
  /** What its value looks like. */
  readonly form: string;
  /** What holds when it is not set: the value as it would be written, or words in parentheses. */
  readonly byDefault: string;
  /** Whether the value must never be shown. An empty one is refused: it is a secret that did not arrive. */
  readonly secret?: true;
}

/** The words of every setting, by its schema. */
const settingWords = z.registry<SettingWords>();

const optional = <T>(words: SettingWords, reader: (text: string) => T) =>
  z.optional(readBy(reader)).register(settingWords, words);

const withDefault = <T>(words: SettingWords, reader: (text: string) => T) =>
  z.prefault(readBy(reader), words.byDefault).register(settingWords, words);

function readBy<T>(reader: (text: string) => T) {
  return z.pipe(
    z.string(),
    z.transform((text: string, context): T => {
      try {
        return reader(text);
      } catch (error) {
        // The input stays out of the issue: it may be a secret.
        const message = error instanceof TypeError ? error.message : 'has a value it must not have.';
        context.issues.push({ code: 'custom', message, input: undefined });
        return z.NEVER;
      }
    }),
  );
}

/** The one schema of the gateway's environment: names, forms, defaults and words. */
export const environmentSchema = z.object({
  WICKETGATE_HOST: withDefault(
    {
      about: 'Where the gateway listens. Beyond loopback, WICKETGATE_PUBLIC_URL must be an https URL.',
      form: 'IP address or host name',
      byDefault: '127.0.0.1',
    },
    read.readHost,
  ),
  WICKETGATE_PORT: withDefault(
    { about: 'The port it listens on; 0 takes a free one.', form: '0 to 65535', byDefault: '8787' },
    read.wholeNumber(0, 65_535),
  ),
  WICKETGATE_PUBLIC_URL: optional(
    {
      about: 'The address that clients use. It is the issuer of receipts and may carry a path.',
      form: 'https URL; http for loopback alone',
      byDefault: '(where it listens)',
    },
    read.readPublicUrl,
  ),
  WICKETGATE_DATA_DIR: withDefault(
    { about: 'The folder of the embedded database and its service keys.', form: 'folder', byDefault: '.wicketgate' },
    String,
  ),
  WICKETGATE_DATABASE_URL: optional(
    {
      about: 'The database. Whoever sets it keeps the service keys too: see WICKETGATE_KEYS_FILE.',
      form: 'sqlite:FILE',
      byDefault: '(wicketgate.db in the data folder)',
    },
    read.readDatabaseUrl,
  ),
  WICKETGATE_KEYS_FILE: optional(
    {
      about:
        'The service keys (pepper, signing key, encryption key), mode 0600. Made by itself only while neither this nor WICKETGATE_DATABASE_URL is set.',
      form: 'file',
      byDefault: '(service-keys.json in the data folder)',
    },
    String,
  ),
  WICKETGATE_PEPPER: optional(
    {
      about: "The pepper, instead of the file's. Several versions, highest last, while one replaces another.",
      form: 'base64 of 32 bytes, or VERSION:BASE64 with commas between them',
      byDefault: '(from the keys file)',
      secret: true,
    },
    read.secretBy(parsePeppers),
  ),
  WICKETGATE_SIGNING_KEY: optional(
    {
      about:
        "The Ed25519 seed that signs receipts and access tokens, instead of the file's. The first signs, the others are still published.",
      form: 'base64 of 32 bytes, several with commas between them',
      byDefault: '(from the keys file)',
      secret: true,
    },
    read.secretBy(parseSigningSeeds),
  ),
  WICKETGATE_ENCRYPTION_KEY: optional(
    {
      about:
        "The AES-256 key that seals what the database keeps of others' secrets, instead of the file's. The first seals, the others still open.",
      form: 'base64 of 32 bytes, several with commas between them',
      byDefault: '(from the keys file)',
      secret: true,
    },
    read.secretBy(parseEncryptionKeys),
  ),
  WICKETGATE_RECEIPT_TTL: withDefault(
    {
      about: 'Seconds for which a receipt serves offline. 259200 is 72 hours.',
      form: '10 to 2592000',
      byDefault: String(DEFAULT_RECEIPT_TTL_SECONDS),
    },
    read.wholeNumber(10, 2_592_000),
  ),
  WICKETGATE_KEY_BRAND: withDefault(
    {
      about: 'What keys begin with. Changing it shuts every key that was issued before.',
      form: 'up to 20 of a-z, 0-9 and single "_" between them',
      byDefault: DEFAULT_BRAND,
    },
    read.readBrand,
  ),
  WICKETGATE_KEY_ENVIRONMENTS: withDefault(
    { about: 'Environments whose keys are issued and accepted.', form: 'live, test or live,test', byDefault: 'live' },
    read.readEnvironments,
  ),
  WICKETGATE_KEY_SHAPES: withDefault(
    {
      about: 'Shapes of foreign keys that may be imported: a prefix, and the pattern of what follows it.',
      form: 'JSON array of {"name", "prefix", "pattern"}',
      byDefault: '[]',
    },
    String,
  ),
  WICKETGATE_CORS_ORIGINS: withDefault(
    {
      about: 'Pages of these origins may call the gateway. Exact, localhost too; none by default.',
      form: 'origins with commas between them',
      byDefault: '',
    },
    read.readOrigins,
  ),
  WICKETGATE_TRUSTED_PROXIES: withDefault(
    {
      about: 'Whose X-Forwarded-For is believed: so many hops before the gateway, or hops in these blocks.',
      form: '0 to 10, or addresses and blocks with commas between them',
      byDefault: '0',
    },
    read.readTrustedProxies,
  ),
  WICKETGATE_ACCEPT_X_API_KEY: withDefault(
    {
      about: 'Takes a key from X-API-Key where there is no Authorization: a help while migrating.',
      form: 'true or false',
      byDefault: 'false',
    },
    read.oneOf('true', 'false'),
  ),
  WICKETGATE_PREAUTH_LIMIT: withDefault(
    {
      about: 'How many refused credentials an address (a /64 of IPv6) may present, per so many seconds, and at once.',
      form: 'REFUSALS/SECONDS/BURST',
      byDefault: '300/60/100',
    },
    read.readPreauthLimit,
  ),
  WICKETGATE_SIGN_IN_FILE: optional(
    {
      about:
        'How people and workloads sign in: providers, applications, federation. See docs/sign-in.md. Without it the page takes API keys.',
      form: 'JSON file; mode 0600 when a client_secret is in it',
      byDefault: '(none)',
    },
    String,
  ),
  WICKETGATE_ACCESS_TOKEN_TTL: withDefault(
    { about: 'Seconds for which an access token serves.', form: '1 to 3600', byDefault: '1800' },
    read.wholeNumber(1, 3_600),
  ),
  WICKETGATE_SESSION_IDLE: withDefault(
    {
      about: 'Seconds after which a sign-in ends that was not refreshed. 604800 is 7 days.',
      form: '60 to 7776000',
      byDefault: '604800',
    },
    read.wholeNumber(60, 7_776_000),
  ),
  WICKETGATE_SESSION_MAX: withDefault(
    {
      about:
        'Seconds after which a sign-in ends whatever happens; not less than WICKETGATE_SESSION_IDLE. 2592000 is 30 days.',
      form: '60 to 7776000',
      byDefault: '2592000',
    },
    read.wholeNumber(60, 7_776_000),
  ),
  WICKETGATE_DPOP: withDefault(
    {
      about:
        'Whether tokens that are bound to a key of the client (RFC 9449) are taken beside others, or nothing else is.',
      form: 'accepted or required',
      byDefault: 'accepted',
    },
    read.oneOf('accepted', 'required'),
  ),
  WICKETGATE_DOCS: optional(
    {
      about: 'Serves /docs and /openapi.json. Loopback means that WICKETGATE_PUBLIC_URL leads nowhere else either.',
      form: 'on or off',
      byDefault: '(on at loopback, else off)',
    },
    read.oneOf('on', 'off'),
  ),
  WICKETGATE_LOG_LEVEL: withDefault(
    { about: 'The lowest level that is logged.', form: 'debug, info, warn, error or silent', byDefault: 'info' },
    read.oneOf('debug', 'info', 'warn', 'error', 'silent'),
  ),
  WICKETGATE_LOG_FORMAT: withDefault(
    { about: 'One JSON document per line, or lines for people.', form: 'json or pretty', byDefault: 'json' },
    read.oneOf('json', 'pretty'),
  ),
  WICKETGATE_SHUTDOWN_SECONDS: withDefault(
    {
      about: 'How long requests that run may take once the gateway is told to stop.',
      form: '0 to 300',
      byDefault: '10',
    },
    read.wholeNumber(0, 300),
  ),
});

export type EnvironmentValues = z.output<typeof environmentSchema>;

/** Every setting with its words, in the order of the schema. */
export const settings: readonly (SettingWords & { readonly name: string })[] = Object.entries(
  environmentSchema.shape,
).map(([name, schema]) => {
  const words = settingWords.get(schema);
  if (words === undefined) throw new TypeError(`${name} has no words.`);
  return { name, ...words };
});
