import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createServiceKeys, loadServiceKeys, openServiceKeys } from '../../src/node/service-keys-file.ts';

const root = mkdtempSync(join(tmpdir(), 'wicketgate-keys-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const PEPPER = Buffer.alloc(32, 1).toString('base64');
const SEED = Buffer.alloc(32, 2).toString('base64');
const SEALING = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64');
const random = createSeededRandom(11);
const onWindows = process.platform === 'win32';
const NO_MODES = 'Windows has no modes';

describe('the file of the service keys', () => {
  let number = 0;
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = join(root, `folder-${++number}`);
    file = join(folder, 'service-keys.json');
  });
  const code = async (act: Promise<unknown>) => {
    const error: unknown = await act.catch((reason: unknown) => reason);
    return (error as { code?: string }).code;
  };

  it('gives back the keys it was made with', async () => {
    const made = await createServiceKeys({ file, random });
    expect(made.peppers).toHaveLength(1);
    expect(made.peppers[0]).toMatchObject({ version: 1 });
    expect(made.peppers[0]?.secret).toHaveLength(32);
    expect(made.signing[0]?.seed).toHaveLength(32);
    expect(made.signing[0]?.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(made.encryption[0]?.key).toHaveLength(32);
    expect(made.encryption[0]?.id).toMatch(/^[A-Za-z0-9_-]{16}$/);
    expect(made.signing[0]?.seed).not.toEqual(made.peppers[0]?.secret);
    expect(await loadServiceKeys({ file })).toEqual(made);
  });

  it('is for its owner alone, as is its folder, and leaves nothing beside it', async ({ skip }) => {
    skip(onWindows, NO_MODES);
    await createServiceKeys({ file, random });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['service-keys.json']);
  });

  it('is never overwritten', async () => {
    await createServiceKeys({ file, random });
    const before = readFileSync(file, 'utf8');
    expect(await code(createServiceKeys({ file, random }))).toBe('exists');
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is made once when several start at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 10 }, () =>
        openServiceKeys({ file, random, whenMissing: 'create', whenIncomplete: 'refuse' }),
      ),
    );
    expect(new Set(opened.map(({ signing }) => signing[0]?.kid)).size).toBe(1);
  });

  it('is not made unless the caller says so', async () => {
    expect(await code(openServiceKeys({ file, random, whenMissing: 'refuse', whenIncomplete: 'add' }))).toBe('missing');
    expect(await code(loadServiceKeys({ file }))).toBe('missing');
    expect(existsSync(folder)).toBe(false);
  });

  it('is not made anew in the place of a damaged one', async () => {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(file, '{}', { mode: 0o600 });
    expect(await code(openServiceKeys({ file, random, whenMissing: 'create', whenIncomplete: 'refuse' }))).toBe(
      'damaged',
    );
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it.for([0o640, 0o604, 0o660, 0o601])('is refused when its mode is %o', async (mode, { skip }) => {
    skip(onWindows, NO_MODES);
    await createServiceKeys({ file, random });
    chmodSync(file, mode);
    expect(await code(loadServiceKeys({ file }))).toBe('unsafe');
  });

  it('is refused when it is a link to another folder, and read when the link stays within its own', async ({
    skip,
  }) => {
    skip(onWindows, NO_MODES);
    await createServiceKeys({ file, random });
    const inside = join(folder, 'link.json');
    symlinkSync('service-keys.json', inside);
    expect((await loadServiceKeys({ file: inside })).signing).toHaveLength(1);
    const elsewhere = join(root, `elsewhere-${number}`);
    mkdirSync(elsewhere, { mode: 0o700 });
    const outside = join(elsewhere, 'service-keys.json');
    symlinkSync(file, outside);
    expect(await code(loadServiceKeys({ file: outside }))).toBe('unsafe');
  });

  it('is refused when it is a folder, or in what is no folder', async () => {
    mkdirSync(file, { recursive: true, mode: 0o700 });
    expect(['unsafe', 'unavailable']).toContain(await code(loadServiceKeys({ file })));
    writeFileSync(join(folder, 'plain'), '');
    const within = join(folder, 'plain', 'service-keys.json');
    expect(await code(loadServiceKeys({ file: within }))).toBe('unavailable');
  });

  it.each([
    ['no JSON', 'SECRETSECRET'],
    ['another version', JSON.stringify({ version: 2, peppers: [], signing: [] })],
    ['no pepper', JSON.stringify({ version: 1, peppers: [], signing: [{ seed: SEED }] })],
    ['no signing key', JSON.stringify({ version: 1, peppers: [{ version: 1, secret: PEPPER }], signing: [] })],
    [
      'a short pepper',
      JSON.stringify({ version: 1, peppers: [{ version: 1, secret: 'SECRETSECRET' }], signing: [{ seed: SEED }] }),
    ],
    [
      'a stranger member',
      JSON.stringify({
        version: 1,
        peppers: [{ version: 1, secret: PEPPER }],
        signing: [{ seed: SEED }],
        SECRETSECRET: 1,
      }),
    ],
  ])('with %s is damaged, and is not quoted', async (_, text) => {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(file, text, { mode: 0o600 });
    const error = (await loadServiceKeys({ file }).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ name: 'ServiceKeysError', code: 'damaged' });
    expect(`${error.message} ${String(error.cause)}`).not.toContain('SECRETSECRET');
    expect(error.message).toContain(file);
  });

  it('is not needed when the environment brings all keys', async () => {
    const signingKey = `${SEED},${PEPPER}`;
    const keys = await loadServiceKeys({
      file,
      pepper: `2:${PEPPER}, 1:${SEED}`,
      signingKey,
      encryptionKey: SEALING,
    });
    expect(keys.encryption.map(({ key }) => Buffer.from(key).toString('base64'))).toEqual([SEALING]);
    expect(keys.peppers.map(({ version }) => version)).toEqual([2, 1]);
    expect(keys.signing).toHaveLength(2);
    expect(existsSync(folder)).toBe(false);
  });

  it('gives what the environment does not bring', async () => {
    const made = await createServiceKeys({ file, random });
    expect(await loadServiceKeys({ file, pepper: PEPPER })).toEqual({
      peppers: [{ version: 1, secret: new Uint8Array(32).fill(1) }],
      signing: made.signing,
      encryption: made.encryption,
    });
    expect((await loadServiceKeys({ file, encryptionKey: SEALING })).signing).toEqual(made.signing);
    expect((await loadServiceKeys({ file, signingKey: SEED })).peppers).toEqual(made.peppers);
  });

  it.each([
    ['WICKETGATE_PEPPER', { pepper: 'SECRETSECRET' }],
    ['WICKETGATE_PEPPER', { pepper: '' }],
    ['WICKETGATE_SIGNING_KEY', { signingKey: 'SECRETSECRET' }],
    ['WICKETGATE_ENCRYPTION_KEY', { encryptionKey: 'SECRETSECRET' }],
    ['WICKETGATE_ENCRYPTION_KEY', { encryptionKey: `${SEALING},${SEALING}` }],
  ])('does not stand in for a bad %s, which is named and not quoted', async (name, options) => {
    await createServiceKeys({ file, random });
    const error = (await loadServiceKeys({ file, ...options }).catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ code: 'invalid' });
    expect(error.message).toContain(name);
    expect(`${error.message} ${String(error.cause)}`).not.toContain('SECRETSECRET');
  });

  describe('of before there were encryption keys', () => {
    const before = `${JSON.stringify({
      version: 1,
      peppers: [{ version: 1, secret: PEPPER }],
      signing: [{ seed: SEED }],
    })}\n`;
    beforeEach(() => {
      mkdirSync(folder, { mode: 0o700 });
      writeFileSync(file, before, { mode: 0o600 });
    });
    const open = (whenIncomplete: 'add' | 'refuse') =>
      openServiceKeys({ file, random, whenMissing: 'refuse', whenIncomplete });

    it('is incomplete, unless the environment brings one', async () => {
      expect(await code(loadServiceKeys({ file }))).toBe('incomplete');
      expect(await code(open('refuse'))).toBe('incomplete');
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect((await loadServiceKeys({ file, encryptionKey: SEALING })).encryption).toHaveLength(1);
    });

    it('gains one where the caller says so, and keeps its other keys and its mode', async () => {
      const opened = await open('add');
      expect(opened).toEqual(await loadServiceKeys({ file }));
      expect(opened.peppers).toEqual([{ version: 1, secret: new Uint8Array(32).fill(1) }]);
      expect(opened.signing[0]?.seed).toEqual(new Uint8Array(32).fill(2));
      expect(opened.encryption).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(['service-keys.json']);
      if (!onWindows) expect(statSync(file).mode & 0o777).toBe(0o600);
    });

    it('gains one key when several start at once', async () => {
      const opened = await Promise.all(Array.from({ length: 10 }, () => open('add')));
      expect(new Set(opened.map(({ encryption }) => encryption[0]?.id)).size).toBe(1);
      expect(opened.every(({ encryption }) => encryption.length === 1)).toBe(true);
    });

    it('that others can read is unsafe, and stays as it was', async ({ skip }) => {
      skip(onWindows, NO_MODES);
      chmodSync(file, 0o644);
      expect(await code(open('add'))).toBe('unsafe');
      expect(readFileSync(file, 'utf8')).toBe(before);
    });
  });
});
