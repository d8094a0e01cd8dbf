import { claimsBrand, type KeyEnvironment, MAX_CREDENTIAL_LENGTH, parseApiKey } from '@wicketgate/contract';
import type { ForeignShape } from './foreign-shape.ts';

/** What a presented text claims to be, by its looks alone. */
export type PresentedKey =
  | { readonly kind: 'issued'; readonly id: string }
  | { readonly kind: 'imported'; readonly shape: string }
  | { readonly kind: 'malformed' };

/** Which keys a gateway takes. */
export interface AcceptedKeys {
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly shapes: readonly ForeignShape[];
}

const MALFORMED: PresentedKey = { kind: 'malformed' };

/** Classes a presented text without I/O: a typo or a shape that nobody registered costs no look-up. */
export function classifyKey(text: string, accepted: AcceptedKeys): PresentedKey {
  if (text.length > MAX_CREDENTIAL_LENGTH) return MALFORMED;
  const parsed = parseApiKey(text, accepted.brand);
  if (parsed.ok)
    return accepted.environments.includes(parsed.key.env) ? { kind: 'issued', id: parsed.key.id } : MALFORMED;
  if (claimsBrand(text, accepted.brand)) return MALFORMED;
  const shape = accepted.shapes.find((candidate) => candidate.matches(text));
  return shape === undefined ? MALFORMED : { kind: 'imported', shape: shape.name };
}
