import { endpoints } from '@wicketgate/contract';
import { shellLine } from './shell-line.ts';

/** What a client needs to reach the gateway with a key that stands in no file: text to paste, and where it goes. */
export interface ClientSnippet {
  readonly id: 'curl' | 'http' | 'stdio' | 'claude-desktop';
  readonly title: string;
  /** What to know before pasting it. */
  readonly note: string;
  readonly text: string;
}

const KEY = 'WICKETGATE_API_KEY';

export interface SnippetOptions {
  /** Base URL of the gateway. */
  readonly url: string;
  /** The options that lead `wicketgate run` to the key; none where it finds the secrets by itself. */
  readonly where: readonly string[];
}

/** The ways in which clients are set up. None holds the key: each reads it when it starts. */
export function clientSnippets({ url, where }: SnippetOptions): readonly ClientSnippet[] {
  const mcp = `${url}/mcp`;
  const withKey = ['run', ...where, '--only', KEY, '--'];
  const serve = ['mcp', 'serve', '--gateway', '--url', url];
  // It finds the key by itself, unless it was put somewhere else.
  const bridge = where.length === 0 ? serve : [...withKey, 'wicketgate', ...serve];
  const stdio = { command: 'wicketgate', args: bridge };
  return [
    {
      id: 'curl',
      title: 'curl',
      note: 'The key goes to curl through a pipe, where no list of processes shows it.',
      text: shellLine(['wicketgate', ...withKey, ...curlTo(url + endpoints.auth.validate.path)]),
    },
    {
      id: 'http',
      title: 'MCP over HTTP (mcp.json of VS Code; others call "servers" "mcpServers")',
      note: `For a gateway that serves MCP. The editor takes ${KEY} from its environment: start it with \`${shellLine(['wicketgate', ...withKey, 'code'])}\`.`,
      text: json({
        servers: {
          wicketgate: { type: 'http', url: mcp, headers: { Authorization: `Bearer \${env:${KEY}}` } },
        },
      }),
    },
    {
      id: 'stdio',
      title: 'MCP over stdio',
      note: 'For clients that only start programs; it takes your key or sign-in. Nobody can be asked there: it must open without a passphrase.',
      text: shellLine(['wicketgate', ...bridge]),
    },
    {
      id: 'claude-desktop',
      title: 'Claude Desktop (claude_desktop_config.json)',
      note: 'Settings, Developer, Edit Config. Write the whole path of wicketgate where it is not found.',
      text: json({ mcpServers: { wicketgate: stdio } }),
    },
  ];
}

/** `printf` is built into the shell: no process ever has the key among its arguments. */
function curlTo(url: string): readonly string[] {
  const header = String.raw`printf 'header = "Authorization: Bearer %s"\n' "$${KEY}"`;
  return ['sh', '-c', `${header} | curl --silent --show-error --config - --json {} "$0"`, url];
}

function json(document: object): string {
  return JSON.stringify(document, null, 2);
}
