import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, parse, resolve } from 'node:path';
import type { ToolResult } from '@wicketgate/mcp-client';
import { reasonOf } from '../adapters/input.ts';
import { extensionOf, resultFiles, resultText } from '../rules/views/result-view.ts';
import { CommandFailure } from '../words/failure.ts';

/** Ends the command before the tool is called when its result could not be written: a call may not be repeatable. */
export async function refuseFiles(output: string): Promise<void> {
  const isThere = await access(output).then(
    () => true,
    () => false,
  );
  if (isThere) throw exists(output);
  const folder = dirname(resolve(output));
  try {
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('It is no folder.'), { code: 'ENOTDIR' });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw unwritable(output, cause);
  }
}

/**
 * Writes what of a result is no text, and where there is nothing such its text. The name is the caller's alone: a server
 * names no file. Of several the second is `name-2.ext`; without an extension each gets that of its type. Answers the paths.
 */
export async function writeResultFiles(result: ToolResult, output: string): Promise<readonly string[]> {
  const files = resultFiles(result);
  if (files.length === 0) return [await writeNew(output, `${resultText(result)}\n`)];
  const { dir, name, ext } = parse(resolve(output));
  const written: string[] = [];
  for (const [at, { mediaType, data }] of files.entries()) {
    const number = at === 0 ? '' : `-${at + 1}`;
    const path = resolve(dir, `${name}${number}${ext === '' ? `.${extensionOf(mediaType)}` : ext}`);
    written.push(await writeNew(path, Buffer.from(data, 'base64')));
  }
  return written;
}

async function writeNew(path: string, content: string | Uint8Array): Promise<string> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return path;
  } catch (cause) {
    if (reasonOf(cause) === 'EEXIST') throw exists(path);
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): CommandFailure {
  return new CommandFailure('unwritable_file', `The file ${path} cannot be written (${reasonOf(cause)}).`, { cause });
}

function exists(path: string): CommandFailure {
  return new CommandFailure('file_exists', `The file ${path} exists already.`, { hint: 'Name another one.' });
}
