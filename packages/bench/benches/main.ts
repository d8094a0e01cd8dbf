import { parseRequest, usage } from '../src/command.ts';
import type { Figure } from '../src/figure.ts';
import { asJson, asTable } from '../src/report.ts';

interface Bench {
  readonly about: string;
  readonly load: () => Promise<{ readonly figures: () => Promise<Figure[]> }>;
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
};

const request = parseRequest(process.argv.slice(2), Object.keys(BENCHES));
if (request.kind === 'help') {
  process.stderr.write(
    `${request.problem === undefined ? '' : `${request.problem}\n\n`}${usage('bench NAME [--json]', BENCHES)}`,
  );
  process.exitCode = request.problem === undefined ? 0 : 2;
} else {
  const bench = await BENCHES[request.name]?.load();
  const figures = (await bench?.figures()) ?? [];
  process.stdout.write(request.json ? asJson(figures) : asTable(figures));
}
