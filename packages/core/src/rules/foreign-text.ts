import { DEFAULT_BRAND } from '@wicketgate/contract';
import { createTextRedactor } from './redact-text.ts';

const LONGEST_DETAIL = 500;
const hideSecrets = createTextRedactor({ brands: [DEFAULT_BRAND], extra: [] });

/** Foreign text on its way to a terminal or a log: no secrets, no control characters, no novels. Undefined for nothing. */
export function printable(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const shown = hideSecrets(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return shown === '' ? undefined : shown.slice(0, LONGEST_DETAIL);
}
