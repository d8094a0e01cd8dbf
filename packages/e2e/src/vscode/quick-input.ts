import type { Locator, Page } from 'playwright-core';

/** A minute in all: a busy machine may take seconds to draw it. */
const OPEN_TRIES = 12;
const OPEN_TIMEOUT_MS = 5_000;

/** The box at the top of the window: the command palette, input boxes, lists to choose from. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
    this.#rows = this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Runs a command by its whole title, for instance `Wicketgate: Check Status`. */
  async runCommand(title: string): Promise<void> {
    await this.#openPalette(`>${title}`);
    await this.#row(title).click();
  }

  /** Takes an entry of the list that is shown. */
  async choose(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** The titles that the command palette offers for a text. */
  async commandsFor(text: string): Promise<string[]> {
    await this.#openPalette(`>${text}`);
    await this.#rows.first().waitFor();
    const rows = await this.labels();
    await this.dismiss();
    return rows;
  }

  /** The labels of the list that is shown. */
  async labels(): Promise<string[]> {
    // The second line of an entry is drawn as a label too, and stays in rows that have none.
    return this.#rows.evaluateAll((rows) =>
      rows.map((row) => row.querySelector('.label-name')?.textContent.trim() ?? ''),
    );
  }

  /** Waits for an input box and writes into it without submitting. */
  async type(text: string, kind: 'text' | 'password'): Promise<void> {
    const input = this.#widget.locator(`input[type="${kind}"]`);
    await input.waitFor();
    await input.fill(text);
  }

  async submit(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** The title, the prompt and what is said about the text. */
  async words(): Promise<string> {
    await this.#widget.waitFor();
    return this.#widget.innerText();
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  /** A key that is pressed while the workbench is busy may be lost. */
  async #openPalette(text: string): Promise<void> {
    for (let left = OPEN_TRIES; left > 0; left--) {
      await this.#page.keyboard.press('F1');
      const opened = await this.#widget.waitFor({ timeout: OPEN_TIMEOUT_MS }).then(
        () => true,
        () => false,
      );
      if (!opened) continue;
      await this.#widget.locator('input').first().fill(text);
      return;
    }
    throw new Error('The command palette did not open.');
  }

  #row(label: string): Locator {
    return this.#rows.filter({ has: this.#page.locator('.label-name', { hasText: exactly(label) }) }).first();
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
