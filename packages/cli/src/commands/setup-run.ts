import { resolve } from 'node:path';
import type { SpecPower } from '@wicketgate/secrets';
import { findBrowser } from '../adapters/browser.ts';
import { canAsk } from '../adapters/prompts.ts';
import { openProgressFile } from '../adapters/setup-progress.ts';
import { clientSnippets } from '../rules/client-snippets.ts';
import { placeWords } from '../rules/secrets-place.ts';
import { openSteps, type SetupStep } from '../rules/setup-plan.ts';
import { shellLine } from '../rules/shell-line.ts';
import { snippetsText, statusText } from '../rules/views/setup-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type KeepOptions, type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import { closeSetup, lookAround } from '../services/setup-close.ts';
import { askThrough } from '../services/setup-conversation.ts';
import { writeDotenv } from '../services/setup-dotenv.ts';
import { type GivenFrom, type GivenOutcome, storeGiven } from '../services/setup-given.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure, DoubtfulOutcome } from '../words/failure.ts';

interface Options extends RoomFlags, KeepOptions {
  readonly all?: true;
  readonly open: boolean;
  readonly probe: boolean;
  readonly fromEnv?: true;
  readonly fromFile?: string;
  readonly stdin?: true;
  readonly dotenvFile?: string;
  readonly plainValues?: true;
  readonly snippets?: true;
}

const WAYS = [
  'Run it at a terminal, or give the values with one of these:',
  '--from-env: what the environment has;',
  '--from-file FILE: a dotenv file or a JSON object;',
  '--stdin: the same through a pipe.',
].join('\n  ');

export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const where = whereOf(context, options);
  if (options.snippets) return printSnippets(context, where);
  const from = givenFrom(options);
  if (options.plainValues && options.dotenvFile === undefined) {
    throw new CommandFailure('usage', '--plain-values needs --dotenv-file FILE.');
  }
  if (from === undefined && !canAsk(context.io)) {
    throw new CommandFailure('usage', 'Set-up asks questions, and nobody can be asked here.', { hint: WAYS });
  }
  return withSecretsRoom(context, options, async (room) => {
    const done =
      from === undefined ? await converse(context, room, options) : await give(context, room, { from, options });
    const { dotenvFile } = options;
    const write = options.plainValues ? 'values' : 'references';
    const dotenv =
      dotenvFile === undefined ? undefined : await writeDotenv({ context, room }, { file: dotenvFile, write, where });
    const connections = options.probe ? 'tested' : 'untested';
    // A person who asked for few words, and the log of a script, are not to dig for the result among sixty lines.
    const snippets = from === undefined && context.flags.quiet === undefined ? 'shown' : 'named';
    const close = closeSetup({ context, room }, { ...done, connections, dotenv, snippets, where });
    const test = shellLine(['wicketgate', 'secrets', 'check', '--probe', ...where]);
    return tellingOfInterrupt(context, close, `What was given is stored. \`${test}\` tests it.`);
  });
}

/** The options with which other commands, and clients that start somewhere else, find what is set here. */
function whereOf({ io, config }: Context, flags: Options): readonly string[] {
  return placeWords({ flags, env: io.env, folder: config.secrets, base: resolve(io.folder ?? '.') });
}

function givenFrom({ fromEnv, fromFile, stdin }: Options): GivenFrom | undefined {
  const ways: GivenFrom[] = [
    ...(fromEnv ? [{ kind: 'environment' } as const] : []),
    ...(fromFile === undefined ? [] : [{ kind: 'file', path: fromFile } as const]),
    ...(stdin ? [{ kind: 'file', path: '-' } as const] : []),
  ];
  if (ways.length > 1) throw new CommandFailure('usage', 'Use one of --from-env, --from-file and --stdin.');
  return ways[0];
}

async function printSnippets(context: Context, where: readonly string[]): Promise<ExitCode> {
  const { terminal } = context;
  const { url } = await context.settings();
  const snippets = clientSnippets({ url: url.value, where });
  await terminal.answer({ url: url.value, snippets }, () => snippetsText(snippets, where, terminal.style));
  return EXIT.done;
}

async function give(
  context: Context,
  room: SecretsRoom,
  { from, options }: { readonly from: GivenFrom; readonly options: Options },
): Promise<GivenOutcome> {
  const desk = { context, room, keep: options, which: whichOf(options) };
  return storeGiven(desk, await lookAround({ context, room }), from);
}

/** Asks for what is open, and remembers how far it came until all is through. */
async function converse(context: Context, room: SecretsRoom, options: Options): Promise<GivenOutcome> {
  const { terminal, io, config } = context;
  const { environment, project } = room;
  const progress = openProgressFile({ folder: config.secrets, environment, project: project?.file ?? null });
  const done = await progress.read();
  const steps = await lookAround({ context, room });
  const open = openSteps(steps, { done, which: whichOf(options) });
  await terminal.note(statusText(steps, terminal.errorStyle));
  if (steps.some(({ spec }) => done[spec.name] !== undefined)) {
    await terminal.note(`Going on where you stopped: ${steps.length - open.length} of ${steps.length} done.`);
  }
  await tellWithheld(context, open);
  if (open.length > 0) await room.prepare(options);
  const browser = options.open ? await findBrowser(io) : undefined;
  const asked = askThrough({ context, room, to: options.to ?? 'file', progress, browser }, open);
  const again = shellLine(['wicketgate', 'setup', ...whereOf(context, options)]);
  const hint = `What was stored stays stored. \`${again}\` goes on where it stopped.`;
  const outcomes = await tellingOfInterrupt(context, asked, hint);
  await progress.clear();
  return { outcomes, ignored: [] };
}

/** Somebody who would have been asked in vain must know of the other way before they look for a value. */
async function tellWithheld({ terminal }: Context, steps: readonly SetupStep[]): Promise<void> {
  const withholding = (power: SpecPower) =>
    steps.filter(({ spec }) => spec.withheld?.includes(power)).map(({ spec }) => spec.name);
  const programs = withholding('command');
  const defaults = withholding('default');
  const way = 'see `wicketgate secrets allow`.';
  if (programs.length > 0) {
    await terminal.note(`Not fetched: ${programs.join(', ')}. The project names programs that print these; ${way}`);
  }
  if (defaults.length > 0) {
    await terminal.note(`Not taken: ${defaults.join(', ')}. The project has defaults for these; ${way}`);
  }
}

function whichOf({ all }: Options): 'all' | 'missing' {
  return all ? 'all' : 'missing';
}

/** Where Ctrl-C ends the work, `hint` says what has become of it. */
async function tellingOfInterrupt<Result>({ io }: Context, work: Promise<Result>, hint: string): Promise<Result> {
  try {
    return await work;
  } catch (thrown) {
    const isInterrupt = io.signal.aborted || (thrown instanceof CommandFailure && thrown.code === 'interrupted');
    throw isInterrupt ? new DoubtfulOutcome(hint, new CommandFailure('interrupted', 'Interrupted.')) : thrown;
  }
}
