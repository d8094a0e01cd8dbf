import type {
  Grace,
  Identity,
  InvalidVerdict,
  UnavailableReason,
  UnavailableVerdict,
  ValidVerdict,
  Verdict,
} from '@wicketgate/core';
import { cleanText } from '../clean-text.ts';
import { instantText, relativeTime } from '../relative-time.ts';
import { limitsText, ownerText, scopesText, type ViewOptions } from './key-view.ts';
import { detailText } from './table.ts';

/** A verdict for people: what it is on the first line, then what it says. */
export function verdictText(verdict: Verdict, options: ViewOptions): string {
  switch (verdict.status) {
    case 'valid':
      return validText(verdict, options);
    case 'invalid':
      return refusalText(options.style.bad(`not valid: ${verdict.reason}`), verdict);
    case 'unavailable':
      return refusalText(options.style.warn(`not known: ${verdict.reason}`), verdict);
  }
}

function validText({ identity, via, degraded, grace }: ValidVerdict, { now, style }: ViewOptions): string {
  const { principal, tier, role, scopes, limits, expiresAt } = identity;
  const doubt =
    graceText(grace, now) ?? (degraded ? "the gateway's own store is out of reach; it answered from its cache" : '');
  return [
    `${style.good('valid')}${doubt === '' ? '' : style.warn(`, but ${doubt}`)}`,
    detailText(
      [
        ...credentialFacts(identity),
        ['who', ownerText(principal)],
        ['tier', tier],
        ['role', role],
        ['scopes', scopesText(scopes)],
        ['limits', limitsText(limits)],
        ['expires', expiresAt === null ? 'never' : `${instantText(expiresAt)} (${relativeTime(expiresAt, now)})`],
        ['asked', via === 'receipt' ? 'a receipt that the gateway signed' : 'the gateway'],
      ],
      style,
    ),
  ].join('\n');
}

/** Which of the two was presented: a key or the access token of a sign-in. */
function credentialFacts({ key, session }: Identity): (readonly [string, string])[] {
  return [
    ...(key === null ? [] : [['key', `${cleanText(key.name)} (${key.id}, ${key.env})`] as const]),
    ...(session === null ? [] : [['sign-in', `${cleanText(session.clientName)} (${session.id})`] as const]),
  ];
}

function graceText(grace: Grace | undefined, now: number): string | undefined {
  if (grace === undefined) return undefined;
  return `${becauseText(grace.because)}: works offline until ${instantText(grace.until)} (${relativeTime(grace.until, now)})`;
}

function becauseText(reason: UnavailableReason): string {
  switch (reason) {
    case 'offline':
      return 'the gateway cannot be reached';
    case 'timeout':
      return 'the gateway did not answer in time';
    case 'throttled':
      return 'the gateway asks for patience';
    case 'server':
      return 'the gateway cannot answer right now';
  }
}

function refusalText(title: string, { message, requestId }: InvalidVerdict | UnavailableVerdict): string {
  const request = requestId === undefined ? '' : `\n(request ${cleanText(requestId)})`;
  return `${title}\n${cleanText(message)}${request}`;
}
