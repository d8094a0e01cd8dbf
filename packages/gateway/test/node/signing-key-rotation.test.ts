import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServiceKeys, loadServiceKeys } from '../../src/node/service-keys-file.ts';
import { addSigningKey, retireSigningKey } from '../../src/node/signing-key-rotation.ts';
import { StartError } from '../../src/node/start-error.ts';

const random = createSeededRandom(71);

describe('rotating the signing key', () => {
  let dataDirectory: string;
  let file: string;
  beforeEach(() => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'wicketgate-rotation-'));
    file = join(dataDirectory, 'service-keys.json');
  });
  afterEach(() => {
    rmSync(dataDirectory, { recursive: true });
  });
  const place = (members: { keysFile?: string; signingKey?: Secret } = {}) => ({
    ...{ dataDirectory, keysFile: undefined, signingKey: undefined },
    ...members,
  });

  it('puts a new key first, and leaves all others and everything else as it was', async () => {
    const before = await createServiceKeys({ file, random });
    const kids = await addSigningKey(place(), random);
    const after = await loadServiceKeys({ file });
    expect(after.signing.map(({ kid }) => kid)).toEqual(kids);
    expect(kids).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{43}$/), before.signing[0]?.kid]);
    expect(after).toEqual({ ...before, signing: [after.signing[0], ...before.signing] });
  });

  it('leaves nothing beside the file, which stays its owner’s alone', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no modes');
    await createServiceKeys({ file, random });
    await addSigningKey(place(), random);
    expect(readdirSync(dataDirectory)).toEqual(['service-keys.json']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('loses no key when several rotate at once', async () => {
    await createServiceKeys({ file, random });
    await Promise.all(Array.from({ length: 5 }, () => addSigningKey(place(), random)));
    const { signing } = await loadServiceKeys({ file });
    expect(new Set(signing.map(({ kid }) => kid)).size).toBe(6);
  });

  it('takes one out by its id, but never the one that signs', async () => {
    await createServiceKeys({ file, random });
    const [newest = '', oldest = ''] = await addSigningKey(place(), random);
    await expect(retireSigningKey(place(), newest)).rejects.toThrow(StartError);
    await expect(retireSigningKey(place(), 'unknown')).rejects.toThrow(StartError);
    expect((await loadServiceKeys({ file })).signing).toHaveLength(2);
    expect(await retireSigningKey(place(), oldest)).toEqual([newest]);
    await expect(retireSigningKey(place(), newest)).rejects.toThrow('signs');
    expect((await loadServiceKeys({ file })).signing.map(({ kid }) => kid)).toEqual([newest]);
  });

  it('writes to the file that was set', async () => {
    const keysFile = join(dataDirectory, 'elsewhere.json');
    await createServiceKeys({ file: keysFile, random });
    expect(await addSigningKey(place({ keysFile }), random)).toHaveLength(2);
  });

  it('writes nothing while the environment brings the signing key', async () => {
    await createServiceKeys({ file, random });
    const before = readFileSync(file, 'utf8');
    const set = place({ signingKey: new Secret('x') });
    for (const act of [addSigningKey(set, random), retireSigningKey(set, 'x')]) {
      await expect(act).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('WICKETGATE_SIGNING_KEY') as string,
      });
    }
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('makes no file where there is none', async () => {
    await expect(addSigningKey(place(), random)).rejects.toMatchObject({ code: 'missing' });
    expect(readdirSync(dataDirectory)).toEqual([]);
  });
});
