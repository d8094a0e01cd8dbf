export interface ColorChoice {
  /** False when `--no-color` was given. */
  readonly flag: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTty: boolean;
}

/** Whether to colour: the flag, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether a terminal listens. */
export function wantsColor({ flag, env, isTty }: ColorChoice): boolean {
  if (!flag) return false;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTty && env['TERM'] !== 'dumb';
}
