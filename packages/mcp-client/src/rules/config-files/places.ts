import type { ConfigFormat } from '../../words/server-config.ts';

/** Where files of servers lie, and whose they are. */
export interface ConfigPlace {
  readonly file: string;
  readonly format: ConfigFormat;
  /** `project`: it came with a checkout, and may start programs only once a person has said so. `user`: the person's own. */
  readonly scope: 'user' | 'project';
}

export interface PlaceOptions {
  readonly cwd: string;
  /** Undefined where the account has none. */
  readonly home: string | undefined;
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The usual files of a machine: those of the project first, then the person's own, in an order that never changes. */
export function usualPlaces({ cwd, home, platform, env }: PlaceOptions): readonly ConfigPlace[] {
  const join = (...parts: readonly string[]) => parts.join(platform === 'win32' ? '\\' : '/');
  const project = [
    { file: join(cwd, '.vscode', 'mcp.json'), format: 'vscode' as const },
    { file: join(cwd, '.mcp.json'), format: 'claude-code' as const },
    { file: join(cwd, '.cursor', 'mcp.json'), format: 'cursor' as const },
  ];
  const folder = applicationFolder({ home, platform, env });
  const applications =
    folder === undefined
      ? []
      : [
          ...['Code', 'Code - Insiders', 'VSCodium'].map((name) => ({
            file: join(folder, name, 'User', 'mcp.json'),
            format: 'vscode' as const,
          })),
          { file: join(folder, 'Claude', 'claude_desktop_config.json'), format: 'claude-desktop' as const },
        ];
  const atHome =
    home === undefined
      ? []
      : [
          { file: join(home, '.claude.json'), format: 'claude-code' as const },
          { file: join(home, '.cursor', 'mcp.json'), format: 'cursor' as const },
        ];
  return [
    ...project.map((place) => ({ ...place, scope: 'project' as const })),
    ...[...applications, ...atHome].map((place) => ({ ...place, scope: 'user' as const })),
  ];
}

/** Where applications keep their settings: XDG Base Directory on Linux. */
function applicationFolder({ home, platform, env }: Omit<PlaceOptions, 'cwd'>): string | undefined {
  if (platform === 'win32') return env['APPDATA'] ?? (home === undefined ? undefined : `${home}\\AppData\\Roaming`);
  if (home === undefined) return undefined;
  if (platform === 'darwin') return `${home}/Library/Application Support`;
  const chosen = env['XDG_CONFIG_HOME'];
  return chosen?.startsWith('/') ? chosen : `${home}/.config`;
}
