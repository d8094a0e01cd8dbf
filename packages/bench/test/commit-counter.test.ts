import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { countCommits } from '../proofs/verify-load/commit-counter.ts';

test('The counter sees that another connection committed, and none when nobody did', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wicketgate-bench-test-'));
  const writer = new DatabaseSync(path.join(folder, 'x.db'));
  onTestFinished(() => {
    writer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  writer.exec('pragma journal_mode = wal; create table t (x)');

  const quiet = countCommits(path.join(folder, 'x.db'));
  writer.prepare('select * from t').all();
  expect(quiet.stop()).toBe(0);

  const busy = countCommits(path.join(folder, 'x.db'));
  writer.exec('insert into t values (1)');
  expect(busy.stop()).toBe(1);
});
