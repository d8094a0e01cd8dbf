import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WicketgateError } from '@wicketgate/core';
import { readPrivateFile } from '@wicketgate/core/files';
import type { SignInConfig } from '../domain/sign-in-config.ts';
import { parseSignIn } from '../domain/sign-in-document.ts';
import { followWithinFolder } from './linked-file.ts';

/** Room for hundreds of rules. */
const MAX_BYTES = 64 * 1024;

/** The sign-in file cannot be used. Its message has a line for each thing that is wrong, and no secret of the file. */
export class SignInFileError extends Error {
  override readonly name = 'SignInFileError';
}

export interface SignInFileOptions {
  readonly file: string;
  /** Where `client_secret_env` is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the sign-in file, which has 64 KiB at most. When a client secret stands in it, it must be its owner's alone, and
 * no link to another folder. Throws `SignInFileError`.
 */
export async function readSignInFile({ file, environment }: SignInFileOptions): Promise<SignInConfig> {
  const path = resolve(file);
  const open = parseSignIn(await readText(path), environment);
  // Read once more, and from what was checked: the file may have been exchanged.
  const result = open.holdsSecret ? parseSignIn(await readSecretText(path), environment) : open;
  if (result.ok) return result.config;
  const lines = result.problems.map(({ path: member, message }) => `  ${member === '' ? 'It' : member} ${message}.`);
  throw new SignInFileError([`${path} is wrong.`, ...lines].join('\n'));
}

async function readText(path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    if (size > MAX_BYTES) throw new SignInFileError(`${path} is larger than ${MAX_BYTES} bytes.`);
    return await file.readFile('utf8');
  } catch (cause) {
    if (cause instanceof SignInFileError) throw cause;
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new SignInFileError(`${path} cannot be read (${code}). WICKETGATE_SIGN_IN_FILE names it.`, { cause });
  } finally {
    await file?.close();
  }
}

async function readSecretText(path: string): Promise<string> {
  const why = 'A client_secret is in it: keep it from others, or name a variable with client_secret_env.';
  try {
    const target = await followWithinFolder(path);
    const text = target === undefined ? undefined : await readPrivateFile(target, MAX_BYTES);
    if (text !== undefined) return text;
  } catch (cause) {
    const flaw = cause instanceof WicketgateError ? cause.message : `${path} cannot be read.`;
    throw new SignInFileError(`${flaw} ${why}`, { cause });
  }
  throw new SignInFileError(`${path} is a symbolic link to another folder. ${why}`);
}
