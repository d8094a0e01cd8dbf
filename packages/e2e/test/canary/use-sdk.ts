import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { AuthValidator, Secret } from '@wicketgate/core';
import { createFileReceiptStore } from '@wicketgate/core/files';
import { createNodeFetch, createPinoLogger } from '@wicketgate/core/node';
import type { Place } from './place.ts';

/** An author's program: keys are checked, in reach and out of reach, and everything that it gets is printed. */
export async function useSdk({ gateway, room, words }: Place, key: string): Promise<void> {
  const said: string[] = [];
  const logger = createPinoLogger({ level: 'debug', destination: { write: (line) => said.push(line) } });
  const nodeFetch = createNodeFetch();
  const { fetch } = nodeFetch;
  const receipts = createFileReceiptStore({ folder: path.join(room, 'receipts') });
  const secret = new Secret(key);
  const print = (value: unknown) =>
    said.push(inspect(value, { depth: 10, showHidden: true }), String(value), JSON.stringify(value));

  for (const url of [gateway.url, `${gateway.url}/elsewhere`, 'http://127.0.0.1:9']) {
    const validator = new AuthValidator({
      url,
      fetch,
      logger,
      receipts,
      installId: 'canary-install',
      retries: 1,
      deadlineMs: 5_000,
    });
    for (const presented of [secret, `${key}x`, key.slice(0, -1), `foreign-${key}`]) {
      print(await validator.validate(presented));
      print(await validator.require(presented).catch((error: unknown) => error));
    }
    validator.close();
    print(await validator.validate(secret).catch((error: unknown) => error));
    print(validator);
  }
  print(secret);
  logger.info(
    { secret, key, headers: { authorization: `Bearer ${key}` }, url: `${gateway.url}/?api_key=${key}` },
    `a key: ${key}`,
  );
  logger.error({ err: new Error(`refused ${key}`, { cause: new Error(key) }) }, 'failed');
  await nodeFetch.close();
  await writeFile(path.join(words, 'sdk.txt'), said.join('\n'));
}
