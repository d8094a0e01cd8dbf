import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { createCleanup, type Cleanup } from '../../src/cleanup.ts';
import { openBrowser, type Browser } from '../../src/vscode/browser.ts';
import { startCodeServer, type CodeServer, type CodeServerOptions } from '../../src/vscode/code-server.ts';
import { keepEvidence } from '../../src/vscode/evidence.ts';
import { GateWindow } from '../../src/vscode/gate-window.ts';
import type { WorkbenchOptions } from '../../src/vscode/workbench.ts';

/** A machine with VS Code and the extension on it, and a person's browser. */
export interface Desk {
  readonly server: CodeServer;
  readonly browser: Browser;
  readonly windows: GateWindow[];
  openWindow(options?: WorkbenchOptions): Promise<GateWindow>;
}

export async function createDesk(options: CodeServerOptions): Promise<Desk> {
  const server = await startCodeServer({ extensions: [inject('vsix')], ...options });
  const browser = await openBrowser(options.cleanup);
  const windows: GateWindow[] = [];
  return {
    server,
    browser,
    windows,
    openWindow: async (place) => {
      const window = await GateWindow.open(browser, server, place);
      windows.push(window);
      return window;
    },
  };
}

/** The desk of a file of scenarios: made before the first, cleaned after the last; a failure leaves its pictures. */
export function useDesk(make: (cleanup: Cleanup) => Promise<Desk>): () => Desk {
  const cleanup = createCleanup();
  let desk: Desk | undefined;
  beforeAll(async () => {
    desk = await make(cleanup);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || desk === undefined) return;
    const folder = await keepEvidence(desk.windows.map(({ workbench }) => workbench));
    console.error(`What the windows showed when "${task.name}" failed: ${folder}`);
  });
  afterAll(() => cleanup.release());
  return () => {
    if (desk === undefined) throw new Error('The desk is made before the first scenario.');
    return desk;
  };
}

/** Signs out and waits until the machine has it: the status bar says it before. */
export async function signOut(window: GateWindow): Promise<void> {
  await window.run('Sign Out');
  const said = async () => [...(await window.workbench.notifications.shown()), await window.workbench.statusBarText()];
  await expect.poll(async () => (await said()).join('\n')).toContain('You are signed out.');
}

/** Waits until the status bar says it. Default half a minute: a check takes ten seconds, and a busy machine its own time. */
export async function expectStatus(window: GateWindow, text: string | RegExp, timeoutMs = 30_000): Promise<void> {
  const poll = expect.poll(() => window.status.text(), { timeout: timeoutMs, interval: 50 });
  await (typeof text === 'string' ? poll.toBe(text) : poll.toMatch(text));
}
