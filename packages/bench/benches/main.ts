import { type Asked, type Choice, parseRequest, usage } from '../src/command.ts';
import type { Figure } from '../src/figure.ts';
import { asJson, asTable } from '../src/report.ts';

interface Bench extends Choice {
  readonly load: () => Promise<{ readonly figures: (asked: Asked) => Promise<Figure[]> }>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  verify: {
    about: 'How fast a key is checked, beside better-auth and prefixed-api-key.',
    load: () => import('./verify/figures.ts'),
  },
  secrets: {
    about: 'How fast 100 secrets are read from an encrypted file, beside dotenvx.',
    load: () => import('./secrets/figures.ts'),
  },
  'sign-in': {
    about: 'How fast an access token is checked, beside jose, and a sign-in refreshed.',
    load: () => import('./sign-in/figures.ts'),
  },
  size: {
    about: 'How much a client brings into a bundle.',
    load: () => import('./size.ts'),
  },
  tools: {
    about:
      'How well and how fast tools are found, beside BM25 and @mcp-ts/sdk: in our own set, or in those of a folder.',
    operand: 'SETS_DIR',
    options: ['--locked'],
    load: () => import('./tools/figures.ts'),
  },
  'mcp-client': {
    about: "How much a call of a tool costs, beside the MCP SDK's own client.",
    load: () => import('./mcp-client/figures.ts'),
  },
};

const request = parseRequest(process.argv.slice(2), BENCHES);
if (request.kind === 'help') {
  process.stderr.write(
    `${request.problem === undefined ? '' : `${request.problem}\n\n`}${usage('bench NAME [--json]', BENCHES)}`,
  );
  process.exitCode = request.problem === undefined ? 0 : 2;
} else {
  const bench = await BENCHES[request.name]?.load();
  const figures = (await bench?.figures(request)) ?? [];
  process.stdout.write(request.json ? asJson(figures) : asTable(figures));
}
