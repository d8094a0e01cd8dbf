import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mintApiKey } from '@wicketgate/contract';
import { describe, expect, inject, test } from 'vitest';
import { startGateway, type RunningGateway } from '../src/gateway.ts';
import { issuedKey, secretText, type Trace, tracesOf } from '../src/planted-secrets.ts';
import { searchBytes, searchFolder } from '../src/secret-search.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { createDesk, expectStatus, useDesk } from './vscode/desk.ts';

const PERSON = 'dev@example.com';
const ACTIVE = `Wicketgate: ${PERSON}`;
const OLD_SETTING = 'wicketgate.apiKey';

let gateway: RunningGateway;
let keys: Record<'user' | 'machine' | 'workspace' | 'folder' | 'entered' | 'unknown', string>;
let workspaceFile: string;
let folderSettings: string;
/** Everything of the person's machine: settings, storage, logs, the installed extension, the workspace. */
let room: string;
let traces: Trace[];

const desk = useDesk(async (cleanup) => {
  const dataFolder = path.join(await temporaryFolder('secrets', cleanup), 'data');
  gateway = await startGateway({ dataFolder, settings: { WICKETGATE_RECEIPT_TTL: '600' }, cleanup });
  keys = {
    user: await issue('user'),
    machine: await issue('machine'),
    workspace: await issue('workspace'),
    folder: await issue('folder'),
    entered: await issue('entered'),
    unknown: mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) }).key,
  };
  traces = tracesOf(Object.entries(keys).map(([name, key]) => issuedKey(`${name} key`, key)));
  const made = await createDesk({
    cleanup,
    userSettings: { [OLD_SETTING]: keys.user, 'editor.tabSize': 7 },
    machineSettings: { 'wicketgate.url': gateway.url, [OLD_SETTING]: keys.machine },
  });
  room = path.dirname(made.server.dataFolder);
  ({ workspaceFile, folderSettings } = await writeWorkspace(made.server.workspaceFolder));
  return made;
});

describe('A key in the plain settings of before', () => {
  let window: GateWindow;

  test('is found by the search that the scenarios below rely on', async () => {
    const { findings } = await searchFolder(room, traces);
    expect(new Set(findings.map(({ secret }) => secret))).toEqual(
      new Set(['user key', 'machine key', 'workspace key', 'folder key']),
    );
  });

  test('opens the gate when it was the person’s own, on this machine first; those of a workspace and a folder are not taken', async () => {
    window = await desk().openWindow({ open: workspaceFile });
    await expectStatus(window, ACTIVE, 30_000);
    await window.run('Show Account');
    await expect.poll(() => window.accountShown()).toContain('machine');
    expect(await window.accountText()).not.toMatch(/workspace|folder/);
  });

  test('is gone from the files of every scope, and nothing else is', async () => {
    const { userSettingsFile, machineSettingsFile } = desk().server;
    const files = [userSettingsFile, machineSettingsFile, workspaceFile, folderSettings];
    const left = async () => {
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      return texts.filter((text) => text.includes('apiKey')).length;
    };
    await expect.poll(left).toBe(0);
    expect(await readFile(userSettingsFile, 'utf8')).toContain('"editor.tabSize": 7');
    expect(await readFile(machineSettingsFile, 'utf8')).toContain('wicketgate.url');
    expect(await readFile(workspaceFile, 'utf8')).toContain('"editor.wordWrap": "on"');
    expect(await readFile(folderSettings, 'utf8')).toContain('"editor.rulers"');
  });

  test('is told to the person by setting and place, never by value', async () => {
    const { notifications } = window.workbench;
    for (const words of [
      /moved from wicketgate\.apiKey in your settings/,
      /wicketgate\.apiKey in the settings of the workspace was removed and not used/,
      /wicketgate\.apiKey in the settings of a folder was removed and not used/,
    ]) {
      await expect.poll(async () => (await notifications.shown()).join('\n')).toMatch(words);
    }
    expect(searchBytes((await notifications.shown()).join('\n'), 'toasts', traces)).toEqual([]);
  });

  test('stays in use over a reload, and is told no second time', async () => {
    await window.reload();
    await expectStatus(window, ACTIVE);
    expect(await window.workbench.notifications.shown()).toEqual([]);
  });
});

/** A day with the extension, with all that goes wrong in it, and then a look at everything that it left. */
describe('No key is seen', () => {
  const MARK = 'a-mark-that-is-no-secret-0123456789';
  const said: Record<string, string> = {};

  test('while the extension is used: another key, a wrong one, a gateway that is gone and back', async () => {
    const [window] = desk().windows;
    if (window === undefined) throw new Error('There is no window.');
    const { workbench } = window;
    await window.enterKey(keys.unknown);
    await workbench.notifications.waitFor('refused');
    await window.enterKey(keys.entered);
    await expect.poll(() => window.accountShown()).toContain('entered');
    await gateway.stop();
    await window.run('Check Status');
    await expectStatus(window, STATUS.grace);
    await gateway.restart();
    await window.run('Check Status');
    await expectStatus(window, ACTIVE);
    said['account view'] = await window.accountHtml();
    await window.run('Show Output');
    await expect.poll(() => workbench.panelText()).toMatch(/\S/);
    said['output'] = await workbench.panelText();
    said['diagnostics'] = await window.diagnostics();
    said['page'] = await workbench.page.content();
    said['toasts'] = (await workbench.notifications.shown()).join('\n');
    await workbench.page.evaluate((mark) => localStorage.setItem('mark', mark), MARK);
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await workbench.close();
    said['console'] = workbench.console.join('\n');
    await desk().browser.close();
    await desk().server.stop();
    said['server'] = desk().server.output();
    said['gateway'] = gateway.log();
  });

  test('in what was shown, written and copied then', () => {
    for (const [name, text] of Object.entries(said)) {
      expect(searchBytes(text, name, traces)).toEqual([]);
      if (name !== 'server') expect(text.length, name).toBeGreaterThan(20);
    }
    expect(said['diagnostics']).toContain('status: active');
    expect(said['account view']).toContain(PERSON);
  });

  test('in settings, storage, logs and the installed extension', async () => {
    const { findings, files } = await searchFolder(room, traces);
    expect(files).toEqual(
      expect.arrayContaining([
        path.relative(room, desk().server.userSettingsFile),
        expect.stringMatching(/^data\/.*\/?globalStorage\/wicketgate\.wicketgate\//),
        expect.stringMatching(/^data\/logs\/.*\.log$/),
        expect.stringMatching(/^extensions\/wicketgate\.wicketgate-.*\/dist\/extension\.cjs$/),
      ]),
    );
    expect(findings).toEqual([]);
  });

  test('in the browser’s profile, where the search does find what was put into its storage', async () => {
    const { profileFolder } = desk().browser;
    const mark = await searchFolder(profileFolder, tracesOf([secretText('mark', MARK)]));
    expect(mark.findings.length).toBeGreaterThan(0);
    expect((await searchFolder(profileFolder, traces)).findings).toEqual([]);
  });

  test('in the VSIX', async () => {
    expect(searchBytes(await readFile(inject('vsix')), 'the VSIX', traces)).toEqual([]);
  });
});

async function issue(name: string): Promise<string> {
  return (await gateway.admin.keys.create({ body: { name, owner: { id: PERSON } } })).apiKey;
}

/** A workspace that a repository could carry: a file of its own with settings, and a folder with settings. */
async function writeWorkspace(folder: string) {
  const root = path.join(folder, 'app');
  const workspaceFile = path.join(folder, 'app.code-workspace');
  const folderSettings = path.join(root, '.vscode/settings.json');
  await mkdir(path.dirname(folderSettings), { recursive: true });
  const settings = { [OLD_SETTING]: keys.workspace, 'editor.wordWrap': 'on' };
  await writeFile(workspaceFile, JSON.stringify({ folders: [{ path: 'app' }], settings }, undefined, 2));
  await writeFile(folderSettings, JSON.stringify({ [OLD_SETTING]: keys.folder, 'editor.rulers': [80] }, undefined, 2));
  return { workspaceFile, folderSettings };
}
