import type { ConfigFormat } from '../../words/server-config.ts';
import { memberOf, parseJsonText } from './json-text.ts';
import type { Syntax } from './variables.ts';

/** What is different from form to form. */
export interface FormatTraits {
  /** The member that holds the servers. */
  readonly root: 'servers' | 'mcpServers';
  readonly syntax: Syntax;
  /** Members of an entry; undefined where other programs keep members of their own there. */
  readonly members: readonly string[] | undefined;
}

const OWN_MEMBERS = ['type', 'command', 'args', 'env', 'envFile', 'cwd', 'url', 'headers', 'credential', 'disabled'];

export const FORMATS: Readonly<Record<ConfigFormat, FormatTraits>> = {
  wicketgate: { root: 'servers', syntax: 'named', members: OWN_MEMBERS },
  vscode: { root: 'servers', syntax: 'named', members: undefined },
  cursor: { root: 'mcpServers', syntax: 'named', members: undefined },
  'claude-code': { root: 'mcpServers', syntax: 'shell', members: undefined },
  'claude-desktop': { root: 'mcpServers', syntax: 'none', members: undefined },
};

/** The form of a file that a person names, told from its name and its folder; undefined when these say nothing. */
export function formatOfPath(file: string): ConfigFormat | undefined {
  const [name = '', folder = ''] = file.split(/[\\/]/).reverse();
  if (name === 'claude_desktop_config.json') return 'claude-desktop';
  if (name === '.mcp.json' || name === '.claude.json') return 'claude-code';
  if (folder === '.cursor') return 'cursor';
  return folder === '.vscode' || folder === 'User' ? 'vscode' : undefined;
}

/** The form of a text. Never Wicketgate's own: only the file in its own folder may ask for the person's credential. */
export function formatOfText(text: string): ConfigFormat {
  const document = parseJsonText(text);
  return document.ok && memberOf(document.root, FORMATS.cursor.root) !== undefined ? 'cursor' : 'vscode';
}
