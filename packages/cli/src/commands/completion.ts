import { bashCompletion } from '../rules/completion/bash.ts';
import { fishCompletion } from '../rules/completion/fish.ts';
import { withKnownWords } from '../rules/completion/known-words.ts';
import type { CompletionNode } from '../rules/completion/tree.ts';
import { zshCompletion } from '../rules/completion/zsh.ts';
import type { Context } from '../services/context.ts';
import { knownWords } from '../services/known-words.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import type { Shell } from '../words/shells.ts';

const SCRIPTS: Record<Shell, (name: string, nodes: readonly CompletionNode[]) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** The script is one text for `source` also with `--json`, which wraps it. */
export async function printCompletion(
  context: Context,
  shell: Shell,
  nodes: readonly CompletionNode[],
): Promise<ExitCode> {
  const { terminal } = context;
  const script = SCRIPTS[shell]('wicketgate', withKnownWords(nodes, await knownWords(context)));
  await terminal.answer({ shell, script }, () => script.trimEnd());
  return EXIT.done;
}
