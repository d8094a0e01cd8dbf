import { type Call, callerOf, type Handler } from './call.ts';
import { pageOf } from './pages.ts';
import type { SessionBook } from './sign-in/session-book.ts';

/** The administration of sign-ins. */
export function sessionHandlers(sessions: SessionBook): Record<string, Handler> {
  const reasonOf = (call: Call) => (call.body as { reason: string }).reason;
  return {
    'sessions.list': ({ query }) => pageOf(sessions.list(query), query),
    'sessions.show': ({ params }) => ({ session: sessions.show(params.id) }),
    'sessions.revoke': (call) => ({ session: sessions.revoke(call.params.id, reasonOf(call), callerOf(call).id) }),
    'sessions.revokeAll': (call) => {
      const { principal } = call.body as { principal?: string };
      return { revoked: sessions.revokeAll(principal, reasonOf(call), callerOf(call).id) };
    },
  };
}
