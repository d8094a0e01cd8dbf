import { randomBytes } from 'node:crypto';
import type { Gate } from '@wicketgate/vscode-kit';
import { createTimeFormat, type Speech } from '@wicketgate/vscode-kit/page';
import * as vscode from 'vscode';
import { createAccountCalls } from './account-calls.ts';
import { ACCOUNT_COMMANDS, accountPage } from './account-page.ts';
import { VIEWS } from './ids.ts';

/** Shows the account while the gate is open. No script runs in it, and its links reach the commands of the page alone. */
export function registerAccountView(gate: Gate): vscode.Disposable {
  const { language } = vscode.env;
  const speech: Speech = {
    t: (message, ...args) => vscode.l10n.t(message, ...args),
    formatTime: createTimeFormat(language),
  };
  let shown: vscode.WebviewView | undefined;

  const render = (): void => {
    if (shown === undefined) return;
    const nonce = randomBytes(24).toString('base64url');
    shown.webview.html = accountPage({
      ...{ state: gate.state, url: gate.url, calls: counted.calls },
      language,
      nonce,
      ...speech,
    });
  };
  const counted = createAccountCalls(gate, render);
  /** Nobody is asked for what nobody sees. */
  const follow = (): void => {
    render();
    if (shown?.visible === true) counted.look();
  };
  const provider: vscode.WebviewViewProvider = {
    resolveWebviewView(view) {
      shown = view;
      view.webview.options = {
        enableScripts: false,
        enableForms: false,
        enableCommandUris: ACCOUNT_COMMANDS,
        localResourceRoots: [],
      };
      view.onDidDispose(() => {
        if (shown === view) shown = undefined;
      });
      view.onDidChangeVisibility(follow);
      follow();
    },
  };
  return vscode.Disposable.from(
    gate.onDidChangeState(follow),
    vscode.window.registerWebviewViewProvider(VIEWS.account, provider),
  );
}
