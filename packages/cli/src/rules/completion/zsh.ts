import { type CompletionNode, type CompletionOption, fileOptions, valueOptions } from './tree.ts';

/** Completion for zsh 5, to be sourced or to lie in a folder of `fpath` as `_NAME`. */
export function zshCompletion(name: string, nodes: readonly CompletionNode[]): string {
  const paths = nodes.map(({ path }) => path).filter((path) => path !== '');
  return `#compdef ${name}
# ${name} completion for zsh. To load it: source <(${name} completion zsh)
_${name}() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" word at="" skip=0 i
  local -a commands options choices
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    if ((skip)); then
      skip=0
      continue
    fi
    case "$word" in
      ${valueOptions(nodes).join('|')}) skip=1 ;;
    esac
    case "$at/$word" in
      ${paths.join('|')}) at="$at/$word" ;;
    esac
  done
  if [[ "$cur" == --*=* ]]; then
    prev="\${cur%%=*}"
    compset -P '*='
  fi
  case "$at $prev" in
${nodes.flatMap(choiceCases).join('\n')}
  esac
  case "$prev" in
    ${fileOptions(nodes).join('|')}) _files; return ;;
    ${valueOptions(nodes).join('|')}) return 1 ;;
  esac
  case "$at" in
${nodes.map(nodeCase).join('\n')}
  esac
  if [[ "$cur" == -* ]]; then
    _describe -o 'option' options
  elif ((\${#commands})); then
    _describe 'command' commands
  elif ((\${#choices})); then
    compadd -- $choices
  fi
}
if [[ "\${funcstack[1]}" == "_${name}" ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function choiceCases({ path, options }: CompletionNode): string[] {
  return options.flatMap(({ names, takes }) =>
    typeof takes === 'string'
      ? []
      : names.map((option) => `    '${path} ${option}') compadd -- ${takes.join(' ')}; return ;;`),
  );
}

function nodeCase({ path, commands, options, words }: CompletionNode): string {
  const described = commands.map((command) => entry(command.name, command.summary));
  const lists = [
    described.length > 0 && `commands=(${described.join(' ')})`,
    words.length > 0 && `choices=(${words.join(' ')})`,
    `options=(${options.flatMap(optionEntries).join(' ')})`,
  ].filter((list) => list !== false);
  return `    '${path}')\n      ${lists.join('\n      ')}\n      ;;`;
}

function optionEntries({ names, summary }: CompletionOption): string[] {
  return names.map((option) => entry(option, summary));
}

/** `name:summary` in single quotes; the first colon ends the name. */
function entry(name: string, summary: string): string {
  return `'${`${name}:${summary}`.replaceAll("'", String.raw`'\''`)}'`;
}
