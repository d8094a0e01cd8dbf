import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WicketgateError } from '@wicketgate/core';
import { withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { editConfigFile, hasServer } from '@wicketgate/mcp-client';
import { makePrivateFolder } from '../adapters/config-folder.ts';
import { reasonOf } from '../adapters/input.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

/** Puts a server into Wicketgate's own file, or takes it out with undefined. Answers whether there was one of this name. */
export async function changeOwnServers(
  { config }: Pick<Context, 'config'>,
  name: string,
  entry: object | undefined,
): Promise<boolean> {
  const file = config.mcpFile;
  return alone(file, async () => {
    const text = await readOwnFile({ config });
    const wasThere = hasServer(text, name);
    if (entry === undefined && !wasThere) return false;
    const edit = editConfigFile(text, name, entry);
    if (!edit.ok) {
      const hint = 'Mend the file; `wicketgate mcp config` says what is wrong with it.';
      throw new CommandFailure('broken_config', `The file ${file} does not fit (line ${edit.line}). ${edit.why}`, {
        hint,
      });
    }
    await writeFileAtomic(file, edit.text);
    return wasThere;
  });
}

/** Its text; empty where there is none. */
export async function readOwnFile({ config }: Pick<Context, 'config'>): Promise<string> {
  return readFile(config.mcpFile, 'utf8').catch((cause: unknown) => {
    if (reasonOf(cause) === 'ENOENT') return '';
    throw cause;
  });
}

/** Runs work while no other run of the command changes the file. */
async function alone<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    await makePrivateFolder(dirname(file));
    return await withFileLock(`${file}.lock`, work);
  } catch (cause) {
    if (cause instanceof CommandFailure || WicketgateError.isInstance(cause)) throw cause;
    throw new CommandFailure('unwritable_file', `The file ${file} cannot be written (${reasonOf(cause)}).`, { cause });
  }
}
