import assert from 'node:assert/strict';
import path from 'node:path';
import { createFakeGateway, type FakeGateway } from '@wicketgate/testing';
import { type HttpServer, serveOverHttp } from '@wicketgate/testing/http';
import * as vscode from 'vscode';
import { Registrations } from './registrations.ts';
import { forgetSessions, storeSession, until } from './sessions.ts';
import { type ContextParts, deactivate, type ExtensionModule, freshContext, type Stage } from './stage.ts';
import type { Bdd } from './suite.ts';
import { Traffic } from './traffic.ts';

/** What activation may take of the person's time; measured and printed, not asserted: machines differ. */
const GOAL_MS = 50;
const TIMES = 20;
const EXAMPLE_COMMAND = 'acme-tool.hello';
/** Some of what an open gate takes of the host, one of each kind. */
const FOLLOWED = ['commands.registerCommand', 'fs.watch', 'secrets.onDidChange', 'window.createStatusBarItem'];

interface World {
  readonly gateway: FakeGateway;
  readonly server: HttpServer;
  readonly registrations: Registrations;
  readonly traffic: Traffic;
}

/** What happens around `activate` and `deactivate` of an extension that the kit gates. */
export function activationSuite({ describe, it, before, after, afterEach }: Bdd, stage: Stage, figure: Figure): void {
  const { settings } = stage;
  let world: World;
  const running: { module: ExtensionModule; context: vscode.ExtensionContext }[] = [];

  const activate = (parts: ContextParts = {}) => {
    const secrets = world.registrations.followSecrets(parts.secrets ?? stage.context.secrets);
    const context = freshContext(stage.context, { ...parts, secrets });
    const begin = performance.now();
    const module = stage.load();
    const loaded = performance.now();
    const answer = module.activate(context);
    const tookMs = performance.now() - loaded;
    running.push({ module, context });
    return { answer, tookMs, loadMs: loaded - begin };
  };
  const stop = async () => {
    for (const { module, context } of running.splice(0)) await deactivate(module, context);
  };
  const signIn = async () => {
    const { apiKey } = world.gateway.issue();
    await storeSession(stage.context, { id: settings.gate, url: world.server.url, apiKey });
  };
  const missingCommands = async () => {
    const known = await vscode.commands.getCommands(true);
    return settings.commands.filter((command) => !known.includes(command));
  };
  const reached = (status: string) => until(() => world.registrations.states.at(-1) === status);

  before(async () => {
    const gateway = createFakeGateway();
    const server = await serveOverHttp((request) => gateway.fetch(request));
    await setUrl(settings.urlSetting, server.url);
    const registrations = new Registrations({
      stateKey: `${settings.gate}.state`,
      bundle: path.basename(settings.bundle),
    });
    world = { gateway, server, registrations, traffic: new Traffic() };
  });
  afterEach(async () => {
    await stop();
    await forgetSessions(stage.context);
    world.gateway.heal();
    world.registrations.clear();
  });
  after(async () => {
    world.traffic.restore();
    world.registrations.restore();
    await setUrl(settings.urlSetting, undefined);
    await world.server.close();
  });

  describe('activate()', () => {
    it('answers at once, and waits for nothing', () => {
      const { answer, tookMs, loadMs } = activate();
      figure(
        `activate() the first time: ${tookMs.toFixed(1)} ms (goal ${GOAL_MS} ms), loading before: ${loadMs.toFixed(1)} ms`,
      );
      assert.ok(!(answer instanceof Promise), 'activate() is not async');
    });

    it('has registered every declared command when it is over, and none before', async () => {
      assert.deepEqual(await missingCommands(), settings.commands);
      activate();
      assert.deepEqual(await missingCommands(), []);
    });

    it('makes no request, neither without a key', async () => {
      const [begun, requests] = [world.traffic.begun, world.gateway.requests.length];
      activate();
      assert.equal(world.traffic.begun, begun);
      await reached('noKey');
      assert.equal(world.traffic.begun, begun);
      assert.equal(world.gateway.requests.length, requests);
    });

    it('nor with one, which is checked afterwards and opens the gate', async () => {
      await signIn();
      const [begun, requests] = [world.traffic.begun, world.gateway.requests.length];
      activate();
      assert.equal(world.traffic.begun, begun);
      assert.equal(world.gateway.requests.length, requests);
      await reached('active');
      assert.ok(world.gateway.requests.length > requests);
      // What is counted is what goes out.
      assert.ok(world.traffic.begun > begun);
    });
  });

  describe('deactivation', () => {
    it('gives everything back that was taken, without a key', async () => {
      activate();
      await reached('noKey');
      assert.notDeepEqual(world.registrations.open, []);
      await stop();
      assert.deepEqual(world.registrations.open, []);
    });

    it('takes the state away, which outlives the extension host', async () => {
      await signIn();
      activate();
      await reached('active');
      await stop();
      await turns();
      assert.equal(world.registrations.states.at(-1), 'undefined');
    });

    it('gives everything back while the gateway keeps a check waiting', async () => {
      await signIn();
      const requests = world.gateway.requests.length;
      world.gateway.fail('hang', { times: 1 });
      activate();
      await until(() => world.gateway.requests.length > requests);
      await stop();
      assert.deepEqual(world.registrations.open, []);
    });

    it('gives everything back when it comes right after activation', async () => {
      activate();
      await stop();
      await turns();
      assert.deepEqual(world.registrations.open, []);
    });
  });

  describe('activation', () => {
    it(`${TIMES} times in a row is alike each time`, async () => {
      await signIn();
      const runs: { took: number; taken: readonly string[]; states: readonly string[]; left: readonly string[] }[] = [];
      for (let time = 0; time < TIMES; time++) {
        world.registrations.clear();
        const { tookMs } = activate();
        await reached('active');
        const [taken, states] = [[...world.registrations.all].sort(), [...world.registrations.states]];
        // What nobody sees taken, nobody would miss.
        assert.ok(FOLLOWED.every((name) => taken.includes(name)));
        assert.ok(world.registrations.open.some((name) => name.startsWith('setTimeout')));
        await stop();
        runs.push({ took: tookMs, taken, states, left: [...world.registrations.open] });
      }
      figure(
        `activate() ${TIMES} times: median ${median(runs.map(({ took }) => took)).toFixed(1)} ms (goal ${GOAL_MS} ms)`,
      );
      for (const { taken, states, left } of runs) {
        assert.deepEqual(taken, runs[0]?.taken);
        assert.deepEqual(states, runs[0]?.states);
        assert.deepEqual(left, []);
      }
    });
  });

  if (settings.commands.includes(EXAMPLE_COMMAND)) {
    it('of the example runs its own command once it is open, and not before', async () => {
      const told: string[] = [];
      const before = Object.getOwnPropertyDescriptor(vscode.window, 'showInformationMessage');
      assert.ok(before);
      const tell = (text: string) => Promise.resolve(void told.push(text));
      Object.defineProperty(vscode.window, 'showInformationMessage', { configurable: true, value: tell });
      try {
        activate();
        await reached('noKey');
        await vscode.commands.executeCommand(EXAMPLE_COMMAND);
        assert.ok(!told.some((text) => text.startsWith('Hello')));
        await stop();
        await signIn();
        activate();
        await vscode.commands.executeCommand(EXAMPLE_COMMAND);
        assert.equal(told.at(-1), 'Hello, owner-1.');
      } finally {
        Object.defineProperty(vscode.window, 'showInformationMessage', before);
      }
    });
  }

  describe('a storage that', () => {
    for (const [how, parts] of brokenStorage(stage.context)) {
      it(`${how} does not break activation`, async () => {
        activate(parts);
        assert.deepEqual(await missingCommands(), []);
        await reached('noKey');
        await vscode.commands.executeCommand(`${settings.gate}.copyDiagnostics`);
        await stop();
        assert.deepEqual(world.registrations.open, []);
      });
    }
  });
}

type Figure = (line: string) => void;

function brokenStorage({ secrets, globalState }: vscode.ExtensionContext): [string, ContextParts][] {
  const refuse = () => Promise.reject(new Error('The keyring is locked.'));
  const explode = () => {
    throw new Error('The keyring is gone.');
  };
  const hang = () => new Promise<never>(() => undefined);
  const secretsThat = (act: () => Promise<never>): ContextParts => ({
    secrets: { keys: act, get: act, store: act, delete: act, onDidChange: secrets.onDidChange },
  });
  const update = Object.create(globalState, { update: { value: refuse } }) as vscode.ExtensionContext['globalState'];
  return [
    ['rejects', secretsThat(refuse)],
    ['throws', secretsThat(explode)],
    ['keeps no small facts', { globalState: update }],
    // A file stands where the folder should be made.
    ['has no folder', { globalStorageUri: vscode.Uri.joinPath(vscode.Uri.file(__filename), 'folder') }],
    ['never answers', secretsThat(hang)],
  ];
}

async function setUrl(name: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
