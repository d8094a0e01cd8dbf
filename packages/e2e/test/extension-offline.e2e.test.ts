import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startGateway, type RunningGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { createDesk, expectStatus, useDesk } from './vscode/desk.ts';

const PERSON = 'dev@example.com';
const ACTIVE = `Wicketgate: ${PERSON}`;
const GRACE_SECONDS = 20;
/** The longest pause between two tries by itself is a minute. */
const BY_ITSELF_MS = 75_000;

let gateway: RunningGateway;
let window: GateWindow;

const desk = useDesk(async (cleanup) => {
  const dataFolder = path.join(await temporaryFolder('offline-gate', cleanup), 'data');
  const settings = { WICKETGATE_RECEIPT_TTL: String(GRACE_SECONDS) };
  gateway = await startGateway({ dataFolder, settings, cleanup });
  const made = await createDesk({ cleanup, machineSettings: { 'wicketgate.url': gateway.url } });
  window = await made.openWindow();
  return made;
});

describe('A gateway that is stopped', () => {
  test('leaves the gate open within the grace, visibly offline, with "Retry Now"', async () => {
    const { notifications, quickInput } = window.workbench;
    const { apiKey } = await gateway.admin.keys.create({ body: { name: 'laptop', owner: { id: PERSON } } });
    await window.enterKey(apiKey);
    await expectStatus(window, ACTIVE);
    await gateway.stop();
    await window.run('Check Status');
    await expectStatus(window, STATUS.grace);
    expect(await window.status.look()).toMatchObject({ icons: ['debug-disconnect'], attention: 'warning' });
    expect(await notifications.waitFor('You are working offline')).toContain('The gateway cannot be reached.');
    expect(await notifications.buttonsOf('You are working offline')).toContain('Retry Now');
    await notifications.dismiss('You are working offline');
    await window.run('Show Account');
    await expect.poll(() => window.accountShown()).toContain('Offline');
    await window.status.press();
    await expect.poll(() => quickInput.labels()).toContain('Retry Now');
    await quickInput.dismiss();
  });

  test('shuts it when the grace is over, as unavailable and never as refused', async () => {
    await expectStatus(window, STATUS.unavailable, (GRACE_SECONDS + 15) * 1_000);
    expect(await window.status.look()).toMatchObject({ icons: ['warning'], attention: 'warning' });
    expect((await window.status.look()).label).toContain('The gateway cannot be reached.');
    await window.openSideBar();
    expect(await window.workbench.sideBar.welcomeText()).toContain('The gateway cannot be asked about you.');
    expect(await window.workbench.sideBar.welcomeButtons()).toEqual(['Retry Now', 'Sign In', 'Request Access']);
    expect(await window.accountText()).toBe('');
    expect(await window.status.history()).not.toContain(STATUS.invalid);
  });

  test('stays unavailable when the window is reloaded', async () => {
    await window.reload();
    await expectStatus(window, STATUS.unavailable, 15_000);
    expect(await window.workbench.notifications.shown()).toEqual([]);
  });

  test('opens it by itself once it is back', async () => {
    await gateway.restart();
    await expectStatus(window, ACTIVE, BY_ITSELF_MS);
    await window.openSideBar();
    await expect.poll(() => window.accountShown()).toContain(PERSON);
    expect(await window.status.history()).not.toContain(STATUS.invalid);
    expect(desk().browser.strayRequests).toEqual([]);
  });
});
