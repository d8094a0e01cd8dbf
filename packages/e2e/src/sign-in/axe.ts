import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe objects to, of any impact: the rule, how bad it is, and where. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The policy of the page forbids scripts; what the browser itself is told to evaluate is none of the page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { readonly axe: typeof axe };
    const { violations } = await checker.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** How far the page is wider than the window, in CSS pixels: people who read enlarged text must not scroll sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
