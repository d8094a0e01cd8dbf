import type { AnswerOf, endpoints, KeyStatus } from '@wicketgate/contract';
import { cleanText } from '../clean-text.ts';
import { instantText, relativeTime, spanText } from '../relative-time.ts';
import type { Style } from './style.ts';
import { detailText, tableText } from './table.ts';

export type KeyAnswer = AnswerOf<typeof endpoints.keys.show>['key'];

export interface ViewOptions {
  readonly now: number;
  readonly style: Style;
}

interface LimitsLike {
  readonly requests: number;
  readonly windowSeconds: number;
  readonly burst: number;
}

const NAME_WIDTH = 32;
const HEAD = ['ID', 'NAME', 'OWNER', 'TIER', 'ROLE', 'ENV', 'STATUS', 'EXPIRES', 'LAST USED'];

/** Keys as a table, one to a line. */
export function keyTable(keys: readonly KeyAnswer[], { now, style }: ViewOptions): string {
  const rows = keys.map((key) => [
    key.id,
    shortened(cleanText(key.name)),
    shortened(cleanText(key.owner.id)),
    key.tier,
    key.role,
    key.env,
    statusText(key.status, style),
    key.expiresAt === null ? 'never' : relativeTime(key.expiresAt, now),
    key.lastUsedAt === null ? 'never' : relativeTime(key.lastUsedAt, now),
  ]);
  return tableText(HEAD, rows, style);
}

/** Everything about one key, a fact to a line; what is not so is left out. */
export function keyDetails(key: KeyAnswer, { now, style }: ViewOptions): string {
  const at = (instant: string | null) => instant && `${instantText(instant)} (${relativeTime(instant, now)})`;
  const facts: (readonly [string, string | null])[] = [
    ['id', style.strong(key.id)],
    ['name', cleanText(key.name)],
    ['starts with', cleanText(key.hint)],
    ['kind', key.kind],
    ['status', statusText(key.status, style)],
    ['owner', ownerText(key.owner)],
    ['tier', key.tier],
    ['role', key.role],
    ['environment', key.env],
    ['scopes', scopesText(key.scopes)],
    ['limits', limitsText(key.limits)],
    ['expires', at(key.expiresAt) ?? 'never'],
    ['suspended', actText(at(key.suspendedAt), null, key.suspendedReason)],
    ['revoked', actText(at(key.revokedAt), key.revokedBy, key.revokedReason)],
    ['replaces', key.rotatedFrom],
    ['replaced by', key.rotatedTo],
    ['created', actText(at(key.createdAt), key.createdBy, null)],
    ['last used', usedText(at(key.lastUsedAt), key.lastUsedIp)],
    ['uses', String(key.usageCount)],
    ...Object.entries(key.metadata).map(([name, value]) => [`meta ${name}`, cleanText(String(value))] as const),
  ];
  return detailText(
    facts.filter((fact): fact is readonly [string, string] => fact[1] !== null),
    style,
  );
}

/** A key in a sentence: its name, its id and whose it is. */
export function keyTitle(key: KeyAnswer): string {
  return `"${cleanText(key.name)}" (${key.id}) of ${cleanText(key.owner.id)}`;
}

export function statusText(status: KeyStatus, style: Style): string {
  switch (status) {
    case 'active':
      return style.good(status);
    case 'suspended':
      return style.warn(status);
    case 'revoked':
    case 'expired':
      return style.bad(status);
  }
}

export function ownerText(owner: KeyAnswer['owner']): string {
  const more = [owner.name, owner.email].filter((text) => text !== null && text !== owner.id);
  return cleanText(more.length === 0 ? owner.id : `${owner.id} (${more.join(', ')})`);
}

export function scopesText(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'none' : cleanText(scopes.join(', '));
}

export function limitsText({ requests, windowSeconds, burst }: LimitsLike): string {
  return `${requests} requests in ${spanText(windowSeconds)}, ${burst} at once`;
}

function actText(at: string | null, by: string | null, reason: string | null): string | null {
  if (at === null) return null;
  return cleanText(`${at}${by === null ? '' : ` by ${by}`}${reason === null ? '' : `: ${reason}`}`);
}

function usedText(at: string | null, address: string | null): string {
  if (at === null) return 'never';
  return cleanText(address === null ? at : `${at} from ${address}`);
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= NAME_WIDTH ? text : `${characters.slice(0, NAME_WIDTH - 1).join('')}…`;
}
