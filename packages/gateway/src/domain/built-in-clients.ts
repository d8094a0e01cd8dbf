import { CLIENT_IDS } from '@wicketgate/contract';
import type { OAuthClient } from './sign-in-config.ts';

/** Schemes under which the editors of the VS Code family hand an address to an extension. */
const EDITOR_SCHEMES = ['vscode', 'vscode-insiders', 'vscodium', 'code-oss', 'cursor', 'windsurf'] as const;

/** The applications that every gateway knows. */
export const BUILT_IN_CLIENTS: readonly OAuthClient[] = [
  { id: CLIENT_IDS.cli, name: 'Wicketgate command', redirectUris: [] },
  {
    id: CLIENT_IDS.vscode,
    name: 'Wicketgate for VS Code',
    redirectUris: EDITOR_SCHEMES.map((scheme) => `${scheme}://wicketgate.wicketgate/signed-in`),
  },
];
