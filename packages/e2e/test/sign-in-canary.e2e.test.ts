import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { issuedKey, type PlantedSecret, secretText, type Trace, tracesOf } from '../src/planted-secrets.ts';
import { canWatchProcesses, NOT_WATCHED, type SeenProcess, watchProcesses } from '../src/process-watch.ts';
import { type Finding, type FolderSearch, searchBytes, searchFolder } from '../src/secret-search.ts';
import { failOnPages, showTokens, signInByKey } from './canary/misuse-sign-in.ts';
import { type CanaryPlace, GIVEN, makeSignInPlace, PLAIN_FOLDER } from './canary/sign-in-place.ts';
import { lastOpaque, secretsOnTheWire, signedToken } from './canary/sign-in-secrets.ts';
import { keepWords } from './canary/sign-in-words.ts';
import { type Desk, openDesk, useBrowser, useDevice } from './canary/use-sign-in.ts';

const KEYS_FILE = 'service-keys.json';
/** Around the command is what its user put there; the gateway has the secret that the provider gave it. */
const MEANT_TO_HAVE = 'bin.js';
/** Every program here lives for longer. */
const LOOK_EVERY_MS = 20;

const cleanup = createCleanup();
const said: string[] = [];
let place: CanaryPlace;
let planted: PlantedSecret[];
let traces: Trace[];
let processes: SeenProcess[];
let shown: readonly string[];
let workload: string;
let returnPages: number;
/** What a search finds while somebody is signed in with a plain file. */
let whilePlain: readonly Finding[];
/** The data folder while the gateway runs: its write-ahead log is there only then. */
let whileRunning: FolderSearch;

/** Sign-ins of every kind live their lives, and end well and badly. */
beforeAll(async () => {
  const watch = canWatchProcesses ? watchProcesses(LOOK_EVERY_MS) : undefined;
  place = await makeSignInPlace(cleanup);
  const { gateway, home, dataFolder } = place;
  shown = await useDevice(deskOf('encrypted'), place);

  const browser = deskOf('plain', { DISPLAY: ':0' });
  const copied = await useBrowser(browser, place);
  whilePlain = (await searchFolder(home, tracesOf(secretsOnTheWire(place)))).findings;
  const answers = await steal(browser, copied);

  const other = deskOf('other', { DISPLAY: ':0' });
  const wrongKey = await failOnPages(other, place);
  await signInByKey(other, place, gateway.adminKey);
  await runPipelines();
  await other.tell(['sessions', 'revoke', '--all', '--reason', 'the canary', '--yes', '--key-stdin'], gateway.adminKey);

  planted = [
    ...secretsOnTheWire(place),
    ...Object.entries(GIVEN).map(([name, text]) => secretText(name, text)),
    issuedKey('API key', gateway.adminKey),
    issuedKey('wrong API key', wrongKey),
    signedToken('token of a workload', workload),
  ];
  traces = tracesOf(planted);
  whileRunning = await searchFolder(dataFolder, traces);
  await gateway.stop();
  processes = watch?.stop() ?? [];
  ({ returnPages } = await keepWords(place, { said, answers }));
});

afterAll(() => cleanup.release());

describe('A life of sign-ins', () => {
  test('has brought every kind of secret', () => {
    expect([...new Set(planted.map(({ name }) => name))].toSorted()).toEqual([
      'API key',
      'access token',
      'authorization code',
      'clientSecret',
      'code verifier',
      'cookie',
      'device code',
      'masterKey',
      'password',
      'refresh token',
      'token of a workload',
      'upstream ID token',
      'upstream access token',
      'upstream authorization code',
      'upstream code verifier',
      'upstream refresh token',
      'wrong API key',
    ]);
  });

  test('has met what can go wrong', async () => {
    const commands = await wordsOf('commands.txt');
    for (const words of [
      ...['(not_signed_in)', '(no_key)', '(forbidden,', '(usage)', '(key_on_command_line)', '"authorization_denied"'],
      ...['Your sign-in has ended.', 'No rule fits the claims'],
    ]) {
      expect(commands, words).toContain(words);
    }
    const errors = await wordsOf('errors.txt');
    for (const words of ['You may not come in', 'did not sign you in', 'API key was refused', 'No device waits']) {
      expect(errors, words).toContain(words);
    }
    expect(await wordsOf('answers.txt')).toMatch(/^400 .*invalid_grant/m);
  });
});

describe('No secret of a sign-in is seen', () => {
  test('in the log of the gateway, whatever the request was', async () => {
    const log = await wordsOf('gateway.log');
    for (const route of ['/signin/key', '/api/v1/auth/token', '/authorize', '/activate']) expect(log).toContain(route);
    expect(log).toContain('"level":"debug"');
    expect(searchBytes(log, 'the log', traces)).toEqual([]);
  });

  test('in what commands, pages, errors and addresses say', async () => {
    const { findings, files } = await searchFolder(place.words, traces);
    expect(files.toSorted()).toEqual([
      'addresses.txt',
      'answers.txt',
      'commands.txt',
      'errors.txt',
      'gateway.log',
      'pages.html',
    ]);
    expect(findings).toEqual([]);
    for (const file of files) expect((await wordsOf(file)).length, file).toBeGreaterThan(1_000);
    // The pages that hold a code are those that take it to the application: of two sign-ins by browser.
    expect(returnPages).toBe(2);
  });

  test('in the database, its write-ahead log and the file of the keys, while the gateway runs and after', async () => {
    expect(whileRunning.files).toEqual(expect.arrayContaining(['wicketgate.db', 'wicketgate.db-wal', KEYS_FILE]));
    expect(whileRunning.findings).toEqual([]);
    const { findings } = await searchFolder(place.dataFolder, traces);
    expect(findings).toEqual([]);
  });

  test('in the home folder: settings, receipts, the encrypted file, the environment of the browser', async () => {
    const { findings, files } = await searchFolder(place.home, traces);
    for (const part of ['encrypted/config.json', 'other/secrets/', 'around-browser']) {
      expect(
        files.some((file) => file.includes(part)),
        `${part} of ${files.join(', ')}`,
      ).toBe(true);
    }
    expect(findings).toEqual([]);
  });

  test('in the arguments of any process', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const commands = processes.map(({ command }) => command);
    for (const part of ['cli/dist/bin.js login', 'gateway/dist/bin.js serve', 'xdg-open']) {
      expect(
        commands.some((command) => command.includes(part)),
        part,
      ).toBe(true);
    }
    expect(commands.flatMap((command) => searchBytes(command, command.slice(0, 80), traces))).toEqual([]);
  });

  test('in the environment of any process but those that their user gave it to', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const strangers = processes.filter(({ command }) => !command.includes(MEANT_TO_HAVE));
    expect(strangers).not.toEqual([]);
    expect(seenAround(strangers)).toEqual([]);
  });
});

describe('The search', () => {
  test('finds tokens in the plain file that a person has asked for by name, and there alone', () => {
    expect(new Set(whilePlain.map(({ where }) => path.dirname(where)))).toEqual(new Set([PLAIN_FOLDER]));
    const found = new Set(whilePlain.map(({ secret }) => secret));
    expect(found).toEqual(new Set(['access token', 'refresh token']));
  });

  test('finds the tokens that the command handed to a pipe', () => {
    expect(shown).toHaveLength(3);
    for (const text of shown) {
      expect(new Set(searchBytes(text, 'a pipe', traces).map(({ secret }) => secret))).toEqual(
        new Set(['access token']),
      );
    }
  });

  test.for(['utf8', 'base64'] as const)(
    'finds every one that lies open in the data of the gateway, as %s',
    async (form) => {
      const open = path.join(place.dataFolder, 'open.txt');
      await writeFile(open, planted.map(({ bytes }) => `x ${bytes.toString(form)} y`).join('\n'));
      const { findings } = await searchFolder(place.dataFolder, traces);
      expect(new Set(findings.map(({ where }) => where))).toEqual(new Set(['open.txt']));
      expect(new Set(findings.map(({ secret }) => secret))).toEqual(new Set(planted.map(({ name }) => name)));
    },
  );

  test('finds what users put around the command and the gateway', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const found = new Set(seenAround(processes).map(({ secret }) => secret));
    expect(found).toEqual(new Set(['clientSecret', 'masterKey', 'token of a workload']));
  });
});

function deskOf(settings: string, env: Record<string, string> = {}): Desk {
  return openDesk({ place, said, settings, env });
}

/** Somebody shows what they have copied: the sign-in ends, for whoever had it as well. */
async function steal(owner: Desk, refreshToken: string): Promise<string> {
  const [file = ''] = (await readdir(path.join(place.home, PLAIN_FOLDER))).filter((name) => name.endsWith('.json'));
  const kept = JSON.parse(await readFile(path.join(place.home, PLAIN_FOLDER, file), 'utf8')) as Record<string, string>;
  const { exchanges } = place.proxy;
  const [deviceCode, code] = [lastOpaque(exchanges, 'dc'), lastOpaque(exchanges, 'ac')];
  const answers = await showTokens(place, { accessToken: kept['access_token'] ?? '', refreshToken, deviceCode, code });
  for (const words of ['whoami', 'keys list', 'token', 'logout']) await owner.tell(words.split(' '));
  return answers;
}

/** A pipeline that a rule lets in, and one that none does. */
async function runPipelines(): Promise<void> {
  const { platform, proxy } = place;
  const tokenOf = (repository: string) => platform.tokenFor(proxy.url, { sub: `repo:${repository}`, repository });
  workload = tokenOf('example/app');
  await deskOf('pipeline', { WICKETGATE_ID_TOKEN: workload }).tell(['whoami', '--json']);
  await deskOf('pipeline', { WICKETGATE_ID_TOKEN: tokenOf('stranger/app') }).tell(['whoami']);
}

function wordsOf(file: string): Promise<string> {
  return readFile(path.join(place.words, file), 'utf8');
}

function seenAround(seen: readonly SeenProcess[]): Finding[] {
  return seen.flatMap(({ command, environment }) => searchBytes(environment, command.slice(0, 80), traces));
}
