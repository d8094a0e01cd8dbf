import { type Clock, type Secret, WicketgateError } from '@wicketgate/core';
import type { CommandQuestion, CommandTokens } from '../ports/command-tokens.ts';
import { type CommandToken, readCommandToken } from '../rules/command-token.ts';
import type { GateCredential } from './gate-credential.ts';

/** A token is asked for anew so long before its end: milliseconds. The command refreshes its own earlier than that. */
const BEFORE_END_MS = 60_000;

export interface CommandCredentialOptions {
  readonly commands: CommandTokens;
  /** The program that the person agreed to, and the machine on which they did. */
  readonly program: string;
  readonly machine: string;
  /** Base URL of the gateway: no token of another one is presented to it. */
  readonly url: string;
  readonly clock: Clock;
}

/** The session of the `wicketgate` command. What it gives stays in memory; signing out here leaves the command signed in. */
export function commandCredential({
  commands,
  program,
  machine,
  url,
  clock,
}: CommandCredentialOptions): GateCredential {
  const given = new WeakSet<Secret>();
  const ending = new AbortController();
  const isElsewhere = machine !== commands.machine;
  let held: CommandToken | undefined;
  let flight: Promise<Secret | undefined> | undefined;

  const ask = async (want: CommandQuestion['want']): Promise<Secret | undefined> => {
    // A program of the same name on another machine is one that nobody agreed to.
    const output = isElsewhere ? undefined : await commands.ask({ program, url, want }, ending.signal);
    held = output === undefined ? undefined : readCommandToken(output, url);
    if (output !== undefined && held === undefined)
      throw new WicketgateError('bad_answer', 'The command gave no token of this gateway.');
    if (held !== undefined) given.add(held.token);
    return held?.token;
  };
  /** Whoever asks while the program runs waits for that. */
  const run = (want: CommandQuestion['want']) => {
    flight ??= ask(want).finally(() => {
      flight = undefined;
    });
    return flight;
  };
  return {
    kind: 'command',
    credential: async () => (held !== undefined && !isOver(held, clock.now()) ? held.token : run('any')),
    renew: async (refused) => (held !== undefined && held.token !== refused ? held.token : run('newer')),
    last: () => Promise.resolve(held?.token),
    gave: (credential) => given.has(credential),
    isElsewhere: () => Promise.resolve(isElsewhere),
    end: () => Promise.resolve(true),
    close: () => ending.abort(new WicketgateError('closed', 'The gate let go of the command.')),
  };
}

function isOver({ expiresAt }: CommandToken, now: number): boolean {
  return expiresAt === undefined || now >= expiresAt - BEFORE_END_MS;
}
