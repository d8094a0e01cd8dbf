import type { Frame, Locator, Page } from 'playwright-core';

/** The views of one container of the activity bar. */
export class SideBar {
  readonly #page: Page;
  readonly #welcome: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#welcome = page.locator('.sidebar .welcome-view-content:visible').first();
  }

  /** Shows a container, by its title. Pressing the icon of the one that is shown would hide it. */
  async open(title: string): Promise<void> {
    const item = this.#page.locator('.activitybar .action-item', {
      has: this.#page.locator(`[aria-label^="${title}"]`),
    });
    if ((await item.getAttribute('class'))?.split(' ').includes('checked') === true) return;
    await item.click();
  }

  async welcomeText(): Promise<string> {
    await this.#welcome.waitFor();
    return this.#welcome.innerText();
  }

  async welcomeButtons(): Promise<string[]> {
    await this.#welcome.waitFor();
    return (await this.#welcome.locator('.monaco-button').allInnerTexts()).map((text) => text.trim());
  }

  async pressInWelcome(button: string): Promise<void> {
    await this.#welcome.locator('.monaco-button', { hasText: button }).first().click();
  }

  /** The text of the extension's webview; empty when none is shown. */
  async webviewText(extension: string): Promise<string> {
    return this.#ofWebview(extension, () => document.body.innerText);
  }

  /** The markup of the extension's webview, its head included. */
  async webviewHtml(extension: string): Promise<string> {
    return this.#ofWebview(extension, () => document.documentElement.outerHTML);
  }

  /** A frame may go while it is asked: then it shows nothing. */
  async #ofWebview(extension: string, read: () => string): Promise<string> {
    for (const frame of this.#contents(extension)) {
      const text = await frame.evaluate(read).catch(() => '');
      if (text !== '') return text;
    }
    return '';
  }

  /** A webview is a frame of VS Code's own around the one that the extension fills. */
  #contents(extension: string): Frame[] {
    const id = `extensionId=${extension}`.toLowerCase();
    return this.#page.frames().filter((frame) => frame.parentFrame()?.url().toLowerCase().includes(id) === true);
  }
}
