import * as z from 'zod/mini';

/** The answer of `GET /health`: the process answers. */
export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });

/** The answer of `GET /ready`: whether the gateway can serve, part by part. */
export const readySchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
});
