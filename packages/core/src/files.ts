// Everything named here is public and pinned by test/pins.test.ts. Node built-ins alone.
export { type AtomicWriteOptions, removeUnfinished, writeFileAtomic } from './files/atomic-write.ts';
export { type CommandLine, commandLine, type CommandLineOptions } from './files/command-line.ts';
export { type FileLock, type FileLockOptions, withFileLock } from './files/file-lock.ts';
export { createFileReceiptStore, type FileReceiptStoreOptions } from './files/file-receipt-store.ts';
export { openPlainFile } from './files/plain-file.ts';
export { ensurePrivateFolder, readPrivateFile, refuseSharedFolder } from './files/private-files.ts';
export { findProgram, type ProgramSearchOptions } from './files/program-search.ts';
