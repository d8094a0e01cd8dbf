import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startGateway, type RunningGateway } from '../src/gateway.ts';
import { startToolServer, type ToolServer } from '../src/mcp/start-tool-server.ts';
import { startPathProxy } from '../src/path-proxy.ts';
import { issuedKey, type Trace, tracesOf } from '../src/planted-secrets.ts';
import { searchBytes, searchFolder } from '../src/secret-search.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { askToolUser, packageToolUser } from '../src/vscode/tool-user.ts';
import { ToolView } from '../src/vscode/tool-view.ts';
import { createDesk, expectStatus, signOut, useDesk } from './vscode/desk.ts';
import { keepScreenshot } from './vscode/screenshots.ts';

const PERSON = 'dev@example.com';
const ACTIVE = `Wicketgate: ${PERSON}`;
const META_TOOLS = ['wicketgate_search_tools', 'wicketgate_describe_tools', 'wicketgate_call_tool'];
const PROVIDER = 'wicketgate.wicketgate';

let gateway: RunningGateway;
/** Beneath the address of the gateway. */
let ours: ToolServer;
/** Somebody else's. */
let foreign: ToolServer;
let window: GateWindow;
let view: ToolView;
let apiKey: string;
let room: string;
let traces: readonly Trace[];

const desk = useDesk(async (cleanup) => {
  const dataFolder = path.join(await temporaryFolder('tools', cleanup), 'data');
  gateway = await startGateway({ dataFolder, cleanup });
  ours = await startToolServer('ours', cleanup);
  foreign = await startToolServer('foreign', cleanup);
  const port = Number(new URL(gateway.url).port);
  const { url } = await startPathProxy({ port, paths: { '/mcp': ours.port }, cleanup });
  ({ apiKey } = await gateway.admin.keys.create({ body: { name: 'laptop', owner: { id: PERSON, email: PERSON } } }));
  traces = tracesOf([issuedKey('the key', apiKey)]);
  const made = await createDesk({
    cleanup,
    extensions: [inject('vsix'), await packageToolUser(cleanup)],
    userSettings: { 'chat.disableAIFeatures': false, 'chat.mcp.access': 'all', 'chat.mcp.autostart': 'never' },
    machineSettings: {
      'wicketgate.url': url,
      'wicketgate.mcp.servers': {
        ours: { url: '/mcp' },
        foreign: { url: foreign.url },
        broken: { url: 'ftp://example.com' },
      },
    },
  });
  room = path.dirname(made.server.dataFolder);
  await writeFolderSettings(made.server.workspaceFolder);
  window = await made.openWindow();
  view = new ToolView(window.workbench.page);
  return made;
});

describe('Without a key', () => {
  test('no tool of a server is offered, the meta-tools can be called by nobody, and no server is asked anything', async () => {
    await expectStatus(window, STATUS.noKey);
    // VS Code knows of no such server.
    await askToolUser(window.workbench, { wish: 'start', name: `${PROVIDER}/ours` });
    expect(await offered()).toEqual([]);
    for (const name of META_TOOLS) {
      expect(await call(name, { query: 'tickets', names: ['x'], name: 'x' })).toHaveProperty('refused');
    }
    expect(seen()).toEqual([]);
  });

  test('the search says why there is none', async () => {
    await window.run('Search Tools');
    await window.workbench.notifications.waitFor('You are not signed in.');
    await expect.poll(() => window.workbench.quickInput.isOpen()).toBe(false);
    await window.workbench.notifications.dismiss('You are not signed in.');
  });
});

describe('With a valid key', () => {
  test('an entry that cannot be used is told by name, and before somebody wants a tool nobody is asked', async () => {
    await window.enterKey(apiKey);
    await expectStatus(window, ACTIVE);
    const told = async () => (await window.workbench.notifications.shown()).join('\n');
    await expect.poll(told).toMatch(/cannot be used. broken: Its address must begin with/);
    expect(seen()).toEqual([]);
  });

  test('VS Code starts the servers and offers their tools; ours is shown the key, and the other is not', async () => {
    await startServers(['ours', 'foreign']);
    expect(await call('mcp_ours_find_tickets', { concert: 'Bach' })).toEqual(['ours: 3 tickets for Bach']);
    expect(await call('mcp_foreign_find_tickets', { concert: 'Bach' })).toEqual(['foreign: 3 tickets for Bach']);
    expect(new Set(ours.seen().map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${apiKey}`]));
    expect(new Set(foreign.seen().map(({ authorization }) => authorization))).toEqual(new Set([null]));
  });

  test('the view shows the servers with their tools, what is wrong with an entry, and nothing that the workspace names', async () => {
    await window.openSideBar();
    await expect
      .poll(() => view.rows(), { timeout: 30_000 })
      .toEqual(['ours · 2 tools', 'foreign · 2 tools', expect.stringMatching(/^broken · Its address/)]);
    await view.unfold('ours');
    await expect.poll(() => view.rows()).toEqual(expect.arrayContaining(['Find tickets · find_tickets']));
    expect(await view.spoken()).toEqual(
      expect.arrayContaining([
        expect.stringContaining('MCP server ours, 2 tools'),
        expect.stringContaining('Tool Find tickets, It says that it changes nothing.'),
      ]),
    );
    await expect.poll(() => window.accountShown()).toContain(PERSON);
    await keepScreenshot(window.workbench, 'tools');
    expect(new Set(foreign.seen().map(({ authorization }) => authorization))).toEqual(new Set([null]));
  });

  test('the search ranks as one types, with reasons', async () => {
    const { quickInput } = window.workbench;
    await window.run('Search Tools');
    await quickInput.type('what is left for the concert tonight', 'text');
    await expect.poll(async () => (await quickInput.labels())[0]).toBe('Find tickets');
    expect(await quickInput.words()).toMatch(/description: .*concert/);
    await quickInput.type('give the money back', 'text');
    await expect.poll(async () => (await quickInput.labels())[0]).toBe('Cancel an order');
    await quickInput.type('xylophone zzz', 'text');
    await expect.poll(() => quickInput.labels()).toEqual(['No tool answers this']);
    await quickInput.dismiss();
  });

  test('models find and call tools through the meta-tools, once the person agreed', async () => {
    const found = await call('wicketgate_search_tools', { query: 'find tickets for a concert' });
    expect(JSON.stringify(found)).toContain('ours__find_tickets');
    const wish = { wish: 'call', name: 'wicketgate_call_tool' } as const;
    const input = { name: 'ours__cancel_order', arguments: { order: '42' } };
    const { workbench } = window;
    let asked = '';
    const agreed = await askToolUser(workbench, { ...wish, input }, async () => {
      await expect.poll(() => workbench.dialogText()).toContain('cancel_order');
      asked = await workbench.dialogText();
      await workbench.pressInDialog('Yes');
    });
    expect(asked).toMatch(/Call cancel_order of ours\?/);
    expect(asked).toContain('It says that it may destroy things.');
    expect(agreed).toEqual(['ours: cancelled 42']);
    const refused = await askToolUser(workbench, { ...wish, input }, async () => {
      await expect.poll(() => workbench.dialogText()).toContain('cancel_order');
      await workbench.dismissDialog();
    });
    expect(refused).toHaveProperty('refused');
  });

  test('a tool that is switched off is neither found nor called through them, over a reload too', async () => {
    const query = 'cancel an order, or find tickets for a concert';
    const found = async () => JSON.stringify(await call('wicketgate_search_tools', { query, servers: ['ours'] }));
    expect(await found()).toContain('ours__cancel_order');
    await window.openSideBar();
    await view.unfold('ours');
    await view.toggle('Cancel an order');
    await expect.poll(() => view.isOn('Cancel an order')).toBe(false);
    expect(await found()).not.toContain('ours__cancel_order');
    await window.reload();
    await expectStatus(window, ACTIVE);
    await expect.poll(found).toContain('ours__find_tickets');
    expect(await found()).not.toContain('ours__cancel_order');
    const { workbench } = window;
    const input = { name: 'ours__cancel_order', arguments: { order: '42' } };
    const called = await askToolUser(workbench, { wish: 'call', name: 'wicketgate_call_tool', input }, async () => {
      await workbench.pressInDialog('Yes');
    });
    expect(JSON.stringify(called)).toContain('No tool is called');
  });
});

describe('After signing out', () => {
  test('none of it is offered, and nobody is asked any more', async () => {
    await startServers(['ours']);
    await signOut(window);
    await expectStatus(window, STATUS.noKey);
    await expect.poll(offered).toEqual([]);
    expect(await view.rows()).toEqual([]);
    const before = seen().filter(({ method }) => method === 'POST').length;
    expect(await call('wicketgate_search_tools', { query: 'tickets' })).toHaveProperty('refused');
    expect(seen().filter(({ method }) => method === 'POST')).toHaveLength(before);
  });

  test('the key stands in no setting, log, file or page, and nobody else was shown it', async () => {
    const page = await window.workbench.page.content();
    await window.workbench.close();
    await desk().browser.close();
    await desk().server.stop();
    const { findings, files } = await searchFolder(room, traces);
    expect(files).toEqual(
      expect.arrayContaining([expect.stringMatching(/globalStorage\/wicketgate\.wicketgate\/tools\/catalog\//)]),
    );
    expect(findings).toEqual([]);
    expect((await searchFolder(desk().browser.profileFolder, traces)).findings).toEqual([]);
    expect(searchBytes(page, 'the page', traces)).toEqual([]);
    expect(searchBytes(desk().server.output(), 'the server', traces)).toEqual([]);
    expect(await readFile(desk().server.machineSettingsFile, 'utf8')).not.toContain('Bearer');
    expect(foreign.seen().every(({ authorization }) => authorization === null)).toBe(true);
  });
});

test('Nothing was asked of a host outside of this machine', () => {
  expect(desk().browser.strayRequests).toEqual([]);
});

/** What a repository could carry: a server of its own, and a gateway that is shown the key. */
async function writeFolderSettings(folder: string): Promise<void> {
  const settings = { 'wicketgate.url': foreign.url, 'wicketgate.mcp.servers': { planted: { url: foreign.url } } };
  await mkdir(path.join(folder, '.vscode'));
  await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

/** The tools of servers that VS Code offers. It names those that an extension declares as well, whether they are there or not. */
async function offered(): Promise<readonly string[]> {
  const names = (await askToolUser(window.workbench, { wish: 'list' })) as readonly string[];
  return names.filter((name) => name.startsWith('mcp_'));
}

/** Has VS Code start servers of the extension. It learns of them a moment after the gate opened. */
async function startServers(names: readonly string[]): Promise<void> {
  const missing = async () => {
    const tools = await offered();
    return names.filter((name) => !tools.includes(`mcp_${name}_find_tickets`));
  };
  const start = async () => {
    for (const name of await missing()) {
      await askToolUser(window.workbench, { wish: 'start', name: `${PROVIDER}/${name}` });
    }
    return missing();
  };
  await expect.poll(start, { timeout: 60_000, interval: 1_000 }).toEqual([]);
}

async function call(name: string, input: object): Promise<unknown> {
  return askToolUser(window.workbench, { wish: 'call', name, input });
}

function seen() {
  return [...ours.seen(), ...foreign.seen()];
}
