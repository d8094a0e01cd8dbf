import { Secret } from '@wicketgate/core';
import type { SecretSpec } from '@wicketgate/secrets';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { readSecretFile, readSecretPipe } from '../adapters/secret-input.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

/** Where a new value comes from. Without any of these it is asked for. */
export interface ValueFlags {
  readonly stdin?: true;
  readonly fromFile?: string;
  readonly generate?: true;
}

/** Where its spec does not say how: 256 bits. */
const DEFAULT_GENERATE: NonNullable<SecretSpec['generate']> = { bytes: 32, encoding: 'base64url' };

/** A new value for a name: out of a pipe, a file, randomness, or a prompt that shows nothing of it. */
export async function newValue(
  { io }: Pick<Context, 'io'>,
  { name, spec }: { readonly name: string; readonly spec: SecretSpec | undefined },
  { stdin, fromFile, generate }: ValueFlags,
): Promise<Secret> {
  if ([stdin, fromFile, generate].filter((source) => source !== undefined).length > 1) {
    throw new CommandFailure('usage', 'Use one of --stdin, --from-file and --generate.');
  }
  if (fromFile !== undefined) return readSecretFile(fromFile, io);
  if (generate) return generated(io, spec?.generate ?? DEFAULT_GENERATE);
  // Where nothing is piped it is typed, and a terminal would show what is typed: hence the prompt.
  if (canAsk(io)) return new Secret(await askSecret(io, name));
  if (stdin && io.stdin.isTTY !== true) return readSecretPipe(io);
  const hint = 'Give it with --stdin or --from-file FILE, or have a random one made with --generate.';
  throw new CommandFailure('usage', 'There is no value, and nobody can be asked.', { hint });
}

function generated({ random }: Context['io'], { bytes, encoding }: NonNullable<SecretSpec['generate']>): Secret {
  const made = Buffer.from(random(new Uint8Array(bytes)));
  const text = made.toString(encoding);
  made.fill(0);
  return new Secret(text);
}
