import type { KeyUsage, RefusalCount, UsageStore } from '../ports/storage.ts';
import type { Database } from './database.ts';

/** Variables that one row binds. */
const USAGE_COLUMNS = 4;
const REFUSAL_COLUMNS = 5;

/** Counters over any dialect: one statement a table, cut where a dialect binds fewer variables, in one batch. */
export function createUsageStore({ db, batch, maxVariables }: Database): UsageStore {
  return {
    async recordUsage(usage) {
      if (usage.length === 0) return;
      await batch(inChunks(usage, Math.floor(maxVariables / USAGE_COLUMNS)).map((chunk) => addUsage(db, chunk)));
    },
    async recordRefusals(refusals) {
      if (refusals.length === 0) return;
      await batch(
        inChunks(refusals, Math.floor(maxVariables / REFUSAL_COLUMNS)).map((chunk) => addRefusals(db, chunk)),
      );
    },
    async pruneRefusals(before) {
      await db.deleteFrom('refusals').where('minute', '<', before).execute();
    },
  };
}

function addUsage(db: Database['db'], usage: readonly KeyUsage[]) {
  return db
    .insertInto('key_usage')
    .values(
      usage.map((one) => ({
        key_id: one.keyId,
        use_count: one.count,
        last_used_at: one.lastUsedAt,
        last_used_ip: one.lastUsedIp,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('key_id').doUpdateSet((eb) => {
        // Batches of several processes arrive in any order.
        const isLater = eb('excluded.last_used_at', '>', eb.ref('key_usage.last_used_at'));
        return {
          use_count: eb('key_usage.use_count', '+', eb.ref('excluded.use_count')),
          last_used_at: eb
            .case()
            .when(isLater)
            .then(eb.ref('excluded.last_used_at'))
            .else(eb.ref('key_usage.last_used_at'))
            .end(),
          last_used_ip: eb
            .case()
            .when(isLater)
            .then(eb.ref('excluded.last_used_ip'))
            .else(eb.ref('key_usage.last_used_ip'))
            .end(),
        };
      }),
    )
    .compile();
}

function addRefusals(db: Database['db'], refusals: readonly RefusalCount[]) {
  return db
    .insertInto('refusals')
    .values(
      refusals.map((one) => ({
        minute: one.minute,
        address: one.address,
        key_id: one.keyId ?? '',
        reason: one.reason,
        refusals: one.count,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['minute', 'address', 'key_id', 'reason'])
        .doUpdateSet((eb) => ({ refusals: eb('refusals.refusals', '+', eb.ref('excluded.refusals')) })),
    )
    .compile();
}

function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
