import { recoveryDocument, recoveryText } from '../rules/views/secret-file-view.ts';
import { secretCount } from '../rules/views/secret-view.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { type RoomFlags, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options extends RoomFlags {
  readonly yes?: true;
}

/** What would be lost is shown first, on stderr: the answer is what was done. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  return withSecretsRoom(context, options, async ({ vault, file }) => {
    const { io, terminal } = context;
    const plan = await vault.recovery(io.signal);
    if (plan.damage === 'none') {
      await terminal.answer(
        { file, recovered: false, ...recoveryDocument(plan) },
        () => 'The encrypted file is sound; nothing was changed.',
      );
      return EXIT.done;
    }
    await terminal.warn(recoveryText(plan, terminal.errorStyle));
    await needYes(context, {
      yes: options.yes === true,
      question: 'Go on?',
      reason: 'Recovering may drop secrets and needs a yes.',
      declined: 'Nothing was changed.',
    });
    const done = await vault.recover(io.signal);
    await terminal.answer({ file, recovered: true, ...recoveryDocument(done) }, () => {
      const kept = done.damagedFile === undefined ? '' : ` The damaged one is kept as ${cleanText(done.damagedFile)}.`;
      return `Recovered ${cleanText(file)} with ${secretCount(done.kept.length)}.${kept}`;
    });
    return EXIT.done;
  });
}
