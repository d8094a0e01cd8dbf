import { claimAt, type Claims } from './claims.ts';
import type { FederationRule } from './sign-in-config.ts';

/** The rule that lets a workload in, or the first thing that did not fit in the rule that came furthest. */
export type FederationMatch =
  { readonly ok: true; readonly rule: FederationRule } | { readonly ok: false; readonly description: string };

/** The first rule that fits claims whose signature was verified. What did not fit is named, its value never. */
export function matchFederation(rules: readonly FederationRule[], claims: Claims): FederationMatch {
  const ofIssuer = rules.filter(({ issuer }) => issuer === claims['iss']);
  if (ofIssuer.length === 0) return refused('No rule names the issuer (iss) of the subject token.');
  const forUs = ofIssuer.filter(({ audience }) => audiencesOf(claims).includes(audience));
  if (forUs.length === 0) return refused('The audience (aud) of the subject token is not the one of a rule.');
  const rule = forUs.find((candidate) => missing(candidate, claims) === undefined);
  if (rule !== undefined) return { ok: true, rule };
  // The names stand in the configuration, not in the token.
  const names = [...new Set(forUs.map((candidate) => missing(candidate, claims)))].join(', ');
  return refused(`No rule fits the claims of the subject token: ${names}.`);
}

/**
 * Whether a text is what a pattern says: itself, or with `*` for any run of characters, none included. No regular
 * expression is made of it, so that no pattern can make the search slow.
 */
export function fitsGlob(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The first claim that does not fit. A rule without claims fits nothing: it would let in whoever has the platform. */
function missing(rule: FederationRule, claims: Claims): string | undefined {
  const wanted = Object.entries(rule.claims);
  if (wanted.length === 0) return 'the rule names none';
  return wanted.find(([path, pattern]) => !fits(claimAt(claims, path), pattern))?.[0];
}

function fits(value: unknown, pattern: string): boolean {
  if (typeof value === 'string') return fitsGlob(pattern, value);
  return (typeof value === 'number' || typeof value === 'boolean') && pattern === String(value);
}

function audiencesOf({ aud }: Claims): readonly unknown[] {
  return Array.isArray(aud) ? aud : [aud];
}

function refused(description: string): FederationMatch {
  return { ok: false, description };
}
