/** What `pnpm bench` or `pnpm prove` was asked for. */
export type Request =
  | { readonly kind: 'run'; readonly name: string; readonly json: boolean }
  | { readonly kind: 'help'; readonly problem: string | undefined };

/** Reads the words of a command line: one name, and `--json` where there is such an output. */
export function parseRequest(words: readonly string[], names: readonly string[]): Request {
  const given = words.filter((word) => !word.startsWith('-'));
  const options = words.filter((word) => word.startsWith('-') && word !== '--');
  const [name] = given;
  if (options.includes('--help') || words.length === 0) return { kind: 'help', problem: undefined };
  const unknown = options.find((option) => option !== '--json');
  if (unknown !== undefined) return { kind: 'help', problem: `There is no option ${unknown}.` };
  if (name === undefined || given.length > 1) return { kind: 'help', problem: 'Name one of them.' };
  if (!names.includes(name)) return { kind: 'help', problem: `There is none of the name ${JSON.stringify(name)}.` };
  return { kind: 'run', name, json: options.includes('--json') };
}

export interface Choice {
  readonly about: string;
}

/** How to call it, with everything there is to call. */
export function usage(command: string, choices: Readonly<Record<string, Choice>>): string {
  const width = Math.max(...Object.keys(choices).map((name) => name.length));
  const lines = Object.entries(choices).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return `Usage: pnpm ${command}\n\n${lines.join('\n')}\n`;
}
