import { workspace } from 'vscode';

/** The folders that are open in this window and lie on this machine. Absolute paths. */
export function workspaceFolders(): readonly string[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
