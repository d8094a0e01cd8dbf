import type { Logger, Secret } from '@wicketgate/core';
import * as z from 'zod/mini';
import type { Memento } from '../ports/memento.ts';

export interface LeftKeysOptions {
  readonly memento: Memento;
  readonly logger: Logger;
  /** Of the gate. */
  readonly id: string;
}

const recordSchema = z.object({ sha256: z.string(), origin: z.string() });
type LeftKey = z.infer<typeof recordSchema>;

/**
 * Remembers the origin that a key was used at which stays in a setting: after a change of the address it would be found
 * there again, and no other origin may see it. The key itself is not written down.
 */
export class LeftKeys {
  readonly #options: LeftKeysOptions;
  readonly #name: string;
  #latest: LeftKey | undefined;

  constructor(options: LeftKeysOptions) {
    this.#options = options;
    this.#name = `${options.id}.leftKey`;
  }

  /** Whether a key that stands in a setting may be used at an origin. */
  async mayUse(key: Secret, origin: string): Promise<boolean> {
    const left = this.#latest ?? this.#recall();
    return left === undefined || left.origin === origin || left.sha256 !== (await digestOf(key));
  }

  /** The key was used at an origin, and stays where it is. */
  async note(key: Secret, origin: string): Promise<void> {
    const { memento, logger } = this.#options;
    const record = { sha256: await digestOf(key), origin };
    if (this.#latest?.sha256 === record.sha256) return;
    this.#latest = record;
    void (async () => memento.update(this.#name, record))().catch((error: unknown) => {
      logger.warn({ error }, 'where a key belongs to could not be kept');
    });
  }

  #recall(): LeftKey | undefined {
    try {
      return recordSchema.safeParse(this.#options.memento.get(this.#name)).data;
    } catch (error) {
      this.#options.logger.warn({ error }, 'where a key belongs to could not be read');
      return undefined;
    }
  }
}

async function digestOf(key: Secret): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key.reveal())));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
