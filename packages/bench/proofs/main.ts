import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseRequest, usage } from '../src/command.ts';
import type { Figure } from '../src/figure.ts';
import { machineKind } from '../src/machine.ts';
import { withProof } from '../src/proofs-document.ts';
import { asJson, asTable } from '../src/report.ts';

interface ProofProgram {
  readonly about: string;
  readonly load: () => Promise<{ readonly what: string; readonly prove: () => Promise<Figure[]> }>;
}

const PROOFS: Readonly<Record<string, ProofProgram>> = {
  secrets: {
    about: 'Many writers of one file of secrets at once, and writers that are killed.',
    load: () => import('./secrets/proof.ts'),
  },
  'sign-in': {
    about: 'Many processes that share and refresh one sign-in at once, and are killed.',
    load: () => import('./sign-in/proof.ts'),
  },
  'verify-load': {
    about: 'Many validations of one key over real sockets against the built gateway.',
    load: () => import('./verify-load/proof.ts'),
  },
};

const DOCUMENT = path.resolve(import.meta.dirname, '../../../docs/proofs.md');

const request = parseRequest(process.argv.slice(2), PROOFS);
if (request.kind === 'help') {
  process.stderr.write(
    `${request.problem === undefined ? '' : `${request.problem}\n\n`}${usage('prove NAME [--json]', PROOFS)}`,
  );
  process.exitCode = request.problem === undefined ? 0 : 2;
} else {
  const proof = await PROOFS[request.name]?.load();
  if (proof === undefined) throw new Error(`${request.name} cannot be loaded.`);
  const figures = await proof.prove();
  const date = new Date().toISOString().slice(0, 10);
  const entry = { name: request.name, what: proof.what, date, machine: machineKind(), figures };
  await writeFile(DOCUMENT, withProof(await readFile(DOCUMENT, 'utf8'), entry));
  process.stdout.write(request.json ? asJson(figures) : asTable(figures));
  process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
}
