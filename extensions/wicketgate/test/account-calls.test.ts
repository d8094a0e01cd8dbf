import { createGatewayClient, Secret } from '@wicketgate/core';
import { createFakeClock, createFakeGateway } from '@wicketgate/testing';
import type { GateState } from '@wicketgate/vscode-kit';
import { expect, test } from 'vitest';
import { createAccountCalls } from '../src/account-calls.ts';
import { active, grace, identity, shut } from './states.ts';

const USAGE = '/api/v1/usage';
const CHECKED = Date.parse(active.checkedAt);

function createView() {
  const clock = createFakeClock();
  const gateway = createFakeGateway({ clock });
  const { url, fetch } = gateway;
  const credential = new Secret(gateway.issue().apiKey);
  const client = createGatewayClient({ url, fetch, clock, retries: 0, credential });
  let question: Promise<unknown> | undefined;
  const usage = () => {
    const answer = client.auth.usage();
    question = answer;
    return answer;
  };
  const gate = { state: active as GateState, url, client: { ...client, auth: { ...client.auth, usage } } };
  let changes = 0;
  const counted = createAccountCalls(gate, () => {
    changes++;
  });
  const look = async () => {
    const before = gateway.requestsTo(USAGE);
    counted.look();
    await Promise.allSettled([question]);
    await new Promise((next) => setImmediate(next));
    return gateway.requestsTo(USAGE) - before;
  };
  const checkedAfter = (ms: number): GateState => ({ ...active, checkedAt: new Date(CHECKED + ms).toISOString() });
  return { gateway, gate, client, counted, look, checkedAfter, changes: () => changes };
}

test('asks the gateway, and tells when it knows', async () => {
  const { counted, client, look, changes } = createView();
  await client.auth.me();
  expect(counted.calls).toBeUndefined();
  expect(await look()).toBe(1);
  expect([counted.calls, changes()]).toEqual([1, 1]);
});

test('asks again after a check that is a minute younger, and keeps the number meanwhile', async () => {
  const { gate, counted, look, checkedAfter } = createView();
  await look();
  gate.state = checkedAfter(59_999);
  expect(await look()).toBe(0);
  expect(counted.calls).toBe(0);
  gate.state = checkedAfter(60_000);
  expect(await look()).toBe(1);
  expect(counted.calls).toBe(1);
});

test('asks nothing while the gate is shut or offline, and then tells no number', async () => {
  const { gate, counted, look } = createView();
  await look();
  for (const state of [...shut, grace]) {
    gate.state = state;
    expect(await look()).toBe(0);
    expect(counted.calls).toBeUndefined();
  }
});

test('never tells the number of one key for another, or for a person', async () => {
  const { gate, counted, gateway, look } = createView();
  await look();
  gateway.fail('network', { times: Infinity });
  gate.state = { ...active, identity: { ...identity, key: { id: 'zzzzzzzzzz', name: 'Other', env: 'live' } } };
  expect(counted.calls).toBeUndefined();
  expect(await look()).toBe(1);
  expect(counted.calls).toBeUndefined();
  gate.state = { ...active, identity: { ...identity, key: null } };
  expect(counted.calls).toBeUndefined();
});

test('a question that fails leaves the last number and is not repeated for the same check', async () => {
  const { gate, counted, gateway, look, checkedAfter, changes } = createView();
  await look();
  gateway.fail({ code: 'unknown_key' }, { times: Infinity });
  gate.state = checkedAfter(60_000);
  expect(await look()).toBe(1);
  expect([counted.calls, changes()]).toEqual([0, 1]);
  expect(await look()).toBe(0);
});
