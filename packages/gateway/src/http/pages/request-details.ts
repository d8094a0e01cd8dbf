import type { Wanted } from '../../services/interactions.ts';
import { html, type Markup } from './markup.ts';

/** The name of the application that asks. */
export function applicationOf(wanted: Wanted): string {
  return wanted.kind === 'device' ? wanted.clientName : wanted.request.client.name;
}

/** What a person needs to know before they trust a request: who asks, from where, since when, for what. */
export function requestDetails(wanted: Wanted, begunAt: number, now: number): Markup {
  const scopes = wanted.kind === 'device' ? wanted.grant.requestedScopes : wanted.request.requestedScopes;
  const asked = wanted.kind === 'device' ? wanted.grant.createdAt : begunAt;
  return html`<dl>
    <dt>Application</dt>
    <dd>${applicationOf(wanted)}</dd>
    ${whereabouts(wanted)}
    <dt>Asked at</dt>
    <dd>${instant(asked)} (${ago(now - asked)})</dd>
    <dt>It asks for</dt>
    <dd>${askedFor(scopes)}</dd>
  </dl>`;
}

function whereabouts(wanted: Wanted): Markup {
  if (wanted.kind === 'device') {
    return html`<dt>Address of the device that asks</dt>
      <dd>${wanted.grant.askerIp ?? 'unknown'}</dd>`;
  }
  const { protocol, host } = new URL(wanted.request.redirectUri);
  const place =
    protocol === 'http:' ? `a program on this computer (${host})` : `an app of this computer (${protocol}//)`;
  return html`<dt>The answer goes to</dt>
    <dd>${place}</dd>`;
}

/** Null: everything that the person has. */
function askedFor(scopes: readonly string[] | null): string {
  if (scopes === null) return 'everything that your account may do';
  return scopes.length === 0 ? 'nothing but to know who you are' : scopes.join(', ');
}

/** `2026-11-21 18:20 UTC`: without a script nobody knows the time zone of the person. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
}
