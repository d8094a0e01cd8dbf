import type { Identity, UnavailableReason } from '@wicketgate/core';
import type { LinkReport, Person } from '@wicketgate/core/auth';
import type { SignInStore } from '../../words/sign-in-stores.ts';
import { cleanText } from '../clean-text.ts';
import { instantText, relativeTime } from '../relative-time.ts';
import { ownerText, scopesText, type ViewOptions } from './key-view.ts';
import { detailText } from './table.ts';

/** Who the caller is to the gateway, and by what. What is not known is null. */
export interface Whoami {
  readonly principal: Person | null;
  readonly tier: Identity['tier'] | null;
  readonly role: Identity['role'] | null;
  readonly scopes: readonly string[] | null;
  readonly key: Identity['key'];
  readonly session: Identity['session'];
  /** When the key or the sign-in ends. */
  readonly expiresAt: string | null;
  /** Where the credential came from. */
  readonly source: Pick<LinkReport, 'id' | 'place'> | null;
  /** Where the sign-in is kept; null for a key. */
  readonly store: SignInStore | null;
  /** Why the gateway could not be asked; null when it was. */
  readonly offline: UnavailableReason | null;
}

/** A fact to a line; what is not known is left out. */
export function whoamiText(whoami: Whoami, { now, style }: ViewOptions): string {
  const { principal, tier, role, scopes, key, session, expiresAt, source, offline } = whoami;
  const facts: (readonly [string, string | undefined])[] = [
    ['who', principal === null ? 'not known' : ownerText(principal)],
    ['tier', tier ?? undefined],
    ['role', role ?? undefined],
    ['scopes', scopes === null ? undefined : scopesText(scopes)],
    ['key', key === null ? undefined : `${cleanText(key.name)} (${key.id}, ${key.env})`],
    ['client', session === null ? undefined : cleanText(`${session.clientName} (sign-in ${session.id})`)],
    ['from', source === null ? undefined : cleanText(source.place)],
    ['until', untilText(whoami, expiresAt, now)],
  ];
  const known = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  const title = offline === null ? [] : [style.warn(`offline (${offline}): this is what is known here`)];
  return [...title, detailText(known, style)].join('\n');
}

function untilText({ key, session }: Whoami, expiresAt: string | null, now: number): string | undefined {
  if (expiresAt !== null) return `${instantText(expiresAt)} (${relativeTime(expiresAt, now)})`;
  return key === null && session === null ? undefined : 'it does not end';
}
