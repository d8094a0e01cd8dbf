import { type CompletionNode, fileOptions, valueOptions } from './tree.ts';

/**
 * Completion for bash 3.2 (macOS) and later, without the bash-completion package. Everything stands in the script: a
 * press of Tab starts no process and asks no network.
 */
export function bashCompletion(name: string, nodes: readonly CompletionNode[]): string {
  const paths = nodes.map(({ path }) => path).filter((path) => path !== '');
  return `# ${name} completion for bash. To load it: source <(${name} completion bash)
_${name}() {
  local cur prev word at="" skip=0 i words="" options=""
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash parts --option=value into three words.
  if [[ "$cur" == "=" ]]; then
    cur=""
  elif [[ "$prev" == "=" ]]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ "$word" == "=" ]]; then
      continue
    elif ((skip)); then
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
  case "$at $prev" in
${nodes.flatMap(choiceCases).join('\n')}
  esac
  case "$prev" in
    ${fileOptions(nodes).join('|')})
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
      return
      ;;
    ${valueOptions(nodes).join('|')}) return ;;
  esac
  case "$at" in
${nodes.map(nodeCase).join('\n')}
  esac
  if [[ "$cur" == -* ]]; then words="$options"; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _${name} ${name}
`;
}

function choiceCases({ path, options }: CompletionNode): string[] {
  return options.flatMap(({ names, takes }) =>
    typeof takes === 'string'
      ? []
      : names.map(
          (option) => `    '${path} ${option}') COMPREPLY=($(compgen -W '${takes.join(' ')}' -- "$cur")); return ;;`,
        ),
  );
}

function nodeCase({ path, commands, options, words }: CompletionNode): string {
  const offered = [...commands.map((command) => command.name), ...words].join(' ');
  const optionNames = options.flatMap(({ names }) => names).join(' ');
  return `    '${path}') words='${offered}' options='${optionNames}' ;;`;
}
