import type { ProbeResult } from '@wicketgate/secrets';

/** What is known of a value after its vendor was to be asked; `withheld`: a project's file asks, and was not allowed to. */
export type ProbeAnswer = ProbeResult | { readonly outcome: 'withheld' };
