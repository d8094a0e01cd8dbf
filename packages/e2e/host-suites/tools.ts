import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createFakeGateway, type FakeGateway } from '@wicketgate/testing';
import { type HttpServer, serveOverHttp } from '@wicketgate/testing/http';
import * as vscode from 'vscode';
import { Registrations } from './registrations.ts';
import { forgetSessions, storeSession, until } from './sessions.ts';
import { deactivate, type ExtensionModule, freshContext, type Stage } from './stage.ts';
import type { Bdd } from './suite.ts';

const SERVERS = 'wicketgate.mcp.servers';
const PROVIDER = 'lm.registerMcpServerDefinitionProvider';
const META_TOOL = 'lm.registerTool';

/** What the extension takes of the host for MCP servers, and when. */
export function toolsSuite({ it, before, after, afterEach }: Bdd, stage: Stage): void {
  const { context, settings } = stage;
  const secondBundle = path.join(path.dirname(settings.bundle), 'tools.cjs');
  const { cache } = createRequire(__filename);
  let gateway: FakeGateway;
  let server: HttpServer;
  let registrations: Registrations;
  const running: { module: ExtensionModule; context: vscode.ExtensionContext }[] = [];

  const activate = async (servers: object | undefined) => {
    await set(SERVERS, servers);
    const { apiKey } = gateway.issue();
    await storeSession(context, { id: settings.gate, url: server.url, apiKey });
    const module = stage.load();
    const own = freshContext(context);
    running.push({ module, context: own });
    module.activate(own);
    await until(() => registrations.states.at(-1) === 'active');
  };
  const taken = (name: string) => registrations.all.filter((each) => each === name).length;
  const open = (name: string) => registrations.open.filter((each) => each === name).length;

  before(async () => {
    gateway = createFakeGateway();
    server = await serveOverHttp((request) => gateway.fetch(request));
    await set(settings.urlSetting, server.url);
    registrations = new Registrations({
      stateKey: `${settings.gate}.state`,
      bundle: path.basename(settings.bundle),
    });
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await deactivate(each.module, each.context);
    await set(SERVERS, undefined);
    await forgetSessions(context);
    registrations.clear();
    Reflect.deleteProperty(cache, secondBundle);
  });
  after(async () => {
    registrations.restore();
    await set(settings.urlSetting, undefined);
    await server.close();
  });

  it('are nothing but the provider of servers where none is configured', async () => {
    await activate(undefined);
    assert.deepEqual([taken(PROVIDER), taken(META_TOOL)], [1, 0]);
    assert.equal(cache[secondBundle], undefined);
  });

  it('are the meta-tools as well where one is, and still no client of MCP is loaded', async () => {
    await activate({ one: { url: '/mcp' } });
    await until(() => open(META_TOOL) === 3);
    assert.equal(cache[secondBundle], undefined);
    assert.deepEqual(
      gateway.requests.filter((request) => JSON.stringify(request).includes('/mcp')),
      [],
    );
  });

  it('go when the gate shuts', async () => {
    await activate({ one: { url: '/mcp' } });
    await until(() => open(META_TOOL) === 3);
    await vscode.commands.executeCommand(`${settings.gate}.signOut`);
    await until(() => open(META_TOOL) === 0);
    await assert.rejects(async () =>
      vscode.lm.invokeTool('wicketgate_search_tools', { input: { query: 'x' }, toolInvocationToken: undefined }),
    );
  });

  it('follow the setting without a reload', async () => {
    await activate(undefined);
    await set(SERVERS, { one: { url: '/mcp' } });
    await until(() => open(META_TOOL) === 3);
    await set(SERVERS, {});
    await until(() => open(META_TOOL) === 0);
  });

  it('load the client of MCP when somebody wants the tools, and give everything back at the end', async () => {
    await activate({ one: { url: '/mcp' } });
    await vscode.commands.executeCommand('wicketgate.tools.refresh');
    assert.notEqual(cache[secondBundle], undefined);
    for (const each of running.splice(0)) await deactivate(each.module, each.context);
    assert.deepEqual(registrations.open, []);
  });
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}
