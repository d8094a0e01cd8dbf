import { createGate } from '@wicketgate/vscode-kit';
import { type ExtensionContext, window } from 'vscode';

export function activate(context: ExtensionContext): void {
  const gate = createGate(context, { requestAccessUrl: 'https://example.com/access' });
  gate.registerCommand('acme-tool.hello', ({ principal }) => {
    void window.showInformationMessage(`Hello, ${principal.id}.`);
  });
}
