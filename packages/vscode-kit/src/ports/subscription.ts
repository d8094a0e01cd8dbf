/** Stops what it stands for; a second time does nothing. Fits `vscode.Disposable`. */
export interface Subscription {
  dispose(): void;
}
