import type { Locator, Page } from 'playwright-core';

/** The view of the tools in the side bar. */
export class ToolView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What each row says, from above: its name, and what stands behind it. */
  async rows(): Promise<string[]> {
    return this.#rows().evaluateAll((rows) =>
      rows.map((row) => {
        const parts = ['.label-name', '.label-description'].map(
          (part) => row.querySelector(part)?.textContent.trim() ?? '',
        );
        return parts.filter((part) => part !== '').join(' · ');
      }),
    );
  }

  /** What a screen reader says of each row. */
  async spoken(): Promise<string[]> {
    return this.#rows().evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  async unfold(label: string): Promise<void> {
    const row = this.#row(label);
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
  }

  /** Presses the checkbox of a tool. */
  async toggle(label: string): Promise<void> {
    await this.#row(label).locator('.custom-view-tree-node-item-checkbox').click();
  }

  async isOn(label: string): Promise<boolean> {
    return (await this.#row(label).locator('.custom-view-tree-node-item-checkbox.codicon-check').count()) > 0;
  }

  #rows(): Locator {
    return this.#page.locator('.sidebar .customview-tree .monaco-list-row:visible');
  }

  #row(label: string): Locator {
    return this.#rows().filter({ hasText: label }).first();
  }
}
