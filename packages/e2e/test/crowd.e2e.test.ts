import path from 'node:path';
import { AuthValidator } from '@wicketgate/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { logLines, type RunningGateway, startGateway } from '../src/gateway.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

const cleanup = createCleanup();
let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway({ dataFolder: path.join(await temporaryFolder('crowd', cleanup), 'data'), cleanup });
});

afterAll(() => cleanup.release());

test('10,000 callers of validateCached who know nothing yet make one request to the gateway', async () => {
  const { apiKey } = await gateway.admin.keys.create({ body: { name: 'crowd', owner: { id: 'dev@example.com' } } });
  const validator = new AuthValidator(gateway.url);
  const verdicts = await Promise.all(Array.from({ length: 10_000 }, () => validator.validateCached(apiKey)));
  validator.close();
  expect(verdicts.every(({ status }) => status === 'valid')).toBe(true);
  await gateway.stop();
  const validations = logLines(gateway.log()).filter((line) => JSON.stringify(line).includes('/api/v1/auth/validate'));
  expect(validations).toHaveLength(1);
});
