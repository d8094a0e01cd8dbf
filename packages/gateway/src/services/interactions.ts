import { randomBase62, type RandomBytes } from '@wicketgate/contract';
import type { AuthorizationRequest } from '../domain/authorization-request.ts';
import { fromBase64Url, toHex } from '../domain/encoding.ts';
import type { Approval } from '../domain/session-record.ts';
import type { Digests } from '../ports/digests.ts';
import type { DeviceGrant, SignInStore } from '../ports/sign-in-store.ts';
import type { KeptSignIn } from './provider-sign-in.ts';
import { withStorage } from './storage-refusals.ts';

/** How long a person has from the first page to the decision. */
export const INTERACTION_MS = 10 * 60_000;

const REFERENCE_LENGTH = 22;
const REFERENCE = /^[0-9A-Za-z]{22}$/;

/** What a person is asked to allow. */
export type Wanted =
  | {
      readonly kind: 'device';
      readonly grant: Pick<DeviceGrant, 'id' | 'clientId' | 'requestedScopes' | 'askerIp' | 'createdAt'>;
      readonly clientName: string;
    }
  | { readonly kind: 'browser'; readonly request: AuthorizationRequest };

/** What a browser is in the middle of. */
export interface InteractionState {
  readonly wanted: Wanted;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** Failed tries to prove who one is. */
  readonly failures: number;
  /** Set while the browser is at a provider. */
  readonly pending: KeptSignIn | null;
  /** Set once it is known who the person is. */
  readonly approval: Approval | null;
  /** Set by the one decision. */
  readonly decided: boolean;
}

export interface OpenInteraction {
  readonly reference: string;
  readonly id: string;
  readonly revision: number;
  readonly expiresAt: number;
  readonly state: InteractionState;
}

/**
 * What browsers are in the middle of. An interaction is found by what the browser's cookie holds together with a
 * reference that pages carry: neither is worth anything without the other.
 */
export interface Interactions {
  begin(browser: string, wanted: Wanted, now: number): Promise<OpenInteraction>;
  /** Undefined when it is another browser's, over, or decided. */
  find(browser: string, reference: string, now: number): Promise<OpenInteraction | undefined>;
  /** The interaction as it is afterwards; undefined when something else changed it first. */
  change(interaction: OpenInteraction, change: Partial<InteractionState>): Promise<OpenInteraction | undefined>;
  end(interaction: OpenInteraction): Promise<void>;
}

export interface InteractionsParts {
  readonly store: SignInStore;
  readonly digests: Digests;
  readonly random: RandomBytes;
}

export function createInteractions({ store, digests, random }: InteractionsParts): Interactions {
  const idOf = async (browser: string, reference: string) =>
    toHex(fromBase64Url(await digests.sha256(`interaction:${browser}:${reference}`)));

  return {
    async begin(browser, wanted, now) {
      const reference = randomBase62(REFERENCE_LENGTH, random);
      const state = { wanted, begunAt: now, failures: 0, pending: null, approval: null, decided: false };
      const row = { id: await idOf(browser, reference), expiresAt: now + INTERACTION_MS, revision: 1 };
      await withStorage(() => store.insertInteraction({ ...row, state: JSON.stringify(state) }));
      return { ...row, reference, state };
    },
    async find(browser, reference, now) {
      if (!REFERENCE.test(reference)) return undefined;
      const id = await idOf(browser, reference);
      const row = await withStorage(() => store.findInteraction(id));
      if (row === undefined || row.expiresAt <= now) return undefined;
      const state = JSON.parse(row.state) as InteractionState;
      return state.decided ? undefined : { ...row, reference, state };
    },
    async change(interaction, change) {
      const { id, revision } = interaction;
      const state = { ...interaction.state, ...change };
      const changed = { id, revision, state: JSON.stringify(state) };
      const result = await withStorage(() => store.changeInteraction(changed));
      return result === 'done' ? { ...interaction, state, revision: revision + 1 } : undefined;
    },
    async end({ id }) {
      await withStorage(() => store.deleteInteraction(id));
    },
  };
}
