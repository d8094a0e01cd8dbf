import { Secret } from '@wicketgate/core';
import { checkSecretValue, fitsPattern, SecretsError, type SecretSpec } from '@wicketgate/secrets';
import type { Browser } from '../adapters/browser.ts';
import { askSecret, askYes } from '../adapters/prompts.ts';
import type { ProgressFile } from '../adapters/setup-progress.ts';
import { pageToOpen } from '../rules/browser-command.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { SetupStep, StepOutcome } from '../rules/setup-plan.ts';
import { mismatchText, stepText } from '../rules/views/setup-view.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Store } from '../words/stores.ts';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';
import { tellWhoWins } from './setup-winner.ts';

/** What a conversation needs at hand. */
export interface SetupDesk {
  readonly context: Context;
  readonly room: SecretsRoom;
  readonly to: Store;
  readonly progress: ProgressFile;
  /** Undefined where nobody would see a page. */
  readonly browser: Browser | undefined;
}

/** Asks for one secret after the other. What was answered is stored, and remembered, before the next question. */
export async function askThrough(desk: SetupDesk, steps: readonly SetupStep[]): Promise<Map<string, StepOutcome>> {
  const { terminal } = desk.context;
  const outcomes = new Map<string, StepOutcome>();
  const firstOptional = steps.find(({ spec }) => !spec.required);
  if (steps.length > 0)
    await terminal.note('Enter alone skips a key. Ctrl-C stops, and the next run goes on from there.');
  for (const step of steps) {
    await terminal.note(step === firstOptional ? '\nOptional keys\n' : '');
    await terminal.note(stepText(step, terminal.errorStyle));
    const outcome = await askFor(desk, step);
    await remember(desk, step.spec.name, outcome);
    outcomes.set(step.spec.name, outcome);
  }
  return outcomes;
}

/** What is stored stays stored whether that can be remembered or not: at worst the next run asks a few questions more. */
async function remember({ context, progress }: SetupDesk, name: string, outcome: StepOutcome): Promise<void> {
  const { warn } = context.terminal.errorStyle;
  try {
    await progress.keep(name, outcome);
  } catch (thrown) {
    if (!(thrown instanceof CommandFailure)) throw thrown;
    await context.terminal.warn(
      `  ${warn(`${cleanText(thrown.message)} A later run asks again for what is skipped.`)}`,
    );
  }
}

async function askFor(desk: SetupDesk, { spec, listing }: SetupStep): Promise<StepOutcome> {
  const { context, room, to } = desk;
  const seen = await room.see([spec.name], to);
  const isSet = listing.isSet || seen.held.has(spec.name);
  if (isSet && !(await askYes(context.io, `  Replace ${spec.name}?`))) return 'kept';
  await offerPage(desk, spec);
  const secret = await askValue(context, spec);
  if (secret === undefined) return isSet ? 'kept' : 'skipped';
  const stored = await room.keep(spec.name, secret, { to, seen });
  await context.terminal.note(`  ${context.terminal.errorStyle.good('Stored')}: ${cleanText(stored.place)}.`);
  await tellWhoWins(desk, spec.name, stored);
  return 'stored';
}

async function offerPage({ context, browser }: SetupDesk, { url }: SecretSpec): Promise<void> {
  if (url === undefined) return;
  const page = pageToOpen(url);
  const { terminal, io } = context;
  if (browser === undefined || page === undefined) return terminal.note(`  Page: ${cleanText(url)}`);
  // The question names the page: with `--quiet` it is all that is seen.
  if (!(await askYes(io, `  Open ${page}?`, 'yes'))) return;
  if (!(await browser.open(page))) await terminal.warn('  No browser could be started: open the page yourself.');
}

/** What is typed, once it can be kept and looks right or is meant all the same; undefined for Enter alone. */
async function askValue({ io, terminal }: Context, spec: SecretSpec): Promise<Secret | undefined> {
  for (;;) {
    const typed = await askSecret(io, `  ${spec.name}`);
    const text = typed.trim();
    if (text === '') return undefined;
    if (text !== typed) await terminal.note('  The blanks around it were left out.');
    const secret = new Secret(text);
    const flaw = flawIn(spec.name, secret);
    const { warn } = terminal.errorStyle;
    if (flaw !== undefined) await terminal.warn(`  ${warn(flaw)}`);
    else if (fitsPattern(spec.pattern, secret) !== false) return secret;
    // One sentence with the question: with `--json` nothing else is said.
    else if (await askYes(io, `  ${warn(mismatchText(spec))} Store it all the same?`)) return secret;
  }
}

function flawIn(name: string, secret: Secret): string | undefined {
  try {
    checkSecretValue(name, secret);
    return undefined;
  } catch (thrown) {
    if (SecretsError.isInstance(thrown)) return thrown.message;
    throw thrown;
  }
}
