import type { AnswerOf, endpoints, SessionStatus } from '@wicketgate/contract';
import { cleanText } from '../clean-text.ts';
import { instantText, relativeTime } from '../relative-time.ts';
import { ownerText, scopesText, type ViewOptions } from './key-view.ts';
import type { Style } from './style.ts';
import { detailText, tableText } from './table.ts';

export type SessionAnswer = AnswerOf<typeof endpoints.sessions.show>['session'];

const HEAD = ['ID', 'WHO', 'TIER', 'ROLE', 'CLIENT', 'STATUS', 'SIGNED IN', 'LAST SEEN', 'ENDS'];

/** Sign-ins as a table, one to a line. */
export function sessionTable(sessions: readonly SessionAnswer[], { now, style }: ViewOptions): string {
  const rows = sessions.map((session) => [
    session.id,
    cleanText(session.principal.id),
    session.tier,
    session.role,
    cleanText(session.clientId),
    sessionStatusText(session.status, style),
    relativeTime(session.createdAt, now),
    relativeTime(session.refreshedAt, now),
    relativeTime(session.expiresAt, now),
  ]);
  return tableText(HEAD, rows, style);
}

/** Everything about one sign-in, a fact to a line; what is not so is left out. */
export function sessionDetails(session: SessionAnswer, { now, style }: ViewOptions): string {
  const at = (instant: string, from: string | null = null) =>
    cleanText(`${instantText(instant)} (${relativeTime(instant, now)})${from === null ? '' : ` from ${from}`}`);
  const { revokedAt, revokedBy, revokedReason } = session;
  const revoked =
    revokedAt === null ? [] : [['revoked', revokedText(at(revokedAt), revokedBy, revokedReason)] as const];
  return detailText(
    [
      ['id', style.strong(session.id)],
      ['status', sessionStatusText(session.status, style)],
      ['who', ownerText(session.principal)],
      ['proved by', cleanText(`${session.source} ${session.sourceId}`)],
      ['client', cleanText(`${session.clientName} (${session.clientId})`)],
      ['tier', session.tier],
      ['role', session.role],
      ['scopes', scopesText(session.scopes)],
      ['signed in', at(session.createdAt, session.createdIp)],
      ['last seen', at(session.refreshedAt, session.refreshedIp)],
      ['checked', at(session.checkedAt)],
      ['ends unless used', at(session.expiresAt)],
      ['ends for good', at(session.endsAt)],
      ['bound to a key', session.dpop ? 'yes' : 'no'],
      ...revoked,
    ],
    style,
  );
}

/** A sign-in in a few words: whose it is, and where. */
export function sessionTitle({ id, principal, clientName }: SessionAnswer): string {
  return cleanText(`${id} of ${principal.id} (${clientName})`);
}

function sessionStatusText(status: SessionStatus, style: Style): string {
  switch (status) {
    case 'active':
      return style.good(status);
    case 'expired':
      return style.warn(status);
    case 'revoked':
      return style.bad(status);
  }
}

function revokedText(at: string, by: string | null, reason: string | null): string {
  return cleanText(`${at}${by === null ? '' : ` by ${by}`}${reason === null ? '' : `: ${reason}`}`);
}
