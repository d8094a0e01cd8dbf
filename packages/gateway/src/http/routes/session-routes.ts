import { DEFAULT_PAGE_SIZE, endpoints } from '@wicketgate/contract';
import { toWireSession } from '../../domain/wire-session.ts';
import type { SessionService } from '../../services/sessions.ts';
import { actorOf } from '../actor.ts';
import type { Mounting } from '../mount.ts';

export interface SessionParts {
  readonly sessions: Pick<SessionService, 'list' | 'show' | 'revoke' | 'revokeAll'>;
}

/** The administration of sign-ins. */
export function mountSessions({ mount }: Mounting, { sessions }: SessionParts): void {
  mount(endpoints.sessions.list, async ({ query, now }) => {
    const { cursor, limit, status, principal, client } = query;
    const page = { cursor, limit: Number(limit ?? DEFAULT_PAGE_SIZE) };
    const { items, nextCursor } = await sessions.list({ status, principalId: principal, clientId: client }, page);
    return { items: items.map((session) => toWireSession(session, now)), next_cursor: nextCursor };
  });
  mount(endpoints.sessions.show, async ({ params, now }) => ({
    session: toWireSession(await sessions.show(params.id), now),
  }));
  mount(endpoints.sessions.revoke, async ({ params, body, ...call }) => {
    const session = await sessions.revoke(params.id, body.reason, actorOf(call));
    return { session: toWireSession(session, call.now) };
  });
  mount(endpoints.sessions.revokeAll, async ({ body, ...call }) => {
    // Without a principal the schema has made sure that `all` is written out.
    const revoked = await sessions.revokeAll({ principalId: body.principal }, body.reason, actorOf(call));
    return { revoked };
  });
}
