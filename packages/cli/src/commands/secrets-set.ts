import type { Secret } from '@wicketgate/core';
import { fitsPattern, type SecretSpec } from '@wicketgate/secrets';
import { canAsk } from '../adapters/prompts.ts';
import { cleanText } from '../rules/clean-text.ts';
import { valueDoubts } from '../rules/value-doubts.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { newValue, type ValueFlags } from '../services/new-value.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type KeepOptions, type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import type { StoreSight } from '../services/store-sight.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { STORE_NAMES } from '../words/stores.ts';

interface Options extends RoomFlags, KeepOptions, ValueFlags {
  readonly yes?: true;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async (room) => {
    const spec = room.specs.find((one) => one.name === name || one.aliases.includes(name));
    const seen = await confirmReplacing(context, room, { name, options });
    const secret = await newValue(context, { name, spec }, options);
    const { terminal } = context;
    for (const doubt of valueDoubts(name, secret)) await terminal.warn(terminal.errorStyle.warn(doubt));
    await confirmForm(context, { name, spec, secret, options });
    const place = await room.keep(name, secret, { ...options, seen });
    await terminal.answer({ name, source: place.source, place: place.place, shown: String(secret) }, () =>
      cleanText(`${name} is kept in ${place.place}.`),
    );
    await warnOfHigher(context, room, { name, source: place.source });
    return EXIT.done;
  });
}

interface Change {
  readonly name: string;
  readonly options: Options;
}

/** Answers what the yes, or that none was needed, is about. With `--yes` it is about whatever is there. */
async function confirmReplacing(
  context: Context,
  room: SecretsRoom,
  { name, options }: Change,
): Promise<StoreSight | undefined> {
  const { to = 'file' } = options;
  if (options.yes) return undefined;
  const seen = await room.see([name], to);
  if (!seen.held.has(name)) return seen;
  await needYes(context, {
    yes: false,
    question: `${name} is in ${STORE_NAMES[to]} already. Replace it?`,
    reason: `${name} is in ${STORE_NAMES[to]} already, and replacing it cannot be undone.`,
    declined: `${name} was left as it is.`,
  });
  return seen;
}

interface Form extends Change {
  readonly spec: SecretSpec | undefined;
  readonly secret: Secret;
}

/** Vendors change their formats: a mismatch is more often a slip, but not always. */
async function confirmForm(context: Context, { name, spec, secret, options }: Form): Promise<void> {
  if (fitsPattern(spec?.pattern, secret) !== false) return;
  const { io, terminal } = context;
  const like = spec?.example === undefined ? '' : ` They look like ${cleanText(spec.example)}.`;
  const doubt = `This does not look like a value for ${name}.${like}`;
  // Where nobody can be asked, the failure says it.
  if (options.yes || canAsk(io)) await terminal.warn(terminal.errorStyle.warn(doubt));
  await needYes(context, {
    yes: options.yes === true,
    question: 'Keep it all the same?',
    reason: doubt,
    declined: `Nothing was kept for ${name}.`,
  });
}

async function warnOfHigher(
  { io, terminal }: Context,
  { manager }: SecretsRoom,
  { name, source }: { readonly name: string; readonly source: string },
): Promise<void> {
  const places = await manager.explain(name, { signal: io.signal });
  const used = places.find(({ outcome }) => outcome === 'used');
  if (used === undefined || used.source === source) return;
  const place = cleanText(used.place ?? used.source);
  await terminal.warn(terminal.errorStyle.warn(`Another place goes first and is used instead: ${place}.`));
}
