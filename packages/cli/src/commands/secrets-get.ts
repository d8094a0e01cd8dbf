import type { Finding } from '@wicketgate/secrets';
import { write } from '../adapters/terminal.ts';
import { cleanText } from '../rules/clean-text.ts';
import { findingDocument, findingText } from '../rules/views/secret-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags {
  readonly reveal?: true;
}

/** The value goes into a pipe. A terminal, where somebody may look on or record, and `--json`, get it with `--reveal` alone. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async ({ manager }) => {
    const { io, terminal } = context;
    const finding = await manager.find(name, { signal: io.signal });
    if (finding === undefined) {
      // It says where the secret is made and which sources could not be asked.
      await manager.require(name, { signal: io.signal });
      return EXIT.notFound;
    }
    if (terminal.json) await terminal.answer(documentOf(name, finding, options), () => '');
    else if (io.stdout.isTTY !== true) await write(io.stdout, `${finding.secret.reveal()}\n`);
    else if (options.reveal) await terminal.answer({}, () => cleanText(finding.secret.reveal()));
    else {
      await terminal.answer({}, () => findingText(finding, terminal.style));
      await terminal.note('Add --reveal to see the value, or pipe it to where it is needed.');
    }
    return EXIT.done;
  });
}

function documentOf(name: string, finding: Finding, { reveal }: Options): object {
  return { ...findingDocument(name, finding), ...(reveal && { value: finding.secret.reveal() }) };
}
