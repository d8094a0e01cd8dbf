/** The part of VS Code's `Memento` that is needed. */
export interface SwitchStore {
  get(name: string): unknown;
  update(name: string, value: unknown): Thenable<void>;
}

const NAME = 'wicketgate.tools.off';

/** Which tools a person has switched off, by `server/tool`. */
export interface ToolSwitches {
  isOff(id: string): boolean;
  /** Several at once, so that a folder that is switched is one change. */
  set(states: ReadonlyMap<string, 'on' | 'off'>): Promise<void>;
}

export function createToolSwitches(store: SwitchStore): ToolSwitches {
  const read = (): ReadonlySet<string> => {
    const value = store.get(NAME);
    return new Set(Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []);
  };
  let off = read();
  return {
    isOff: (id) => off.has(id),
    set: async (states) => {
      const next = new Set(read());
      for (const [id, state] of states) {
        if (state === 'off') next.add(id);
        else next.delete(id);
      }
      off = next;
      await store.update(NAME, [...next].sort());
    },
  };
}
