import { setTimeout } from 'node:timers/promises';
import { EXTENSION_ID } from '../vsix.ts';
import type { Browser } from './browser.ts';
import type { CodeServer } from './code-server.ts';
import type { StatusItem } from './status-item.ts';
import { Workbench, type WorkbenchOptions } from './workbench.ts';

/** What the status bar says in each state of the gate; `active` says who is signed in. */
export const STATUS = {
  noKey: 'Wicketgate: sign in',
  checking: 'Wicketgate: checking…',
  grace: 'Wicketgate: offline',
  invalid: 'Wicketgate: API key refused',
  unavailable: 'Wicketgate: gateway unavailable',
} as const;

const ACTIVATION_TIMEOUT_MS = 60_000;
const COPY_POLL_MS = 50;
const COPY_TRIES = 600;
const ACCOUNT_POLL_MS = 250;
const ACCOUNT_TRIES = 24;

/** A window in which the extension Wicketgate runs. */
export class GateWindow {
  readonly workbench: Workbench;
  readonly status: StatusItem;

  private constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.status = workbench.statusItem(`${EXTENSION_ID}.wicketgate.status`);
  }

  static async open(browser: Browser, server: CodeServer, options?: WorkbenchOptions): Promise<GateWindow> {
    const window = new GateWindow(await Workbench.open(browser, server, options));
    await window.activated();
    return window;
  }

  async reload(): Promise<void> {
    await this.workbench.reload();
    await this.activated();
  }

  /** Runs a command by its title without the category. */
  async run(title: string): Promise<void> {
    await this.workbench.runCommand(`Wicketgate: ${title}`);
  }

  /** Runs "Enter API Key" and writes a key into the box, without submitting it. */
  async typeKey(key: string): Promise<void> {
    await this.run('Enter API Key');
    await this.workbench.quickInput.type(key, 'password');
  }

  async enterKey(key: string): Promise<void> {
    await this.typeKey(key);
    await this.workbench.quickInput.submit();
  }

  /** Begins to sign in with a code, and answers the code. The window waits for it then. */
  async beginWithCode(): Promise<string> {
    await this.run('Sign In');
    await this.workbench.quickInput.choose('Sign in with a code');
    const words = await this.workbench.dialogText();
    const [code] = /[A-Z]{4}-[A-Z]{4}/.exec(words) ?? [];
    if (code === undefined) throw new Error(`The dialog shows no code: ${words}`);
    return code;
  }

  async openSideBar(): Promise<void> {
    await this.workbench.sideBar.open('Wicketgate');
  }

  /** The text of the account view; empty when it is not shown. */
  accountText(): Promise<string> {
    return this.workbench.sideBar.webviewText(EXTENSION_ID);
  }

  /**
   * The text of the account view, which is to be there. In a browser VS Code leaves a webview empty now and then, when its service
   * worker does not answer: like a person, this closes it then and opens it again.
   */
  async accountShown(): Promise<string> {
    for (let left = ACCOUNT_TRIES; left > 0; left--) {
      const text = await this.accountText();
      if (text !== '') return text;
      await setTimeout(ACCOUNT_POLL_MS);
    }
    await this.workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.openSideBar();
    return this.accountText();
  }

  accountHtml(): Promise<string> {
    return this.workbench.sideBar.webviewHtml(EXTENSION_ID);
  }

  /** What "Copy Diagnostics" puts into the clipboard. */
  async diagnostics(): Promise<string> {
    await this.workbench.copy('');
    await this.run('Copy Diagnostics');
    for (let left = COPY_TRIES; left > 0; left--) {
      const text = await this.workbench.clipboard();
      if (text !== '') return text;
      await setTimeout(COPY_POLL_MS);
    }
    throw new Error('"Copy Diagnostics" copied nothing.');
  }

  private async activated(): Promise<void> {
    await this.status.waitFor(ACTIVATION_TIMEOUT_MS);
  }
}
