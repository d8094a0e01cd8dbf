import type { TokenNotes } from '../../src/ports/token-notes.ts';

type Act = 'read' | 'write' | 'exclusively';

export interface MemoryTokenNotes extends TokenNotes {
  /** What is kept, for a test to look at or to spoil. */
  readonly notes: Map<string, string>;
  /** Makes it reject from now on; undefined heals it. */
  fail(what: Act, error: Error | undefined): void;
}

/** The notes of a machine. All windows share them, and one lock for each name. */
export function createMemoryTokenNotes(): MemoryTokenNotes {
  const notes = new Map<string, string>();
  const failures = new Map<Act, Error>();
  const ends = new Map<string, Promise<unknown>>();
  const attempt = async (what: Act) => {
    await Promise.resolve();
    const failure = failures.get(what);
    if (failure) throw failure;
  };
  return {
    notes,
    read: async (name) => {
      await attempt('read');
      return notes.get(name);
    },
    write: async (name, text) => {
      await attempt('write');
      notes.set(name, text);
    },
    remove: (name) => Promise.resolve(notes.delete(name)),
    exclusively: async (name, work, signal) => {
      await attempt('exclusively');
      const before = ends.get(name) ?? Promise.resolve();
      let end: () => void = () => undefined;
      const mine = new Promise<void>((resolve) => (end = resolve));
      ends.set(name, Promise.all([before, mine]));
      try {
        await orAborted(before, signal);
        return await work();
      } finally {
        end();
      }
    },
    fail: (what, error) => {
      if (error) failures.set(what, error);
      else failures.delete(what);
    },
  };
}

function orAborted(turn: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return turn;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([turn, aborted]);
}
