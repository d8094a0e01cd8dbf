import { readdir, rm } from 'node:fs/promises';
import type { ReceiptStore } from '@wicketgate/core';
import { createFileReceiptStore } from '@wicketgate/core/files';

/**
 * Receipts of a sign-in: the newest alone. Each is bound to an access token, and there is a new one every half hour.
 * `folder` is for these and for nothing else.
 */
export function createSignInReceipts(folder: string): ReceiptStore {
  const store = createFileReceiptStore({ folder });
  return {
    ...store,
    save: async (account, record) => {
      await store.save(account, record);
      const others = (await readdir(folder)).flatMap((name) => /^receipt-([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
      await Promise.all(others.filter((other) => other !== account).map((other) => store.clear(other)));
    },
  };
}

/** Forgets them all: a sign-in that has ended serves offline no longer. */
export async function forgetSignInReceipts(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
