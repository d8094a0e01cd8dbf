import type { Secret } from '@wicketgate/core';
import { formatDotenv, SecretsError } from '@wicketgate/secrets';
import { reserveSecretFile } from '../adapters/secret-file.ts';
import { write } from '../adapters/terminal.ts';
import { cleanText } from '../rules/clean-text.ts';
import { secretCount } from '../rules/views/secret-view.ts';
import { chosenNames, type NameFlags } from '../services/chosen-names.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import { hidingValues } from '../services/unknown-name.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

type ExportFormat = 'dotenv' | 'json';

interface Options extends RoomFlags, NameFlags {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly reveal?: true;
}

/** Hands the values over in plain text, to a pipe or a new file; to a terminal with `--reveal` alone. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal } = context;
  const { out, reveal, format = terminal.json ? 'json' : 'dotenv' } = options;
  refuseOpenDisplay(context, options);
  // Before anything is opened: a path that cannot be written is found out first.
  const file = out === undefined ? undefined : await reserveSecretFile(out);
  try {
    return await withSecretsRoom(context, options, async (room) => {
      const names = await chosenNames(context, room, options);
      const { only } = options;
      const entries = await hidingValues(only ?? [], room.specs, () => valuesOf(context, room, { names, only }));
      if (entries.length === 0) throw new SecretsError('missing_secret', 'There is no secret to export.');
      const text = textOf(entries, format);
      if (file === undefined || out === undefined) {
        const shown = reveal && io.stdout.isTTY ? text.split('\n').map(cleanText).join('\n') : text;
        await terminal.clearProgress();
        await write(io.stdout, `${shown}\n`);
      } else {
        await file.keep(text);
        await terminal.answer(
          { file: out, names: entries.map(([name]) => name) },
          () => `Wrote ${secretCount(entries.length)} to ${cleanText(out)}.`,
        );
        await terminal.note('They stand there in plain text; only you can read the file.');
      }
      return EXIT.done;
    });
  } finally {
    await file?.discard();
  }
}

function refuseOpenDisplay({ io, terminal }: Context, { out, reveal, format }: Options): void {
  if (out === undefined && terminal.json && format === 'dotenv') {
    throw new CommandFailure('usage', 'Use --json or --format dotenv, not both.');
  }
  if (out !== undefined || reveal || io.stdout.isTTY !== true) return;
  const hint = 'Pipe them to where they are needed, name a new file with --out FILE, or add --reveal.';
  throw new CommandFailure('usage', 'The values would stand on the screen.', { hint });
}

/** What was named must be set; of the rest, what is not set is told and left out. */
async function valuesOf(
  { io, terminal }: Context,
  { manager }: SecretsRoom,
  { names, only }: { readonly names: readonly string[]; readonly only: readonly string[] | undefined },
): Promise<readonly (readonly [name: string, secret: Secret])[]> {
  const entries: [string, Secret][] = [];
  for (const name of names) {
    const call = { signal: io.signal };
    const secret = only === undefined ? await manager.get(name, call) : await manager.require(name, call);
    if (secret !== undefined) entries.push([name, secret]);
    else await terminal.warn(terminal.errorStyle.warn(`${name} is required and not set: it is left out.`));
  }
  return entries;
}

/** Without a line end at its end: whoever writes it adds one. */
function textOf(entries: readonly (readonly [name: string, secret: Secret])[], format: ExportFormat): string {
  const values = entries.map(([name, secret]) => [name, secret.reveal()] as const);
  return format === 'json' ? JSON.stringify(Object.fromEntries(values), null, 2) : formatDotenv(values).trimEnd();
}
