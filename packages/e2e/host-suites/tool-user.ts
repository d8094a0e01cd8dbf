import { CancellationError, commands, env, type ExtensionContext, lm, window } from 'vscode';

/** What is asked of it, as JSON in its box. */
interface Wish {
  readonly wish: 'list' | 'start' | 'call';
  /** Of the tool, or of the server as `workbench.mcp.startServer` names it. */
  readonly name?: string;
  readonly input?: object;
}

/** An extension of somebody else that uses language-model tools, as a chat does. It copies what came of a wish. */
export function activate({ subscriptions }: ExtensionContext): void {
  subscriptions.push(
    commands.registerCommand('tool-user.do', async () => {
      const wish = await window.showInputBox({ title: 'Tool User' });
      if (wish === undefined) return;
      await env.clipboard.writeText(JSON.stringify(await grant(JSON.parse(wish) as Wish)));
    }),
  );
}

async function grant({ wish, name = '', input = {} }: Wish): Promise<unknown> {
  try {
    switch (wish) {
      case 'list':
        return lm.tools.map((tool) => tool.name);
      case 'start':
        await commands.executeCommand('workbench.mcp.startServer', name, { autoTrustChanges: true });
        return 'started';
      case 'call': {
        const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
        return content.map((part) => (part as { value?: unknown }).value ?? null);
      }
    }
  } catch (error) {
    if (error instanceof CancellationError) return { refused: 'cancelled' };
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
