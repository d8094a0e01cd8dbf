import type { SecretListing, SecretSpec } from '@wicketgate/secrets';

/** What became of a secret that was asked for. */
export const STEP_OUTCOMES = ['stored', 'kept', 'skipped'] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** One secret on the way through set-up. */
export interface SetupStep {
  readonly spec: SecretSpec;
  readonly listing: SecretListing;
  /** Its place on the way, from 1. */
  readonly at: number;
  /** How many there are. */
  readonly of: number;
}

/** What set-up remembers of a run that was broken off: names, never a value. */
export interface SetupProgress {
  readonly environment: string;
  /** The project's file that named the secrets; null where the built-in ones are asked for. */
  readonly project: string | null;
  readonly done: Readonly<Record<string, StepOutcome>>;
}

/** Every secret in the order in which it is asked for: what is required first, else as the specs have it. */
export function planSteps(
  specs: readonly SecretSpec[],
  listings: ReadonlyMap<string, SecretListing>,
): readonly SetupStep[] {
  const known = specs.flatMap((spec) => {
    const listing = listings.get(spec.name);
    return listing === undefined ? [] : [{ spec, listing }];
  });
  const ordered = [...known.filter(({ spec }) => spec.required), ...known.filter(({ spec }) => !spec.required)];
  return ordered.map((step, index) => ({ ...step, at: index + 1, of: ordered.length }));
}

export interface OpenOptions {
  /** What a run that was broken off has done already. */
  readonly done: SetupProgress['done'];
  /** Whether secrets that are set are asked about as well. */
  readonly which: 'missing' | 'all';
}

/**
 * The steps that are still to be asked. Nothing is asked twice: what was skipped stays skipped until the run is through.
 * What was stored and has gone since is asked for again.
 */
export function openSteps(steps: readonly SetupStep[], { done, which }: OpenOptions): readonly SetupStep[] {
  return steps.filter(({ spec, listing }) => {
    const outcome = done[spec.name];
    if (outcome === 'skipped') return false;
    return !listing.isSet || (which === 'all' && outcome === undefined);
  });
}

/** The remembered progress where it belongs to these secrets and reads as one; undefined for anything else. */
export function parseProgress(
  document: unknown,
  { environment, project }: Omit<SetupProgress, 'done'>,
): SetupProgress | undefined {
  if (!isObject(document) || document['version'] !== 1) return undefined;
  if (document['environment'] !== environment || document['project'] !== project) return undefined;
  const done: unknown = document['done'];
  if (!isObject(done)) return undefined;
  const outcomes = Object.entries(done).filter((entry): entry is [string, StepOutcome] =>
    STEP_OUTCOMES.some((outcome) => outcome === entry[1]),
  );
  return { environment, project, done: Object.fromEntries(outcomes) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
