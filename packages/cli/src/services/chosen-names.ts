import type { SecretListing } from '@wicketgate/secrets';
import { STORES } from '../words/stores.ts';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';

export interface NameFlags {
  readonly only?: readonly string[];
  /** With a project: also what the file and the keyring hold beside it. */
  readonly all?: true;
}

/**
 * The secrets that a command is about: those that were named; else those of the project's file, set or required; else,
 * and with `--all`, those that the encrypted file and the keyring hold.
 */
export async function chosenNames(
  { io }: Pick<Context, 'io'>,
  { project, specs, manager }: Pick<SecretsRoom, 'project' | 'specs' | 'manager'>,
  { only, all }: NameFlags,
): Promise<readonly string[]> {
  if (only !== undefined) return [...new Set(only)];
  const projects = new Set(project === undefined ? [] : specs.map(({ name }) => name));
  const takesStored = project === undefined || all === true;
  const listings = await manager.list({ signal: io.signal });
  const isChosen = (item: SecretListing) => (projects.has(item.name) ? isWanted(item) : takesStored && isStored(item));
  return listings.filter(isChosen).map(({ name }) => name);
}

/** One that could not be looked up is wanted too: to leave it out silently would look like success. */
function isWanted({ isSet, required, failure }: SecretListing): boolean {
  return isSet || required || failure !== undefined;
}

function isStored({ from, shadowed }: SecretListing): boolean {
  const stores: readonly string[] = STORES;
  return [...(from ? [from] : []), ...shadowed].some(({ source }) => stores.includes(source));
}
