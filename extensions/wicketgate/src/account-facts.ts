import type { Identity } from '@wicketgate/core';
import type { Speech } from '@wicketgate/vscode-kit/page';
import { limitText } from './limit-text.ts';
import { MESSAGES } from './messages.ts';

/** One line of the account, in the person's language. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What of an account the gateway was asked for. */
export interface AccountFacts {
  readonly identity: Identity;
  /** Base URL of the gateway. */
  readonly url: string | undefined;
  /** How often the person has called; undefined: not known. */
  readonly calls: number | undefined;
}

/** What is told about a credential, in order. Nothing of it is a secret: the ids of keys and sign-ins are public. */
export function accountFacts({ identity, url, calls }: AccountFacts, speech: Speech): Fact[] {
  const { t, formatTime } = speech;
  return [
    { name: t(MESSAGES.tier), value: t(MESSAGES[identity.tier]) },
    ...roleFacts(identity, speech),
    { name: t(MESSAGES.scopes), value: identity.scopes.join(', ') || t(MESSAGES.noScopes) },
    { name: t(MESSAGES.limit), value: limitText(identity.limits, t) },
    ...(calls === undefined ? [] : [{ name: t(MESSAGES.calls), value: t(MESSAGES.callsCounted, calls) }]),
    ...credentialFacts(identity, speech),
    {
      name: t(identity.session === null ? MESSAGES.expires : MESSAGES.signedInUntil),
      value: identity.expiresAt === null ? t(MESSAGES.never) : formatTime(identity.expiresAt),
    },
    { name: t(MESSAGES.gateway), value: url ?? '' },
  ];
}

/** Which of the two was presented: a key or the access token of a sign-in. */
function credentialFacts({ key, session }: Identity, { t }: Speech): Fact[] {
  return [
    ...(key === null ? [] : [{ name: t(MESSAGES.key), value: `${key.name} · ${key.id} · ${t(MESSAGES[key.env])}` }]),
    ...(session === null ? [] : [{ name: t(MESSAGES.signIn), value: `${session.clientName} · ${session.id}` }]),
  ];
}

/** Whoever administers nothing need not be told so. */
function roleFacts({ role }: Identity, { t }: Speech): Fact[] {
  return role === 'user' ? [] : [{ name: t(MESSAGES.role), value: t(MESSAGES[role]) }];
}
