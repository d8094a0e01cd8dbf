import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import type { SecretFile } from '../../../src/node/file/surface.ts';
import type { SecretsDocument } from '../../../src/words/document.ts';
import {
  AGE_RECIPIENT,
  createFilledRoom,
  entriesOf,
  failureOf,
  type FileRoom,
  MASTER_KEY,
  MASTER_WRAP,
} from './file-room.ts';

const ROUNDS = 10_000;
/** Every so often a damaged file is also written to. */
const WRITES_EVERY = 20;
const REFUSALS = ['corrupt_file', 'unsupported_version', 'wrong_key'];

/** A whole number from 0 to below `end`, the same in every run. */
function createDice(seed: number): (end: number) => number {
  const random = createSeededRandom(seed);
  return (end) => Buffer.from(random(new Uint8Array(4))).readUInt32BE() % end;
}

/** One of: a bit turned, a file cut off, and a file whose end or middle is gone or doubled. */
function damage(bytes: Buffer, dice: (end: number) => number): Buffer {
  const at = dice(bytes.length);
  const kind = dice(20);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice(200))]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
  const turned = Buffer.from(bytes);
  turned[at] = (turned[at] ?? 0) ^ (1 << dice(8));
  return turned;
}

async function write(room: FileRoom, content: Buffer | string): Promise<void> {
  await writeFile(room.file, content, { mode: 0o600 });
  await chmod(room.file, 0o600);
}

/** Everything that could write to the file. */
function writes(file: SecretFile): readonly (() => Promise<unknown>)[] {
  return [
    () => file.put('ALPHA', new Secret('new')),
    () => file.putAll(entriesOf({ GAMMA: 'new' })),
    () => file.remove('ALPHA'),
    () => file.rotate({ dataKey: true }),
    () => file.rotate({ add: [{ kind: 'age', recipient: AGE_RECIPIENT }] }),
  ];
}

describe('a damaged file', () => {
  it(`is refused ${ROUNDS} times out of ${ROUNDS}, and never written to`, async () => {
    const room = await createFilledRoom({ ALPHA: 'alpha-value', BETA: 'beta-value', GAMMA: 'gamma-value' });
    const whole = Buffer.from(await room.text());
    const backup = await room.text(room.backup);
    const dice = createDice(7);
    const codes = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const damaged = damage(whole, dice);
      if (damaged.equals(whole)) continue;
      await write(room, damaged);
      const file = room.open();
      const { code } = (await failureOf(file.unlock())) as { code: string };
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (round % WRITES_EVERY > 0) continue;
      for (const attempt of writes(file)) {
        expect(REFUSALS).toContain(((await failureOf(attempt())) as { code: string }).code);
      }
      expect(damaged.equals(await readFile(room.file))).toBe(true);
    }
    expect([...codes.keys()].filter((code) => !REFUSALS.includes(code))).toEqual([]);
    // A cut in the last line feed alone leaves nothing out, and a doubled byte may be the same file: hardly any.
    expect([...codes.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(ROUNDS - 5);
    expect(await room.text(room.backup)).toBe(backup);
    await write(room, whole);
    expect((await room.open().find('BETA'))?.secret.reveal()).toBe('beta-value');
  }, 120_000);

  it('is noticed by whoever holds its key already', async () => {
    const room = await createFilledRoom();
    const file = room.open();
    await file.unlock();
    const text = await room.text();
    const damaged = text.replace('"version": 1,\n      "updated"', '"version": 2,\n      "updated"');
    await write(room, damaged);
    expect(await failureOf(file.find('ALPHA'))).toMatchObject({ code: 'corrupt_file', part: 'secret ALPHA' });
    expect(await failureOf(file.find('ABSENT'))).toMatchObject({ code: 'corrupt_file' });
    for (const attempt of writes(file)) expect(await failureOf(attempt())).toMatchObject({ code: 'corrupt_file' });
    expect(await room.text()).toBe(damaged);
    await write(room, text);
    expect((await file.find('ALPHA'))?.secret.reveal()).toBe('alpha-value');
  });

  it.each([
    ['the value of a secret', 'secret BETA', (it) => changed(it.secrets[1]?.value ?? '')],
    ['the name of a secret', 'secret BETB', () => ['"BETA"', '"BETB"']],
    ['the time of a secret', 'secret ALPHA', (it) => [String(it.secrets[0]?.updated), '1']],
    ['the counter', 'index', () => ['"counter": 2', '"counter": 3']],
    ['the MAC', 'index', (it) => changed(it.index.mac)],
    ['the path', 'header', () => ['"development"', '"production"']],
    ['the id of the file', 'wrap 1', (it) => changed(it.id)],
    ['the wrapped key', 'wrap 1', (it) => changed(it.wraps[0]?.key ?? '')],
  ] as readonly [string, string, (it: SecretsDocument) => readonly string[]][])(
    'says which part it is: %s',
    async (_, part, change) => {
      const room = await createFilledRoom();
      const text = await room.text();
      const [from = '', to = ''] = change(JSON.parse(text) as SecretsDocument);
      await write(room, text.replace(from, to));
      const failure = await failureOf(room.open().unlock());
      expect(failure).toMatchObject({ code: 'corrupt_file', part });
      expect((failure as { hint: string }).hint).toContain('wicketgate secrets recover');
    },
  );

  it('names the wrap that is damaged when another one opens it', async () => {
    const room = await createFilledRoom({}, [{ kind: 'keyring' }, MASTER_WRAP]);
    const text = await room.text();
    const { wraps } = JSON.parse(text) as SecretsDocument;
    const [from, to] = changed(wraps[0]?.key ?? '');
    await write(room, text.replace(from, to));
    expect(await failureOf(room.open({ keyring: room.keyring, masterKey: MASTER_KEY }).unlock())).toMatchObject({
      code: 'corrupt_file',
      part: 'wrap 1',
    });
  });

  it('names some of many damaged secrets', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `NAME_${at}`);
    const room = await createFilledRoom(Object.fromEntries(names.map((name) => [name, 'value'])));
    const damaged = (await room.text()).replaceAll('"version": 1,\n      "updated"', '"version": 2,\n      "updated"');
    await write(room, damaged);
    const { message } = (await failureOf(room.open().unlock())) as Error;
    expect(message).toContain('secret NAME_4 and 4 more');
    expect(message).not.toContain('NAME_5');
  });

  it('is told from one of a later version', async () => {
    const room = await createFilledRoom();
    await write(room, (await room.text()).replace('"version": 1,\n  "id"', '"version": 2,\n  "id"'));
    for (const attempt of [() => room.open().unlock(), () => room.open().recover(), ...writes(room.open())]) {
      expect(await failureOf(attempt())).toMatchObject({
        code: 'unsupported_version',
        hint: expect.stringMatching(/update this one[^]*move it away, then: wicketgate secrets recover/) as unknown,
      });
    }
    await rename(room.file, `${room.file}.away`);
    expect(await room.open().recover()).toMatchObject({ damage: 'missing', from: 'backup' });
  });

  it('whose names were taken away is noticed with a key, though not without', async () => {
    const room = await createFilledRoom();
    const document = JSON.parse(await room.text()) as SecretsDocument;
    await write(room, `${JSON.stringify({ ...document, secrets: document.secrets.slice(1) }, undefined, 2)}\n`);
    expect(await room.open({}).names?.()).toEqual(['BETA']);
    expect(await failureOf(room.open().find('BETA'))).toMatchObject({ code: 'corrupt_file', part: 'index' });
  });

  it('may be empty', async () => {
    const room = await createFilledRoom();
    await write(room, '');
    expect(await failureOf(room.open().find('ALPHA'))).toMatchObject({ code: 'corrupt_file' });
  });
});

/** A text and the same one with its first character changed, within its alphabet. */
function changed(text: string): readonly [string, string] {
  return [`"${text}"`, `"${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}"`];
}
