import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Workbench } from './workbench.ts';

const POLL_MS = 100;
const TRIES = 200;

/**
 * The page of an address that a window has opened; waits for it. code-server leads addresses of its own machine through a
 * proxy: that is the same page.
 */
export async function openedPage({ page: window }: Workbench, address: string): Promise<Page> {
  const { port, pathname } = new URL(address);
  const proxied = `${new URL(window.url()).origin}/proxy/${port}${pathname}`;
  for (let left = TRIES; left > 0; left--) {
    const page = window
      .context()
      .pages()
      .find((each) => [address, proxied].includes(each.url()));
    if (page !== undefined) return page;
    await setTimeout(POLL_MS);
  }
  const open = window.context().pages();
  throw new Error(`No window opened ${address}. Open are ${open.map((page) => page.url()).join(', ')}`);
}
