import { groupsAt, personOf } from '../domain/claims.ts';
import { ruleForGroups } from '../domain/group-rules.ts';
import type { Owner } from '../domain/key-record.ts';
import { ProviderRefused } from '../domain/provider-errors.ts';
import type { Approval } from '../domain/session-record.ts';
import type { ProviderConfig } from '../domain/sign-in-config.ts';
import type { FoundPerson } from './openid-person.ts';

/** What a person's groups are worth. */
export type Membership =
  | { readonly kind: 'member'; readonly approval: Approval }
  /** Known to the provider, in no group that may come in. */
  | { readonly kind: 'stranger'; readonly principal: Owner };

export interface MembershipFacts {
  readonly person: FoundPerson;
  /** The refresh token as it is stored; null where there is none. */
  readonly upstreamSealed: string | null;
  readonly now: number;
}

/** Judges a person by the rules of the provider. Throws `ProviderRefused` where the provider's id for them is unusable. */
export function judgeMembership(provider: ProviderConfig, facts: MembershipFacts): Membership {
  const { subject, claims } = facts.person;
  const principal = personOf(provider.id, subject, claims);
  if (principal === undefined) throw new ProviderRefused('bad_answer', 'the id of the person (sub) cannot be used');
  const rule = ruleForGroups(provider.rules, groupsAt(claims, provider.groupsClaim) ?? []);
  if (rule === undefined) return { kind: 'stranger', principal };
  const { tier, role, scopes } = rule;
  const source = { kind: 'provider', id: provider.id, subject } as const;
  const { upstreamSealed, now: checkedAt } = facts;
  const approval = { principal, tier, role, scopes, limits: null, source, upstreamSealed, checkedAt, endsBy: null };
  return { kind: 'member', approval };
}
