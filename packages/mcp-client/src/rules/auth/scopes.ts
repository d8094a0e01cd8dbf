/** Where a scope may come from, the first that has one counts (MCP 2026-07-28, authorization, "Scope Selection Strategy"). */
export interface ScopeSources {
  /** Of the server's challenge. */
  readonly challenged: string | undefined;
  /** `scopes_supported` of the protected resource. */
  readonly ofResource: readonly string[] | undefined;
  /** The caller's option. */
  readonly wanted: string | undefined;
  /** `scopes_supported` of the authorization server. */
  readonly ofServer: readonly string[] | undefined;
}

/** What is asked for. `offline_access` is added where the server has it: without it some give no refresh token (SEP-2207). */
export function scopeToAsk({ challenged, ofResource, wanted, ofServer }: ScopeSources): string | undefined {
  const scope = joined(challenged) ?? joined(ofResource?.join(' ')) ?? joined(wanted);
  if (scope === undefined || ofServer?.includes('offline_access') !== true) return scope;
  return unionOf(scope, 'offline_access');
}

/** Each scope once, in the order in which they come. */
export function unionOf(...scopes: readonly (string | undefined)[]): string | undefined {
  return joined([...new Set(scopes.flatMap(partsOf))].join(' '));
}

/** Whether everything that is asked for was granted. */
export function coversScope(granted: string | undefined, asked: string | undefined): boolean {
  const has = new Set(partsOf(granted));
  return partsOf(asked).every((scope) => has.has(scope));
}

/** What of a scope is in a list; all of it where there is no list. */
export function listedOf(scope: string | undefined, list: readonly string[] | undefined): string | undefined {
  if (list === undefined) return joined(scope);
  return joined(
    partsOf(scope)
      .filter((part) => list.includes(part))
      .join(' '),
  );
}

function joined(scope: string | undefined): string | undefined {
  return scope?.trim() === '' ? undefined : scope;
}

function partsOf(scope: string | undefined): string[] {
  return (scope ?? '').split(' ').filter((part) => part !== '');
}
