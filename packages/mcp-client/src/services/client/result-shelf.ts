import type { RandomBytes } from '@wicketgate/contract';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { KeptResult } from '../../words/client-results.ts';

const SCHEME = 'wicketgate-result:';
const ID_BYTES = 16;

export interface ResultShelfLimits {
  readonly keptBytes: number;
  readonly keptResults: number;
}

interface Kept {
  readonly result: KeptResult;
  readonly bytes: number;
}

/** Results that were cut, whole: the oldest goes first. In memory alone. */
export class ResultShelf {
  readonly #limits: ResultShelfLimits;
  readonly #random: RandomBytes;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(limits: ResultShelfLimits, random: RandomBytes) {
    this.#limits = limits;
    this.#random = random;
  }

  /** Answers the address of a result; undefined where it is larger than the whole shelf, or nothing is kept. */
  put(result: KeptResult, bytes: number): string | undefined {
    if (bytes > this.#limits.keptBytes || this.#limits.keptResults === 0) return undefined;
    const uri = `${SCHEME}${bytesToHex(this.#random(new Uint8Array(ID_BYTES)))}`;
    this.#kept.set(uri, { result, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
    return uri;
  }

  get(uri: string): KeptResult | undefined {
    return this.#kept.get(uri)?.result;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #makeRoom(): void {
    for (const [uri, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#limits.keptBytes && this.#kept.size <= this.#limits.keptResults) return;
      this.#kept.delete(uri);
      this.#bytes -= bytes;
    }
  }
}
