import type { CDPSession, Page } from 'playwright-core';

const sessions = new WeakMap<Page, CDPSession>();

/**
 * Lets a page lose the focus to another. Playwright tells every page that it has it, and does so again when a navigation
 * brings another process: this is to be called after each.
 */
export async function shareFocus(page: Page): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
}
