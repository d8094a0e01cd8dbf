/** Stops a subscription. Fits `vscode.Disposable`. */
export interface Subscription {
  dispose(): void;
}

/** A secret storage in memory: the members of `vscode.SecretStorage` that we use, over a Map. */
export interface MemorySecrets {
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** The names that hold a value, in the order in which they were stored first. */
  keys(): Promise<string[]>;
  /** Tells every store and delete, those that change nothing included: the real one may fire twice. */
  onDidChange(listener: (change: { readonly key: string }) => unknown): Subscription;
}

export function createMemorySecrets(initial: Readonly<Record<string, string>> = {}): MemorySecrets {
  const values = new Map(Object.entries(initial));
  const listeners = new Set<(change: { readonly key: string }) => unknown>();
  const tell = (key: string) => {
    for (const listener of [...listeners]) listener({ key });
  };

  return {
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => {
      values.set(key, value);
      tell(key);
      return Promise.resolve();
    },
    delete: (key) => {
      values.delete(key);
      tell(key);
      return Promise.resolve();
    },
    keys: () => Promise.resolve([...values.keys()]),
    onDidChange: (listener) => {
      // A wrapper of its own, so that one function that subscribes twice is told twice, as by the real one.
      const entry = (change: { readonly key: string }) => listener(change);
      listeners.add(entry);
      return { dispose: () => void listeners.delete(entry) };
    },
  };
}
