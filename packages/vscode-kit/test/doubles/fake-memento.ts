import type { Memento } from '../../src/ports/memento.ts';

export interface FakeMemento extends Memento {
  /** What is kept, for a test to look at or to spoil. */
  readonly values: Map<string, unknown>;
  /** Makes `get`, or `update`, fail from now on. */
  fail(what: 'get' | 'update', error: Error): void;
}

/** Small facts in memory. As with the real one, `update` with undefined takes a fact away. */
export function createFakeMemento(initial: Readonly<Record<string, unknown>> = {}): FakeMemento {
  const values = new Map(Object.entries(initial));
  const failures: { get?: Error; update?: Error } = {};
  return {
    values,
    get: (name) => {
      if (failures.get) throw failures.get;
      return values.get(name);
    },
    update: (name, value) => {
      if (failures.update) return Promise.reject(failures.update);
      if (value === undefined) values.delete(name);
      else values.set(name, value);
      return Promise.resolve();
    },
    fail: (what, error) => {
      failures[what] = error;
    },
  };
}
