import type { RandomBytes } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Memento } from '../ports/memento.ts';

const INSTALL_ID = /^[a-z2-7]{26}$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export interface InstallIdOptions {
  readonly memento: Memento;
  readonly random: RandomBytes;
  readonly logger: Logger;
  /** Of the gate. */
  readonly id: string;
}

/**
 * The random id of this installation, made once: 26 letters and digits, 130 bits, that name no person. Where it cannot be
 * kept, the receipts of one run do not serve the next.
 */
export function installIdOf({ memento, random, logger, id }: InstallIdOptions): string {
  const name = `${id}.installId`;
  try {
    const known = memento.get(name);
    if (typeof known === 'string' && INSTALL_ID.test(known)) return known;
  } catch (error) {
    logger.warn({ error }, 'the id of the installation could not be read');
  }
  const made = Array.from(random(new Uint8Array(26)), (byte) => ALPHABET.charAt(byte & 31)).join('');
  void (async () => memento.update(name, made))().catch((error: unknown) => {
    logger.warn({ error }, 'the id of the installation could not be kept');
  });
  return made;
}
