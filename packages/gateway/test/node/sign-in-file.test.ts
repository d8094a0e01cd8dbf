import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSignInFile, SignInFileError } from '../../src/node/sign-in-file.ts';
import { providerText } from '../support/sign-in-documents.ts';

const CANARY = 'canary-8f3a1c';
const onWindows = process.platform === 'win32';
const NO_MODES = 'Windows has no modes';
const open = JSON.stringify({ providers: [providerText()] });
const secret = JSON.stringify({ providers: [providerText({ client_secret: CANARY })] });

describe('the sign-in file on disk', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wicketgate-sign-in-file-'));
    file = join(folder, 'sign-in.json');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (text: string, mode: number) => {
    writeFileSync(file, text);
    chmodSync(file, mode);
  };
  const read = (path = file, environment: Record<string, string> = {}) => readSignInFile({ file: path, environment });
  const refusal = async (path?: string) => {
    const error: unknown = await read(path).catch((reason: unknown) => reason);
    if (!(error instanceof SignInFileError)) throw new Error('It was read.');
    expect(`${error.message} ${String(error.cause)}`).not.toContain(CANARY);
    return error.message;
  };

  it('may be read by anybody, or be a link to anywhere, while no secret is in it', async ({ skip }) => {
    skip(onWindows, NO_MODES);
    write(open, 0o644);
    expect((await read()).providers).toHaveLength(1);
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(file, join(elsewhere, 'link.json'));
    expect((await read(join(elsewhere, 'link.json'))).providers).toHaveLength(1);
  });

  it('takes secrets from the environment that it was given', async () => {
    write(JSON.stringify({ providers: [providerText({ client_secret_env: 'OIDC_SECRET' })] }), 0o644);
    const { providers } = await read(file, { OIDC_SECRET: 'word' });
    expect(providers[0]?.clientSecret?.reveal()).toBe('word');
  });

  it('with a secret is its owner’s alone', async ({ skip }) => {
    skip(onWindows, NO_MODES);
    write(secret, 0o600);
    expect((await read()).providers[0]?.clientSecret?.reveal()).toBe(CANARY);
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(file, mode);
      expect(await refusal()).toContain('chmod 600');
    }
    chmodSync(file, 0o644);
    writeFileSync(file, secret.replace('"issuer"', '"isuer"'));
    expect(await refusal()).toContain('chmod 600');
  });

  it('with a secret is no link to another folder, and may be one within its own', async ({ skip }) => {
    skip(onWindows, NO_MODES);
    write(secret, 0o600);
    symlinkSync('sign-in.json', join(folder, 'inside.json'));
    expect((await read(join(folder, 'inside.json'))).providers).toHaveLength(1);
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(file, join(elsewhere, 'link.json'));
    expect(await refusal(join(elsewhere, 'link.json'))).toContain('another folder');
  });

  it('has 64 KiB at most', async () => {
    const padded = (bytes: number) => `${open}${' '.repeat(bytes - open.length)}`;
    write(padded(65_536), 0o600);
    expect((await read()).providers).toHaveLength(1);
    write(padded(65_537), 0o600);
    expect(await refusal()).toContain('larger than 65536 bytes');
  });

  it('that is missing or a folder is refused by its name', async () => {
    expect(await refusal()).toContain(`${file} cannot be read (ENOENT)`);
    mkdirSync(file);
    expect(await refusal()).toContain(file);
  });

  it('is refused with a line for each thing that is wrong', async () => {
    write(JSON.stringify({ accept_key: true, providers: [providerText({ issuer: CANARY })] }), 0o600);
    expect((await refusal()).split('\n')).toEqual([
      `${file} is wrong.`,
      '  providers[0].issuer must be an https URL (http for loopback alone) without user, query or fragment.',
      '  accept_key is not known.',
    ]);
  });
});
