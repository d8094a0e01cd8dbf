import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OAUTH_PATHS } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { URL_OF_GATEWAY } from '../cli-harness.ts';
import { lockedKeyring } from '../keyrings.ts';
import { approving, createSignInBench, DEV, tokenRecords, whenCodeIsShown } from '../sign-in-bench.ts';

const MASTER_KEY = Buffer.from(createSeededRandom(5)(new Uint8Array(32))).toString('base64');

test('a code that somebody allows signs in, and the keyring keeps it', async () => {
  const { login, keyring, gateway } = createSignInBench();
  const { code, stdout, stderr } = await login();
  expect(stderr).toMatch(/Open this page on any device: https:\/\/gateway\.example\.com\/activate/);
  expect(stderr).toMatch(/│ {3}[A-Z]{4}-[A-Z]{4} {3}│/);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Signed in as corp:dev (Dev, dev@example.com). The sign-in is in the keyring (Memory).\n',
  });
  expect(tokenRecords(keyring)).toHaveLength(1);
  expect(gateway.sessions.list()).toMatchObject([{ clientId: 'wicketgate-cli', status: 'active' }]);
});

test('the settings remember the name of the store, and nothing else of the sign-in', async () => {
  const { login, run, folder } = createSignInBench();
  await login();
  expect(readFileSync(join(folder, 'config', 'config.json'), 'utf8')).toBe('{\n  "store": "keyring"\n}\n');
  expect((await run(['config', 'get', 'store'])).stdout).toBe('keyring\n');
});

test('--json prints an event to a line, and no picture and no word beside them', async () => {
  const { login } = createSignInBench();
  const { code, stdout, stderr } = await login(['--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const events = stdout.trimEnd().split('\n');
  expect(events.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      event: 'code',
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string,
      verification_uri: 'https://gateway.example.com/activate',
      verification_uri_complete: expect.stringMatching(/\/activate\?user_code=/) as string,
      expires_at: '2026-01-01T00:10:00.000Z',
    },
    {
      event: 'signed_in',
      issuer: 'https://gateway.example.com',
      client_id: 'wicketgate-cli',
      person: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
      scopes: ['tools:call'],
      store: 'keyring',
    },
  ]);
});

const QR = /[█▀▄]{10}/;

test.each([
  { where: 'a terminal that is wide enough', stderrIsTty: true, columns: 80, isShown: true },
  { where: 'a narrow terminal', stderrIsTty: true, columns: 30, isShown: false },
  { where: 'a pipe', stderrIsTty: false, columns: 80, isShown: false },
  { where: 'a terminal without colours', stderrIsTty: true, columns: 80, env: { NO_COLOR: '1' }, isShown: true },
  { where: 'a terminal where none is wanted', stderrIsTty: true, columns: 80, argv: ['--qr', 'none'], isShown: false },
])('$where: the QR code is shown: $isShown', async ({ argv = [], isShown, where: _, ...options }) => {
  const { runSignedIn, gateway } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  const { code, stdout, stderr } = await runSignedIn(['login', '--device', ...argv], { ...options, meanwhile });
  expect(code).toBe(0);
  expect(QR.test(stderr)).toBe(isShown);
  expect(stdout).not.toMatch(QR);
});

test('a terminal sees the time run in one line, a log a few lines', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const slowly = () => {
    let turns = 0;
    let userCode = '';
    const noted = whenCodeIsShown((shown) => (userCode = shown));
    return async (shown: Parameters<typeof noted>[0]) => {
      await noted(shown);
      if (userCode !== '' && ++turns === 8) gateway.signIn.approve(userCode, DEV);
    };
  };
  const watched = await runSignedIn(['login', '--device'], { stderrIsTty: true, meanwhile: slowly() });
  const redrawn = watched.stderr.split('\r\u001b[2K').filter((line) => line.includes('Waiting for your approval'));
  expect(redrawn.length).toBeGreaterThan(3);
  expect(redrawn[1]).toContain('9:59 left');
  const logged = await runSignedIn(['login', '--device'], { meanwhile: slowly() });
  expect(logged.stderr.match(/Waiting for your approval/g)).toHaveLength(1);
  expect(logged.stderr).not.toContain('\r');
});

test('Deny ends with 3, and nobody is signed in', async () => {
  const { runSignedIn, gateway, keyring } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.deny(userCode));
  const { code, stderr } = await runSignedIn(['login', '--device'], { meanwhile });
  expect(code).toBe(3);
  expect(stderr).toContain('(authorization_denied)');
  expect(tokenRecords(keyring)).toEqual([]);
});

test('a code that nobody types ends with 3 and says what to do', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.expire(userCode));
  const { code, stderr } = await runSignedIn(['login', '--device'], { meanwhile });
  expect(code).toBe(3);
  expect(stderr).toMatch(/`wicketgate login` once more\.\n.*\(code_expired\)/);
});

test('an interrupt ends with 130, keeps nothing, and polls no more', async () => {
  const { runSignedIn, gateway, keyring, folder, clock } = createSignInBench();
  const interrupt = new AbortController();
  const meanwhile = whenCodeIsShown(() => interrupt.abort());
  const { code, stderr } = await runSignedIn(['login', '--device'], { meanwhile, signal: interrupt.signal });
  expect(code).toBe(130);
  expect(stderr).toMatch(/\(interrupted\)\n$/);
  expect(tokenRecords(keyring)).toEqual([]);
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.json'))).toEqual([]);
  const asked = gateway.requests.length;
  await clock.advance(60_000);
  expect(gateway.requests).toHaveLength(asked);
  expect(clock.sleepers).toBe(0);
});

test('a gateway that cannot be reached ends with 5', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  gateway.fail('network', { times: Infinity });
  expect((await runSignedIn(['login', '--device'])).code).toBe(5);
});

test('signing in anew ends the earlier sign-in of this machine', async () => {
  const { login, gateway, keyring } = createSignInBench();
  await login();
  await login([], { principal: { id: 'corp:other' } });
  expect(gateway.sessions.list().map(({ principal, status }) => [principal.id, status])).toEqual([
    ['corp:other', 'active'],
    ['corp:dev', 'revoked'],
  ]);
  expect(tokenRecords(keyring)).toHaveLength(1);
});

test('the earlier sign-in goes on when the new one cannot be kept', async () => {
  const { login, runSignedIn, gateway, keyring } = createSignInBench();
  await login();
  const full = { ...keyring, set: () => Promise.reject(new Error('no room')) };
  const meanwhile = approving(gateway, { principal: { id: 'corp:other' } });
  expect((await runSignedIn(['login', '--device'], { keyring: full, meanwhile })).code).toBe(1);
  expect(gateway.sessions.list().map(({ principal, status }) => [principal.id, status])).toEqual([
    ['corp:other', 'revoked'],
    ['corp:dev', 'active'],
  ]);
  expect((await runSignedIn(['whoami'])).stdout).toContain('corp:dev');
});

test('signing in with another store ends what the one before holds', async () => {
  const { login, gateway, folder } = createSignInBench();
  await login(['--store', 'plain']);
  await login(['--store', 'keyring']);
  expect(gateway.sessions.list().map(({ status }) => status)).toEqual(['active', 'revoked']);
  expect(readdirSync(join(folder, 'config', 'sign-in')).filter((name) => name.endsWith('.json'))).toEqual([]);
});

test('what the store before holds and cannot be reached is told of', async () => {
  const { login, runSignedIn, gateway, keyring } = createSignInBench();
  await login();
  const options = { keyring: lockedKeyring(keyring), meanwhile: approving(gateway) };
  const { code, stderr } = await runSignedIn(['login', '--device', '--store', 'plain'], options);
  expect(code).toBe(0);
  expect(stderr).toContain('An earlier sign-in may still be in the keyring (Memory)');
});

test.each([
  {
    what: 'a place for settings that is no folder',
    spoil: (config: string) => writeFileSync(config, ''),
    reason: 'unwritable_file',
  },
  {
    what: 'a folder of sign-ins that others may enter',
    spoil: (config: string) => {
      mkdirSync(join(config, 'sign-in'), { recursive: true });
      chmodSync(join(config, 'sign-in'), 0o777);
    },
    reason: 'unsafe_file',
  },
])('$what is noticed before anybody signs in for nothing', async ({ spoil, reason }) => {
  const { runSignedIn, gateway, folder } = createSignInBench();
  spoil(join(folder, 'config'));
  expect((await runSignedIn(['login', '--device'])).stderr).toContain(`(${reason})`);
  expect(gateway.requests).toEqual([]);
});

test('a sign-in whose store the settings cannot name is given back', async () => {
  const { runSignedIn, gateway, keyring, folder } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => {
    mkdirSync(join(folder, 'config', 'config.json.lock', 'in-the-way'), { recursive: true });
    gateway.signIn.approve(userCode, DEV);
  });
  expect((await runSignedIn(['login', '--device'], { meanwhile })).stderr).toContain('(unsafe_file)');
  expect(gateway.sessions.list()).toMatchObject([{ status: 'revoked' }]);
  expect(tokenRecords(keyring)).toEqual([]);
});

test('a sign-in that cannot be kept is given back', async () => {
  const { runSignedIn, gateway, keyring } = createSignInBench();
  const full = { ...keyring, set: () => Promise.reject(new Error('no room')) };
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  const { code } = await runSignedIn(['login', '--device'], { keyring: full, meanwhile });
  expect(code).toBe(1);
  expect(gateway.sessions.list()).toMatchObject([{ status: 'revoked' }]);
});

test('--store plain keeps it in a file for its owner alone, from now on', async () => {
  const { login, runSignedIn, folder, keyring } = createSignInBench();
  const { code, stdout } = await login(['--store', 'plain']);
  expect(code).toBe(0);
  expect(stdout).toContain('a plain file in');
  const signIn = join(folder, 'config', 'sign-in');
  const [file = ''] = readdirSync(signIn).filter((name) => name.endsWith('.json'));
  expect(statSync(join(signIn, file)).mode & 0o777).toBe(0o600);
  expect(tokenRecords(keyring)).toEqual([]);
  expect((await runSignedIn(['whoami'])).stdout).toContain('corp:dev');
});

test('without a keyring the encrypted file keeps it, under the key that opens it', async () => {
  const { run, gateway, folder } = createSignInBench();
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  const { code, stdout } = await run(['login', '--device'], { key: null, env, meanwhile });
  expect(code).toBe(0);
  expect(stdout).toContain('The sign-in is in the encrypted file');
  const text = readFileSync(join(folder, 'config', 'secrets', 'secrets.development.json'), 'utf8');
  expect(text).toContain('wicketgate.token.');
  expect(text).not.toMatch(/wg_rt_|eyJ[\w-]+\./);
  // In whatever environment of whatever project the shell is: a sign-in is a person's.
  const elsewhere = { ...env, WICKETGATE_ENVIRONMENT: 'production', WICKETGATE_SECRETS_FILE: 'other.json' };
  expect((await run(['whoami'], { key: null, env: elsewhere })).stdout).toContain('corp:dev');
});

test('where there is no place to keep it nobody signs in for nothing', async () => {
  const { run, gateway } = createSignInBench();
  const { code, stderr } = await run(['login', '--device'], { key: null });
  expect(code).toBe(78);
  expect(stderr).toContain('(no_wrapping_key)');
  expect(gateway.requests).toEqual([]);
});

test('--store keyring without one says what else there is', async () => {
  const { run, gateway } = createSignInBench();
  const { code, stderr } = await run(['login', '--device', '--store', 'keyring'], { key: null });
  expect(code).toBe(78);
  expect(stderr).toContain('wicketgate login --store file');
  expect(gateway.requests).toEqual([]);
});

test('a keyring that was remembered and does not work now is told of, and the file is taken', async () => {
  const { login, run, gateway } = createSignInBench();
  await login();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  const { code, stderr } = await run(['login', '--device'], { key: null, env, meanwhile });
  expect(code).toBe(0);
  expect(stderr).toMatch(/This machine has no keyring\. The sign-in goes into the encrypted file instead\./);
});

test.each([
  [['--device', '--browser']],
  [['--device', '--key']],
  [['--browser', '--key-file', 'my.key']],
  [['--key', '--store', 'plain']],
])('login %j is wrong usage', async (argv) => {
  const { runSignedIn, gateway } = createSignInBench();
  expect((await runSignedIn(['login', ...argv])).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('what stands behind login --key is refused, not repeated, and to be replaced', async () => {
  const { runSignedIn } = createSignInBench();
  const { code, stderr } = await runSignedIn(['login', '--key', 'hunter2']);
  expect(code).toBe(2);
  expect(stderr).toContain('(key_on_command_line)');
  expect(stderr).not.toContain('hunter2');
});

test('a key that is valid is kept, and later commands find it', async () => {
  const { runSignedIn, gateway, keyring, folder } = createSignInBench();
  const file = join(folder, 'my.key');
  writeFileSync(file, gateway.adminKey, { mode: 0o600 });
  const { code, stdout } = await runSignedIn(['login', '--key-file', file]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^The key of owner-1 is valid, and kept in the keyring \(.+\)\.\n$/) as string,
  });
  expect([...keyring.entries.values()]).toEqual([gateway.adminKey]);
  expect((await runSignedIn(['keys', 'list'])).code).toBe(0);
});

test('an access token is no key to keep', async () => {
  const { login, runSignedIn, keyring } = createSignInBench();
  await login();
  const { stdout: token } = await runSignedIn(['token']);
  const { code, stderr } = await runSignedIn(['login', '--key-stdin'], { stdin: token });
  expect(code).toBe(1);
  expect(stderr).toContain('That is an access token and no API key.');
  expect(stderr).not.toContain(token.trim());
  expect([...keyring.entries.values()]).not.toContain(token.trim());
});

test('whoever is signed in is told that a key that is kept goes behind', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  const keep = () => runSignedIn(['login', '--key-stdin'], { stdin: gateway.adminKey });
  expect((await keep()).stderr).toBe('');
  await login();
  expect((await keep()).stderr).toContain('You are signed in as well: commands go on to use that sign-in.');
});

test('a key is asked for without showing it, and goes into the encrypted file where there is no keyring', async () => {
  const { run, gateway } = createSignInBench();
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  const asked = await run(['login', '--key'], { key: null, env, answers: [gateway.adminKey] });
  expect(asked.code).toBe(0);
  expect(asked.stdout + asked.stderr).not.toContain(gateway.adminKey);
  expect((await run(['keys', 'list'], { key: null, env })).code).toBe(0);
});

test.each([
  ['refused', { code: 'key_revoked' }, 3],
  ['not known now', 'network', 5],
] as const)('a key that is %s is not kept', async (_, how, exit) => {
  const { runSignedIn, gateway, keyring } = createSignInBench();
  gateway.fail(how, { times: Infinity });
  const { code } = await runSignedIn(['login', '--key-stdin'], { stdin: gateway.adminKey });
  expect(code).toBe(exit);
  expect(keyring.entries.size).toBe(0);
});

test('a key without anybody to ask says how to give one', async () => {
  const { runSignedIn } = createSignInBench();
  const { code, stderr } = await runSignedIn(['login', '--key']);
  expect(code).toBe(3);
  expect(stderr).toContain('--key-file FILE or --key-stdin');
});

test('nothing secret goes to an address', async () => {
  const { gateway, runSignedIn } = createSignInBench();
  const addresses: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    addresses.push(url);
    return gateway.fetch(url, init);
  };
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  await runSignedIn(['login', '--device'], { fetch, meanwhile });
  expect(addresses).toContain(`https://gateway.example.com${OAUTH_PATHS.token}`);
  expect(addresses.join('\n')).not.toMatch(/[?#]|wg_|eyJ[\w-]+\./);
});

test('a key of the environment is told of: it goes first', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.approve(userCode, DEV));
  const { code, stderr } = await runSignedIn(['login', '--device'], { key: gateway.adminKey, meanwhile });
  expect(code).toBe(0);
  expect(stderr).toContain('WICKETGATE_API_KEY is set: commands go on to use that key.');
});

const WITHOUT_URL = { WICKETGATE_URL: undefined };

test('the gateway that somebody signed in at is remembered where none was configured', async () => {
  const { runSignedIn, gateway, folder } = createSignInBench();
  const login = ['login', '--device', '--url', URL_OF_GATEWAY];
  const { code, stderr } = await runSignedIn(login, { env: WITHOUT_URL, meanwhile: approving(gateway) });
  expect(code).toBe(0);
  expect(stderr.split('\n').filter((line) => line.includes('config set url'))).toEqual([
    `Commands use ${URL_OF_GATEWAY} from now on; \`wicketgate config set url\` changes that.`,
  ]);
  expect(JSON.parse(readFileSync(join(folder, 'config', 'config.json'), 'utf8'))).toEqual({
    store: 'keyring',
    url: URL_OF_GATEWAY,
  });
  const whoami = await runSignedIn(['whoami'], { env: WITHOUT_URL });
  expect(whoami.stdout).toContain('corp:dev');
  const again = await runSignedIn(login, { env: WITHOUT_URL, meanwhile: approving(gateway) });
  expect(again.stderr).not.toContain('config set url');
});

test('a key that is stored goes to the gateway that has checked it, from then on', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const login = ['login', '--key-stdin', '--url', URL_OF_GATEWAY];
  const { stderr } = await runSignedIn(login, { env: WITHOUT_URL, stdin: gateway.adminKey });
  expect(stderr).toContain(`Commands use ${URL_OF_GATEWAY} from now on`);
  expect((await runSignedIn(['keys', 'list'], { env: WITHOUT_URL })).code).toBe(0);
});

test('a gateway that was configured stays, and whoever signs in at another is told where commands go', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const other = 'https://other.example.com';
  const login = ['login', '--device', '--url', URL_OF_GATEWAY];
  await runSignedIn(['config', 'set', 'url', other]);
  const inFile = await runSignedIn(login, { env: WITHOUT_URL, meanwhile: approving(gateway) });
  expect(inFile).toMatchObject({ code: 0 });
  expect(inFile.stderr).toContain(
    `Commands go on to use ${other}: use --url, or change that with \`wicketgate config set url ${URL_OF_GATEWAY}\`.\n`,
  );
  await runSignedIn(['config', 'unset', 'url']);
  const env = { WICKETGATE_URL: other };
  const inVariable = await runSignedIn(login, { env, meanwhile: approving(gateway) });
  expect(inVariable.stderr).toContain(
    `Commands go on to use ${other}: that is the variable WICKETGATE_URL. Unset it, then run \`wicketgate config set url ${URL_OF_GATEWAY}\`.\n`,
  );
  expect((await runSignedIn(['config', 'get', 'url'], { env: WITHOUT_URL })).stdout).toBe('http://127.0.0.1:8787\n');
});

test('a sign-in that comes to nothing changes no gateway', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const meanwhile = whenCodeIsShown((userCode) => gateway.signIn.deny(userCode));
  await runSignedIn(['login', '--device', '--url', URL_OF_GATEWAY], { env: WITHOUT_URL, meanwhile });
  expect((await runSignedIn(['config', 'get', 'url'], { env: WITHOUT_URL })).stdout).toBe('http://127.0.0.1:8787\n');
});

test('where nothing can keep a sign-in, what is named beside a keyring is there', async () => {
  const { run } = createSignInBench();
  const { stderr } = await run(['login', '--device'], { key: null });
  expect(stderr.replaceAll('\n  ', '\n')).toContain(
    [
      'Any one of these will do:',
      'unlock or install a keyring (GNOME Keyring or KWallet on Linux);',
      'set WICKETGATE_MASTER_KEY to the output of `openssl rand -base64 32`, and keep that safe;',
      'run this at a terminal, which asks for a passphrase;',
      'keep the sign-in in a plain file that your account alone can read, with --store plain.',
    ].join('\n'),
  );
  const { stdout: help } = await run(['login', '--help']);
  for (const [option] of stderr.matchAll(/--[a-z-]+/g)) expect(help).toContain(option);
});

test('a key has no plain file to go to, and none is named', async () => {
  const { run, gateway } = createSignInBench();
  const { code, stderr } = await run(['login', '--key-stdin'], { key: null, stdin: gateway.adminKey });
  expect(code).toBe(78);
  expect(stderr).toContain('set WICKETGATE_MASTER_KEY');
  expect(stderr).not.toMatch(/--wrap|--new-passphrase-file|--store plain/);
});
