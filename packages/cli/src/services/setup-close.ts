import type { SecretListing } from '@wicketgate/secrets';
import { clientSnippets } from '../rules/client-snippets.ts';
import { nextSteps } from '../rules/setup-next-steps.ts';
import { planSteps, type SetupStep, type StepOutcome } from '../rules/setup-plan.ts';
import { resultText, type SetupResult, snippetsHint, snippetsText } from '../rules/views/setup-view.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import type { ProbeAnswer } from '../words/probe-answer.ts';
import { STORES } from '../words/stores.ts';
import type { Context } from './context.ts';
import { probeAll } from './probing.ts';
import type { SecretsRoom } from './secrets-room.ts';
import type { DotenvOutcome } from './setup-dotenv.ts';

interface SetupParts {
  readonly context: Context;
  readonly room: SecretsRoom;
}

/** Every secret in its order, with what is known of it now. Fails where the store itself cannot be read. */
export async function lookAround({ context, room }: SetupParts): Promise<readonly SetupStep[]> {
  const { signal } = context.io;
  const listings = await room.manager.list({ signal });
  const broken = listings.find(({ failure }) => STORES.some((store) => store === failure?.source));
  // The list tells of a failure; a read throws it, with its code and what to do. Nothing is asked that cannot be kept.
  if (broken !== undefined) await room.manager.find(broken.name, { signal });
  return planSteps(room.specs, new Map(listings.map((listing) => [listing.name, listing])));
}

export interface CloseOptions {
  readonly outcomes: ReadonlyMap<string, StepOutcome>;
  readonly ignored: readonly string[];
  readonly connections: 'tested' | 'untested';
  /** What was done to the file that was to be given references or values; undefined without one. */
  readonly dotenv: DotenvOutcome | undefined;
  /** Whether the snippets for clients are printed, or the command that prints them. A JSON document has them always. */
  readonly snippets: 'shown' | 'named';
  /** The options that lead other commands to the same secrets. */
  readonly where: readonly string[];
}

/** The end of set-up: tests connections, tells what stands where and what comes next. 4 when something required is missing. */
export async function closeSetup(parts: SetupParts, options: CloseOptions): Promise<ExitCode> {
  const { context, room } = parts;
  const { terminal } = context;
  const steps = await lookAround(parts);
  const probes =
    options.connections === 'tested' ? await testConnections(parts, steps) : new Map<string, ProbeAnswer>();
  const results = steps.map(({ spec, listing }) => ({
    listing,
    outcome: options.outcomes.get(spec.name),
    probe: probes.get(spec.name),
  }));
  const missing = results
    .filter(({ listing }) => listing.required && !listing.isSet)
    .map(({ listing }) => listing.name);
  const { where } = options;
  const snippets = clientSnippets({ url: (await context.settings()).url.value, where });
  const document = {
    ...documentOf(room, results),
    missing,
    ignored: options.ignored,
    dotenvFile: options.dotenv?.file,
    dotenvLeft: options.dotenv?.left,
    snippets,
  };
  const { style } = terminal;
  const clients = options.snippets === 'shown' ? snippetsText(snippets, where, style) : snippetsHint(where);
  await terminal.answer(document, () => endText(context, { results, missing, clients, where }));
  return missing.length === 0 ? EXIT.done : EXIT.notFound;
}

/** Asks each vendor whether its value works, all at once. */
async function testConnections(
  { context, room }: SetupParts,
  steps: readonly SetupStep[],
): Promise<ReadonlyMap<string, ProbeAnswer>> {
  const { terminal } = context;
  const set = steps.filter(({ listing }) => listing.isSet);
  const withheld = set.filter(({ spec }) => spec.withheld?.includes('probe')).map(({ spec }) => spec.name);
  if (withheld.length > 0) {
    const way = 'The project has not been allowed to test connections: see `wicketgate secrets allow`.';
    await terminal.note(`Not tested: ${withheld.join(', ')}. ${way}`);
  }
  const known = set.filter(({ spec }) => spec.probe !== undefined).map(({ spec }) => spec.name);
  return known.length === 0 ? new Map() : probeAll(context, room, known);
}

function documentOf({ environment, project }: SecretsRoom, results: readonly SetupResult[]) {
  return {
    environment,
    project: project?.file,
    set: results.filter(({ listing }) => listing.isSet).length,
    total: results.length,
    secrets: results.map(({ listing, outcome, probe }) => ({ ...shownOf(listing), outcome, probe })),
  };
}

/** What may be shown to anybody, member by member: what a listing may hold one day is not printed by itself. */
function shownOf({ name, isSet, required, from, shown, length, fits, failure }: SecretListing) {
  const place = from && { source: from.source, name: from.name, place: from.place };
  return { name, isSet, required, from: place, shown, length, fits, failure };
}

interface End {
  readonly results: readonly SetupResult[];
  readonly missing: readonly string[];
  /** What is said about the clients of the gateway. */
  readonly clients: string;
  readonly where: readonly string[];
}

function endText({ terminal: { style } }: Context, { results, missing, clients, where }: End): string {
  const refused = results.filter(({ probe }) => probe?.outcome === 'refused').map(({ listing }) => listing.name);
  return [
    resultText(results, style),
    `${style.strong('Next')}\n${nextSteps({ missing, refused, where }).join('\n')}`,
    clients,
  ].join('\n\n');
}
