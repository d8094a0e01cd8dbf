import type { StoreFacts } from '../ports/storage.ts';
import type { Database } from './database.ts';

/** Facts about the whole store over any dialect. */
export function createFactStore({ db }: Database): StoreFacts {
  const read = async (name: string) => {
    const row = await db.selectFrom('store_facts').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  };

  return {
    readFact: read,
    async writeFact(name, value) {
      await db
        .insertInto('store_facts')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
    async claimFact(name, value) {
      await db
        .insertInto('store_facts')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      return (await read(name)) ?? value;
    },
  };
}
