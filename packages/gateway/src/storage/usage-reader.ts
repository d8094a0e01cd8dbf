import { principalUsageName } from '../domain/usage-name.ts';
import type { UsageReader, UsageTotal } from '../ports/storage.ts';
import type { Database } from './database.ts';

/** What was counted, over any dialect. */
export function createUsageReader({ db }: Database): UsageReader {
  const counts = () =>
    db
      .selectFrom('key_usage')
      .select((eb) => [
        eb.fn.sum<number | null>('use_count').as('count'),
        eb.fn.max('last_used_at').as('last_used_at'),
      ]);
  return {
    async usageOfKey(keyId) {
      return totalOf(await counts().where('key_id', '=', keyId).executeTakeFirst());
    },
    async usageOfPrincipal(principalId) {
      const isOwn = db.selectFrom('api_keys').select('id').where('owner_id', '=', principalId);
      const rows = counts().where((eb) =>
        eb.or([eb('key_id', '=', principalUsageName(principalId)), eb('key_id', 'in', isOwn)]),
      );
      return totalOf(await rows.executeTakeFirst());
    },
  };
}

interface Row {
  readonly count: number | null;
  readonly last_used_at: number | null;
}

/** A sum of nothing is null. */
function totalOf(row: Row | undefined): UsageTotal {
  return { count: row?.count ?? 0, lastUsedAt: row?.last_used_at ?? null };
}
