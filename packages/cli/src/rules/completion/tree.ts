import type { Command, Option } from 'commander';

/** What follows an option: nothing, a file's name, any text, or one of these words. */
export type Takes = 'nothing' | 'file' | 'text' | readonly string[];

export interface CompletionOption {
  /** `--tier`, or `-h` and `--help`. */
  readonly names: readonly string[];
  readonly summary: string;
  readonly takes: Takes;
}

/** One command as the shells need it. */
export interface CompletionNode {
  /** `/keys/create`; empty for the command itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly CompletionOption[];
  /** What the first argument may be, when it is one of a few words. */
  readonly words: readonly string[];
}

/** The whole command as a list, each command before its own. Global options stand in every node. */
export function completionNodes(command: Command, path = ''): readonly CompletionNode[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const options = [...help.visibleOptions(command), ...globalOptions(command)];
  const node = {
    path,
    commands: commands.map((child) => ({ name: child.name(), summary: child.description() })),
    options: options.map(completionOption),
    words: command.registeredArguments[0]?.argChoices ?? [],
  };
  return [node, ...commands.flatMap((child) => completionNodes(child, `${path}/${child.name()}`))];
}

/** The names of all options that are followed by a value, in whatever command. */
export function valueOptions(nodes: readonly CompletionNode[]): readonly string[] {
  return [...new Set(takers(nodes).flatMap(({ names }) => names))];
}

/** The names of all options that are followed by a file's name. */
export function fileOptions(nodes: readonly CompletionNode[]): readonly string[] {
  const options = takers(nodes).filter(({ takes }) => takes === 'file');
  return [...new Set(options.flatMap(({ names }) => names))];
}

function takers(nodes: readonly CompletionNode[]): readonly CompletionOption[] {
  return nodes.flatMap(({ options }) => options).filter(({ takes }) => takes !== 'nothing');
}

function globalOptions(command: Command): readonly Option[] {
  const { parent } = command;
  return parent === null
    ? []
    : [...parent.options.filter(({ long }) => long !== '--version'), ...globalOptions(parent)];
}

function completionOption(option: Option): CompletionOption {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  return { names, summary: option.description, takes: takesOf(option) };
}

function takesOf(option: Option): Takes {
  if (!option.required && !option.optional) return 'nothing';
  if (option.argChoices) return option.argChoices;
  return option.flags.includes('<file>') ? 'file' : 'text';
}
