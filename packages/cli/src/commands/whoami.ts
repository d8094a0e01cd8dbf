import { AuthenticationError, GatewayUnavailableError, type UnavailableVerdict } from '@wicketgate/core';
import type { LinkReport } from '@wicketgate/core/auth';
import { type Whoami, whoamiText } from '../rules/views/whoami-view.ts';
import type { Context } from '../services/context.ts';
import { validateOwn } from '../services/validating.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';

/** Who the gateway says that one is; where it cannot be asked, what is known here, marked as such. */
export async function run(context: Context): Promise<ExitCode> {
  const { io, terminal } = context;
  const verdict = await validateOwn(context, { grace: 'allowed' });
  if (verdict.status === 'invalid') throw new AuthenticationError(verdict);
  const source = sourceOf(context);
  const store = source?.id === 'session' ? ((await context.signIns.remembered())?.room.kind ?? null) : null;
  const shared = { source: source === undefined ? null : { id: source.id, place: source.place }, store };
  const whoami: Whoami =
    verdict.status === 'valid'
      ? { ...verdict.identity, ...shared, offline: verdict.grace?.because ?? null }
      : { ...(await knownHere(context, source, verdict)), ...shared };
  await terminal.answer(whoami, () => whoamiText(whoami, { now: io.clock.now(), style: terminal.style }));
  return EXIT.done;
}

/** Of a sign-in that nobody vouches for now, its own record. Of a key nothing is known but its text. */
async function knownHere(
  { signIns, io }: Context,
  source: LinkReport | undefined,
  verdict: UnavailableVerdict,
): Promise<Omit<Whoami, 'source' | 'store'>> {
  const signedIn =
    source?.id === 'session' ? await (await signIns.remembered())?.session.current(io.signal) : undefined;
  if (signedIn === undefined) throw new GatewayUnavailableError(verdict);
  const { person = null, scopes } = signedIn;
  const unknown = { tier: null, role: null, key: null, session: null, expiresAt: null };
  return { ...unknown, principal: person, scopes, offline: verdict.reason };
}

/** The link that had the credential; a sign-in that could not be refreshed counts as well. */
function sourceOf({ keySource }: Context): LinkReport | undefined {
  const report = keySource.explain();
  return report?.winner ?? report?.links.find(({ outcome }) => outcome === 'failed');
}
