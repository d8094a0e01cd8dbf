import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { endpoints } from '@wicketgate/contract';
import { createFakeClock, createFakeGateway, createSeededRandom } from '@wicketgate/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createContext } from '../../src/services/context.ts';
import { collector, temporaryFolder, URL_OF_GATEWAY } from '../cli-harness.ts';
import { fakeKeyring } from '../keyrings.ts';

/** A run of the command whose terminal has gone away. */
function withoutTerminal() {
  const clock = createFakeClock();
  const random = createSeededRandom(7);
  const gateway = createFakeGateway({ clock, random, url: URL_OF_GATEWAY });
  const keyring = fakeKeyring();
  const gone = Object.assign(new Error('no terminal'), { code: 'EIO' });
  const stderr = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done(gone) }), { isTTY: true });
  stderr.on('error', () => undefined);
  const io = {
    stdin: new PassThrough(),
    stdout: collector(),
    stderr,
    env: { WICKETGATE_URL: URL_OF_GATEWAY, WICKETGATE_CONFIG_DIR: join(temporaryFolder(), 'config') },
    platform: 'linux' as const,
    clock,
    random,
    signal: new AbortController().signal,
    fetch: (url: string, init: RequestInit) => gateway.fetch(url, init),
    keyring,
  };
  return { clock, gateway, keyring, context: createContext(io, { color: false }) };
}

test('a word of the network that nobody takes ends nothing', async () => {
  const { clock, gateway, context } = withoutTerminal();
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  onTestFinished(() => void process.removeListener('unhandledRejection', listen));
  gateway.fail('network');
  const state = { done: false };
  const network = await context.connection();
  const call = network.gateway(undefined).call(endpoints.system.health, {});
  const settled = call.finally(() => (state.done = true));
  const isDone = () => state.done;
  while (!isDone()) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(1_000);
  }
  await settled;
  expect(gateway.requests).toHaveLength(2);
  expect(unhandled).toEqual([]);
});

test('what is open is closed, also when the last line cannot be wiped', async () => {
  const { keyring, context } = withoutTerminal();
  await context.terminal.progress('at work').catch(() => undefined);
  await context.signIns.at('keyring');
  await context.close();
  expect(keyring.closed()).toBe(1);
});
