import type { Storage } from '../../../gateway/src/ports/storage.ts';

export interface CountedStorage extends Storage {
  readonly reads: () => number;
  readonly writes: () => number;
}

/** The same storage, with its look-ups and its writes counted. */
export function counted(storage: Storage): CountedStorage {
  let reads = 0;
  let writes = 0;
  const read = <In extends unknown[], Out>(ask: (...input: In) => Out) => {
    return (...input: In): Out => {
      reads++;
      return ask(...input);
    };
  };
  const write = <In extends unknown[], Out>(change: (...input: In) => Out) => {
    return (...input: In): Out => {
      writes++;
      return change(...input);
    };
  };
  return {
    ...storage,
    findById: read((id) => storage.findById(id)),
    findByDigest: read((digests) => storage.findByDigest(digests)),
    act: write((act) => storage.act(act)),
    recordUsage: write((usage) => storage.recordUsage(usage)),
    recordRefusals: write((refusals) => storage.recordRefusals(refusals)),
    pruneRefusals: write((before) => storage.pruneRefusals(before)),
    reads: () => reads,
    writes: () => writes,
  };
}
