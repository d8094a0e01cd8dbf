import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { AuthValidator } from '@wicketgate/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type CommandInstallation, wicketgate } from '../src/command.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const SHAPE = {
  name: 'legacy',
  prefix: 'chef_',
  pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
};
const foreignKey = `${SHAPE.prefix}${randomUUID()}`;
const cleanup = createCleanup();
let gateway: RunningGateway;
let installation: CommandInstallation;

beforeAll(async () => {
  const room = await temporaryFolder('foreign', cleanup);
  gateway = await startGateway({
    dataFolder: path.join(room, 'data'),
    settings: { WICKETGATE_KEY_SHAPES: JSON.stringify([SHAPE]), WICKETGATE_LOG_LEVEL: 'debug' },
    cleanup,
  });
  installation = { url: gateway.url, configFolder: path.join(room, 'config') };
});

afterAll(() => cleanup.release());

describe('A key of another system', () => {
  test('does not open before it is imported', async () => {
    expect(await verdictOf(foreignKey)).toMatchObject({ status: 'invalid', reason: 'unknown' });
  });

  test('is imported by its hash with the command: its text does not leave the machine', async () => {
    const words = ['--shape', SHAPE.name, '--name', 'old key', '--owner', 'dev@example.com', '--tier', 'pro'];
    const env = { WICKETGATE_API_KEY: gateway.adminKey };
    const outcome = await wicketgate(installation, ['keys', 'import', ...words, '--foreign-key-stdin', '--json'], {
      input: foreignKey,
      env,
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ key: { kind: 'imported', status: 'active' } });
    expect(gateway.log()).not.toContain(foreignKey);
  });

  test('opens the SDK once it is imported', async () => {
    expect(await verdictOf(foreignKey)).toMatchObject({ status: 'valid', via: 'gateway', identity: { tier: 'pro' } });
  });

  test('opens the command once it is imported', async () => {
    const outcome = await wicketgate(installation, ['validate', '--key-stdin', '--json'], { input: foreignKey });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      status: 'valid',
      identity: { principal: { id: 'dev@example.com' } },
    });
  });

  test.each([
    ['an unregistered prefix', `kitchen_${randomUUID()}`],
    ['the registered prefix with another outline', `${SHAPE.prefix}${randomUUID().replaceAll('-', '')}`],
    ['the registered outline with more behind it', `${SHAPE.prefix}${randomUUID()}0`],
  ])('is refused as malformed with %s', async (_name, key) => {
    expect(await verdictOf(key)).toMatchObject({ status: 'invalid', reason: 'malformed' });
  });
});

async function verdictOf(key: string) {
  const validator = new AuthValidator(gateway.url);
  try {
    return await validator.validate(key);
  } finally {
    validator.close();
  }
}
