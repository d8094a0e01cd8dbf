import { rename } from 'node:fs/promises';
import path from 'node:path';
import { AuthValidator } from '@wicketgate/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const VALIDATIONS = 25;
const cleanup = createCleanup();
let dataFolder: string;
let gateway: RunningGateway;
let id: string;
let apiKey: string;

beforeAll(async () => {
  dataFolder = path.join(await temporaryFolder('restart', cleanup), 'data');
  gateway = await startGateway({ dataFolder, cleanup });
  const made = await gateway.admin.keys.create({ body: { name: 'lasting', owner: { id: 'dev@example.com' } } });
  [id, apiKey] = [made.key.id, made.apiKey];
});

afterAll(() => cleanup.release());

describe('A gateway that is stopped and started again', () => {
  test('has written what it had counted, to the last validation', async () => {
    for (let count = 0; count < VALIDATIONS; count++) expect(await statusOf(apiKey)).toBe('valid');
    expect((await gateway.stop()).code).toBe(0);
    await gateway.restart();
    const { key } = await gateway.admin.keys.show({ params: { id } });
    expect(key).toMatchObject({ usageCount: VALIDATIONS, lastUsedIp: '127.0.0.1' });
    expect(key.lastUsedAt).not.toBeNull();
  });

  test('knows every key and every revocation after it was killed', async () => {
    const doomed = await gateway.admin.keys.create({ body: { name: 'doomed', owner: { id: 'dev@example.com' } } });
    await gateway.admin.keys.revoke({ params: { id: doomed.key.id }, body: { reason: 'left the team' } });
    const fresh = await gateway.admin.keys.create({ body: { name: 'fresh', owner: { id: 'dev@example.com' } } });
    await gateway.stop('SIGKILL');
    await gateway.restart();
    expect(await statusOf(doomed.apiKey)).toBe('invalid');
    expect(await statusOf(fresh.apiKey)).toBe('valid');
  });

  test('refuses to start without the keys of its database, and says so', async () => {
    await gateway.stop();
    const keysFile = path.join(dataFolder, 'service-keys.json');
    await rename(keysFile, `${keysFile}.lost`);
    await expect(gateway.restart()).rejects.toThrow(/keys/i);
    await rename(`${keysFile}.lost`, keysFile);
    await gateway.restart();
    expect(await statusOf(apiKey)).toBe('valid');
  });
});

async function statusOf(key: string): Promise<string> {
  const validator = new AuthValidator(gateway.url);
  try {
    return (await validator.validate(key)).status;
  } finally {
    validator.close();
  }
}
