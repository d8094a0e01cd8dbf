import type { Page } from 'playwright-core';
import type { Browser } from './browser.ts';
import type { CodeServer } from './code-server.ts';
import { shareFocus } from './focus.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quick-input.ts';
import { forgetRecording, record } from './recorder.ts';
import { SideBar } from './side-bar.ts';
import { StatusItem } from './status-item.ts';

const DRAWN_TIMEOUT_MS = 60_000;
const ACTION_TIMEOUT_MS = 30_000;
const OVERLAY = '.monaco-modal-editor-block';
const DIALOG = '.monaco-dialog-box';

export interface WorkbenchOptions {
  /** A folder or a `.code-workspace` file; default the server's own workspace. */
  readonly open?: string;
}

/** One window of VS Code, as a person sees it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly sideBar: SideBar;
  readonly notifications: Notifications;
  /** Everything that the page wrote to its console. */
  readonly console: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    this.notifications = new Notifications(page);
    this.quickInput = new QuickInput(page);
    this.sideBar = new SideBar(page);
    page.on('console', (message) => this.console.push(`[${message.type()}] ${message.text()}`));
    page.setDefaultTimeout(ACTION_TIMEOUT_MS);
  }

  static async open(browser: Browser, server: CodeServer, { open }: WorkbenchOptions = {}): Promise<Workbench> {
    const page = await browser.newPage();
    await record(page);
    const workbench = new Workbench(page);
    await page.goto(addressOf(server, open ?? server.workspaceFolder));
    await workbench.drawn();
    return workbench;
  }

  statusItem(id: string): StatusItem {
    return new StatusItem(this.page, id);
  }

  async runCommand(title: string): Promise<void> {
    await this.focus();
    await this.quickInput.runCommand(title);
  }

  /** Makes this the window in front: it gets the focus, and the one that had it loses it. */
  async focus(): Promise<void> {
    await this.page.bringToFront();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.drawn();
  }

  /** Clears away all messages, and what was written down of this window so far. */
  async forget(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.notifications.gone();
    await forgetRecording(this.page);
  }

  async hidePanel(): Promise<void> {
    await this.runCommand('View: Hide Panel');
    await this.page.locator('.part.panel').waitFor({ state: 'hidden' });
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  async clipboard(): Promise<string> {
    await this.focus();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async copy(text: string): Promise<void> {
    await this.focus();
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  }

  /** What the panel below shows: the output channel that was opened last. */
  async panelText(): Promise<string> {
    const lines = this.page.locator('.panel .monaco-editor .view-line');
    // The editor draws blanks as no-break spaces.
    return (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  }

  /** All that the status bar says, passing messages included. */
  async statusBarText(): Promise<string> {
    return this.page.locator('.part.statusbar').innerText();
  }

  /** What the editor that lies over the window shows: the settings open in one. */
  async overlayText(): Promise<string> {
    return this.page.locator(OVERLAY).innerText();
  }

  async dismissOverlay(): Promise<void> {
    await this.page.locator(OVERLAY).locator('.codicon-close').first().click();
    await this.page.locator(OVERLAY).waitFor({ state: 'detached' });
  }

  /** What the accounts menu of the activity bar offers. */
  async accountsMenu(): Promise<string> {
    await this.page.locator('.activitybar .codicon-accounts-view-bar-icon').click();
    const menu = this.page.locator('.monaco-menu').first();
    await menu.waitFor();
    const words = await menu.innerText();
    await this.page.keyboard.press('Escape');
    return words;
  }

  /** The words of the dialog that is open over everything. */
  async dialogText(): Promise<string> {
    return this.page.locator(DIALOG).innerText();
  }

  async pressInDialog(button: string): Promise<void> {
    await this.page.locator(DIALOG).getByRole('button', { name: button, exact: true }).click();
    await this.page.locator(DIALOG).waitFor({ state: 'detached' });
  }

  async dismissDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator(DIALOG).waitFor({ state: 'detached' });
  }

  async drawn(): Promise<void> {
    await shareFocus(this.page);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: DRAWN_TIMEOUT_MS });
  }
}

function addressOf({ url }: CodeServer, place: string): string {
  const kind = place.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${url}/?${kind}=${encodeURIComponent(place)}`;
}
