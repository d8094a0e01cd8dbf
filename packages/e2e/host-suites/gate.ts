import assert from 'node:assert/strict';
import { WicketgateError } from '@wicketgate/core';
import { createFakeGateway, type FakeGateway } from '@wicketgate/testing';
import { type HttpServer, serveOverHttp } from '@wicketgate/testing/http';
import * as vscode from 'vscode';
import { createGate } from '../../vscode-kit/src/create-gate.ts';
import type { Gate, GateOptions } from '../../vscode-kit/src/gate.ts';
import { forgetSessions, storeSession, until } from './sessions.ts';
import { freshContext, type Stage } from './stage.ts';
import type { Bdd } from './suite.ts';

const ID = 'contract-gate';

/** What `createGate` hands to an extension, over the real host. */
export function gateSuite({ it, before, after, afterEach }: Bdd, { context }: Stage): void {
  let gateway: FakeGateway;
  let server: HttpServer;
  const gates: Gate[] = [];

  const open = (options: GateOptions = {}): Gate => {
    const gate = createGate(freshContext(context), { id: ID, url: server.url, ...options });
    gates.push(gate);
    return gate;
  };
  const signedIn = async () => {
    const issued = gateway.issue();
    await storeSession(context, { id: ID, url: server.url, apiKey: issued.apiKey });
    const gate = open();
    await until(() => gate.isOpen);
    return { gate, ...issued };
  };

  before(async () => {
    gateway = createFakeGateway();
    server = await serveOverHttp((request) => gateway.fetch(request));
  });
  afterEach(async () => {
    for (const gate of gates.splice(0)) gate.dispose();
    await forgetSessions(context);
  });
  after(() => server.close());

  it('refuses wrong options with a TypeError, and takes nothing of the host then', async () => {
    assert.throws(() => open({ id: 'no id' }), TypeError);
    assert.throws(() => open({ url: 'http://gateway.example' }), TypeError);
    assert.throws(() => open({ telemetry: {} as vscode.TelemetrySender }), TypeError);
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      known.filter((command) => command.startsWith(`${ID}.`)),
      [],
    );
  });

  it('runs a guarded command with who the key speaks for and its own arguments, and waits for the first check', async () => {
    const { apiKey } = gateway.issue();
    await storeSession(context, { id: ID, url: server.url, apiKey });
    const gate = open();
    gate.registerCommand(`${ID}.hello`, ({ principal }, greeting: string) => `${greeting}, ${principal.id}`);
    assert.equal(await vscode.commands.executeCommand(`${ID}.hello`, 'Hello'), 'Hello, owner-1');
  });

  it('runs no guarded action while it is shut', async () => {
    const gate = open();
    let ran = false;
    const act = gate.guard(() => {
      ran = true;
    });
    assert.equal(await act(), undefined);
    assert.equal(ran, false);
    assert.equal(await gate.credential.credential(), undefined);
  });

  it('lets the errors of an action through', async () => {
    const { gate } = await signedIn();
    const act = gate.guard(() => Promise.reject(new RangeError('its own')));
    await assert.rejects(act(), RangeError);
  });

  it('tells every change, and hands out the key only while it is open', async () => {
    const { gate, apiKey } = await signedIn();
    const told: string[] = [];
    gate.onDidChangeState(({ status }) => void told.push(status));
    assert.equal((await gate.credential.credential())?.reveal(), apiKey);
    await gate.signOut();
    assert.deepEqual(gate.state, { status: 'noKey', why: 'none' });
    assert.deepEqual(told, ['noKey']);
    assert.equal(await gate.credential.credential(), undefined);
  });

  it('calls the gateway with the key, and shuts when a call of its client is refused', async () => {
    const { gate, key } = await signedIn();
    assert.equal((await gate.client.auth.me()).principal.id, 'owner-1');
    gateway.keys.revoke(key.id, 'lost', 'operator');
    await assert.rejects(gate.client.auth.me(), (error) => WicketgateError.isInstance(error) && error.status === 401);
    await until(() => gate.state.status === 'invalid');
  });

  it('writes diagnostics without the key', async () => {
    const { gate, apiKey } = await signedIn();
    const text = await gate.diagnostics();
    assert.match(text, /status: active/);
    assert.match(text, new RegExp(vscode.version.replaceAll('.', '\\.')));
    assert.ok(!text.includes(apiKey));
  });

  it('ends with its commands, and a second time does nothing', async () => {
    const { gate } = await signedIn();
    gate.registerCommand(`${ID}.hello`, () => undefined);
    gate.dispose();
    gate.dispose();
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      known.filter((command) => command.startsWith(`${ID}.`)),
      [],
    );
    assert.equal(await gate.credential.credential(), undefined);
    await gate.check();
  });

  it('leaves no command behind that is registered after its end', async () => {
    const gate = open();
    gate.dispose();
    gate.registerCommand(`${ID}.late`, () => undefined);
    assert.ok(!(await vscode.commands.getCommands(true)).includes(`${ID}.late`));
  });

  it('hands the changes of its status to telemetry, and nothing of the person', async () => {
    const telemetry = followTelemetry();
    try {
      const { apiKey } = gateway.issue();
      await storeSession(context, { id: ID, url: server.url, apiKey });
      const gate = open({ telemetry: { sendEventData: () => undefined, sendErrorData: () => undefined } });
      await until(() => gate.isOpen);
      await gate.check();
    } finally {
      telemetry.restore();
    }
    assert.deepEqual(telemetry.options, [{ ignoreBuiltInCommonProperties: true, ignoreUnhandledErrors: true }]);
    assert.deepEqual(telemetry.events, [
      ['gate.state', { from: 'noKey', to: 'checking' }],
      ['gate.state', { from: 'checking', to: 'active' }],
    ]);
  });

  it('makes no telemetry logger unless it is given a sender', () => {
    const telemetry = followTelemetry();
    open();
    telemetry.restore();
    assert.deepEqual(telemetry.options, []);
  });

  it('opens the page for requests by its address as it is written', async () => {
    const address = 'https://example.com/ask?title=a%26b%23c&sum=1%2B2';
    const opened = followOpened();
    try {
      await open({ requestAccessUrl: address }).run('requestAccess');
    } finally {
      opened.restore();
    }
    assert.deepEqual(opened.addresses, [address]);
  });
}

/** Replaces a function of `vscode.env`; answers what puts it back. */
function replaceInEnv(name: 'openExternal' | 'createTelemetryLogger', value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(vscode.env, name);
  assert.ok(before);
  Object.defineProperty(vscode.env, name, { ...before, value });
  return () => Object.defineProperty(vscode.env, name, before);
}

/** Notes what is handed to VS Code's telemetry, which is off here, and how its logger is made. */
function followTelemetry() {
  const events: unknown[] = [];
  const options: unknown[] = [];
  const logger = { logUsage: (...event: unknown[]) => void events.push(event), dispose: () => undefined };
  const restore = replaceInEnv('createTelemetryLogger', (_sender: unknown, made: unknown) => {
    options.push(made);
    return logger;
  });
  return { events, options, restore };
}

/** Notes what would be opened, in the place of the dialog that asks whether to. */
function followOpened() {
  const addresses: unknown[] = [];
  const restore = replaceInEnv('openExternal', (address: unknown) => Promise.resolve(addresses.push(address) > 0));
  return { addresses, restore };
}
