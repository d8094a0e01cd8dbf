import { SETTINGS } from './ids.ts';

/** How models get at the tools of the servers. */
export const TOOL_STRATEGIES = ['minimal', 'progressive', 'full'] as const;
/**
 * `minimal`: by the three meta-tools alone. `progressive`: VS Code is given the servers whose tools are few enough, and the
 * meta-tools reach all. `full`: VS Code is given every server, and there are no meta-tools.
 */
export type ToolStrategy = (typeof TOOL_STRATEGIES)[number];

export const DEFAULT_TOOL_LIMIT = 30;
const LEAST_TOOLS = 5;
const MOST_TOOLS = 150;

export interface ToolSettings {
  /** As it stands in the setting: nobody has looked at it yet. */
  readonly servers: unknown;
  readonly strategy: ToolStrategy;
  /** Tools that a model is given directly, and that a search shows. */
  readonly limit: number;
  /** Whether what servers list is kept on disk. */
  readonly keepsCatalog: boolean;
}

/** Answers the value of a setting that the person or the machine has set; undefined where nobody has. Never a workspace's. */
export type ReadSetting = (name: string) => unknown;

/** What cannot be used counts as not set: VS Code itself marks it in the settings. */
export function toolSettings(read: ReadSetting): ToolSettings {
  const [strategy, limit] = [read(SETTINGS.strategy), read(SETTINGS.toolLimit)];
  return {
    servers: read(SETTINGS.servers),
    strategy: TOOL_STRATEGIES.find((each) => each === strategy) ?? 'progressive',
    limit: typeof limit === 'number' ? clamped(limit) : DEFAULT_TOOL_LIMIT,
    keepsCatalog: read(SETTINGS.toolCache) !== false,
  };
}

function clamped(limit: number): number {
  return Number.isFinite(limit) ? Math.min(MOST_TOOLS, Math.max(LEAST_TOOLS, Math.trunc(limit))) : DEFAULT_TOOL_LIMIT;
}
