import type { Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

const OPEN_TIMEOUT_MS = 20_000;

/** The page of the gateway where people type a code, as a person uses it. */
export class ActivationPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** The page that a window has opened; waits for it. */
  static async openedBy({ page: window }: Workbench, gatewayUrl: string): Promise<ActivationPage> {
    const context = window.context();
    const isIt = (page: Page) => page.url().startsWith(`${gatewayUrl}/activate`);
    const page = context.pages().find(isIt) ?? (await context.waitForEvent('page', { timeout: OPEN_TIMEOUT_MS }));
    await page.waitForURL(`${gatewayUrl}/activate`);
    return new ActivationPage(page);
  }

  /** Types the code and goes on. */
  async enterCode(code: string): Promise<void> {
    await this.page.getByLabel('Code', { exact: true }).fill(code);
    await this.#press('Continue');
  }

  /** Proves who one is with an API key. */
  async enterKey(key: string): Promise<void> {
    await this.page.getByLabel('API key', { exact: true }).fill(key);
    await this.#press('Continue');
  }

  async allow(): Promise<void> {
    await this.#press('Allow');
  }

  async deny(): Promise<void> {
    await this.#press('Deny');
  }

  async text(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  async #press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    await this.page.waitForLoadState();
  }
}
