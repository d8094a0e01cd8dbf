import type { Clock, Logger } from '@wicketgate/core';
import type { Memento } from '../ports/memento.ts';
import type { Settings, SettingScope } from '../ports/settings.ts';
import type { MigrationFacts } from '../rules/diagnostics.ts';
import { MESSAGES } from '../words/messages.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { Severity, Translate } from '../words/notice.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import { LeftKeys } from './left-keys.ts';
import type { Notices } from './notices.ts';
import { SerialWork } from './serial-work.ts';
import { migrateSettings, type Migrated, type MigrationOutcome } from './settings-migration.ts';
import type { ToldOnce } from './told-once.ts';

export interface LegacyKeysOptions {
  /** Of the gate. */
  readonly id: string;
  readonly settings: Settings;
  readonly names: readonly string[];
  readonly brand: string;
  readonly memento: Memento;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notices: Notices;
  readonly told: ToldOnce;
  readonly t: Translate;
  readonly signal: AbortSignal;
}

/** Moves keys out of old settings, and tells the person what became of them: the setting and the place, never the value. */
export class LegacyKeys {
  readonly #options: LegacyKeysOptions;
  readonly #facts: MigrationFacts[] = [];
  readonly #serial = new SerialWork();
  readonly #left: LeftKeys;

  constructor(options: LegacyKeysOptions) {
    this.#options = options;
    this.#left = new LeftKeys(options);
  }

  /** What became of each value that was found, oldest first. */
  get facts(): readonly MigrationFacts[] {
    return this.#facts;
  }

  /** Never rejects. Without a gateway, values of the user stay for later. */
  migrate(gateway: GatewayInUse | undefined): Promise<void> {
    return this.#serial.run(() => this.#migrate(gateway));
  }

  async #migrate(gateway: GatewayInUse | undefined): Promise<void> {
    const { logger, told } = this.#options;
    try {
      const migrated = await migrateSettings({ ...this.#options, left: this.#left, store: gateway?.vault.store });
      this.#facts.push(...migrated);
      const worthTelling = migrated.filter(({ outcome }) => outcome !== 'unkept' || told.isNew('unkept'));
      if (worthTelling.length > 0) this.#tell(worthTelling);
    } catch (error) {
      logger.error({ error }, 'old settings could not be migrated');
    }
  }

  #tell(migrated: readonly Migrated[]): void {
    const { notices, t } = this.#options;
    const outcomes = migrated.map(({ outcome }) => outcome);
    const text = migrated
      .map(({ setting, scope, outcome }) => t(SENTENCES[outcome], setting, t(PLACES[scope])))
      .join(' ');
    notices.mention({ severity: severityOf(outcomes), text, actions: actionsOf(outcomes) });
  }
}

const SENTENCES: Readonly<Record<MigrationOutcome, string>> = {
  moved: MESSAGES.settingMoved,
  removed: MESSAGES.settingRemoved,
  refused: MESSAGES.settingRefused,
  unusable: MESSAGES.settingUnusable,
  unkept: MESSAGES.settingUnkept,
  stuck: MESSAGES.settingStuck,
};

const PLACES: Readonly<Record<SettingScope, string>> = {
  user: MESSAGES.settingsOfUser,
  workspace: MESSAGES.settingsOfWorkspace,
  folder: MESSAGES.settingsOfFolder,
};

function severityOf(outcomes: readonly MigrationOutcome[]): Severity {
  return outcomes.every((outcome) => outcome === 'moved' || outcome === 'removed') ? 'info' : 'warning';
}

function actionsOf(outcomes: readonly MigrationOutcome[]): readonly OfferedAction[] {
  if (outcomes.includes('stuck')) return ['openSettings'];
  return outcomes.includes('refused') ? ['enterKey', 'requestAccess'] : [];
}
