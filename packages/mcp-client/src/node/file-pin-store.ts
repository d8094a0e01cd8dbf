import * as z from 'zod/mini';
import type { PinRecord, PinStore } from '../ports/pin-store.ts';
import type { FileStoreOptions } from './file-negotiation-store.ts';
import { createRecordFiles } from './record-files.ts';
import { storedTools } from './stored-tools.ts';

const MAX_BYTES = 64 * 1024 * 1024;

const record = z.object({ approved: storedTools, waiting: storedTools });

/**
 * Approvals as files (0600), one a server. Of the processes that share a folder the last one to write wins. Unlike the other
 * stores it throws for what is damaged, may be changed by others or would hold more than 64 MB, and forgets nothing by itself: a
 * server whose approvals are gone counts as one that was never met, whose tools are trusted.
 */
export function openFilePinStore({ folder }: Pick<FileStoreOptions, 'folder'>): PinStore {
  return createRecordFiles<PinRecord>({
    ...{ folder, kind: 'pins', maxBytes: MAX_BYTES, maxFiles: undefined, damage: 'error' },
    parse: (value) => record.safeParse(value).data,
  });
}
