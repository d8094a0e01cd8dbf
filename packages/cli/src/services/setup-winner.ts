import type { Provenance } from '@wicketgate/secrets';
import { cleanText } from '../rules/clean-text.ts';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';

/** Says so when what was stored is not what programs get: a place further up holds another value. */
export async function tellWhoWins(
  { context: { io, terminal }, room }: { readonly context: Context; readonly room: SecretsRoom },
  name: string,
  stored: Provenance,
): Promise<void> {
  const found = await room.manager.find(name, { signal: io.signal });
  const differs = found?.shadowed.some(({ source, differs: other }) => source === stored.source && other);
  if (found === undefined || differs !== true) return;
  const sentence = `  ${name} stands in ${cleanText(found.from.place)} as well, which comes first and has another value.`;
  await terminal.warn(terminal.errorStyle.warn(sentence));
}
