import { type Clock, createRedactor, Secret, type SecretSource } from '@wicketgate/core';
import { notAllowed } from '../rules/missing-secrets.ts';
import { checkSecretValue } from '../rules/secret-value.ts';
import { SecretsError } from '../words/errors.ts';
import type { SecretSpec } from '../words/spec.ts';
import { createTurns, type Turns } from './file/turns.ts';
import { type ProgramEnd, runSecretProgram } from './secret-program.ts';

export interface CommandSourceOptions {
  /** Those with a `command` are asked for by their own name, never by an alias. */
  readonly specs: readonly SecretSpec[];
  /** What the programs get of it: all but `WICKETGATE_…`, where our own keys may stand. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

/** For so long a value is used again: a program may ask its user for a fingerprint each time. */
const REUSE_MS = 60_000;

type Command = NonNullable<SecretSpec['command']>;

interface Known {
  readonly secret: Secret;
  readonly at: number;
}

/**
 * Runs the program that a spec names and takes the one line that it prints. A value is used again for 60 s by the clock; a
 * failure never is. Who asks for a name while its program runs waits for that one. Throws `command_failed` when the program cannot be started, ends with a code other than 0, prints
 * nothing or more than one line, or takes more than 30 s; `not_allowed` for one of a project's file that is not allowed.
 */
export function createCommandSource({ specs, env, platform, clock }: CommandSourceOptions): SecretSource {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const known = new Map<string, Known>();
  const turns = new Map<string, Turns>(Array.from(byName.keys(), (name) => [name, createTurns()]));
  const environment = withoutOurs(env);
  const valueOf = async (name: string, command: Command, signal: AbortSignal | undefined): Promise<Secret> => {
    const now = clock.now();
    const last = known.get(name);
    if (last !== undefined && now >= last.at && now - last.at < REUSE_MS) return last.secret;
    known.delete(name);
    const end = await runSecretProgram(command, { env: environment, platform, clock, signal });
    const secret = secretFrom(end, { name, program: command[0] });
    known.set(name, { secret, at: now });
    return secret;
  };
  return {
    id: 'command',
    find: async (name, signal) => {
      const spec = byName.get(name);
      if (spec?.withheld?.includes('command')) throw notAllowed(spec, 'command');
      const command = spec?.command;
      const turn = turns.get(name);
      if (command === undefined || turn === undefined) return undefined;
      const secret = await turn(() => valueOf(name, command, signal), signal);
      return { secret, place: `printed by ${command[0]}` };
    },
  };
}

interface Asked {
  readonly name: string;
  readonly program: string;
}

function secretFrom(end: ProgramEnd, asked: Asked): Secret {
  switch (end.kind) {
    case 'not-started':
      throw failed(asked, 'could not be started', { cause: end.cause, hint: 'Is it installed, and on the PATH?' });
    case 'timeout':
      throw failed(asked, 'took more than 30 seconds and was ended');
    case 'killed':
      throw failed(asked, 'was ended by a signal');
    case 'too-long':
      throw failed(asked, 'printed more than a secret can hold');
    case 'exited':
      if (end.code === 0) return secretIn(end.stdout, asked);
      throw failed(asked, `ended with exit code ${end.code}`, { hint: wordsOf(end.stderr) });
  }
}

function secretIn(stdout: Buffer, asked: Asked): Secret {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(stdout);
    const secret = new Secret(text.replace(/\r?\n$/, ''));
    checkSecretValue(asked.name, secret);
    return secret;
  } catch (cause) {
    const flaw = SecretsError.isInstance(cause) ? cause.message : 'It is not UTF-8.';
    throw failed(asked, 'did not print one line with a value', { hint: flaw });
  } finally {
    stdout.fill(0);
  }
}

/** The last of what a program said, fit to be shown. */
function wordsOf(stderr: string): string | undefined {
  const text = createRedactor()(stderr) as string;
  // Control characters could act on the terminal that shows them.
  const line = text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(-400);
  return line === '' ? undefined : `It said: ${line}`;
}

function failed({ name, program }: Asked, what: string, details: { cause?: unknown; hint?: string | undefined } = {}) {
  return new SecretsError('command_failed', `The program ${program}, asked for ${name}, ${what}.`, {
    ...details,
    secretName: name,
  });
}

function withoutOurs(env: CommandSourceOptions['env']): Record<string, string | undefined> {
  // Windows does not tell `wicketgate_` from `WICKETGATE_`.
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^wicketgate_/i.test(name)));
}
