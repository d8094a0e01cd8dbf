import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { ensurePrivateFolder, readPrivateFile } from './private-files.ts';

/** A record holds a receipt and a public key or two. */
const MAX_RECORD_BYTES = 64 * 1024;

export interface FileReceiptStoreOptions {
  /** The folder of the receipts, and of nothing else. Made when it is missing, for its owner alone (0700). */
  readonly folder: string;
}

/**
 * Receipts as files (0600), one an account, replaced atomically. Throws `unsafe_file` when the folder or a file may be
 * read or changed by others.
 */
export function createFileReceiptStore({ folder }: FileReceiptStoreOptions): ReceiptStore {
  return {
    load: async (account) => readPrivateFile(fileOf(folder, account), MAX_RECORD_BYTES),
    async save(account, record) {
      const file = fileOf(folder, account);
      await ensurePrivateFolder(folder);
      await writeFileAtomic(file, `${record}\n`);
    },
    clear: async (account) => rm(fileOf(folder, account), { force: true }),
  };
}

/** Hexadecimal alone: safe where names ignore case, where ":" parts streams, and against "..". */
function fileOf(folder: string, account: string): string {
  if (!/^[0-9a-f]{64}$/.test(account)) throw new TypeError('An account is 64 lower-case hexadecimal digits.');
  return join(folder, `receipt-${account}.json`);
}
