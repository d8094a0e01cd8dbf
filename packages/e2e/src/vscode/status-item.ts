import type { Locator, Page } from 'playwright-core';
import { recordingOf } from './recorder.ts';

export interface StatusItemLook {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  /** Codicons that are drawn, for instance `key`. */
  readonly icons: readonly string[];
  readonly attention: 'plain' | 'warning' | 'error';
}

/** One item of the status bar. Its id is `<publisher>.<extension>.<item>`. */
export class StatusItem {
  readonly #page: Page;
  readonly #id: string;
  readonly #item: Locator;

  constructor(page: Page, id: string) {
    this.#page = page;
    this.#id = id;
    this.#item = page.locator(`[id="${id}"]`);
  }

  /** Each text that it has had since the page was loaded. */
  async history(): Promise<readonly string[]> {
    return (await recordingOf(this.#page)).statusTexts[this.#id] ?? [];
  }

  async look(): Promise<StatusItemLook> {
    return this.#item.evaluate((item) => {
      const label = item.querySelector('.statusbar-item-label') ?? item;
      const kind = (['warning', 'error'] as const).find((name) => item.classList.contains(`${name}-kind`));
      // The class alone says nothing: VS Code takes any name, and draws nothing for one that it does not know.
      const isDrawn = (icon: Element) => !/^(?:none|normal|"")$/.test(getComputedStyle(icon, '::before').content);
      const drawn = [...item.querySelectorAll('.codicon')].filter(isDrawn);
      const icons = drawn.flatMap((icon) => [...icon.classList]);
      return {
        text: label.textContent.trim(),
        label: label.getAttribute('aria-label') ?? '',
        icons: icons.filter((name) => /^codicon-(?!modifier)/.test(name)).map((name) => name.replace('codicon-', '')),
        attention: kind ?? 'plain',
      };
    });
  }

  async text(): Promise<string> {
    return (await this.look()).text;
  }

  async press(): Promise<void> {
    await this.#item.locator('.statusbar-item-label').click();
  }

  async waitFor(timeoutMs: number): Promise<void> {
    await this.#item.waitFor({ timeout: timeoutMs });
  }
}
