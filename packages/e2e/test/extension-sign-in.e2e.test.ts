import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { logLines, type RunningGateway } from '../src/gateway.ts';
import { meetPeople, type Person } from '../src/sign-in/person.ts';
import { openSignInPlace, PROVIDER_NAME } from '../src/sign-in/sign-in-place.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { openedPage } from '../src/vscode/opened-page.ts';
import { approach } from './vscode/approach.ts';
import { createDesk, expectStatus, useDesk } from './vscode/desk.ts';
import { keepScreenshot } from './vscode/screenshots.ts';

const PEOPLE = [
  { login: 'dev', name: 'Dev', email: 'dev@example.com', groups: ['staff'] },
  { login: 'guest', name: 'Guest', groups: ['visitors'] },
];
const ACTIVE = 'Wicketgate: Dev';
/** Seconds that an access token lasts here. */
const TOKEN_SECONDS = 20;

let gateway: RunningGateway;
let window: GateWindow;
let person: Person;

const desk = useDesk(async (cleanup) => {
  const settings = { WICKETGATE_ACCESS_TOKEN_TTL: String(TOKEN_SECONDS) };
  ({ gateway } = await openSignInPlace({ people: PEOPLE, cleanup, settings }));
  person = await (await meetPeople(cleanup)).meet();
  const made = await createDesk({ cleanup, machineSettings: { 'wicketgate.url': gateway.url } });
  window = await made.openWindow();
  return made;
});

describe('Signing in with a code', () => {
  test('shows the code before anything else, warns, and writes nothing into the clipboard unasked', async () => {
    const { workbench } = window;
    await workbench.copy('what the person had copied');
    const code = await window.beginWithCode();
    const words = await workbench.dialogText();
    expect(words).toContain(`${gateway.url}/activate`);
    expect(words).toContain('Never type a code there that somebody else gave you.');
    await keepScreenshot(workbench, 'code');
    await workbench.dismissDialog();
    expect(await workbench.clipboard()).toBe('what the person had copied');
    const again = await window.beginWithCode();
    expect(again).not.toBe(code);
    await workbench.pressInDialog('Copy Code and Open Page');
    const page = await openedPage(workbench, `${gateway.url}/activate`);
    expect(page.url()).not.toContain(again);
    await page.close();
    await expect.poll(() => workbench.clipboard()).toBe(again);
    await workbench.notifications.waitFor(`Waiting until ${again} is typed`);
    await workbench.notifications.press(`Waiting until ${again} is typed`, 'Cancel');
    await expectStatus(window, STATUS.noKey);
  });

  test('comes to nothing for somebody who is in no group that may come in', async () => {
    await typeCode(await window.beginWithCode());
    await person.press(`Sign in with ${PROVIDER_NAME}`);
    await person.signInAtProvider('guest');
    await expect.poll(() => person.status).toBe(403);
    await window.workbench.focus();
    await expectStatus(window, STATUS.noKey);
    await person.forgetCookies();
  });

  test('opens the gate for the person who signs in at their provider and allows it', async () => {
    const { workbench } = window;
    const code = await window.beginWithCode();
    await typeCode(code);
    expect(await person.sees('Wicketgate for VS Code wants to sign in as you')).toContain('If you did not start this');
    await person.press(`Sign in with ${PROVIDER_NAME}`);
    await person.signInAtProvider('dev');
    expect(await person.sees('Let Wicketgate for VS Code act as you?')).toContain('dev@example.com');
    await person.press('Allow');
    await workbench.focus();
    await expectStatus(window, ACTIVE, 30_000);
    expect(await window.status.look()).toMatchObject({ icons: ['pass'], attention: 'plain' });
    expect(await workbench.notifications.waitFor('You are signed in')).toBe('You are signed in as Dev.');
    await workbench.notifications.dismiss('You are signed in');
  });

  test('shows how the person is signed in, and in the accounts menu who', async () => {
    const { workbench } = window;
    await window.run('Show Account');
    await expect.poll(() => window.accountShown()).toContain('Wicketgate for VS Code');
    const account = await window.accountText();
    for (const fact of ['Dev', 'dev@example.com', 'Pro', 'releases:read', 'Signed in until', 'accepted your sign-in']) {
      expect(account).toContain(fact);
    }
    expect(account).not.toContain('API key');
    await workbench.forget();
    await keepScreenshot(workbench, 'account');
    expect(await workbench.accountsMenu()).toContain('Dev (Wicketgate)');
  });

  test('is no key: the gateway knows a session of the extension', async () => {
    const { items } = await gateway.admin.sessions.list({ query: { status: 'active' } });
    expect(items).toMatchObject([{ clientId: 'wicketgate-vscode', tier: 'pro', source: 'provider' }]);
  });
});

describe('Two windows', () => {
  test('stay signed in over a reload, and through several lives of a token', async () => {
    await window.reload();
    await expectStatus(window, ACTIVE);
    const second = await desk().openWindow();
    await expectStatus(second, ACTIVE);
    const before = refreshes().length;
    const end = performance.now() + 3.5 * TOKEN_SECONDS * 1_000;
    while (performance.now() < end) {
      for (const each of [window, second]) {
        await each.run('Check Status');
        await expectStatus(each, ACTIVE);
      }
      await setTimeout(5_000);
    }
    const made = refreshes().slice(before);
    const most = mostBetween(made);
    console.log(`Refreshes of two windows in 3.5 lives of a token: ${made.length}, of at most ${most}`);
    expect(made.length).toBeGreaterThanOrEqual(3);
    // One window refreshes, the other follows: two that did it each would make twice as many.
    expect(made.length).toBeLessThanOrEqual(most);
    const { items } = await gateway.admin.sessions.list({ query: { status: 'active' } });
    expect(items).toHaveLength(1);
    expect([...(await window.status.history()), ...(await second.status.history())]).not.toContain(STATUS.noKey);
  });

  test('keep the tokens sealed: no file of the machine holds one', async () => {
    const folder = path.join(desk().server.dataFolder, 'User/globalStorage/wicketgate.wicketgate');
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const names = files.map(({ name }) => name);
    expect(names.some((name) => /^tokens-[0-9a-f]{64}\.json$/.test(name))).toBe(true);
    for (const { parentPath, name } of files) {
      expect(await readFile(path.join(parentPath, name), 'utf8')).not.toMatch(
        /eyJ[\w-]+\.|wg_rt_|access_token|tokensKey/,
      );
    }
    expect(desk().server.output()).not.toMatch(/eyJ[\w-]+\.eyJ|wg_rt_|wg_dc_/);
  });

  test('shut together when one signs out, and the gateway ends the session', async () => {
    const [, second] = desk().windows;
    if (second === undefined) throw new Error('There is no second window.');
    await window.run('Sign Out');
    await expectStatus(second, STATUS.noKey, 5_000);
    await expectStatus(window, STATUS.noKey);
    const listed = async () => (await gateway.admin.sessions.list({ query: { status: 'active' } })).items.length;
    await expect.poll(listed).toBe(0);
    await second.reload();
    await expectStatus(second, STATUS.noKey);
    await second.workbench.close();
  });
});

describe('A sign-in that is denied', () => {
  test('says so, and leaves the gate shut', async () => {
    const { workbench } = window;
    await typeCode(await window.beginWithCode());
    await person.press('Deny');
    await workbench.focus();
    await workbench.notifications.waitFor('The sign-in was denied.');
    await expectStatus(window, STATUS.noKey);
  });
});

test('Nothing was asked of a host outside of this machine', () => {
  expect(desk().browser.strayRequests).toEqual([]);
});

function typeCode(code: string): Promise<void> {
  return approach({ window, person, url: gateway.url }, code);
}

/** How many fit between the first and the last: no token is refreshed before the last quarter of its life. */
function mostBetween(times: readonly number[]): number {
  // A second for what the two clocks round.
  const apart = (0.75 * TOKEN_SECONDS - 1) * 1_000;
  return Math.floor(((times.at(-1) ?? 0) - (times[0] ?? 0)) / apart) + 1;
}

/** When the gateway gave tokens for a refresh token or a code: milliseconds. */
function refreshes(): number[] {
  const given = logLines(gateway.log()).filter(({ route, status }) => route === '/api/v1/auth/token' && status === 200);
  return given.map(({ time }) => Date.parse(String(time)));
}
