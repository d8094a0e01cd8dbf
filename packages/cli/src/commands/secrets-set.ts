import type { Secret } from '@wicketgate/core';
import { fitsPattern, type SecretSpec } from '@wicketgate/secrets';
import { canAsk } from '../adapters/prompts.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { newValue, type ValueFlags } from '../services/new-value.ts';
import { wantedSecretName } from '../services/secret-argument.ts';
import { type KeepOptions, type RoomFlags, type SecretsRoom, withSecretsRoom } from '../services/secrets-room.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { STORE_NAMES } from '../words/stores.ts';

interface Options extends RoomFlags, KeepOptions, ValueFlags {
  readonly yes?: true;
}

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const name = wantedSecretName(args);
  return withSecretsRoom(context, options, async (room) => {
    const spec = room.specs.find((one) => one.name === name || one.aliases.includes(name));
    await confirmReplacing(context, room, { name, options });
    const secret = await newValue(context, { name, spec }, options);
    await confirmForm(context, { name, spec, secret, options });
    const place = await room.keep(name, secret, options);
    const { terminal } = context;
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

async function confirmReplacing(context: Context, room: SecretsRoom, { name, options }: Change): Promise<void> {
  const { to = 'file' } = options;
  if (!(await room.holds(name, to))) return;
  await needYes(context, {
    yes: options.yes === true,
    question: `${name} is in ${STORE_NAMES[to]} already. Replace it?`,
    reason: `${name} is in ${STORE_NAMES[to]} already, and replacing it cannot be undone.`,
    declined: `${name} was left as it is.`,
  });
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
