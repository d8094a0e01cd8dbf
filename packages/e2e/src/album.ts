import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Pictures of pages in a new folder, which stays. */
export interface Album {
  readonly folder: string;
  take(page: Page, name: string): Promise<void>;
}

export async function createAlbum(): Promise<Album> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-e2e-evidence-'));
  return {
    folder,
    take: async (page, name) => {
      await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
    },
  };
}
