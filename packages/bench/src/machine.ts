import os from 'node:os';

/** What kind of machine figures are from: no name, no path, nothing that tells whose it is. */
export function machineKind(): string {
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return `${os.availableParallelism()} cores, ${gigabytes} GB memory, ${os.type()} ${os.arch()}, Node ${process.versions.node}`;
}
