import type { ConfiguredServer } from './server-setting.ts';
import type { SwitchStore } from './tool-switches.ts';

const NAME = 'wicketgate.tools.counts';
/** Servers of former settings go when there are more. */
const MOST = 100;

/** How many tools servers had when they were last asked, by address: known before anybody asks them again. */
export interface ToolCounts {
  of(server: ConfiguredServer): number | undefined;
  /** Answers whether anything is not as it was. */
  note(servers: readonly ConfiguredServer[], counts: ReadonlyMap<string, number>): boolean;
}

export function createToolCounts(store: SwitchStore): ToolCounts {
  let known = new Map(entriesOf(store.get(NAME)));
  return {
    of: ({ url }) => known.get(url),
    note: (servers, counts) => {
      const news = servers.flatMap(({ id, url }): [string, number][] => {
        const count = counts.get(id);
        return count === undefined || count === known.get(url) ? [] : [[url, count]];
      });
      if (news.length === 0) return false;
      known = new Map([...known, ...news].slice(-MOST));
      // Nothing is lost when it is not kept: the server is asked again.
      store.update(NAME, Object.fromEntries(known)).then(undefined, () => undefined);
      return true;
    },
  };
}

function entriesOf(value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]));
}
