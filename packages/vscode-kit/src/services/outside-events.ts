import type { Logger } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { Subscription } from '../ports/subscription.ts';
import type { AppWindow } from '../ports/window.ts';
import type { GatewayFollower } from './gateway-follower.ts';
import type { LegacyKeys } from './legacy-keys.ts';
import type { SessionFollower } from './session-follower.ts';

export interface OutsideEventsOptions {
  readonly settings: Settings;
  readonly window: AppWindow;
  readonly follower: GatewayFollower;
  readonly session: SessionFollower;
  readonly legacy: LegacyKeys;
  readonly logger: Logger;
  /** Full name of the setting of the address of the gateway. */
  readonly urlSetting: string;
  /** Full names of the settings that held the key before. */
  readonly legacySettings: readonly string[];
}

/** Follows changes of the settings, and the focus of the window: a session may have changed on a host that tells nobody. */
export function followOutside(options: OutsideEventsOptions): Subscription {
  const { settings, window, follower, session, legacy, logger, urlSetting, legacySettings } = options;
  const begin = (failure: string, work: () => Promise<void>) => () => {
    work().catch((error: unknown) => logger.error({ error }, failure));
  };
  const migrate = async () => {
    await legacy.migrate(session.gateway);
    await session.look();
  };
  const subscriptions = [
    settings.onDidChange(
      [urlSetting],
      begin('the gateway could not be changed', () => follower.follow()),
    ),
    window.onDidFocus(begin('the session could not be looked at', () => session.look())),
    ...(legacySettings.length === 0
      ? []
      : [settings.onDidChange(legacySettings, begin('old settings could not be migrated', migrate))]),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
