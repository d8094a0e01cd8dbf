import { decodeCursor, encodeCursor } from '../domain/list-cursor.ts';
import { Refused } from '../domain/refusal.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { SessionService, SessionServiceOptions } from './sessions.ts';
import { withStorage } from './storage-refusals.ts';

export function createSessionReading({
  store,
  clock,
}: Pick<SessionServiceOptions, 'store' | 'clock'>): Pick<SessionService, 'show' | 'list'> {
  return {
    async list(filter, { cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      // One more than asked for tells whether another page follows.
      const page = { after, limit: limit + 1, now: clock.now() };
      const found = await withStorage(() => store.listSessions(filter, page));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
    },
    async show(id) {
      const session = await withStorage(() => store.findSession(id));
      if (session === undefined) throw new Refused({ reason: 'no_such_session', id });
      return session;
    },
  };
}

function readCursor(text: string): NonNullable<Parameters<SignInStore['listSessions']>[1]['after']> {
  const cursor = decodeCursor(text);
  if (cursor !== undefined) return cursor;
  throw new Refused({
    reason: 'invalid_fields',
    errors: [{ field: 'cursor', message: 'must be a cursor of an earlier page' }],
  });
}
