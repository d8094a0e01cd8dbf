import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@wicketgate/core/files';
import { parseProgress, type SetupProgress, type StepOutcome } from '../rules/setup-plan.ts';
import { CommandFailure } from '../words/failure.ts';
import { reasonOf } from './input.ts';

/** What a run of set-up leaves behind for the next one, should it be broken off. Names and outcomes alone. */
export interface ProgressFile {
  /** What an earlier run has done; empty when there was none, or when it was about other secrets. */
  read(): Promise<SetupProgress['done']>;
  keep(name: string, outcome: StepOutcome): Promise<void>;
  /** Removes the file: the run is through. */
  clear(): Promise<void>;
}

export interface ProgressFileOptions extends Omit<SetupProgress, 'done'> {
  /** The folder of the configuration that has to do with secrets. */
  readonly folder: string;
}

/** The progress of one environment: `setup.<environment>.json`. */
export function openProgressFile({ folder, environment, project }: ProgressFileOptions): ProgressFile {
  const file = join(folder, `setup.${environment}.json`);
  const read = async () => {
    // A file that cannot be read costs a few questions more, and nothing else.
    const text = await readFile(file, 'utf8').catch(() => '');
    return parseProgress(documentIn(text), { environment, project })?.done ?? {};
  };
  return {
    read,
    keep: async (name, outcome) => {
      const done = { ...(await read()), [name]: outcome };
      const text = `${JSON.stringify({ version: 1, environment, project, done }, null, 2)}\n`;
      await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => writeFileAtomic(file, text))
        .catch((cause: unknown) => {
          throw new CommandFailure('unwritable_file', `The file ${file} cannot be written (${reasonOf(cause)}).`, {
            cause,
          });
        });
    },
    // One that stays behind says what is done already.
    clear: () => rm(file, { force: true }).catch(() => undefined),
  };
}

function documentIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
