import { DatabaseSync } from 'node:sqlite';

/** Looks often enough to tell two batches apart, which are seconds from each other. */
const EVERY_MS = 20;

export interface CommitCounter {
  /** How many times it was seen that others had committed since the last look. */
  stop(): number;
}

/** Watches a database file that other processes write to (`pragma data_version`). */
export function countCommits(file: string): CommitCounter {
  const database = new DatabaseSync(file, { readOnly: true });
  const version = database.prepare('pragma data_version');
  let last = version.get()?.['data_version'];
  let commits = 0;
  const look = () => {
    const current = version.get()?.['data_version'];
    if (current !== last) commits++;
    last = current;
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      database.close();
      return commits;
    },
  };
}
