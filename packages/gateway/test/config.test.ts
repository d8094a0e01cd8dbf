import { describe, expect, it } from 'vitest';
import { type GatewayConfig, parseConfig } from '../src/config.ts';
import { BUILT_IN_CLIENTS } from '../src/domain/built-in-clients.ts';

const SECRET = Buffer.alloc(32, 7).toString('base64');
const SEALING = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');

function problemsOf(environment: Record<string, string>): string[] {
  const parsed = parseConfig(environment);
  return parsed.ok ? [] : parsed.problems.map(({ variable, message }) => `${variable} ${message}`);
}

function configOf(environment: Record<string, string>) {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

describe('the configuration', () => {
  it('needs nothing: an empty environment is the embedded default on loopback', () => {
    expect(configOf({})).toEqual({
      host: '127.0.0.1',
      port: 8787,
      publicUrl: undefined,
      dataDirectory: '.wicketgate',
      databaseFile: undefined,
      keysFile: undefined,
      pepper: undefined,
      signingKey: undefined,
      encryptionKey: undefined,
      signInFile: undefined,
      receiptTtlSeconds: 259_200,
      keyBrand: 'wg',
      keyEnvironments: ['live'],
      keyShapes: [],
      corsOrigins: [],
      trustedProxies: { kind: 'none' },
      acceptXApiKey: false,
      preauthLimit: { requests: 300, windowSeconds: 60, burst: 100 },
      docs: true,
      signIn: { providers: [], clients: BUILT_IN_CLIENTS, federation: [], acceptsKeys: true },
      tokenLives: { access: 1_800, idle: 604_800, most: 2_592_000 },
      dpop: 'accepted',
      logLevel: 'info',
      logFormat: 'json',
      shutdownSeconds: 10,
    });
  });

  it('reports everything that is wrong at once, by the names of the variables', () => {
    const problems = problemsOf({
      WICKETGATE_HOST: '0.0.0.0',
      WICKETGATE_PORT: '65536',
      WICKETGATE_DATABASE_URL: 'postgres://db.example.com/keys',
      WICKETGATE_PEPPER: '',
      WICKETGATE_SIGNING_KEY: 'not-base64',
      WICKETGATE_ENCRYPTION_KEY: SECRET,
      WICKETGATE_DPOP: 'on',
      WICKETGATE_RECEIPT_TTL: '9',
      WICKETGATE_KEY_SHAPES: '[{"name":"own","prefix":"wg_","pattern":"x"}]',
      WICKETGATE_KEY_ENVIRONMENTS: 'production',
      WICKETGATE_CORS_ORIGINS: '*',
      WICKETGATE_TRUSTED_PROXIES: 'everyone',
      WICKETGATE_PROT: '8787',
    });
    const named = problems.map((problem) => problem.split(' ')[0]);
    expect(named.sort()).toEqual([
      'WICKETGATE_CORS_ORIGINS',
      'WICKETGATE_DATABASE_URL',
      'WICKETGATE_DPOP',
      'WICKETGATE_ENCRYPTION_KEY',
      'WICKETGATE_KEY_ENVIRONMENTS',
      'WICKETGATE_KEY_SHAPES',
      'WICKETGATE_PEPPER',
      'WICKETGATE_PORT',
      'WICKETGATE_PROT',
      'WICKETGATE_PUBLIC_URL',
      'WICKETGATE_RECEIPT_TTL',
      'WICKETGATE_SIGNING_KEY',
      'WICKETGATE_TRUSTED_PROXIES',
    ]);
  });

  it('never repeats a value, and hides secrets when it is printed', () => {
    const canary = 'canary-8f3a1c';
    const names = [
      ...['HOST', 'PORT', 'PUBLIC_URL', 'PEPPER', 'SIGNING_KEY', 'ENCRYPTION_KEY', 'KEY_SHAPES'],
      ...['LOG_LEVEL', 'PREAUTH_LIMIT', 'ACCESS_TOKEN_TTL', 'SESSION_IDLE', 'SESSION_MAX', 'DPOP'],
    ];
    const environment = Object.fromEntries(names.map((name) => [`WICKETGATE_${name}`, ` ${canary}/${canary} `]));
    expect(problemsOf(environment)).toHaveLength(names.length);
    expect(problemsOf(environment).join()).not.toContain(canary);
    const secrets = { WICKETGATE_PEPPER: SECRET, WICKETGATE_ENCRYPTION_KEY: SEALING };
    expect(JSON.stringify(configOf(secrets))).not.toContain(SECRET);
    expect(JSON.stringify(configOf(secrets))).not.toContain(SEALING);
  });

  it.each<[string, string, Partial<GatewayConfig>]>([
    ['WICKETGATE_PORT', '0', { port: 0 }],
    ['WICKETGATE_PORT', '65535', { port: 65_535 }],
    ['WICKETGATE_RECEIPT_TTL', '10', { receiptTtlSeconds: 10 }],
    ['WICKETGATE_RECEIPT_TTL', '2592000', { receiptTtlSeconds: 2_592_000 }],
    ['WICKETGATE_SHUTDOWN_SECONDS', '300', { shutdownSeconds: 300 }],
    ['WICKETGATE_PUBLIC_URL', 'https://keys.example.com/gate/', { publicUrl: 'https://keys.example.com/gate' }],
    ['WICKETGATE_PUBLIC_URL', 'http://[::1]:8787', { publicUrl: 'http://[::1]:8787' }],
    ['WICKETGATE_DATABASE_URL', 'sqlite:./keys.db', { databaseFile: './keys.db' }],
    ['WICKETGATE_DATABASE_URL', 'sqlite:///var/lib/keys.db', { databaseFile: '/var/lib/keys.db' }],
    ['WICKETGATE_KEY_ENVIRONMENTS', 'test, live', { keyEnvironments: ['live', 'test'] }],
    [
      'WICKETGATE_CORS_ORIGINS',
      'https://a.example.com,http://localhost:3000',
      { corsOrigins: ['https://a.example.com', 'http://localhost:3000'] },
    ],
    ['WICKETGATE_TRUSTED_PROXIES', '2', { trustedProxies: { kind: 'hops', count: 2 } }],
    ['WICKETGATE_ACCEPT_X_API_KEY', 'true', { acceptXApiKey: true }],
    ['WICKETGATE_PREAUTH_LIMIT', '1/2/3', { preauthLimit: { requests: 1, windowSeconds: 2, burst: 3 } }],
    ['WICKETGATE_SIGN_IN_FILE', '/etc/wicketgate/sign-in.json', { signInFile: '/etc/wicketgate/sign-in.json' }],
    ['WICKETGATE_ACCESS_TOKEN_TTL', '1', { tokenLives: { access: 1, idle: 604_800, most: 2_592_000 } }],
    ['WICKETGATE_ACCESS_TOKEN_TTL', '3600', { tokenLives: { access: 3_600, idle: 604_800, most: 2_592_000 } }],
    ['WICKETGATE_SESSION_IDLE', '60', { tokenLives: { access: 1_800, idle: 60, most: 2_592_000 } }],
    ['WICKETGATE_SESSION_IDLE', '2592000', { tokenLives: { access: 1_800, idle: 2_592_000, most: 2_592_000 } }],
    ['WICKETGATE_SESSION_MAX', '604800', { tokenLives: { access: 1_800, idle: 604_800, most: 604_800 } }],
    ['WICKETGATE_SESSION_MAX', '7776000', { tokenLives: { access: 1_800, idle: 604_800, most: 7_776_000 } }],
    ['WICKETGATE_DPOP', 'required', { dpop: 'required' }],
    ['WICKETGATE_DOCS', 'off', { docs: false }],
    ['WICKETGATE_LOG_LEVEL', '', { logLevel: 'info' }],
  ])('takes %s=%s', (variable, text, members) => {
    expect(configOf({ [variable]: text })).toMatchObject(members);
  });

  it.each([
    ['WICKETGATE_PORT', '-1'],
    ['WICKETGATE_PORT', '80.5'],
    ['WICKETGATE_PORT', '1e3'],
    ['WICKETGATE_RECEIPT_TTL', '2592001'],
    ['WICKETGATE_SHUTDOWN_SECONDS', '301'],
    ['WICKETGATE_HOST', 'http://127.0.0.1'],
    ['WICKETGATE_PUBLIC_URL', 'http://keys.example.com'],
    ['WICKETGATE_PUBLIC_URL', 'https://user:word@keys.example.com'],
    ['WICKETGATE_PUBLIC_URL', 'https://keys.example.com/?a=1'],
    ['WICKETGATE_PUBLIC_URL', 'ftp://keys.example.com'],
    ['WICKETGATE_DATABASE_URL', 'mysql://db.example.com'],
    ['WICKETGATE_DATABASE_URL', 'sqlite:'],
    ['WICKETGATE_PEPPER', Buffer.alloc(31).toString('base64')],
    ['WICKETGATE_ENCRYPTION_KEY', Buffer.alloc(31, SEALING, 'base64').toString('base64')],
    ['WICKETGATE_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
    ['WICKETGATE_ENCRYPTION_KEY', `${SEALING},${SEALING}`],
    ['WICKETGATE_ACCESS_TOKEN_TTL', '0'],
    ['WICKETGATE_ACCESS_TOKEN_TTL', '3601'],
    ['WICKETGATE_SESSION_IDLE', '59'],
    ['WICKETGATE_SESSION_IDLE', '7776001'],
    ['WICKETGATE_SESSION_MAX', '59'],
    ['WICKETGATE_SESSION_MAX', '604799'],
    ['WICKETGATE_SESSION_MAX', '7776001'],
    ['WICKETGATE_DPOP', 'true'],
    ['WICKETGATE_KEY_BRAND', 'Wg'],
    ['WICKETGATE_KEY_BRAND', 'a'.repeat(21)],
    ['WICKETGATE_KEY_SHAPES', '{}'],
    ['WICKETGATE_CORS_ORIGINS', 'https://admin.example.com/'],
    ['WICKETGATE_CORS_ORIGINS', 'null'],
    ['WICKETGATE_TRUSTED_PROXIES', '11'],
    ['WICKETGATE_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['WICKETGATE_ACCEPT_X_API_KEY', 'yes'],
    ['WICKETGATE_PREAUTH_LIMIT', '0/60/1'],
    ['WICKETGATE_PREAUTH_LIMIT', '300/60'],
    ['WICKETGATE_DOCS', 'true'],
    ['WICKETGATE_LOG_FORMAT', 'xml'],
  ])('refuses %s=%s', (variable, text) => {
    expect(problemsOf({ [variable]: text }).map((problem) => problem.split(' ')[0])).toEqual([variable]);
  });

  it('shuts the docs where others can reach them, unless they are switched on', () => {
    const beyond = { WICKETGATE_HOST: '0.0.0.0', WICKETGATE_PUBLIC_URL: 'https://keys.example.com' };
    expect(configOf(beyond).docs).toBe(false);
    expect(configOf({ ...beyond, WICKETGATE_DOCS: 'on' }).docs).toBe(true);
    expect(configOf({ WICKETGATE_PUBLIC_URL: 'https://keys.example.com' }).docs).toBe(false);
    expect(configOf({ WICKETGATE_PUBLIC_URL: 'https://localhost:8443' }).docs).toBe(true);
  });

  it('takes a longest time that is the idle time, and none that is less', () => {
    const lives = (idle: number, most: number) =>
      problemsOf({ WICKETGATE_SESSION_IDLE: String(idle), WICKETGATE_SESSION_MAX: String(most) });
    expect(lives(7_776_000, 7_776_000)).toEqual([]);
    expect(lives(3_600, 3_600)).toEqual([]);
    expect(lives(3_601, 3_600)).toEqual(['WICKETGATE_SESSION_MAX must not be less than WICKETGATE_SESSION_IDLE.']);
  });

  it('refuses to listen beyond loopback without an https address', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'gate.example.com']) {
      expect(problemsOf({ WICKETGATE_HOST: host })).toHaveLength(1);
      expect(problemsOf({ WICKETGATE_HOST: host, WICKETGATE_PUBLIC_URL: 'http://127.0.0.1:8787' })).toHaveLength(1);
    }
    for (const host of ['127.0.0.1', '127.8.0.1', '::1', 'localhost'])
      expect(problemsOf({ WICKETGATE_HOST: host })).toEqual([]);
  });

  it('leaves the variables of clients and builds alone', () => {
    const names = ['URL', 'API_KEY', 'ID_TOKEN', 'MASTER_KEY', 'ENVIRONMENT', 'SECRETS_FILE', 'AGE_IDENTITY_FILE'];
    const theirs = Object.fromEntries([...names, 'BUILD', 'CONFIG_DIR'].map((name) => [`WICKETGATE_${name}`, 'x']));
    expect(problemsOf({ ...theirs, PATH: '/bin' })).toEqual([]);
  });
});
