import { withPrivateCopy } from '../adapters/private-copy.ts';
import { cleanText } from '../rules/clean-text.ts';
import { readCheckedVsix } from '../services/checked-vsix.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { installInto, wantedEditor } from '../services/editor-install.ts';
import type { Editor } from '../words/editors.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

interface Options {
  readonly vsix: string;
  readonly sha256: string;
  readonly editor?: Editor;
  readonly dryRun?: true;
}

/** The editor gets a copy of the bytes that were checked: the file itself could be another one by then. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { terminal, io } = context;
  const { vsix, sha256, dryRun } = options;
  const bytes = await readCheckedVsix({ path: vsix, sha256 }, io);
  const editor = await wantedEditor(context, options.editor);
  await terminal.note(`${cleanText(vsix)} has the SHA-256 that was asked for.`);
  if (dryRun === undefined) {
    const onLeft = (folder: string, reason: string) =>
      terminal.warn(`The temporary copy in ${cleanText(folder)} could not be removed (${reason}). Delete it by hand.`);
    await withPrivateCopy({ bytes, name: 'extension.vsix', onLeft }, (file) => installInto(context, editor, file));
  }
  const answer = { vsix, sha256, editor: editor.name, program: editor.program, installed: dryRun === undefined };
  await terminal.answer(answer, () =>
    dryRun === undefined
      ? `Installed in ${editor.name} (${cleanText(editor.program)}).`
      : `Would be installed in ${editor.name} (${cleanText(editor.program)}).`,
  );
  return EXIT.done;
}
