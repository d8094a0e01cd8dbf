import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Secret } from '@wicketgate/core';
import { changedMeanwhile } from '../../rules/changed-meanwhile.ts';
import type { SecretsDocument } from '../../words/document.ts';
import { checkEntries, withoutSecret, withSecrets } from './changes.ts';
import type { SeenSecrets } from './surface.ts';
import type { Vault } from './vault.ts';

export interface WritingParts {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signal: AbortSignal | undefined;
}

/** Stores all of these in one write. */
export async function putSecrets(
  entries: ReadonlyMap<string, Secret>,
  { vault, clock, random, signal, seen }: WritingParts & { readonly seen?: SeenSecrets | undefined },
): Promise<void> {
  checkEntries(entries);
  await vault.change(({ document, key }) => {
    if (seen !== undefined) refuseChanged(document, seen);
    if (entries.size === 0) return 'unchanged';
    const content = withSecrets(document, entries, { key, random, now: clock.now() });
    return { content, key, backup: 'previous' };
  }, signal);
}

/** Whoever decided by what stood there decides anew. A version alone may come again after a name was deleted. */
function refuseChanged({ secrets }: SecretsDocument, seen: SeenSecrets): void {
  for (const [name, before] of seen) {
    const now = secrets.find((sealed) => sealed.name === name);
    if (now?.version === before?.version && now?.updated === before?.updated) continue;
    throw changedMeanwhile(name);
  }
}

/** Answers whether the name was there. Where there is no file, nothing is. */
export async function removeSecret(
  name: string,
  { vault, signal }: Pick<WritingParts, 'vault' | 'signal'>,
): Promise<boolean> {
  if ((await vault.peek()) === undefined) return false;
  let wasThere = false;
  await vault.change(({ document, key }) => {
    wasThere = document.secrets.some((sealed) => sealed.name === name);
    return wasThere ? { content: withoutSecret(document, name), key, backup: 'previous' } : 'unchanged';
  }, signal);
  return wasThere;
}
