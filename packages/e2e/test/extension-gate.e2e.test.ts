import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { mintApiKey } from '@wicketgate/contract';
import { describe, expect, test } from 'vitest';
import type { Cleanup } from '../src/cleanup.ts';
import { logLines, startGateway, type RunningGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { openBrowser } from '../src/vscode/browser.ts';
import { createDesk, expectStatus, signOut, useDesk } from './vscode/desk.ts';
import { keepScreenshot } from './vscode/screenshots.ts';

const PERSON = 'dev@example.com';
const ACTIVE = `Wicketgate: ${PERSON}`;
const VALIDATE = '/api/v1/auth/validate';

let gateway: RunningGateway;
let window: GateWindow;
let cleanup: Cleanup;

const desk = useDesk(async (given) => {
  cleanup = given;
  const dataFolder = path.join(await temporaryFolder('gate', cleanup), 'data');
  gateway = await startGateway({ dataFolder, cleanup });
  const made = await createDesk({ cleanup, machineSettings: { 'wicketgate.url': gateway.url } });
  window = await made.openWindow();
  return made;
});

describe('Without a key', () => {
  test('the gate is shut: a welcome view, no account view, a status that says what to do', async () => {
    await expectStatus(window, STATUS.noKey);
    expect(await window.status.look()).toMatchObject({ icons: ['key'], attention: 'plain' });
    await window.openSideBar();
    const { sideBar } = window.workbench;
    expect(await sideBar.welcomeText()).toContain('Sign in to open Wicketgate');
    expect(await sideBar.welcomeButtons()).toEqual(['Sign In', 'Request Access']);
    expect(await window.accountText()).toBe('');
    await keepScreenshot(window.workbench, 'welcome');
    await sideBar.pressInWelcome('Sign In');
    await expect.poll(() => window.workbench.quickInput.words()).toContain('Wicketgate: how do you sign in?');
    // A browser cannot come back to a window in a browser.
    const ways = ['Sign in with a code', 'Enter an API key'];
    await expect.poll(() => window.workbench.quickInput.labels()).toEqual(ways);
    await window.workbench.quickInput.dismiss();
  });

  test('nothing is told unasked, and the gateway is asked nothing', async () => {
    expect(await window.workbench.notifications.shown()).toEqual([]);
    expect(validations()).toBe(0);
  });

  test('every command is there and answers', async () => {
    const { workbench } = window;
    const { notifications, quickInput } = workbench;
    const commands = await quickInput.commandsFor('Wicketgate:');
    expect(commands).toEqual(expect.arrayContaining(COMMANDS));

    await window.run('Check Status');
    expect(await notifications.waitFor('You are not signed in.')).toContain('Sign in, or request access.');
    expect(await notifications.buttonsOf('You are not signed in.')).toEqual(['Sign In', 'Request Access']);
    await notifications.dismiss('You are not signed in.');

    await window.run('Enter API Key');
    await expect.poll(() => quickInput.words()).toContain('Wicketgate: API key');
    await quickInput.dismiss();

    await window.run('Show Menu');
    const menu = ['Sign In', 'Request Access', 'Open Settings', 'Show Output', 'Copy Diagnostics'];
    await expect.poll(() => quickInput.labels()).toEqual(menu);
    await quickInput.dismiss();

    await window.run('Open Settings');
    await expect.poll(() => workbench.overlayText()).toContain('The address of your gateway');
    await workbench.dismissOverlay();

    await window.run('Show Output');
    await expect.poll(() => workbench.panelText()).toMatch(/\S/);

    expect(await window.diagnostics()).toMatch(/status: noKey\n- why: none/);

    await window.run('Request Access');
    expect(await workbench.dialogText()).toContain('github.com/wicketgate/wicketgate/issues/new');
    await workbench.dismissDialog();

    await window.run('Sign Out');
    await notifications.waitFor('You are not signed in.');
    await notifications.dismiss('You are not signed in.');

    // Whoever has just turned the message away finds the answer in the status bar.
    await window.run('Show Account');
    await expect.poll(() => workbench.statusBarText()).toContain('You are not signed in.');
    await expectStatus(window, STATUS.noKey);
    expect(await window.accountText()).toBe('');
    expect(validations()).toBe(0);
  });
});

describe('A wrong key', () => {
  test('that is mistyped is refused in its box, and the gateway never sees it', async () => {
    const { key } = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) });
    const { quickInput } = window.workbench;
    await window.typeKey(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`);
    await expect.poll(() => quickInput.words()).toContain('This API key is mistyped. Copy it again.');
    await quickInput.submit();
    await quickInput.type(key.slice(0, -5), 'password');
    await expect.poll(() => quickInput.words()).toContain('This API key is not whole. Copy all of it.');
    await quickInput.submit();
    await quickInput.type('two words', 'password');
    await expect.poll(() => quickInput.words()).toContain('This is no API key');
    await quickInput.submit();
    expect(await quickInput.isOpen()).toBe(true);
    await quickInput.dismiss();
    await expectStatus(window, STATUS.noKey);
    expect(validations()).toBe(0);
  });

  test('that looks right is refused by the gateway, which says why, and the commands go on working', async () => {
    const { key } = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) });
    const { notifications, quickInput } = window.workbench;
    await window.enterKey(key);
    expect(await notifications.waitFor('refused')).toContain('The gateway does not know it.');
    expect(await notifications.buttonsOf('refused')).toEqual(expect.arrayContaining(['Request Access']));
    await notifications.dismiss('refused');
    expect(validations()).toBe(1);
    expect(await window.status.history()).not.toContain(ACTIVE);
    expect(await quickInput.commandsFor('Wicketgate:')).toEqual(expect.arrayContaining(COMMANDS));
    await expect.poll(() => window.workbench.panelText()).toContain('"reason":"unknown"');
  });
});

describe('The right key', () => {
  let apiKey: string;

  test('opens the gate: status, account view, guarded command', async () => {
    ({ apiKey } = await gateway.admin.keys.create({
      body: { name: 'laptop', owner: { id: PERSON, email: PERSON }, tier: 'pro', scopes: ['releases:read'] },
    }));
    const { workbench } = window;
    await window.enterKey(apiKey);
    await expectStatus(window, ACTIVE);
    expect(await window.status.look()).toMatchObject({ icons: ['pass'], attention: 'plain' });
    expect(await workbench.notifications.waitFor('You are signed in')).toBe(`You are signed in as ${PERSON}.`);
    await workbench.notifications.dismiss('You are signed in');
    await window.run('Show Account');
    await expect.poll(() => window.accountShown()).toContain(PERSON);
    const account = await window.accountText();
    for (const fact of ['Pro', 'releases:read', 'laptop', gateway.url]) expect(account).toContain(fact);
    expect(await workbench.sideBar.welcomeText()).toContain('No MCP server is in the settings.');
    await workbench.hidePanel();
    await workbench.forget();
  });

  test('the account view runs no script, and has a policy that forbids all but its own style', async () => {
    const html = await window.accountHtml();
    expect(html).toMatch(/default-src 'none'; style-src 'nonce-[\w-]{22,}'/);
    expect(html).not.toMatch(/src=|onclick|javascript:/i);
  });

  test('stays open over a reload, a restart of the server, and in a second window, without a word', async () => {
    await window.reload();
    await expectStatus(window, ACTIVE);
    await desk().server.restart();
    await window.reload();
    await expectStatus(window, ACTIVE);
    const second = await desk().openWindow();
    await expectStatus(second, ACTIVE);
    expect(await second.workbench.notifications.shown()).toEqual([]);
    expect(await window.workbench.notifications.shown()).toEqual([]);
  });

  test('signing out in one window shuts the other within two seconds', async () => {
    const [, second] = desk().windows;
    if (second === undefined) throw new Error('There is no second window.');
    await window.run('Sign Out');
    const before = performance.now();
    await expectStatus(second, STATUS.noKey, 2_000);
    const took = performance.now() - before;
    await expectStatus(window, STATUS.noKey);
    const told = /changes told by SecretStorage: (\d+)\n- changes told by the ledger: (\d+)/.exec(
      await second.diagnostics(),
    );
    // What the documents say of this host: it tells other windows nothing of a secret.
    expect(told?.[1]).toBe('0');
    expect(Number(told?.[2])).toBeGreaterThan(0);
    console.log(
      `The other window was shut after ${Math.round(took)} ms; told by SecretStorage: ${told?.[1]}, by the ledger: ${told?.[2]}`,
    );
    await second.reload();
    await window.reload();
    await expectStatus(second, STATUS.noKey);
    await expectStatus(window, STATUS.noKey);
  });

  test('signing in in one window tells the other, which opens when it is reloaded', async () => {
    const [, second] = desk().windows;
    if (second === undefined) throw new Error('There is no second window.');
    await window.enterKey(apiKey);
    await expectStatus(window, ACTIVE);
    await second.workbench.focus();
    await second.workbench.notifications.waitFor('You signed in in another window.');
    await second.workbench.notifications.press('You signed in in another window.', 'Reload Window');
    await expectStatus(second, ACTIVE, 60_000);
    await second.workbench.close();
  });
});

describe('A key that is taken back', () => {
  test('shuts the gate when the window gets the focus again, and says why', async () => {
    const { apiKey, key } = await gateway.admin.keys.create({ body: { name: 'lent', owner: { id: PERSON } } });
    await window.enterKey(apiKey);
    await expectStatus(window, ACTIVE);
    const elsewhere = await desk().browser.newPage();
    await elsewhere.bringToFront();
    await gateway.admin.keys.revoke({ params: { id: key.id }, body: { reason: 'left the team' } });
    // A window that was left for a moment asks nothing; whoever comes back later makes it ask.
    await expect.poll(() => comeBack(window, elsewhere), { timeout: 30_000, interval: 1_000 }).toBe(STATUS.invalid);
    expect(await window.status.look()).toMatchObject({ icons: ['error'], attention: 'error' });
    expect((await window.status.look()).label).toContain('Enter a new API key, or request access.');
    const said = await window.workbench.notifications.waitFor('refused');
    expect(said).toBe('Your API key was refused. It was revoked. Enter a new API key, or request access.');
    await window.openSideBar();
    expect(await window.workbench.sideBar.welcomeText()).toContain('The gateway refused you.');
    expect(await window.accountText()).toBe('');
    await elsewhere.close();
  });

  test('and a good one opens it without a reload', async () => {
    const { apiKey } = await gateway.admin.keys.create({ body: { name: 'new', owner: { id: PERSON } } });
    await window.workbench.notifications.press('refused', 'Sign In');
    await window.workbench.quickInput.choose('Enter an API key');
    await window.workbench.quickInput.type(apiKey, 'password');
    await window.workbench.quickInput.submit();
    await expectStatus(window, ACTIVE);
    await expect.poll(() => window.accountShown()).toContain(PERSON);
  });
});

describe('Another browser at the same machine', () => {
  test('has a key of its own, and neither signs the other out', async () => {
    const { apiKey } = await gateway.admin.keys.create({ body: { name: 'tablet', owner: { id: PERSON } } });
    const browser = await openBrowser(cleanup);
    const other = await GateWindow.open(browser, desk().server);
    await expectStatus(other, STATUS.noKey);
    await other.enterKey(apiKey);
    await expectStatus(other, ACTIVE);
    await window.reload();
    await expectStatus(window, ACTIVE);
    await signOut(other);
    await expectStatus(other, STATUS.noKey);
    await window.reload();
    await expectStatus(window, ACTIVE);
    await browser.close();
  });
});

test('Nothing was asked of a host outside of this machine', () => {
  expect(desk().browser.strayRequests).toEqual([]);
});

const COMMANDS = [
  'Check Status',
  'Copy Diagnostics',
  'Enter API Key',
  'Open Settings',
  'Request Access',
  'Show Account',
  'Show Menu',
  'Show Output',
  'Sign In',
  'Sign Out',
].map((title) => `Wicketgate: ${title}`);

async function comeBack(to: GateWindow, from: { bringToFront(): Promise<void> }): Promise<string> {
  await from.bringToFront();
  await to.workbench.focus();
  return to.status.text();
}

/** How often the gateway was asked about a key. */
function validations(): number {
  return logLines(gateway.log()).filter(({ route }) => route === VALIDATE).length;
}
