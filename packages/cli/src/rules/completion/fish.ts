import { type CompletionNode, type CompletionOption, valueOptions } from './tree.ts';

/** Completion for fish 3. */
export function fishCompletion(name: string, nodes: readonly CompletionNode[]): string {
  const paths = nodes.map(({ path }) => path).filter((path) => path !== '');
  return `# ${name} completion for fish. To load it: ${name} completion fish | source
function __${name}_at
    set -l at ''
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
            continue
        end
        if contains -- $word ${valueOptions(nodes).join(' ')}
            set skip 1
        else if contains -- "$at/$word" ${paths.join(' ')}
            set at "$at/$word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c ${name} -f
${nodes.flatMap((node) => nodeLines(name, node)).join('\n')}
`;
}

function nodeLines(name: string, { path, commands, options, words }: CompletionNode): string[] {
  const head = `complete -c ${name} -n '__${name}_at "${path}"'`;
  return [
    ...commands.map((command) => `${head} -a ${command.name} -d ${quoted(command.summary)}`),
    ...(words.length > 0 ? [`${head} -a ${quoted(words.join(' '))}`] : []),
    ...options.map((option) => `${head} ${optionWords(option)} -d ${quoted(option.summary)}`),
  ];
}

function optionWords({ names, takes }: CompletionOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
  if (takes === 'nothing') return flags;
  if (takes === 'file') return `${flags} -r -F`;
  return takes === 'text' ? `${flags} -x` : `${flags} -x -a ${quoted(takes.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
