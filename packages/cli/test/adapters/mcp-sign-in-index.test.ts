import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSignInIndex } from '../../src/adapters/mcp-sign-in-index.ts';
import { temporaryFolder } from '../cli-harness.ts';

const SERVER = 'https://mcp.example.com/mcp?key=canary-0123456789';
const PLACE = { store: 'keyring', subject: 'https://login.example.com 0f' } as const;

function open() {
  const file = join(temporaryFolder(), 'mcp', 'sign-ins.json');
  return { file, index: openSignInIndex(file) };
}

test('what was put is found by the address, without its fragment, until it is removed', async () => {
  const { index } = open();
  expect(await index.find(SERVER)).toBeUndefined();
  await index.put(SERVER, PLACE);
  expect(await index.find(`${SERVER}#part`)).toEqual(PLACE);
  expect(await index.find('https://mcp.example.com/mcp')).toBeUndefined();
  await index.put(SERVER, undefined);
  expect(await index.find(SERVER)).toBeUndefined();
});

test('two that write at once lose nothing', async () => {
  const { index, file } = open();
  const servers = Array.from({ length: 8 }, (_, at) => `https://mcp-${at}.example.com/`);
  await Promise.all(servers.map((server) => openSignInIndex(file).put(server, PLACE)));
  for (const server of servers) expect(await index.find(server)).toEqual(PLACE);
});

test('the file is for its owner, and holds no address', async () => {
  const { index, file } = open();
  await index.put(SERVER, PLACE);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toMatch(/canary|mcp\.example/);
});

test.each(['{', '[]', '{"v":2,"signIns":{}}', '{"v":1,"signIns":{"a":{"store":"cloud","subject":""}}}', '{"v":1}'])(
  'a file that was changed to %s is told of, and not taken for nobody',
  async (text) => {
    const { index, file } = open();
    await index.put(SERVER, PLACE);
    writeFileSync(file, text);
    await expect(index.find(SERVER)).rejects.toMatchObject({ code: 'broken_config' });
    await expect(index.put(SERVER, PLACE)).rejects.toMatchObject({ code: 'broken_config' });
  },
);
