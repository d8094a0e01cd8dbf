import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

const OPEN_POLL_MS = 100;
const OPEN_TRIES = 100;

/** The page of the gateway where people type a code, as a person uses it. */
export class ActivationPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * The page that a window has opened; waits for it. code-server leads addresses of its own machine through a proxy, of which
   * the gateway knows nothing: the person goes to the address itself.
   */
  static async openedBy({ page: window }: Workbench, gatewayUrl: string): Promise<ActivationPage> {
    const addresses = [
      `${gatewayUrl}/activate`,
      `${new URL(window.url()).origin}/proxy/${new URL(gatewayUrl).port}/activate`,
    ];
    for (let left = OPEN_TRIES; left > 0; left--) {
      const pages = window.context().pages();
      const page = pages.find((each) => addresses.includes(each.url()));
      if (page !== undefined) {
        await page.goto(`${gatewayUrl}/activate`);
        return new ActivationPage(page);
      }
      await setTimeout(OPEN_POLL_MS);
    }
    const open = window.context().pages();
    throw new Error(`No window opened it. Open are ${open.map((page) => page.url()).join(', ')}`);
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
