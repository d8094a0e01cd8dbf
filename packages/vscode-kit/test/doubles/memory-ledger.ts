import type { Ledger } from '../../src/ports/ledger.ts';
import { createSignal } from './signal.ts';

export interface MemoryLedger extends Ledger {
  /** The notes, for a test to look at or to spoil; nobody is told of what a test changes. */
  readonly notes: Map<string, string>;
  /** Makes `read`, or `write`, reject from now on; undefined heals it. */
  fail(what: 'read' | 'write', error: Error | undefined): void;
  /** Makes every `read` wait until what is answered is called. */
  hold(): () => void;
  readonly listeners: number;
}

/** The ledger of a machine. All windows share one. */
export function createMemoryLedger(): MemoryLedger {
  const notes = new Map<string, string>();
  const changed = createSignal<undefined>();
  const failures = new Map<'read' | 'write', Error>();
  let held = Promise.resolve();
  const failing = async (what: 'read' | 'write') => {
    await Promise.resolve();
    const failure = failures.get(what);
    if (failure) throw failure;
  };
  return {
    notes,
    read: async (name) => {
      await failing('read');
      const note = notes.get(name);
      await held;
      return note;
    },
    hold: () => {
      let release: () => void = () => undefined;
      held = new Promise<void>((resolve) => (release = resolve));
      return release;
    },
    write: async (name, text) => {
      await failing('write');
      notes.set(name, text);
      changed.tell(undefined);
    },
    onDidChange: (listener) => changed.listen(listener),
    fail: (what, error) => {
      if (error) failures.set(what, error);
      else failures.delete(what);
    },
    get listeners() {
      return changed.size;
    },
  };
}
