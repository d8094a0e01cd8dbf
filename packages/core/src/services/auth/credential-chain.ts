import type { CredentialSource } from '../../ports/credential-source.ts';
import { RecentMap } from '../../rules/recent-map.ts';
import type { ChainReport, LinkFinding, LinkReport } from '../../words/credential-chain.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { Secret } from '../../words/secret.ts';

/** Credentials that may be under way at the same time; a chain has one, and after a renewal two. */
const MOST_GIVEN = 8;

/** One place of a chain where a credential may come from. */
export interface CredentialLink {
  /** Short name: `environment`. Unique in its chain. */
  readonly id: string;
  /** Where it looks, for people: `variable WICKETGATE_API_KEY`. */
  readonly place: string;
  /** Throws when the place is there and cannot be read: the chain stops there, and does not speak for somebody else instead. */
  find(signal?: AbortSignal): Promise<LinkFinding>;
  /** As of `CredentialSource`. Left out where there is never another. */
  renew?(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined>;
}

export interface CredentialChain extends CredentialSource {
  /** The credential of the first link that has one. Every call looks anew. Throws what a link throws. */
  credential(signal?: AbortSignal): Promise<Secret | undefined>;
  /** Asks the link that gave this credential, and no other: a refused key is not answered with somebody else's. */
  renew(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined>;
  /** Where it looked when it was asked last, and what won. Never a value. */
  explain(): ChainReport;
}

/**
 * Takes a credential from the first of several places that has one. The order is the caller's; ours is: explicit, environment,
 * federation, session, stored, ask. Throws a TypeError for two links with one id.
 */
export function createCredentialChain(links: readonly CredentialLink[]): CredentialChain {
  if (new Set(links.map(({ id }) => id)).size < links.length) throw new TypeError('Two links have the same id.');
  let reports: readonly LinkReport[] = links.map(notAsked);
  // Calls run beside each other, and the places change meanwhile: the last winner need not be who gave what was refused.
  const givers = new RecentMap<CredentialLink>(MOST_GIVEN);
  return {
    credential: async (signal) => {
      const looked: LinkReport[] = [];
      try {
        const found = await firstOf(links, { signal, looked });
        if (found !== undefined) givers.set(found.credential.reveal(), found.link);
        return found?.credential;
      } finally {
        reports = links.map((link, at) => looked[at] ?? notAsked(link));
      }
    },
    renew: async (refused, signal) => {
      const giver = givers.get(refused.reveal());
      const other = await giver?.renew?.(refused, signal);
      if (giver !== undefined && other !== undefined) givers.set(other.reveal(), giver);
      return other;
    },
    explain: () => ({ winner: reports.find(({ outcome }) => outcome === 'found'), links: reports }),
  };
}

interface Look {
  readonly signal: AbortSignal | undefined;
  /** Is written to, link by link. */
  readonly looked: LinkReport[];
}

async function firstOf(links: readonly CredentialLink[], { signal, looked }: Look) {
  for (const link of links) {
    signal?.throwIfAborted();
    const { id, place } = link;
    try {
      const finding = await link.find(signal);
      if (finding.kind === 'found') {
        looked.push({ id, place: finding.place ?? place, outcome: 'found', reason: undefined });
        return { link, credential: finding.credential };
      }
      looked.push({ id, place, outcome: 'nothing', reason: finding.reason });
    } catch (error) {
      looked.push({ id, place, outcome: 'failed', reason: reasonOf(error) });
      throw error;
    }
  }
  return undefined;
}

function notAsked({ id, place }: CredentialLink): LinkReport {
  return { id, place, outcome: 'not_asked', reason: undefined };
}

/** Our own sentences hold no secrets; anybody else's might. */
function reasonOf(error: unknown): string {
  return WicketgateError.isInstance(error) ? error.message : 'It could not be read.';
}
