import type { SessionStatus } from '@wicketgate/contract';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { SessionFilter, SessionPage } from '../ports/sign-in-store.ts';
import type { Schema } from './schema.ts';

type Where = ExpressionBuilder<Schema, 'sessions'>;
type Condition = Expression<SqlBool>;

/** The conditions of a filter and of the place where a page starts. */
export function sessionConditions(where: Where, filter: SessionFilter, { after, now }: SessionPage): Condition[] {
  return [
    ...(filter.status === undefined ? [] : [hasStatus(where, filter.status, now)]),
    ...(filter.principalId === undefined ? [] : [where('principal_id', '=', filter.principalId)]),
    ...(filter.clientId === undefined ? [] : [where('client_id', '=', filter.clientId)]),
    ...(after === undefined ? [] : [isBehind(where, after)]),
  ];
}

/** As `sessionStateOf` decides it: revoked, then expired, then active. */
function hasStatus(where: Where, status: SessionStatus, now: number): Condition {
  if (status === 'revoked') return where('revoked_at', 'is not', null);
  const lasts = where('expires_at', status === 'active' ? '>' : '<=', now);
  return where.and([where('revoked_at', 'is', null), lasts]);
}

function isBehind(where: Where, { createdAt, id }: NonNullable<SessionPage['after']>): Condition {
  const tied = where.and([where('created_at', '=', createdAt), where('id', '>', id)]);
  return where.or([where('created_at', '<', createdAt), tied]);
}
