import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { supportedEnvironment } from '../src/environment.ts';
import type { RunningGateway } from '../src/gateway.ts';
import { type Outcome, start } from '../src/program.ts';
import { meetPeople, type Person } from '../src/sign-in/person.ts';
import { openSignInPlace } from '../src/sign-in/sign-in-place.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { packageAskingExtension } from '../src/vscode/asking-extension.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { BIN } from './canary/secrets-place.ts';
import { allowAs, signInWithCode } from './vscode/approach.ts';
import { createDesk, expectStatus, signOut, useDesk } from './vscode/desk.ts';

const ACTIVE = 'Wicketgate: Dev';
const KNOWN = 'Dev is known as acme:dev: 200.';
const BY_COMMAND = 'Use the session of the wicketgate command';

let gateway: RunningGateway;
let window: GateWindow;
let person: Person;
/** The `wicketgate` command of this machine, with settings of its own. */
let command: { readonly program: string; readonly programs: string };

const desk = useDesk(async (cleanup) => {
  const people = [{ login: 'dev', name: 'Dev', email: 'dev@example.com', groups: ['staff'] }];
  ({ gateway } = await openSignInPlace({ people, cleanup }));
  person = await (await meetPeople(cleanup)).meet();
  command = await installCommand(await temporaryFolder('command', cleanup));
  const made = await createDesk({
    cleanup,
    extensions: [inject('vsix'), await packageAskingExtension(cleanup)],
    machineSettings: { 'wicketgate.url': gateway.url },
    programs: command.programs,
  });
  window = await made.openWindow();
  return made;
});

describe('Another extension that wants the account', () => {
  test('is given none while nobody is signed in, and none that nobody allowed it', async () => {
    expect(await hears('Look for the Account', 'account was given')).toBe('No account was given.');
    await signInWithCode({ window, person, url: gateway.url }, 'dev');
    await expectStatus(window, ACTIVE, 30_000);
    await window.workbench.forget();
    expect(await hears('Look for the Account', 'account was given')).toBe('No account was given.');
  });

  test('gets it once the person has allowed that, with a token that the gateway takes', async () => {
    const { workbench } = window;
    await workbench.forget();
    await workbench.runCommand('Asking Tool: Ask for the Account');
    await expect.poll(() => workbench.dialogText()).toMatch(/'Asking Tool' wants to sign in using Wicketgate/);
    await workbench.pressInDialog('Allow');
    expect(await workbench.notifications.waitFor('is known as')).toBe(KNOWN);
    await workbench.forget();
    expect(await hears('Look for the Account', 'is known as')).toBe(KNOWN);
    const { items } = await gateway.admin.sessions.list({ query: { status: 'active' } });
    expect(items).toMatchObject([{ clientId: 'wicketgate-vscode' }]);
  });

  test('is given none any more once the person has signed out', async () => {
    await signOut(window);
    await window.workbench.forget();
    expect(await hears('Look for the Account', 'account was given')).toBe('No account was given.');
  });
});

describe('The session of the wicketgate command', () => {
  test('opens the gate for whoever agrees to have the command run', async () => {
    const { workbench } = window;
    expect(await loginByCommand()).toMatchObject({ code: 0 });
    await window.run('Sign In');
    await workbench.quickInput.choose(BY_COMMAND);
    await expect.poll(() => workbench.dialogText()).toContain(command.program);
    await workbench.pressInDialog('Use It');
    await expectStatus(window, ACTIVE, 30_000);
    const { items } = await gateway.admin.sessions.list({ query: { status: 'active' } });
    expect(items).toMatchObject([{ clientId: 'wicketgate-cli' }]);
  });

  test('stays in memory: VS Code keeps no file of tokens', async () => {
    const folder = path.join(desk().server.dataFolder, 'User/globalStorage/wicketgate.wicketgate');
    expect((await readdir(folder)).filter((name) => name.startsWith('tokens-'))).toEqual([]);
  });

  test('outlives a sign-out in VS Code', async () => {
    await signOut(window);
    await expectStatus(window, STATUS.noKey);
    const { items } = await gateway.admin.sessions.list({ query: { status: 'active' } });
    expect(items).toMatchObject([{ clientId: 'wicketgate-cli' }]);
  });
});

/** What the other extension says after a command of its own. */
async function hears(title: string, words: string): Promise<string> {
  await window.workbench.runCommand(`Asking Tool: ${title}`);
  return window.workbench.notifications.waitFor(words);
}

async function installCommand(room: string): Promise<typeof command> {
  const [programs, settings] = [path.join(room, 'bin'), path.join(room, 'settings')];
  const program = path.join(programs, 'wicketgate');
  await mkdir(programs);
  const lines = ['#!/bin/sh', `export WICKETGATE_CONFIG_DIR='${settings}'`, `exec '${process.execPath}' '${BIN}' "$@"`];
  await writeFile(program, `${lines.join('\n')}\n`);
  await chmod(program, 0o755);
  return { program, programs };
}

/** In a terminal, not in VS Code: the person types its code as well. */
async function loginByCommand(): Promise<Outcome> {
  const env = supportedEnvironment({ WICKETGATE_URL: gateway.url });
  const running = start(command.program, ['login', '--json', '--device', '--store', 'plain'], { env });
  const [line] = await running.waitFor(/^\{.*"event".*\}$/m);
  const { user_code: code } = JSON.parse(line) as { readonly user_code: string };
  await person.forgetCookies();
  await person.open(`${gateway.url}/activate`);
  await person.enterCode(code);
  await allowAs(person, 'dev');
  return running.ended;
}
