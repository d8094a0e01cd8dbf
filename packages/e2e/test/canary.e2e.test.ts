import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { issuedKey, type PlantedSecret, secretText, type Trace, tracesOf } from '../src/planted-secrets.ts';
import { canWatchProcesses, NOT_WATCHED, type SeenProcess, watchProcesses } from '../src/process-watch.ts';
import { type FolderSearch, searchBytes, searchFolder } from '../src/secret-search.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { abuseGateway } from './canary/abuse-gateway.ts';
import { FOREIGN_SHAPE, useCommand } from './canary/use-command.ts';
import { useSdk } from './canary/use-sdk.ts';

/** The one file that may hold secrets of the gateway. */
const KEYS_FILE = 'service-keys.json';

const cleanup = createCleanup();
let room: string;
let dataFolder: string;
let gateway: RunningGateway;
let planted: PlantedSecret[];
let traces: Trace[];
let processes: SeenProcess[];
/** The data folder while the gateway runs: its write-ahead log is there only then. */
let whileRunning: FolderSearch;

/** Drives the gateway, the command and the SDK through what they do and what goes wrong, at the most talkative level. */
beforeAll(async () => {
  room = await temporaryFolder('canary', cleanup);
  // What callers are meant to keep keys in stands outside the room that is searched.
  const vault = await temporaryFolder('vault', cleanup);
  const words = path.join(room, 'words');
  await mkdir(words);
  dataFolder = path.join(room, 'data');
  const watch = canWatchProcesses ? watchProcesses() : undefined;
  gateway = await startGateway({
    dataFolder,
    settings: { WICKETGATE_LOG_LEVEL: 'debug', WICKETGATE_KEY_SHAPES: JSON.stringify([FOREIGN_SHAPE]) },
    cleanup,
  });
  const place = { gateway, room, words, vault };
  const command = await useCommand(place);
  await abuseGateway(place, [gateway.adminKey, command.foreignKey]);
  await useSdk(place, command.userKey);

  planted = [
    issuedKey('admin key', gateway.adminKey),
    issuedKey('user key', command.userKey),
    issuedKey('successor of the user key', command.successorKey),
    secretText('foreign key', command.foreignKey),
    ...(await serviceKeys()),
  ];
  traces = tracesOf(planted);
  whileRunning = await searchFolder(dataFolder, traces, (file) => file === KEYS_FILE);
  await gateway.stop();
  processes = watch?.stop() ?? [];
  await writeFile(path.join(words, 'gateway.log'), gateway.log());
});

afterAll(() => cleanup.release());

describe('No secret is seen', () => {
  test('in the database, its write-ahead log and the rest of the data folder, while the gateway runs and after', async () => {
    expect(whileRunning.files).toEqual(expect.arrayContaining(['wicketgate.db', 'wicketgate.db-wal']));
    expect(whileRunning.findings).toEqual([]);
    const afterwards = await searchFolder(dataFolder, traces, (file) => file === KEYS_FILE);
    expect(afterwards.files).toContain('wicketgate.db');
    expect(afterwards.findings).toEqual([]);
  });

  test('in logs, answers and errors, whatever the request was', async () => {
    const { findings, files } = await searchFolder(path.join(room, 'words'), traces);
    expect(files.toSorted()).toEqual(['answers.txt', 'command.txt', 'gateway.log', 'sdk.txt']);
    for (const file of files)
      expect((await readFile(path.join(room, 'words', file), 'utf8')).length).toBeGreaterThan(500);
    expect(findings).toEqual([]);
  });

  test('in the settings and receipts of the command and the SDK', async () => {
    const { findings, files } = await searchFolder(path.join(room, 'config'), traces);
    expect(files.length).toBeGreaterThan(0);
    expect(findings).toEqual([]);
    const receipts = await searchFolder(path.join(room, 'receipts'), traces);
    expect(receipts.files).toHaveLength(1);
    expect(receipts.findings).toEqual([]);
  });

  test('in the arguments of any process', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const commands = processes.map(({ command }) => command);
    expect(commands.filter((command) => command.includes('cli/dist/bin.js')).length).toBeGreaterThan(5);
    expect(commands.flatMap((command) => searchBytes(command, command.slice(0, 80), traces))).toEqual([]);
  });

  test('in the environment of any process: none was given one', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const seen = processes.flatMap(({ command, environment }) =>
      searchBytes(environment, command.slice(0, 80), traces),
    );
    expect(seen).toEqual([]);
  });

  test('but in the one file that is meant to hold the keys of the service, which only its owner reads', async () => {
    expect((await readdir(dataFolder)).filter((file) => !file.startsWith('wicketgate.db'))).toEqual([KEYS_FILE]);
    const { findings } = await searchFolder(dataFolder, traces);
    expect(new Set(findings.map(({ secret }) => secret))).toEqual(new Set(['pepper', 'signing seed']));
    expect(new Set(findings.map(({ where }) => where))).toEqual(new Set([KEYS_FILE]));
  });
});

async function serviceKeys(): Promise<PlantedSecret[]> {
  const text = await readFile(path.join(dataFolder, KEYS_FILE), 'utf8');
  const { peppers, signing } = JSON.parse(text) as { peppers: { secret: string }[]; signing: { seed: string }[] };
  const decoded = (name: string, base64 = '') => ({ name, bytes: Buffer.from(base64, 'base64') });
  return [decoded('pepper', peppers[0]?.secret), decoded('signing seed', signing[0]?.seed)];
}
