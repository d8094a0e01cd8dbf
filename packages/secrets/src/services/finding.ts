import { describeFailure } from '../rules/source-failure.ts';
import type { ExplainedPlace, Finding, Provenance, SkippedSource } from '../words/found.ts';
import { type FailedVisit, type HeldVisit, type Search, type Visit, visitPlaces } from './place-visits.ts';

/** What a search that stops at the first value came to. */
export interface FirstFound {
  readonly held: HeldVisit | undefined;
  /** Sources above it that were passed over. */
  readonly skipped: readonly SkippedSource[];
}

/** Asks down to the first value and no further: nothing below is opened, unlocked or started. */
export async function findFirst(search: Search): Promise<FirstFound> {
  const skipped: SkippedSource[] = [];
  for await (const visit of visitPlaces(search)) {
    if (visit.outcome === 'held') return { held: visit, skipped };
    if (visit.outcome === 'failed') skipped.push(passOver(visit));
    addDoubt(skipped, visit);
  }
  return { held: undefined, skipped };
}

/** Asks every place. A failure below the value that is used changes nothing, and is reported in `skipped`. */
export async function findEverywhere(
  search: Search,
): Promise<{ readonly finding: Finding | undefined; readonly skipped: readonly SkippedSource[] }> {
  const skipped: SkippedSource[] = [];
  let used: HeldVisit | undefined;
  const shadowed: (Provenance & { differs: boolean })[] = [];
  for await (const visit of visitPlaces(search)) {
    if (visit.outcome === 'failed') {
      skipped.push(used === undefined ? passOver(visit) : describeFailure(visit.source.id, visit.error));
    } else if (visit.outcome === 'held') {
      if (used === undefined) used = visit;
      else shadowed.push({ ...provenanceOf(visit), differs: differ(used, visit) });
    } else if (used === undefined) addDoubt(skipped, visit);
  }
  if (used === undefined) return { finding: undefined, skipped };
  return { finding: { secret: used.found.secret, from: provenanceOf(used), shadowed, skipped }, skipped };
}

/** Every place with what was found there. Throws nothing but the reason of an aborted signal. */
export async function explainPlaces(search: Search): Promise<readonly ExplainedPlace[]> {
  const places: ExplainedPlace[] = [];
  let used: HeldVisit | undefined;
  let isBroken = false;
  for await (const visit of visitPlaces(search)) {
    places.push(explain(visit, { used, isBroken }));
    if (visit.outcome === 'held' && !isBroken) used ??= visit;
    isBroken ||= visit.outcome === 'failed' && !visit.passable && used === undefined;
  }
  return places;
}

function provenanceOf({ source, name, found }: HeldVisit): Provenance {
  const { place, updatedAt } = found;
  return { source: source.id, name, place, ...(updatedAt !== undefined && { updatedAt }) };
}

/** What came before the place: the value that is used, or a failure because of which none is. */
interface Above {
  readonly used: HeldVisit | undefined;
  readonly isBroken: boolean;
}

function explain(visit: Visit, { used, isBroken }: Above): ExplainedPlace {
  const at = { source: visit.source.id, name: visit.name };
  switch (visit.outcome) {
    case 'absent': {
      const { doubt } = visit;
      return { ...at, outcome: 'absent', ...(doubt && { code: doubt.code, reason: doubt.reason }) };
    }
    case 'empty':
      return { ...at, outcome: 'empty', place: visit.found.place };
    case 'failed': {
      const { code, reason } = describeFailure(at.source, visit.error);
      return { ...at, outcome: visit.passable ? 'skipped' : 'failed', code, reason };
    }
    case 'held': {
      const { place } = visit.found;
      if (used !== undefined) return { ...at, outcome: 'shadowed', place, differs: differ(used, visit) };
      return { ...at, outcome: isBroken ? 'shadowed' : 'used', place };
    }
  }
}

/** A source that has nothing as far as can be told counts once, however many aliases it was asked for. */
function addDoubt(skipped: SkippedSource[], visit: Visit): void {
  const doubt = visit.outcome === 'absent' ? visit.doubt : undefined;
  if (doubt !== undefined && !skipped.some(({ source }) => source === doubt.source)) skipped.push(doubt);
}

function passOver(visit: FailedVisit): SkippedSource {
  if (!visit.passable) throw visit.error;
  return describeFailure(visit.source.id, visit.error);
}

function differ(one: HeldVisit, other: HeldVisit): boolean {
  return one.found.secret.reveal() !== other.found.secret.reveal();
}
