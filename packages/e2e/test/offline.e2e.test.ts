import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AuthValidator, type AuthValidatorOptions } from '@wicketgate/core';
import { createFakeClock, createMemoryRecordStore, type MemoryRecordStore } from '@wicketgate/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { wicketgate } from '../src/command.ts';
import { forge, signAnew } from '../src/forgery.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const RECEIPT_SECONDS = 600;
const INSTALL = 'first-install';
const cleanup = createCleanup();
let gateway: RunningGateway;
let apiKey: string;
let otherKey: string;
let clock: ReturnType<typeof createFakeClock>;
let receipts: MemoryRecordStore;

beforeAll(async () => {
  gateway = await startGateway({
    dataFolder: path.join(await temporaryFolder('offline', cleanup), 'data'),
    settings: { WICKETGATE_RECEIPT_TTL: String(RECEIPT_SECONDS) },
    cleanup,
  });
  apiKey = await makeKey('first');
  otherKey = await makeKey('second');
});

afterAll(() => cleanup.release());

/** Each scenario begins with a receipt of this moment, and then with a gateway that is gone. */
beforeEach(async () => {
  clock = createFakeClock(Date.now());
  receipts = createMemoryRecordStore();
  await gateway.restart();
  expect(await verdictOf(apiKey)).toMatchObject({ status: 'valid', via: 'gateway' });
  await gateway.stop();
});

describe('A key whose gateway is out of reach', () => {
  test('opens by its receipt, which says until when and why', async () => {
    const verdict = await verdictOf(apiKey);
    expect(verdict).toMatchObject({ status: 'valid', via: 'receipt', grace: { because: 'offline' } });
    const until = verdict.status === 'valid' ? Date.parse(verdict.grace?.until ?? '') : Number.NaN;
    expect(Math.abs(until - (clock.now() + RECEIPT_SECONDS * 1_000))).toBeLessThan(5_000);
  });

  test('opens until the receipt ends, and no longer', async () => {
    clock.set(clock.now() + (RECEIPT_SECONDS - 5) * 1_000);
    expect(await verdictOf(apiKey)).toMatchObject({ status: 'valid', via: 'receipt' });
    clock.set(clock.now() + 10_000);
    expect(await verdictOf(apiKey)).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test('does not open when the clock was set back', async () => {
    clock.set(clock.now() + 400_000);
    expect(await verdictOf(apiKey)).toMatchObject({ status: 'valid', via: 'receipt' });
    clock.set(clock.now() - 350_000);
    expect(await verdictOf(apiKey)).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test('does not open by a receipt that was changed', async () => {
    forge(receipts, (claims) => ({ ...claims, exp: Number(claims['exp']) + 86_400 }));
    expect(await verdictOf(apiKey)).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test("does not open by a receipt that a stranger signed, where the gateway's public keys are pinned", async () => {
    const publicKeys = await publishedKeys();
    expect(await verdictOf(apiKey, { publicKeys })).toMatchObject({ status: 'valid', via: 'receipt' });
    await signAnew(receipts);
    expect(await verdictOf(apiKey, { publicKeys })).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test("does not open by another key's receipt", async () => {
    expect(await verdictOf(otherKey)).toMatchObject({ status: 'unavailable', reason: 'offline' });
    const [record = ''] = [...receipts.records.values()];
    const everywhere = { ...receipts, load: () => Promise.resolve(record) };
    expect(await verdictOf(otherKey, { receipts: everywhere })).toMatchObject({
      status: 'unavailable',
      reason: 'offline',
    });
  });

  test("does not open by another installation's receipt", async () => {
    const [record = ''] = [...receipts.records.values()];
    const copied = { ...receipts, load: () => Promise.resolve(record) };
    const verdict = await verdictOf(apiKey, { receipts: copied, installId: 'second-install' });
    expect(verdict).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test('does not open once the gateway has said that it is revoked', async () => {
    await gateway.restart();
    const { apiKey: doomed, key } = await gateway.admin.keys.create({
      body: { name: 'doomed', owner: { id: 'dev@example.com' } },
    });
    expect(await verdictOf(doomed)).toMatchObject({ status: 'valid', via: 'gateway' });
    await gateway.admin.keys.revoke({ params: { id: key.id }, body: { reason: 'left the team' } });
    expect(await verdictOf(doomed)).toMatchObject({ status: 'invalid', reason: 'revoked' });
    await gateway.stop();
    expect(await verdictOf(doomed)).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  test('opens the command by its receipt, and not with --no-grace', async () => {
    await gateway.restart();
    const installation = {
      url: gateway.url,
      configFolder: path.join(await temporaryFolder('config', cleanup), 'config'),
    };
    const validate = (...args: string[]) =>
      wicketgate(installation, ['validate', '--key-stdin', '--json', ...args], { input: apiKey });
    expect((await validate()).code).toBe(0);
    await gateway.stop();
    const offline = await validate();
    expect(offline.code, offline.stderr).toBe(0);
    expect(JSON.parse(offline.stdout)).toMatchObject({
      status: 'valid',
      via: 'receipt',
      grace: { because: 'offline' },
    });
    expect((await validate('--no-grace')).code).toBe(5);
  });
});

describe('An answer that only looks like one', () => {
  test.each([
    ['{"valid":false}', 'application/json'],
    ['{"valid":"true"}', 'application/json'],
    ['{"valid":true}', 'application/json'],
    ['<!doctype html><title>Sign in to this network</title>', 'text/html'],
    ['', 'application/json'],
  ])('is never taken for valid: 200 with %s', async (body, type) => {
    const server = createServer((_request, answer) => answer.writeHead(200, { 'content-type': type }).end(body)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect(await verdictOf(apiKey, { url, receipts: createMemoryRecordStore() })).toMatchObject({
        status: 'unavailable',
        reason: 'server',
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

async function makeKey(name: string): Promise<string> {
  return (await gateway.admin.keys.create({ body: { name, owner: { id: 'dev@example.com' } } })).apiKey;
}

/** Asks as a program does that has just been started: nothing is remembered but the receipts. */
async function verdictOf(key: string, options: Partial<AuthValidatorOptions> = {}) {
  const validator = new AuthValidator({
    url: gateway.url,
    clock,
    receipts,
    installId: INSTALL,
    retries: 0,
    ...options,
  });
  try {
    return await validator.validate(key);
  } finally {
    validator.close();
  }
}

async function publishedKeys() {
  await gateway.restart();
  const { keys } = await gateway.admin.system.jwks();
  await gateway.stop();
  return keys;
}
