import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../src/free-port.ts';
import type { RunningGateway } from '../src/gateway.ts';
import { type PlantedSecret, secretText, type Trace, tracesOf } from '../src/planted-secrets.ts';
import { canWatchProcesses, NOT_WATCHED, type SeenProcess, watchProcesses } from '../src/process-watch.ts';
import { type RecordingProxy, startRecordingProxy } from '../src/recording-proxy.ts';
import { type FolderSearch, searchBytes, searchFolder } from '../src/secret-search.ts';
import { meetPeople, type Person } from '../src/sign-in/person.ts';
import { openSignInPlace } from '../src/sign-in/sign-in-place.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { secretsOnTheWire } from './canary/sign-in-secrets.ts';
import { signInWithCode } from './vscode/approach.ts';
import { createDesk, expectStatus, signOut, useDesk } from './vscode/desk.ts';

const ACTIVE = 'Wicketgate: Dev';
/** Seconds: an access token is refreshed while the scenario goes on. */
const TOKEN_SECONDS = 6;
const LOOK_EVERY_MS = 100;
const MARK = 'a-mark-that-is-no-secret-0123456789';
const KINDS = ['access token', 'device code', 'refresh token', 'state'];
/** What the output channel shows is a file as well. */
const OUTPUT = /^data\/logs\/.*wicketgate\.wicketgate\/.*\.log$/;
const SEALED = /globalStorage\/wicketgate\.wicketgate\/.*tokens-[0-9a-f]{64}\.json$/;

let gateway: RunningGateway;
let proxy: RecordingProxy;
let person: Person;
/** Settings, state, logs and extensions of the server, its workspace and its sockets. */
let room: string;
let processes: SeenProcess[] = [];
/** What the machine of somebody who is signed in holds, with the server stopped. */
let signedIn: FolderSearch;
let secrets: readonly PlantedSecret[];
let traces: readonly Trace[];
const said: Record<string, string> = {};

const desk = useDesk(async (cleanup) => {
  const port = await freePort();
  proxy = await startRecordingProxy(port, cleanup);
  const settings = { WICKETGATE_ACCESS_TOKEN_TTL: String(TOKEN_SECONDS), WICKETGATE_LOG_LEVEL: 'debug' };
  const people = [{ login: 'dev', name: 'Dev', groups: ['staff'] }];
  ({ gateway } = await openSignInPlace({ people, cleanup, settings, port, publicUrl: proxy.url }));
  person = await (await meetPeople(cleanup)).meet();
  const made = await createDesk({ cleanup, machineSettings: { 'wicketgate.url': proxy.url } });
  room = path.dirname(made.server.dataFolder);
  return made;
});

describe('A sign-in in VS Code', () => {
  test('lives its life: by a code, refreshed, over a restart of the machine, and out', async () => {
    const watch = canWatchProcesses ? watchProcesses(LOOK_EVERY_MS) : undefined;
    const first = await desk().openWindow();
    watch?.follow(gateway.pid());
    await signInWithCode({ window: first, person, url: proxy.url }, 'dev');
    await expectStatus(first, ACTIVE, 30_000);
    await untilRefreshed(first, 1);
    await first.run('Show Account');
    await expect.poll(() => first.accountShown()).toContain('Dev');
    said['account view'] = await first.accountHtml();
    await keepWords('first', first);
    await desk().server.stop();
    signedIn = await searchFolder(room, tracesOf(secretsHere()));

    await desk().server.restart();
    const second = await desk().openWindow();
    await expectStatus(second, ACTIVE, 30_000);
    await untilRefreshed(second, 2);
    await signOut(second);
    await expectStatus(second, STATUS.noKey);
    await keepWords('second', second);
    await desk().browser.close();
    await desk().server.stop();
    said['server'] = desk().server.output();
    said['gateway'] = gateway.log();
    processes = watch?.stop() ?? [];
    secrets = secretsHere();
    traces = tracesOf(secrets);
  });

  test('has brought secrets of every kind', () => {
    expect([...new Set(secrets.map(({ name }) => name))].toSorted()).toEqual(KINDS);
    const number = (kind: string) => secrets.filter(({ name }) => name === kind).length;
    expect(number('access token')).toBeGreaterThan(2);
    expect(number('refresh token')).toBeGreaterThan(2);
  });
});

describe('No secret of a sign-in is seen', () => {
  test('in settings, state, logs and the sealed file of tokens, while somebody is signed in', () => {
    expect(signedIn.files).toEqual(
      expect.arrayContaining([
        path.relative(room, desk().server.machineSettingsFile),
        expect.stringMatching(SEALED),
        expect.stringMatching(OUTPUT),
      ]),
    );
    expect(signedIn.findings).toEqual([]);
  });

  test('on the machine after the sign-out, where the sealed file is gone', async () => {
    const { findings, files } = await searchFolder(room, traces);
    expect(files.filter((file) => SEALED.test(file))).toEqual([]);
    expect(findings).toEqual([]);
  });

  test('in what the windows showed, wrote and copied, what the server said, and the log of the gateway', () => {
    for (const [name, text] of Object.entries(said)) {
      expect(searchBytes(text, name, traces)).toEqual([]);
      if (name !== 'server') expect(text.length, name).toBeGreaterThan(20);
    }
    expect(said['diagnostics of the first window']).toContain('status: active');
    expect(said['gateway']).toContain('"level":"debug"');
    expect(said['gateway']).toContain('/api/v1/auth/token');
  });

  test('in the browser’s profile, which holds what was put into its storage', async () => {
    const { profileFolder } = desk().browser;
    const mark = await searchFolder(profileFolder, tracesOf([secretText('mark', MARK)]));
    expect(mark.findings.length).toBeGreaterThan(0);
    expect((await searchFolder(profileFolder, traces)).findings).toEqual([]);
  });

  test('in the arguments and the environment of any process', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    for (const part of ['code-server', 'type=extensionHost', 'gateway/dist/bin.js serve']) {
      expect(
        processes.some(({ command }) => command.includes(part)),
        part,
      ).toBe(true);
    }
    const shown = processes.map(({ command, environment }) => `${command}\n${environment}`);
    expect(shown.flatMap((text) => searchBytes(text, text.slice(0, 80), traces))).toEqual([]);
  });
});

describe('The search', () => {
  test.for(['utf8', 'base64'] as const)('finds every one that lies open among the state, as %s', async (form) => {
    const folder = path.join(desk().server.dataFolder, 'User/globalStorage');
    await writeFile(
      path.join(folder, 'open.txt'),
      secrets.map(({ bytes }) => `x ${bytes.toString(form)} y`).join('\n'),
    );
    const { findings } = await searchFolder(room, traces);
    expect(new Set(findings.map(({ where }) => path.basename(where)))).toEqual(new Set(['open.txt']));
    expect([...new Set(findings.map(({ secret }) => secret))].toSorted()).toEqual(KINDS);
  });
});

/** Everything that went over the wire to the gateway, but what only the person's own browser has. */
function secretsHere(): PlantedSecret[] {
  const sent = secretsOnTheWire({ proxy, provided: { requests: [], answers: [] } });
  const states = proxy.exchanges.flatMap(
    ({ target }) => /^\/signin\/callback\/.*[?&]state=([\w-]{20,})/.exec(target) ?? [],
  );
  const state = states.at(1);
  return [
    ...sent.filter(({ name }) => KINDS.includes(name)),
    ...(state === undefined ? [] : [secretText('state', state)]),
  ];
}

/** A window asks the gateway until it has been given tokens for a refresh token, so often in all. */
async function untilRefreshed(window: GateWindow, times: number): Promise<void> {
  const refreshes = () =>
    proxy.exchanges.filter(({ request, status }) => request.includes('grant_type=refresh_token') && status === 200);
  const refreshed = async () => {
    await window.run('Check Status');
    return refreshes().length;
  };
  const limits = { timeout: 3 * TOKEN_SECONDS * 1_000, interval: 1_000 };
  await expect.poll(refreshed, limits).toBeGreaterThanOrEqual(times);
  await expectStatus(window, ACTIVE);
}

/** Keeps all that a window shows and copies, and closes it. */
async function keepWords(which: string, window: GateWindow): Promise<void> {
  const { workbench } = window;
  const keep = (what: string, text: string) => {
    said[`${what} of the ${which} window`] = text;
  };
  await window.run('Show Output');
  await expect.poll(() => workbench.panelText()).toMatch(/\S/);
  keep('output', await workbench.panelText());
  keep('diagnostics', await window.diagnostics());
  keep('page', await workbench.page.content());
  keep('toasts', (await workbench.notifications.shown()).join('\n'));
  await workbench.page.evaluate((mark) => localStorage.setItem('mark', mark), MARK);
  await workbench.copy('');
  await workbench.close();
  keep('console', workbench.console.join('\n'));
}
