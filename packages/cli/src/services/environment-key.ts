import type { Context } from './context.ts';

/** Whoever has just signed in or out must know that another key goes before what they did. */
export async function warnOfEnvironmentKey({ io, terminal }: Context): Promise<void> {
  // As the chain has it: white space alone is no key.
  if (!io.env['WICKETGATE_API_KEY']?.trim()) return;
  const sentence = 'The variable WICKETGATE_API_KEY is set: commands go on to use that key.';
  await terminal.warn(terminal.errorStyle.warn(sentence));
}
