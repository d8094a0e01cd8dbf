import * as z from 'zod/mini';
import type { ToolDefinition } from '../words/tool.ts';

const jsonObject = z.record(z.string(), z.unknown());
const tool = z.looseObject({
  name: z.string(),
  title: z.optional(z.string()),
  description: z.optional(z.string()),
  inputSchema: jsonObject,
  outputSchema: z.optional(jsonObject),
  annotations: z.optional(jsonObject),
});

/** Tools as a file holds them: what a listing had beside these members stays, since hashes cover whole definitions. */
export const storedTools = z.pipe(
  z.array(tool),
  z.transform((tools) => tools as readonly ToolDefinition[]),
);
