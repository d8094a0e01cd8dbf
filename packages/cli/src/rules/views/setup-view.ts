import type { SecretListing, SecretSpec } from '@wicketgate/secrets';
import type { ProbeAnswer } from '../../words/probe-answer.ts';
import { cleanText } from '../clean-text.ts';
import type { ClientSnippet } from '../client-snippets.ts';
import type { SetupStep, StepOutcome } from '../setup-plan.ts';
import { shellLine } from '../shell-line.ts';
import { probeText } from './secret-view.ts';
import type { Style } from './style.ts';
import { tableText } from './table.ts';

/** A secret at the end of set-up. */
export interface SetupResult {
  readonly listing: SecretListing;
  /** What this run did with it; undefined when it was not touched. */
  readonly outcome: StepOutcome | undefined;
  /** What its vendor said; undefined when nobody asked. */
  readonly probe: ProbeAnswer | undefined;
}

/** `3 of 8 set`, and a line for each: whether it is set, from where, and what may be shown of it. */
export function statusText(steps: readonly SetupStep[], style: Style): string {
  const listings = steps.map(({ listing }) => listing);
  const rows = listings.map((listing) => [
    `  ${mark(listing, style)} ${cleanText(listing.name)}`,
    whereText(listing),
    style.faint(listing.shown ?? ''),
  ]);
  return listTextOf(listings, tableText(['  Name', 'Where', ''], rows, style));
}

/** How many are set, over the table of them; a table without rows says nothing. */
function listTextOf(listings: readonly SecretListing[], table: string): string {
  if (listings.length === 0) return 'The project names no secret.';
  return `${countText(listings)}\n${table}`;
}

function countText(listings: readonly SecretListing[]): string {
  return `${listings.filter(({ isSet }) => isSet).length} of ${listings.length} set`;
}

/** What is said before a secret is asked for: what it is for, what to allow, how it looks. */
export function stepText({ spec, listing, at, of }: SetupStep, style: Style): string {
  const purpose = spec.purpose === undefined ? '' : `: ${cleanText(spec.purpose)}`;
  const facts: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Set in', listing.isSet ? `${whereText(listing)} ${listing.shown ?? ''}` : undefined],
    ['Allow', spec.scopes.length === 0 ? undefined : spec.scopes.map(cleanText).join(', ')],
    ['Looks like', spec.example === undefined ? undefined : cleanText(spec.example)],
  ];
  const lines = facts.flatMap(([label, value]) => (value === undefined ? [] : [`  ${style.faint(label)} ${value}`]));
  return [`${style.strong(`[${at}/${of}] ${cleanText(spec.name)}`)}${purpose}`, ...lines].join('\n');
}

/** Whatever does not look as it should is told by name and form, never by value. */
export function mismatchText({ name, example }: SecretSpec): string {
  const form = example === undefined ? '' : ` They look like ${cleanText(example)}.`;
  return `This does not look like a value for ${cleanText(name)}.${form}`;
}

/** What stands where at the end. */
export function resultText(results: readonly SetupResult[], style: Style): string {
  const rows = results.map(({ listing, outcome, probe }) => [
    `${mark(listing, style)} ${cleanText(listing.name)}`,
    whereText(listing),
    outcome ?? '',
    probe === undefined ? '' : probeText(probe, style),
  ]);
  const table = tableText(['  Name', 'Where', 'Done', 'Connection'], rows, style);
  return listTextOf(
    results.map(({ listing }) => listing),
    table,
  );
}

/** How clients are set up; `where` are the options that lead to the secrets. */
export function snippetsText(snippets: readonly ClientSnippet[], where: readonly string[], style: Style): string {
  const store = shellLine(['wicketgate', 'secrets', 'set', 'WICKETGATE_API_KEY', ...where]);
  return [
    `${style.strong('Clients of the gateway')}, none of which holds the key. Store it once: ${store}`,
    ...snippets.map(({ title, note, text }) => `${style.strong(title)}\n${style.faint(note)}\n\n${text}`),
  ].join('\n\n');
}

/** Where the snippets are, for an end that leaves them out. */
export function snippetsHint(where: readonly string[]): string {
  return `Clients of the gateway: \`${shellLine(['wicketgate', 'setup', '--snippets', ...where])}\` prints how they are set up.`;
}

function mark({ isSet, required }: SecretListing, style: Style): string {
  if (isSet) return style.good('✓');
  return required ? style.warn('·') : style.faint('·');
}

/** The source, and the name that it goes by there when that is another one. */
function whereText({ name, from, failure, required }: SecretListing): string {
  if (from !== undefined) return cleanText(from.name === name ? from.source : `${from.source}, as ${from.name}`);
  if (failure !== undefined) return cleanText(`not known: ${failure.source} (${failure.code})`);
  return required ? 'missing' : 'not set';
}
