import * as z from 'zod/mini';
import { instantSchema, limitsSchema } from './vocabulary.ts';

/** The answer of `GET usage`. It has no costs: nothing that is asked costs anything yet. */
export const usageAnswerSchema = z.object({
  /** Calls by the presented key, or by all sign-ins and keys of the principal. Written in batches: up to a minute late. */
  calls: z.object({ total: z.int(), last_used_at: z.nullable(instantSchema) }),
  /** The limits in force for the presented credential. */
  limits: z.object(limitsSchema.shape),
});
