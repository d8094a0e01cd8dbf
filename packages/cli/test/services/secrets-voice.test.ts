import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminal } from '../../src/adapters/terminal.ts';
import { createVoice } from '../../src/services/secrets-voice.ts';
import { collector } from '../cli-harness.ts';

const NOTICE = { kind: 'rollback-unseen', code: 'keyring_unavailable', reason: 'There is no keyring.' } as const;
const WORDS = { json: false, quiet: false, color: false };

test('each thing is said once', async () => {
  const stderr = collector();
  const voice = createVoice(createTerminal({ stdout: collector(), stderr, env: {} }, WORDS));
  voice.onNotice(NOTICE);
  voice.onNotice(NOTICE);
  await new Promise((resolve) => setImmediate(resolve));
  expect(stderr.text().match(/would go unseen/g)).toHaveLength(1);
});

test('a stderr that takes nothing ends no work that is under way', async () => {
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const stderr = new Writable({
    write: (_chunk, _encoding, done) => {
      done(full);
    },
  });
  stderr.on('error', () => undefined);
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const voice = createVoice(createTerminal({ stdout: collector(), stderr, env: {} }, WORDS));
  voice.onNotice(NOTICE);
  voice.logger.warn({}, 'A source was passed over.');
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  process.removeListener('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
