import type { Caller } from './caller.ts';

/** What the calls of a caller are counted under: its key, or whoever signed in, over all sign-ins. */
export function usageNameOf(caller: Caller): string {
  return caller.kind === 'key' ? caller.record.id : principalUsageName(caller.session.principal.id);
}

/** The name for the sign-ins of a principal. No key's id has a colon. */
export function principalUsageName(principalId: string): string {
  return `principal:${principalId}`;
}
