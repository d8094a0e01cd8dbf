/** One sentence that every implementation of a port fulfils. Free of test frameworks: the suites in a real VS Code run it too. */
export interface ContractCase<Subject> {
  readonly name: string;
  /** Rejects when the sentence does not hold. Each case gets a subject of its own. */
  readonly run: (subject: Subject) => Promise<void>;
}

/** Resolves with the first call, and can then be asked how many there were. */
export interface Told<T> {
  readonly listener: (value: T) => void;
  readonly values: readonly T[];
  readonly first: Promise<T>;
}

export function told<T = void>(): Told<T> {
  const values: T[] = [];
  let resolve: (value: T) => void = () => undefined;
  const first = new Promise<T>((settle) => {
    resolve = settle;
  });
  return {
    values,
    first,
    listener: (value) => {
      values.push(value);
      resolve(value);
    },
  };
}
