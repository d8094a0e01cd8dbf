import type { ConfiguredServer } from './server-setting.ts';
import type { ToolSettings } from './tool-settings.ts';

export interface Offer {
  readonly settings: Pick<ToolSettings, 'strategy' | 'limit'>;
  readonly servers: readonly ConfiguredServer[];
  /** How many tools a server had when it was last asked; undefined for one that never was. */
  readonly toolsOf: (server: ConfiguredServer) => number | undefined;
}

/**
 * The servers that VS Code is given itself. With `progressive` it is those whose tools fit into the limit together, in the
 * order of the setting: a server that was never asked is given too, since nobody knows better yet.
 */
export function offeredServers({ settings, servers, toolsOf }: Offer): readonly ConfiguredServer[] {
  const { strategy, limit } = settings;
  if (strategy === 'minimal') return [];
  if (strategy === 'full') return servers;
  let left = limit;
  return servers.filter((server) => {
    const count = toolsOf(server) ?? 0;
    if (count > left) return false;
    left -= count;
    return true;
  });
}

/** Whether models are given the meta-tools. */
export function offersMetaTools({ strategy }: Pick<ToolSettings, 'strategy'>, servers: readonly unknown[]): boolean {
  return strategy !== 'full' && servers.length > 0;
}
