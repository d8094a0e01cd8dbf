import { type Clock, findKeyEntryFlaw, type Logger, Secret } from '@wicketgate/core';
import type { SettingPlace, Settings, SettingScope } from '../ports/settings.ts';
import type { SignedInSession } from '../rules/session-record.ts';
import type { LeftKeys } from './left-keys.ts';
import type { SessionStore } from './session-store.ts';
import { withinTime } from './time-limit.ts';

/** What a settings file that hangs may cost. */
const REMOVAL_TIMEOUT_MS = 3_000;

/**
 * What became of a value: it moved to the secrets; was removed because somebody is signed in; was refused and removed,
 * because others can write where it stood; was no key, and removed; stays, because the host keeps no secrets; or could not
 * be removed.
 */
export type MigrationOutcome = 'moved' | 'removed' | 'refused' | 'unusable' | 'unkept' | 'stuck';

export interface Migrated {
  readonly setting: string;
  readonly scope: SettingScope;
  readonly outcome: MigrationOutcome;
}

export interface MigrationOptions {
  readonly settings: Settings;
  /** Full names of the settings that held the key. */
  readonly names: readonly string[];
  readonly brand: string;
  /** Where the key goes to. Undefined when no gateway is known: values of the user wait for one. */
  readonly store: SessionStore | undefined;
  /** The keys that stay where they are, and where they belong to. */
  readonly left: LeftKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Empties settings that held a key in plain text. A value of the user becomes the key, unless somebody is signed in. */
export async function migrateSettings(options: MigrationOptions): Promise<readonly Migrated[]> {
  const migrated: Migrated[] = [];
  for (const setting of options.names) {
    for (const place of options.settings.places(setting)) {
      const outcome = await migratePlace(setting, place, options);
      if (outcome !== undefined) migrated.push({ setting, scope: place.scope, outcome });
    }
  }
  return migrated;
}

async function migratePlace(
  setting: string,
  place: SettingPlace,
  options: MigrationOptions,
): Promise<MigrationOutcome | undefined> {
  const key = keyOf(place.value, options.brand);
  if (place.scope !== 'user') return removed(setting, place, { ...options, outcome: 'refused' });
  if (key === undefined) return removed(setting, place, { ...options, outcome: 'unusable' });
  if (options.store === undefined) return undefined;
  const outcome = await moveKey(key, options.store, options.left);
  return outcome === undefined || outcome === 'unkept' ? outcome : removed(setting, place, { ...options, outcome });
}

/** Undefined: the value waits, and is not used. */
async function moveKey(
  key: Secret,
  store: SessionStore,
  left: LeftKeys,
): Promise<'moved' | 'removed' | 'unkept' | undefined> {
  if (!(await left.mayUse(key, store.origin))) return undefined;
  const choice = await store.load();
  // There may be a session that cannot be read yet.
  if (store.storage === 'failing') return undefined;
  // The other window may hold its key in memory alone: then this value is the only one that lasts.
  if (choice.kind === 'elsewhere') return undefined;
  if (choice.kind !== 'open') await store.save({ apiKey: key });
  else if (!isThisKey(choice.session, key)) return 'removed';
  if (store.storage === 'kept') return 'moved';
  // Kept in memory alone, it has not moved: the next window would not find it.
  await left.note(key, store.origin);
  return 'unkept';
}

function isThisKey(session: SignedInSession, key: Secret): boolean {
  return 'apiKey' in session && session.apiKey.reveal() === key.reveal();
}

async function removed(
  setting: string,
  place: SettingPlace,
  { settings, clock, logger, signal, outcome }: MigrationOptions & { readonly outcome: MigrationOutcome },
): Promise<MigrationOutcome> {
  try {
    await withinTime({ clock, ms: REMOVAL_TIMEOUT_MS, signal }, () => settings.remove(setting, place));
    return outcome;
  } catch (error) {
    logger.error({ error, setting, scope: place.scope }, 'an old setting could not be removed');
    return 'stuck';
  }
}

/** Whether only the gateway can tell that a value is no key. */
function keyOf(value: unknown, brand: string): Secret | undefined {
  if (typeof value !== 'string' || findKeyEntryFlaw(value, brand) !== undefined) return undefined;
  return new Secret(value.trim());
}
