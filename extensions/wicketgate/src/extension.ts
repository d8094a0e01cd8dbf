import { createGate } from '@wicketgate/vscode-kit';
import * as vscode from 'vscode';
import { registerAccountView } from './account-view.ts';
import { createExports, type WicketgateExports } from './api.ts';
import { CLIENT_ID, COMMANDS, ID, LEGACY_SETTINGS, SETTINGS, VIEWS } from './ids.ts';
import { registerTools } from './register-tools.ts';

/** The welcome view shows what package.json says for each state; VS Code wants a tree behind it nevertheless. */
const EMPTY_TREE: vscode.TreeDataProvider<never> = { getChildren: () => [], getTreeItem: (item) => item };

/** Registers everything at once. What asks the gateway or reads a file comes after it. */
export function activate(context: vscode.ExtensionContext): WicketgateExports {
  const gate = createGate(context, {
    ...{ id: ID, clientId: CLIENT_ID, legacySettings: LEGACY_SETTINGS },
    usageSetting: SETTINGS.usage,
  });
  context.subscriptions.push(
    vscode.window.registerTreeDataProvider(VIEWS.welcome, EMPTY_TREE),
    registerAccountView(gate),
    registerTools(context, gate),
    gate.registerCommand(COMMANDS.showAccount, () => vscode.commands.executeCommand(`${VIEWS.account}.focus`)),
  );
  return createExports(gate);
}
