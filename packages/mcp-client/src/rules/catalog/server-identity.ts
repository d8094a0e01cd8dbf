import type { ServerTarget } from '../../words/server-options.ts';
import { canonicalJson } from '../pins/canonical-json.ts';
import { sha256Hex } from '../pins/tool-hash.ts';

/** Who a listing is for when nobody signs in. */
const NOBODY = 'none';

/**
 * What a server is known by, whoever asks it: a hash of its transport and of its address, or of its program, arguments and
 * folder. Neither headers nor variables are in it: they say who asks.
 */
export function targetIdentity(target: ServerTarget): string {
  if (target.transport === 'stdio') {
    const { command, args = [], cwd } = target;
    return sha256Hex(canonicalJson({ transport: 'stdio', command, args, cwd }));
  }
  return sha256Hex(canonicalJson({ transport: target.transport ?? 'http', url: new URL(target.url).href }));
}

/** What a caller is told apart by: what it says of itself, or all that it shows to the server. */
export interface PrincipalFacts {
  /** Given by whoever made the client: nothing else counts beside it. */
  readonly name?: string | undefined;
  /** The credential's own name for whom it speaks for. */
  readonly subject?: string | undefined;
  /** What a token says of whom it speaks for. */
  readonly holder?: string | undefined;
  /** The credential itself. */
  readonly secret?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** A hash of the principal, salted with the server, so that nothing can be told from two keys that are alike; `none` for nobody. */
export function principalHash(identity: string, facts: PrincipalFacts): string {
  const { name, headers = {}, env = {}, ...named } = facts;
  if (name !== undefined) return sha256Hex(canonicalJson({ identity, name }));
  const isNamed = Object.values(named).some((value) => value !== undefined);
  if (!isNamed && isEmpty(headers) && isEmpty(env)) return NOBODY;
  return sha256Hex(canonicalJson({ identity, ...named, headers, env }));
}

/** Where a listing is kept. What is `public` is shared by all who ask this server, and by nobody who asks another. */
export function catalogKey(identity: string, principal: string): string {
  return `${identity}.${principal}`;
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length === 0;
}
