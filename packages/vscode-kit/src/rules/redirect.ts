const PATH = '/signed-in';

export interface RedirectFacts {
  /** `vscode.env.uriScheme`: `vscode`, `vscode-insiders` and the like. */
  readonly uriScheme: string;
  /** `<publisher>.<name>`. */
  readonly extension: string;
  readonly uiKind: 'desktop' | 'web';
  /** Undefined in a local window. */
  readonly remoteName: string | undefined;
}

/**
 * Where a browser comes back to this editor, exactly as it is registered at the gateway. Undefined where the browser and the
 * editor may be on two machines: there the answer would go to another window, or to nobody.
 */
export function redirectUriOf({ uriScheme, extension, uiKind, remoteName }: RedirectFacts): string | undefined {
  if (uiKind !== 'desktop' || remoteName !== undefined) return undefined;
  return `${uriScheme}://${extension.toLowerCase()}${PATH}`;
}

/** Whether a path of an address that was handed to the extension is that of an answer. */
export function isRedirectPath(path: string): boolean {
  return path === PATH;
}
