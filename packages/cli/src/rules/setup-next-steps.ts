export interface SetupEnd {
  /** Required secrets that are still not set. */
  readonly missing: readonly string[];
  /** Names that a vendor refused. */
  readonly refused: readonly string[];
  /** The environment, where it is not the default one: the commands must name it. */
  readonly environment: string | undefined;
}

/** What to do after set-up, a line each: what is still amiss first, then how the keys are used. */
export function nextSteps({ missing, refused, environment }: SetupEnd): readonly string[] {
  const where = environment === undefined ? '' : ` --environment ${environment}`;
  const again = missing.map((name) => [`wicketgate secrets set ${name}${where}`, 'still missing']);
  const replaced = refused.map((name) => [
    `wicketgate secrets set ${name}${where}`,
    'refused by its vendor: replace it',
  ]);
  const usual = [
    [`wicketgate run${where} -- npm start`, 'a program with its keys, and none in its output'],
    [`wicketgate secrets list${where}`, 'what is set, from where, never a value'],
    [`wicketgate secrets check${where}`, 'for a script: exit code 4 when a required key is missing'],
  ];
  const lines = [...again, ...replaced, ...usual];
  const width = Math.max(...lines.map(([command = '']) => command.length));
  return lines.map(([command = '', meaning = '']) => `${command.padEnd(width)}  ${meaning}`);
}
