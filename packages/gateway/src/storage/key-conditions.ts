import type { KeyStatus } from '@wicketgate/contract';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { KeyCursor, KeyFilter, KeyPage } from '../ports/storage.ts';
import { foldName } from './key-rows.ts';
import type { Schema } from './schema.ts';

type Where = ExpressionBuilder<Schema, 'api_keys'>;
type Condition = Expression<SqlBool>;

/** The conditions of a filter and of the place where a page starts. */
export function keyConditions(where: Where, filter: KeyFilter, { after, now }: KeyPage): Condition[] {
  return [
    ...(filter.status === undefined ? [] : [hasStatus(where, filter.status, now)]),
    ...(filter.env === undefined ? [] : [where('env', '=', filter.env)]),
    ...(filter.tier === undefined ? [] : [where('tier', '=', filter.tier)]),
    ...(filter.role === undefined ? [] : [where('role', '=', filter.role)]),
    ...(filter.ownerId === undefined ? [] : [where('owner_id', '=', filter.ownerId)]),
    ...(filter.nameContains === undefined ? [] : [nameContains(filter.nameContains)]),
    ...(after === undefined ? [] : [isBehind(where, after)]),
  ];
}

/** As `stateOf` decides it: revoked, then expired, then what the row says. */
export function hasStatus(where: Where, status: KeyStatus, now: number): Condition {
  if (status === 'revoked') return where('status', '=', status);
  if (status === 'expired') return where.and([where('status', '!=', 'revoked'), where('expires_at', '<=', now)]);
  const lasts = where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]);
  return where.and([where('status', '=', status), lasts]);
}

function nameContains(part: string): Condition {
  const literal = foldName(part).replace(/[\\%_]/g, '\\$&');
  return sql<SqlBool>`name_folded like ${`%${literal}%`} escape '\\'`;
}

function isBehind(where: Where, { createdAt, id }: KeyCursor): Condition {
  const tied = where.and([where('created_at', '=', createdAt), where('id', '>', id)]);
  return where.or([where('created_at', '<', createdAt), tied]);
}
