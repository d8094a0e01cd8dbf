import * as z from 'zod/mini';
import type { CatalogRecord, CatalogStore } from '../ports/catalog-store.ts';
import type { FileStoreOptions } from './file-negotiation-store.ts';
import { createRecordFiles } from './record-files.ts';
import { storedTools } from './stored-tools.ts';

/** Of one server: thousands of tools have some megabytes. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 200;

const record = z.object({
  tools: storedTools,
  fetchedAt: z.number(),
  expiresAt: z.number(),
  description: z.optional(z.string()),
});

/**
 * Listings as files (0600), 32 MB and 200 of them at most: the oldest go first. A damaged one counts as none, and the logger is
 * told; a larger one is not kept. Throws `unsafe_file` on `save` when others may enter the folder.
 */
export function openFileCatalogStore({ folder, logger }: FileStoreOptions): CatalogStore {
  return createRecordFiles<CatalogRecord>({
    ...{ folder, logger, kind: 'catalog', maxBytes: MAX_BYTES, maxFiles: MAX_FILES, damage: 'absent' },
    parse: (value) => {
      const read = record.safeParse(value);
      return read.success ? { ...read.data, description: read.data.description } : undefined;
    },
  });
}
