import { endpoints } from '@wicketgate/contract';
import type { Gateway } from '../ports/gateway.ts';
import { cleanText } from '../rules/clean-text.ts';
import { sessionDetails, sessionTitle } from '../rules/views/session-view.ts';
import type { Invocation } from '../services/command.ts';
import { needYes } from '../services/consent.ts';
import type { Context } from '../services/context.ts';
import { wantedSessionId } from '../services/session-argument.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly principal?: string;
  readonly all?: true;
  readonly reason: string;
  readonly yes?: true;
}

/** Whose sign-ins are ended: those of one principal, or everybody's. */
type Whose = { readonly principal: string } | { readonly all: true };

export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const whose = whoseOf(args, options);
  return whose === undefined ? revokeOne(context, wantedSessionId(args), options) : revokeMany(context, whose, options);
}

function whoseOf(args: readonly string[], { principal, all }: Options): Whose | undefined {
  const named = [args[0], principal, all].filter((one) => one !== undefined);
  if (named.length !== 1) throw new CommandFailure('usage', 'Name one of: the id of a sign-in, --principal and --all.');
  if (principal !== undefined) return { principal };
  return all ? { all } : undefined;
}

async function revokeOne(context: Context, id: string, { reason, yes }: Options): Promise<ExitCode> {
  const { io, terminal } = context;
  let opened: Promise<Gateway> | undefined;
  const gateway = () => (opened ??= context.gateway());
  await needYes(context, {
    yes: yes === true,
    question: async () => questionFor(context, await gateway(), id),
    reason: 'Ending a sign-in cannot be undone and needs a yes.',
    declined: `Sign-in ${id} goes on.`,
  });
  const answer = await (await gateway()).call(endpoints.sessions.revoke, { params: { id }, body: { reason } });
  await terminal.note(`Sign-in ${id} has ended.`);
  await terminal.answer(answer, () => sessionDetails(answer.session, { now: io.clock.now(), style: terminal.style }));
  return EXIT.done;
}

async function questionFor({ terminal }: Context, gateway: Gateway, id: string): Promise<string> {
  const { session } = await gateway.call(endpoints.sessions.show, { params: { id } });
  return `End sign-in ${terminal.errorStyle.strong(sessionTitle(session))} for good?`;
}

async function revokeMany(context: Context, whose: Whose, { reason, yes }: Options): Promise<ExitCode> {
  const { terminal } = context;
  const everybody = 'all' in whose;
  const name = everybody ? 'everybody, your own included' : cleanText(whose.principal);
  await needYes(context, {
    yes: yes === true,
    question: `End every sign-in of ${terminal.errorStyle.strong(name)}?`,
    reason: 'Ending sign-ins cannot be undone and needs a yes.',
    declined: 'Every sign-in goes on.',
  });
  const gateway = await context.gateway();
  const answer = await gateway.call(endpoints.sessions.revokeAll, { body: { ...whose, reason } });
  await terminal.answer(answer, () => `${answer.revoked} ${answer.revoked === 1 ? 'sign-in' : 'sign-ins'} ended.`);
  return EXIT.done;
}
