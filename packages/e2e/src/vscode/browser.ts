import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { Cleanup } from '../cleanup.ts';
import { supportedEnvironment } from '../environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { findChromium } from './chromium.ts';
import { shareFocus } from './focus.ts';

/** For every Chromium of the tests. */
export const BROWSER_FLAGS: readonly string[] = [
  // Chromium refuses to run as root with its sandbox; it opens nothing but a server of ours on loopback.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--lang=en-US',
  // A test that needs the network would pass on one machine and not on another.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Chromium with a profile of its own: VS Code's web workbench keeps its secrets in it. */
export interface Browser {
  /** Stays until the cleanup, so that it can be searched after `close`. */
  readonly profileFolder: string;
  /** Everything that was asked of another host than 127.0.0.1, which no name leads to. */
  readonly strayRequests: readonly string[];
  /** In front of the others, with the focus. */
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function openBrowser(cleanup: Cleanup): Promise<Browser> {
  const profileFolder = path.join(await temporaryFolder('browser', cleanup), 'profile');
  const context = await chromium.launchPersistentContext(profileFolder, {
    executablePath: findChromium(supportedEnvironment()),
    headless: true,
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [...BROWSER_FLAGS],
  });
  const strayRequests: string[] = [];
  context.on('request', (request) => {
    if (isStray(new URL(request.url()))) strayRequests.push(request.url());
  });
  const close = () => context.close();
  cleanup.defer(close);
  const [first] = context.pages();
  let unused = first;
  return {
    profileFolder,
    strayRequests,
    newPage: async () => {
      const page = unused ?? (await context.newPage());
      unused = undefined;
      await shareFocus(page);
      await page.bringToFront();
      return page;
    },
    close,
  };
}

function isStray({ protocol, hostname }: URL): boolean {
  return /^(?:https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1';
}
