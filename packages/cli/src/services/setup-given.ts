import { Secret } from '@wicketgate/core';
import { fitsPattern } from '@wicketgate/secrets';
import { readOwnText } from '../adapters/secret-input.ts';
import { leftBehindText } from '../rules/left-behind.ts';
import { importDoubts, readPlainImport } from '../rules/secret-import.ts';
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
  const seen = await desk.room.see(
    specs.map(({ name }) => name),
    desk.keep.to ?? 'file',
  );
  const source =
    from.kind === 'environment' ? { entries: entriesOf(io.env), doubts: [] } : await readGiven(from.path, io);
  const { entries, doubts } = source;
  for (const doubt of doubts) await terminal.warn(terminal.errorStyle.warn(doubt));
  const held = storedNames(steps);
  const outcomes = new Map<string, StepOutcome>();
  const fresh = new Map<string, Secret>();
  for (const given of givenValues(specs, entries)) {
    const { name } = given.spec;
    const isKept = desk.which === 'missing' && (held.has(name) || seen.held.has(name));
    outcomes.set(name, isKept ? 'kept' : 'stored');
    if (isKept) continue;
    await warnOfForm(desk, given);
    fresh.set(name, given.secret);
  }
  if (fresh.size > 0) await desk.room.keepAll(fresh, { ...desk.keep, ...(desk.which === 'missing' && { seen }) });
  const advice = from.kind === 'file' ? leftBehindText(from.path, { given: entries, taken: fresh, doubts }) : undefined;
  if (advice !== undefined) await terminal.note(advice);
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

interface GivenText {
  readonly entries: ReadonlyMap<string, Secret>;
  /** What was not taken though it may be a secret, in sentences that hold no value. */
  readonly doubts: readonly string[];
}

/** What a dotenv file or a JSON object holds; no dotenv file begins with a brace. */
async function readGiven(path: string, io: Context['io']): Promise<GivenText> {
  const text = await readOwnText(path, io);
  const format = text.trimStart().startsWith('{') ? 'json' : 'dotenv';
  return { entries: readPlainImport(text, format), doubts: importDoubts(text, format) };
}

function entriesOf(env: Context['io']['env']): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(env).map(([name, text = '']) => [name, new Secret(text.trim())]));
}
