import { commands, env, type ExtensionContext, ExtensionKind, type LogOutputChannel, type Uri, window } from 'vscode';
import type { AppWindow } from '../ports/window.ts';

/** The window, its clipboard, and the places it can go to. */
export function createAppWindow(context: ExtensionContext, output: LogOutputChannel): AppWindow {
  return {
    get focused() {
      return window.state.focused;
    },
    onDidFocus(listener) {
      let { focused } = window.state;
      return window.onDidChangeWindowState((state) => {
        const gained = state.focused && !focused;
        focused = state.focused;
        if (gained) listener();
      });
    },
    // A Uri is decoded, so that `%26` would arrive as `&`; VS Code keeps a text as it is, though its types do not say so.
    openExternal: async (url) => env.openExternal(url as unknown as Uri),
    copy: async (text) => env.clipboard.writeText(text),
    async reload() {
      await commands.executeCommand('workbench.action.reloadWindow');
    },
    async openSettings() {
      const query = `@ext:${context.extension.id}`;
      // Settings of the machine stand with those of the remote machine there, and nowhere else.
      const remote = env.remoteName !== undefined && context.extension.extensionKind === ExtensionKind.Workspace;
      if (remote) await commands.executeCommand('workbench.action.openRemoteSettings', { query });
      else await commands.executeCommand('workbench.action.openSettings', query);
    },
    showOutput: () => output.show(true),
  };
}
