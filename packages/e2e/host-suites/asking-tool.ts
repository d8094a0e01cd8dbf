import { authentication, type AuthenticationSession, commands, type ExtensionContext, window, workspace } from 'vscode';

/** An extension of somebody else that wants to act as the person. It says what came of that, and never the token. */
export function activate({ subscriptions }: ExtensionContext): void {
  subscriptions.push(
    commands.registerCommand('asking-tool.look', async () => {
      await tell(await authentication.getSession('wicketgate', [], { silent: true }));
    }),
    commands.registerCommand('asking-tool.ask', async () => {
      await tell(await authentication.getSession('wicketgate', [], { createIfNone: true }));
    }),
  );
}

async function tell(session: AuthenticationSession | undefined): Promise<void> {
  if (session === undefined) {
    void window.showInformationMessage('No account was given.');
    return;
  }
  const url = workspace.getConfiguration('wicketgate').get('url', '');
  const answer = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${session.accessToken}` } });
  const { principal } = (await answer.json()) as { principal?: { id: string } };
  void window.showInformationMessage(
    `${session.account.label} is known as ${principal?.id ?? 'nobody'}: ${answer.status}.`,
  );
}
