import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createEnvelope } from '../../src/services/envelope.ts';
import {
  reencrypt,
  type ReencryptCounts,
  type ReencryptOptions,
  type SealedRow,
} from '../../src/services/reencrypt.ts';

const keyOf = (id: string, seed: number) => ({ id, key: createSeededRandom(seed)(new Uint8Array(32)) });
const OLD = keyOf('old', 1);
const before = createEnvelope({ keys: [OLD], current: 'old' });
const after = createEnvelope({ keys: [OLD, keyOf('new', 2)], current: 'new' });
const PATH = 'provider-keys';

/** A table in memory whose rows are read one by one, as they are when their turn comes. */
class Table {
  readonly rows = new Map<number, string>();
  /** Runs before a row is replaced. */
  meanwhile: (ref: number) => void = () => undefined;

  async fill(count: number): Promise<void> {
    for (let ref = 0; ref < count; ref++) await this.store(ref, `value ${ref}`, before);
  }

  async store(ref: number, value: string, envelope = after): Promise<void> {
    this.rows.set(ref, await envelope.seal(new Secret(value), { path: PATH, name: String(ref) }));
  }

  async open(ref: number): Promise<string> {
    const place = { path: PATH, name: String(ref) };
    return (await after.open(this.rows.get(ref) ?? '', place)).reveal();
  }

  async *read(): AsyncGenerator<SealedRow<number>> {
    for (const ref of [...this.rows.keys()]) {
      yield await Promise.resolve({ ref, sealed: this.rows.get(ref) ?? '', path: PATH, name: String(ref) });
    }
  }

  replace(ref: number, { from, to }: { from: string; to: string }): Promise<boolean> {
    this.meanwhile(ref);
    if (this.rows.get(ref) !== from) return Promise.resolve(false);
    this.rows.set(ref, to);
    return Promise.resolve(true);
  }

  run(options: Partial<ReencryptOptions<number>> = {}) {
    const replace: ReencryptOptions<number>['replace'] = (ref, change) => this.replace(ref, change);
    return reencrypt({ envelope: after, rows: this.read(), replace, ...options });
  }
}

async function filledTable(count = 4): Promise<Table> {
  const table = new Table();
  await table.fill(count);
  return table;
}

describe('encrypting a table anew', () => {
  it('leaves every row with its value under the current key', async () => {
    const table = await filledTable();
    expect(await table.run()).toEqual({ seen: 4, changed: 4, current: 0, conflicts: 0, failed: [] });
    for (const [ref, sealed] of table.rows) {
      expect(after.isCurrent(sealed)).toBe(true);
      expect(await table.open(ref)).toBe(`value ${ref}`);
    }
  });

  it('may be repeated: rows that are current are left alone', async () => {
    const table = await filledTable();
    await table.run();
    const rows = new Map(table.rows);
    expect(await table.run()).toMatchObject({ seen: 4, changed: 0, current: 4 });
    expect(table.rows).toEqual(rows);
  });

  it('loses nothing that is stored meanwhile, and says that it met it', async () => {
    const table = await filledTable();
    const fresh = await after.seal(new Secret('stored meanwhile'), { path: PATH, name: '2' });
    table.meanwhile = (ref) => {
      if (ref === 2) table.rows.set(2, fresh);
    };
    expect(await table.run()).toMatchObject({ changed: 3, conflicts: 1, failed: [] });
    expect(await table.open(2)).toBe('stored meanwhile');
  });

  it('counts a row that was removed meanwhile as a conflict', async () => {
    const table = await filledTable(1);
    table.meanwhile = (ref) => void table.rows.delete(ref);
    expect(await table.run()).toMatchObject({ seen: 1, conflicts: 1, changed: 0 });
  });

  it('goes on past rows that do not open, leaves them as they are, and says why', async () => {
    const table = await filledTable(5);
    const broken = new Map([
      [0, 'never sealed'],
      [1, (table.rows.get(1) ?? '').replace('.old.', '.lost.')],
      [2, table.rows.get(3) ?? ''],
      [3, 'wge2.new.x'],
    ]);
    for (const [ref, sealed] of broken) table.rows.set(ref, sealed);
    expect(await table.run()).toEqual({
      ...{ seen: 5, changed: 1, current: 0, conflicts: 0 },
      failed: [
        { ref: 0, code: 'undecryptable' },
        { ref: 1, code: 'unknown_key_id' },
        { ref: 2, code: 'undecryptable' },
        { ref: 3, code: 'unsupported_version' },
      ],
    });
    for (const [ref, sealed] of broken) expect(table.rows.get(ref)).toBe(sealed);
  });

  it('goes on past a row that the table refuses', async () => {
    const table = await filledTable(3);
    table.meanwhile = (ref) => {
      if (ref === 1) throw cause;
    };
    const cause = new Error('disk full');
    expect(await table.run()).toMatchObject({ changed: 2, failed: [{ ref: 1, code: 'replace_failed', cause }] });
  });

  it('stops with its reason when the table does because it was told to, at the last row as well', async () => {
    const table = await filledTable(2);
    const controller = new AbortController();
    const reason = new Error('enough');
    table.meanwhile = (ref) => {
      if (ref === 0) return;
      controller.abort(reason);
      throw new Error('the statement was cancelled');
    };
    await expect(table.run({ signal: controller.signal })).rejects.toBe(reason);
  });

  it('tells how far it is after each row', async () => {
    const table = await filledTable(2);
    const progress: ReencryptCounts[] = [];
    await table.run({ onProgress: (counts) => progress.push(counts) });
    expect(progress.map(({ seen, changed }) => [seen, changed])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('stops between two rows when it is told to, and goes on from there the next time', async () => {
    const table = await filledTable();
    const controller = new AbortController();
    const reason = new Error('enough');
    const stopped = table.run({
      signal: controller.signal,
      onProgress: ({ seen }) => {
        if (seen === 2) controller.abort(reason);
      },
    });
    await expect(stopped).rejects.toBe(reason);
    expect(await table.run()).toMatchObject({ current: 2, changed: 2 });
  });

  it('reads nothing when it was told to stop before', async () => {
    const table = await filledTable(1);
    await expect(table.run({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(before.isCurrent(table.rows.get(0) ?? '')).toBe(true);
  });

  it('throws what the table throws when it cannot be read', async () => {
    const table = await filledTable(1);
    // eslint-disable-next-line @typescript-eslint/require-await -- A table answers asynchronously.
    const rows = (async function* (): AsyncGenerator<SealedRow<number>> {
      yield* [];
      throw new Error('connection lost');
    })();
    await expect(table.run({ rows })).rejects.toThrow('connection lost');
  });
});
