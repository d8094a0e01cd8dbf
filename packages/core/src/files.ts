// Everything named here is public and pinned by test/pins.test.ts. Node built-ins alone.
export { type AtomicWriteOptions, writeFileAtomic } from './files/atomic-write.ts';
export { type FileLockOptions, withFileLock } from './files/file-lock.ts';
export { createFileReceiptStore, type FileReceiptStoreOptions } from './files/file-receipt-store.ts';
export { readPrivateFile } from './files/private-files.ts';
