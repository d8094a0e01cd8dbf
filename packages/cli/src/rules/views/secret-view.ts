import type { ExplainedPlace, Finding, Provenance, SecretListing, SkippedSource } from '@wicketgate/secrets';
import { cleanText } from '../clean-text.ts';
import { instantText } from '../relative-time.ts';
import type { ProbeAnswer } from '../../words/probe-answer.ts';
import type { Style } from './style.ts';
import { detailText, tableText } from './table.ts';

/** The code of a source that has nothing, as far as can be told. */
const UNVERIFIED = 'unverified';

/** A listing with what asking the vendor has told, where it was asked. */
export type ProbedListing = SecretListing & { readonly probe?: ProbeAnswer };

export interface ViewOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly style: Style;
}

/** One line for each secret: its name, where it comes from, and what may be shown of it. Never a value. */
export function listingTable(items: readonly ProbedListing[], options: ViewOptions): string {
  const rows = items.map((item) => [
    item.name,
    item.from === undefined ? '-' : cleanText(item.from.source),
    item.shown ?? options.style.faint(item.failure === undefined ? 'not set' : 'not known'),
    item.length === undefined ? '-' : String(item.length),
    remarksOn(item, options).join('; '),
  ]);
  return tableText(['NAME', 'FROM', 'VALUE', 'LENGTH', 'REMARKS'], rows, options.style);
}

function remarksOn(item: ProbedListing, { now, style }: ViewOptions): readonly string[] {
  const { required, isSet, fits, rotateBy, shadowed, failure, probe } = item;
  return [
    ...(required ? [isSet ? 'required' : style.bad('required')] : []),
    ...(failure === undefined
      ? []
      : [style.bad(`not known: ${cleanText(failure.source)} (${cleanText(failure.code)})`)]),
    ...(fits === false ? [style.warn('unusual form')] : []),
    ...(rotateBy !== undefined && rotateBy <= now ? [style.warn('due to be replaced')] : []),
    ...shadowed.map((place) => shadowText(place, style)),
    ...(probe === undefined ? [] : [probeText(probe, style)]),
  ];
}

function shadowText({ source, differs }: Provenance & { readonly differs: boolean }, style: Style): string {
  const text = `also in ${cleanText(source)}`;
  return differs ? style.warn(`${text} with another value`) : text;
}

/** What failed, each once, as sentences: a list tells of every secret all the same. */
export function failureSentences(items: readonly Pick<SecretListing, 'failure'>[]): readonly string[] {
  const failures = items.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  return [...new Set(failures.map(({ source, reason }) => cleanText(`Not known from ${source}: ${reason}`)))];
}

/** A number of secrets in words: `1 secret`, `2 secrets`. */
export function secretCount(count: number): string {
  return `${count} ${count === 1 ? 'secret' : 'secrets'}`;
}

/** What asking the vendor has told. */
export function probeText(probe: ProbeAnswer, style: Style): string {
  switch (probe.outcome) {
    case 'works': {
      const { scopes = [] } = probe;
      return style.good(scopes.length === 0 ? 'works' : `works (${scopes.map(cleanText).join(', ')})`);
    }
    case 'refused':
      return style.bad(`refused (${probe.status})`);
    case 'unknown':
      if (probe.reason === 'forbidden') return style.warn('forbidden (403): not valid, or not allowed to ask');
      return style.warn(`could not be tried (${probe.reason.replaceAll('_', ' ')})`);
    case 'unset':
      return 'not set';
    case 'withheld':
      return style.warn('not asked: see `wicketgate secrets allow`');
    case 'none':
      return 'no test known';
  }
}

/** All that may be said of one secret that was found. */
export function findingText({ secret, from, shadowed, skipped }: Finding, style: Style): string {
  const { updatedAt } = from;
  return detailText(
    [
      ['value', String(secret)],
      ['length', String(secret.reveal().length)],
      ['from', `${cleanText(from.source)} (${cleanText(from.place)})`],
      ...(updatedAt === undefined ? [] : [['stored', timeOf(updatedAt)] as const]),
      ...shadowed.map((place) => ['shadowed', `${cleanText(place.place)}, ${valueText(place.differs)}`] as const),
      ...skipped.map(
        (source) => [skipText(source), `${cleanText(source.source)}: ${cleanText(source.reason)}`] as const,
      ),
    ],
    style,
  );
}

function skipText({ code }: SkippedSource): string {
  return code === UNVERIFIED ? 'not verified' : 'not asked';
}

/** Every place where a secret was looked for, the highest first. Names that a source does not have share one line. */
export function placesTable(places: readonly ExplainedPlace[], style: Style): string {
  const rows: { readonly first: ExplainedPlace; count: number }[] = [];
  for (const place of places) {
    const last = rows.at(-1);
    if (last !== undefined && isAbsentWith(last.first, place)) last.count += 1;
    else rows.push({ first: place, count: 1 });
  }
  const cells = rows.map(({ first, count }) => [
    cleanText(first.source),
    count === 1 ? first.name : `${first.name} and ${count - 1} more`,
    outcomeText(first, style),
    cleanText(first.place ?? first.reason ?? ''),
  ]);
  return tableText(['SOURCE', 'NAME', 'OUTCOME', 'PLACE'], cells, style);
}

function isAbsentWith(one: ExplainedPlace, other: ExplainedPlace): boolean {
  return one.source === other.source && one.outcome === 'absent' && other.outcome === 'absent';
}

function outcomeText({ outcome, differs, code }: ExplainedPlace, style: Style): string {
  switch (outcome) {
    case 'used':
      return style.good('used');
    case 'shadowed':
      return differs ? style.warn(`shadowed, ${valueText(true)}`) : `shadowed, ${valueText(false)}`;
    case 'skipped':
      return style.warn(`skipped (${cleanText(code ?? '')})`);
    case 'failed':
      return style.bad(`failed (${cleanText(code ?? '')})`);
    case 'empty':
    case 'absent':
      return code === undefined ? style.faint(outcome) : style.warn(`${outcome} (${cleanText(code)})`);
  }
}

function valueText(differs: boolean | undefined): string {
  return differs ? 'another value' : 'the same value';
}

/** A listing for `--json`: instants as on the wire. */
export function listingDocument({ rotateBy, from, shadowed, ...item }: ProbedListing): object {
  return {
    ...item,
    ...(from && { from: provenanceDocument(from) }),
    shadowed: shadowed.map(provenanceDocument),
    ...(rotateBy !== undefined && { rotateBy: timeOf(rotateBy) }),
  };
}

/** A finding for `--json`, without the value. */
export function findingDocument(name: string, { secret, from, shadowed, skipped }: Finding): FindingDocument {
  return {
    name,
    from: provenanceDocument(from),
    shown: String(secret),
    length: secret.reveal().length,
    shadowed: shadowed.map(provenanceDocument),
    skipped,
  };
}

export interface FindingDocument {
  readonly name: string;
  readonly from: object;
  readonly shown: string;
  readonly length: number;
  readonly shadowed: readonly object[];
  readonly skipped: readonly SkippedSource[];
}

function provenanceDocument({ updatedAt, ...place }: Provenance): object {
  return { ...place, ...(updatedAt !== undefined && { updatedAt: timeOf(updatedAt) }) };
}

function timeOf(milliseconds: number): string {
  return instantText(new Date(milliseconds).toISOString());
}
