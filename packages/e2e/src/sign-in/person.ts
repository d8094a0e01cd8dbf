import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Cleanup } from '../cleanup.ts';
import { supportedEnvironment } from '../environment.ts';
import { BROWSER_FLAGS } from '../vscode/browser.ts';
import { findChromium } from '../vscode/chromium.ts';

const MOST_TABS = 20;
const PATIENCE_MS = 20_000;

/** One Chromium for many people: each has cookies of their own. */
export interface People {
  /** `off`: a browser in which no script of a page runs. Default on. */
  meet(options?: { readonly scripts?: 'on' | 'off' }): Promise<Person>;
}

export async function meetPeople(cleanup: Cleanup): Promise<People> {
  const executablePath = findChromium(supportedEnvironment());
  const browser = await chromium.launch({ executablePath, headless: true, args: [...BROWSER_FLAGS] });
  cleanup.defer(() => browser.close());
  return {
    meet: async ({ scripts = 'on' } = {}) => {
      const context = await browser.newContext({ javaScriptEnabled: scripts === 'on' });
      return new Person(context, await context.newPage());
    },
  };
}

/** Somebody at the pages of a gateway and of its provider. */
export class Person {
  readonly page: Page;
  readonly #context: BrowserContext;
  #status = 0;

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('response', (response) => {
      if (response.request().isNavigationRequest()) this.#status = response.status();
    });
  }

  /** The status of the page that is shown. */
  get status(): number {
    return this.#status;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  /** Waits for the page with this heading, and answers all that can be read on it. */
  async sees(heading: string | RegExp): Promise<string> {
    const body = this.page.locator('body');
    try {
      await this.page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: PATIENCE_MS });
    } catch (cause) {
      throw new Error(`There is no heading "${String(heading)}", but: ${await body.innerText()}`, { cause });
    }
    return body.innerText();
  }

  async enterCode(code: string): Promise<void> {
    await this.page.getByLabel('Code', { exact: true }).fill(code);
    await this.press('Continue');
  }

  async enterKey(key: string): Promise<void> {
    await this.page.getByLabel('API key', { exact: true }).fill(key);
    await this.press('Continue');
  }

  /** At the provider's own pages: a login, any password, and consent. */
  async signInAtProvider(login: string, password = 'of no account'): Promise<void> {
    await this.sees('Sign-in');
    await this.page.getByPlaceholder('Enter any login').fill(login);
    await this.page.getByPlaceholder('and password').fill(password);
    await this.press('Sign-in');
    await this.sees('Authorize');
    await this.press('Continue');
  }

  /** Every button leads to another page: waits until that is there. */
  async press(button: string): Promise<void> {
    const arrival = this.page.waitForEvent('framenavigated');
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    await arrival;
  }

  /** Goes on by the Tab key until the button with this text has the focus, which must be seen. */
  async reach(button: string): Promise<void> {
    for (let left = MOST_TABS; left > 0; left--) {
      await this.page.keyboard.press('Tab');
      const focused = this.page.locator(':focus-visible');
      if ((await focused.count()) === 0 || (await focused.innerText()) !== button) continue;
      const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
      if (outline === 'none') throw new Error(`Nobody sees that "${button}" has the focus.`);
      return;
    }
    throw new Error(`The Tab key does not lead to "${button}".`);
  }

  /** Addresses under this one lead nowhere from now on: pages that go on by themselves stay. */
  async stay(address: string): Promise<void> {
    await this.#context.route(
      (url) => url.href.startsWith(address),
      (route) => route.abort('aborted'),
    );
  }

  async forgetCookies(): Promise<void> {
    await this.#context.clearCookies();
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
