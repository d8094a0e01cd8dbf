import { type CommandLine, commandLine } from '@wicketgate/core/files';
import { runProgram } from '../adapters/editor-process.ts';
import { findEditors } from '../adapters/editor-search.ts';
import { reasonOf } from '../adapters/input.ts';
import { cleanText } from '../rules/clean-text.ts';
import { chooseEditor } from '../rules/editor-choice.ts';
import { editorEnvironment } from '../rules/editor-environment.ts';
import { type Editor, EDITORS, type FoundEditor } from '../words/editors.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

/** An editor that has not ended by then waits for something that will not come. */
const MOST_MINUTES = 5;

const HOW_TO_GET_ONE =
  'Install the editor, or its command: in VS Code that is "Shell Command: Install \'code\' command in PATH" in the ' +
  'Command Palette. Any editor also takes the file itself: Extensions, "Install from VSIX...".';

/** The editor that was named, or the only one on this machine. */
export async function wantedEditor({ io }: Pick<Context, 'io'>, wanted: Editor | undefined): Promise<FoundEditor> {
  const choice = chooseEditor(await findEditors(io), wanted);
  if (choice.ok) return choice.editor;
  if (choice.why === 'several') {
    const hint = 'Name one with --editor.';
    throw new CommandFailure('several_editors', `There are several editors: ${choice.names.join(', ')}.`, { hint });
  }
  const message =
    wanted === undefined
      ? `None of the commands ${EDITORS.join(', ')} is on the search path.`
      : `The command ${wanted} is not on the search path.`;
  throw new CommandFailure('no_editor', message, { hint: HOW_TO_GET_ONE });
}

/** Has an editor install an extension from a file; what it says meanwhile goes to whoever watches. */
export async function installInto(context: Context, editor: FoundEditor, file: string): Promise<void> {
  const line = commandLine([editor.program, '--install-extension', file, '--force'], context.io);
  if (line === undefined) {
    const message = `The command ${editor.program} or the folder of temporary files has a name that cmd.exe would misread.`;
    throw new CommandFailure('editor_failed', message, {
      hint: 'A name with % or a quotation mark cannot be passed on.',
    });
  }
  const { code, lastWords } = await runAloud(context, editor, line);
  if (code === 0) return;
  const how = code === null ? 'was ended by a signal' : `ended with ${code}`;
  const message = `${editor.name} did not install it: it ${how}${lastWords === '' ? '.' : `, saying: ${lastWords}`}`;
  throw new CommandFailure('editor_failed', message);
}

async function runAloud({ io, terminal }: Context, { program }: FoundEditor, line: CommandLine) {
  let lastWords = '';
  const onLine = (text: string) => {
    const words = cleanText(text);
    if (words === '') return;
    lastWords = words;
    terminal.note(`  ${words}`).catch(() => undefined);
  };
  const env = editorEnvironment(io.env);
  try {
    const code = await withinMinutes(io, (signal) => runProgram(line, { ...io, env, signal, onLine }));
    return { code, lastWords };
  } catch (cause) {
    if (io.signal.aborted || cause instanceof CommandFailure) throw cause;
    throw new CommandFailure('editor_failed', `${program} cannot be started (${reasonOf(cause)}).`, { cause });
  }
}

/** Work that is broken off by Ctrl-C, and when it takes too long. */
async function withinMinutes<Result>(
  { clock, signal }: Context['io'],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  const done = new AbortController();
  const message = `The editor did not end within ${MOST_MINUTES} minutes and was stopped.`;
  clock.sleep(MOST_MINUTES * 60_000, done.signal).then(
    () => {
      limit.abort(new CommandFailure('editor_failed', message));
    },
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } finally {
    done.abort();
  }
}
