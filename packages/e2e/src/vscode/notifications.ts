import type { Locator, Page } from 'playwright-core';
import { recordingOf } from './recorder.ts';

const TOAST = '.notifications-toasts .notification-list-item';

/** Toasts, those included that have gone again. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** All that were shown since the page was loaded. */
  async shown(): Promise<string[]> {
    return (await recordingOf(this.#page)).toasts;
  }

  /** Waits for a toast that is shown now and answers its words. */
  async waitFor(words: string | RegExp): Promise<string> {
    const toast = this.#toast(words);
    await toast.waitFor();
    return (await toast.locator('.notification-list-item-message').innerText()).trim();
  }

  async buttonsOf(words: string | RegExp): Promise<string[]> {
    return this.#toast(words).locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  async press(words: string | RegExp, button: string): Promise<void> {
    await this.#toast(words).locator('.monaco-button', { hasText: button }).click();
  }

  async dismiss(words: string | RegExp): Promise<void> {
    const toast = this.#toast(words);
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'detached' });
  }

  /** Waits until none is shown. */
  async gone(): Promise<void> {
    await this.#page.locator(TOAST).first().waitFor({ state: 'detached' });
  }

  #toast(words: string | RegExp): Locator {
    return this.#page.locator(TOAST, { hasText: words }).first();
  }
}
