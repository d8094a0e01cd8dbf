/** What `pnpm bench` or `pnpm prove` was asked for. */
export type Request =
  | ({ readonly kind: 'run'; readonly name: string; readonly json: boolean } & Asked)
  | { readonly kind: 'help'; readonly problem: string | undefined };

/** What stands behind the name of a bench, for those that take more. */
export interface Asked {
  readonly operand: string | undefined;
  /** With their dashes. */
  readonly options: ReadonlySet<string>;
}

export interface Choice {
  readonly about: string;
  /** What the one word that may stand behind the name is, for instance `FOLDER`. Default: no word may. */
  readonly operand?: string;
  /** Options besides `--json`, with their dashes. Default none. */
  readonly options?: readonly string[];
}

/** Reads the words of a command line: one name, what it takes, and `--json` where there is such an output. */
export function parseRequest(words: readonly string[], choices: Readonly<Record<string, Choice>>): Request {
  const [name, operand, ...rest] = words.filter((word) => !word.startsWith('-'));
  const options = words.filter((word) => word.startsWith('-') && word !== '--');
  if (options.includes('--help') || words.length === 0) return { kind: 'help', problem: undefined };
  if (name === undefined) return { kind: 'help', problem: 'Name one of them.' };
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice === undefined) return { kind: 'help', problem: `There is none of the name ${JSON.stringify(name)}.` };
  const unknown = options.find((option) => option !== '--json' && !choice.options?.includes(option));
  if (unknown !== undefined) return { kind: 'help', problem: `There is no option ${unknown}.` };
  const extra = choice.operand === undefined ? operand : rest[0];
  if (extra !== undefined) return { kind: 'help', problem: `${JSON.stringify(extra)} is a word too many.` };
  const json = options.includes('--json');
  return { kind: 'run', name, json, operand, options: new Set(options.filter((option) => option !== '--json')) };
}

/** How to call it, with everything there is to call. */
export function usage(command: string, choices: Readonly<Record<string, Choice>>): string {
  const calls = Object.entries(choices).map(([name, choice]) => [callOf(name, choice), choice.about] as const);
  const width = Math.max(...calls.map(([call]) => call.length));
  const lines = calls.map(([call, about]) => `  ${call.padEnd(width)}  ${about}`);
  return `Usage: pnpm ${command}\n\n${lines.join('\n')}\n`;
}

function callOf(name: string, { operand, options = [] }: Choice): string {
  const optional = [operand, ...options].filter((word) => word !== undefined).map((word) => `[${word}]`);
  return [name, ...optional].join(' ');
}
