import { actorIdOf } from '../domain/caller.ts';
import type { Actor } from '../services/key-administration.ts';
import type { Call } from './mount.ts';

/** Who acts, for the audit trail. */
export function actorOf({ caller, address, requestId }: Pick<Call, 'caller' | 'address' | 'requestId'>): Actor {
  return { id: actorIdOf(caller), address, requestId };
}
