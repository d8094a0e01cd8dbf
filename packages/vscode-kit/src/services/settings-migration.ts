import { findKeyEntryFlaw, type Logger, Secret } from '@wicketgate/core';
import type { SettingPlace, Settings, SettingScope } from '../ports/settings.ts';
import { isSignedIn, type SignedInSession } from '../rules/session-record.ts';
import type { SessionStore } from './session-store.ts';

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
  readonly logger: Logger;
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
  const outcome = await moveKey(key, options.store);
  return outcome === undefined || outcome === 'unkept' ? outcome : removed(setting, place, { ...options, outcome });
}

async function moveKey(key: Secret, store: SessionStore): Promise<'moved' | 'removed' | 'unkept' | undefined> {
  const choice = await store.load();
  // Kept in memory alone, it has not moved: the next window would not find it.
  if (choice.kind === 'open') return isOf(key, choice.session) ? keptOr('moved', store) : 'removed';
  // The other window may hold its key in memory alone: then this value is the only one that lasts.
  if (choice.kind === 'elsewhere') return undefined;
  await store.save(key);
  return keptOr('moved', store);
}

function keptOr(outcome: 'moved', { storage }: SessionStore): 'moved' | 'unkept' {
  return storage === 'kept' ? outcome : 'unkept';
}

function isOf(key: Secret, session: SignedInSession): boolean {
  return isSignedIn(session) && session.apiKey.reveal() === key.reveal();
}

async function removed(
  setting: string,
  place: SettingPlace,
  { settings, logger, outcome }: MigrationOptions & { readonly outcome: MigrationOutcome },
): Promise<MigrationOutcome> {
  try {
    await settings.remove(setting, place);
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
