import { settings } from '../settings.ts';

const USAGE = `Usage: wicketgate-gateway [command]

Commands:
  serve                 Serve the gateway (default). SIGTERM or SIGINT stops it once running requests are done.
  bootstrap             Issue an admin key: to stdout alone, or into a new file.
    --key-file FILE     Write the key to FILE (made with mode 0600, never overwritten) instead of stdout.
    --owner ID          Who the key speaks for. Default: operator
    --name NAME         What the key is called. Default: bootstrap
    --if-empty          Do nothing when there is any key already.
  rotate-signing-key    Put a new signing key first in the keys file, and print its id. The others are still published.
    --retire KID        Take the key of this id out of the file instead of making one.

Options:
  -h, --help            Show this.
  -v, --version         Show the version.

Examples:
  wicketgate-gateway bootstrap --key-file admin.key
  WICKETGATE_PORT=9000 wicketgate-gateway

Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration.

Environment:
`;

/** What `--help` prints: commands, and every setting of the environment. */
export function helpText(): string {
  const lines = settings.map(({ name, about, form, byDefault }) => {
    return `  ${name}\n      ${about}\n      ${form}. Default: ${byDefault === '' ? '(none)' : byDefault}\n`;
  });
  return USAGE + lines.join('');
}
