import type { PublicJwk, RandomBytes } from '@wicketgate/contract';
import { createReceiptSigner, type ReceiptSigner } from './receipts.ts';

/** The keys that sign receipts: the newest signs, all are published. */
export interface SigningKeys {
  readonly current: () => Promise<ReceiptSigner>;
  readonly published: () => Promise<readonly PublicJwk[]>;
  readonly rotate: () => void;
}

export function createSigningKeys(random: RandomBytes): SigningKeys {
  // Made with the first use: importing a key is asynchronous, making a gateway is not.
  let made: readonly [Promise<ReceiptSigner>, ...Promise<ReceiptSigner>[]] | undefined;
  const all = () => (made ??= [createReceiptSigner(random)]);
  return {
    current: () => all()[0],
    published: async () => (await Promise.all(all())).map(({ publicKey }) => publicKey),
    rotate: () => {
      made = [createReceiptSigner(random), ...all()];
    },
  };
}
