import { decodeCursor, encodeCursor } from '../domain/list-cursor.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import { Refused } from '../domain/refusal.ts';
import type { KeyCursor, KeyStore } from '../ports/storage.ts';
import type { KeyService } from './key-administration.ts';
import { withStorage } from './storage-refusals.ts';

export type KeyReading = Pick<KeyService, 'list' | 'show'>;

export interface KeyReadingParts {
  readonly storage: KeyStore;
  readonly now: () => number;
}

export function createKeyReading({ storage, now }: KeyReadingParts): KeyReading {
  return {
    async list(filter, { cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      // One more than asked for tells whether another page follows.
      const found = await withStorage(() => storage.list(filter, { after, limit: limit + 1, now: now() }));
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
    },
    async show(id) {
      const record: KeyRecord | undefined = await withStorage(() => storage.findById(id));
      if (record === undefined) throw new Refused({ reason: 'no_such_key', id });
      return record;
    },
  };
}

function readCursor(text: string): KeyCursor {
  const cursor = decodeCursor(text);
  if (cursor !== undefined) return cursor;
  const errors = [{ field: 'cursor', message: 'must be a cursor of an earlier page' }];
  throw new Refused({ reason: 'invalid_fields', errors });
}
