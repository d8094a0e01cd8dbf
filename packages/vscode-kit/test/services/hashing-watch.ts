/** Work that Node does in threads of its own, and that no turn of the event loop waits for. */
export interface HashingWatch {
  /** How much of it is under way. */
  readonly pending: number;
  /** How much of it was ever begun. */
  readonly begun: number;
}

const METHODS = [
  'decrypt',
  'deriveBits',
  'digest',
  'encrypt',
  'exportKey',
  'generateKey',
  'importKey',
  'sign',
  'verify',
];

type Work = (...parameters: readonly unknown[]) => Promise<unknown>;

/** Counts what is asked of WebCrypto from now on, for as long as the process lives. */
function watchHashing(subtle: SubtleCrypto): HashingWatch {
  const counts = { pending: 0, begun: 0 };
  for (const name of METHODS) {
    const work = (Reflect.get(subtle, name) as Work).bind(subtle);
    const counted: Work = async (...parameters) => {
      counts.begun++;
      counts.pending++;
      try {
        return await work(...parameters);
      } finally {
        counts.pending--;
      }
    };
    Object.defineProperty(subtle, name, { value: counted });
  }
  return counts;
}

/** Of the WebCrypto that everything in these tests is given. */
export const hashing: HashingWatch = watchHashing(crypto.subtle);
