import type { DeviceGrant, DeviceGrantChange, SignInStore } from '../ports/sign-in-store.ts';
import { doneOrConflict } from './constraint.ts';
import type { Database } from './database.ts';
import type { Db } from './schema.ts';
import { fromCodeRow, fromGrantRow, toChangedGrant, toCodeRow, toGrantRow } from './sign-in-grant-rows.ts';
import { guardStatements, looseEntry } from './sign-in-guard.ts';

type GrantStore = Pick<
  SignInStore,
  'insertDeviceGrant' | 'findDeviceGrant' | 'findDeviceGrantById' | 'changeDeviceGrant' | 'insertCode' | 'findCode'
>;

/** Device grants and authorization codes over any dialect. */
export function createGrantStore({ db, batch }: Database): GrantStore {
  return {
    insertDeviceGrant: (grant) =>
      doneOrConflict(batch([db.insertInto('device_grants').values(toGrantRow(grant)).compile()])),
    async findDeviceGrant(by) {
      const [column, digests] =
        'device' in by ? (['device_digest', by.device] as const) : (['user_digest', by.user] as const);
      if (digests.length === 0) return undefined;
      const row = await db.selectFrom('device_grants').selectAll().where(column, 'in', digests).executeTakeFirst();
      return row && fromGrantRow(row);
    },
    async findDeviceGrantById(id) {
      const row = await db.selectFrom('device_grants').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromGrantRow(row);
    },
    async changeDeviceGrant(grant, change, audit) {
      const update = changeGrant(db, grant, change);
      if (audit) {
        const guarded = { table: 'device_grants', id: grant.id, revision: grant.revision } as const;
        return doneOrConflict(batch([...guardStatements(db, guarded, audit), update]));
      }
      const [changed] = await batch([update]);
      return changed === 1 ? 'done' : 'conflict';
    },
    async insertCode(code, audit) {
      await batch([db.insertInto('authorization_codes').values(toCodeRow(code)).compile(), looseEntry(db, audit)]);
    },
    async findCode(digests) {
      if (digests.length === 0) return undefined;
      const row = await db
        .selectFrom('authorization_codes')
        .selectAll()
        .where('digest', 'in', digests)
        .executeTakeFirst();
      return row && fromCodeRow(row);
    },
  };
}

function changeGrant(db: Db, { id, revision }: Pick<DeviceGrant, 'id' | 'revision'>, change: DeviceGrantChange) {
  return db
    .updateTable('device_grants')
    .set({ ...toChangedGrant(change), revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .compile();
}
