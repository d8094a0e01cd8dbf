/** Small facts that are no secrets. `vscode.Memento` fits. */
export interface Memento {
  get(name: string): unknown;
  update(name: string, value: unknown): PromiseLike<void>;
}
