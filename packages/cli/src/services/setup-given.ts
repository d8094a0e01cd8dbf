import { Secret } from '@wicketgate/core';
import { fitsPattern } from '@wicketgate/secrets';
import { readOwnText } from '../adapters/secret-input.ts';
import { cleanText } from '../rules/clean-text.ts';
import { readPlainImport } from '../rules/secret-import.ts';
import type { SetupStep, StepOutcome } from '../rules/setup-plan.ts';
import { type GivenValue, givenValues, unknownNames } from '../rules/setup-values.ts';
import { mismatchText } from '../rules/views/setup-view.ts';
import { STORES } from '../words/stores.ts';
import type { Context } from './context.ts';
import type { KeepOptions, SecretsRoom } from './secrets-room.ts';

/** Where values come from when nobody is asked. */
export type GivenFrom = { readonly kind: 'environment' } | { readonly kind: 'file'; readonly path: string };

export interface GivenDesk {
  readonly context: Context;
  readonly room: SecretsRoom;
  readonly keep: KeepOptions;
  /** Whether a value replaces another one that is stored already. */
  readonly which: 'missing' | 'all';
}

export interface GivenOutcome {
  readonly outcomes: ReadonlyMap<string, StepOutcome>;
  /** Names in the file that no secret goes by. */
  readonly ignored: readonly string[];
}

/** Stores what the environment or a file has of the secrets, all or nothing. A value that looks odd is stored, and told. */
export async function storeGiven(desk: GivenDesk, steps: readonly SetupStep[], from: GivenFrom): Promise<GivenOutcome> {
  const { io, terminal } = desk.context;
  const specs = steps.map(({ spec }) => spec);
  const entries = from.kind === 'environment' ? entriesOf(io.env) : await entriesIn(from.path, io);
  const held = storedNames(steps);
  const outcomes = new Map<string, StepOutcome>();
  const fresh = new Map<string, Secret>();
  for (const given of givenValues(specs, entries)) {
    const { name } = given.spec;
    const isKept = desk.which === 'missing' && held.has(name);
    outcomes.set(name, isKept ? 'kept' : 'stored');
    if (isKept) continue;
    await warnOfForm(desk, given);
    fresh.set(name, given.secret);
  }
  if (fresh.size > 0) await desk.room.keepAll(fresh, desk.keep);
  if (from.kind === 'file' && from.path !== '-') {
    await terminal.note(`The values are still in ${cleanText(from.path)}: delete it when all works.`);
  }
  const ignored = from.kind === 'environment' ? [] : unknownNames(specs, entries);
  if (ignored.length > 0) {
    const hint = '`wicketgate secrets import` takes any name.';
    await terminal.warn(`No secret goes by these names, which were left: ${ignored.join(', ')}. ${hint}`);
  }
  return { outcomes, ignored };
}

async function warnOfForm({ context: { terminal } }: GivenDesk, { spec, secret }: GivenValue): Promise<void> {
  if (fitsPattern(spec.pattern, secret) !== false) return;
  await terminal.warn(terminal.errorStyle.warn(mismatchText(spec)));
}

/** The names that one of our own stores has: what only the environment has is gone with the shell. */
function storedNames(steps: readonly SetupStep[]): ReadonlySet<string> {
  const stored = steps.filter(({ listing: { from, shadowed } }) =>
    [from, ...shadowed].some((place) => STORES.some((store) => store === place?.source)),
  );
  return new Set(stored.map(({ spec }) => spec.name));
}

/** What a dotenv file or a JSON object holds; no dotenv file begins with a brace. */
async function entriesIn(path: string, io: Context['io']): Promise<ReadonlyMap<string, Secret>> {
  const text = await readOwnText(path, io);
  return readPlainImport(text, text.trimStart().startsWith('{') ? 'json' : 'dotenv');
}

function entriesOf(env: Context['io']['env']): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(env).map(([name, text = '']) => [name, new Secret(text.trim())]));
}
