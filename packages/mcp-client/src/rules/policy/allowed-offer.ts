import { toolId } from '@wicketgate/contract';
import type { ToolJudge } from './compile-policy.ts';

/** Reading a resource or a prompt changes nothing: MCP has no way of saying that one does. */
const READ_ONLY = { readOnlyHint: true, idempotentHint: true };

/** Whether a policy of tools allows a resource, by `server/URI`, or a prompt, by `server/prompt`. */
export function isOfferAllowed(judge: ToolJudge, server: string, name: string): boolean {
  return judge({ id: toolId(server, name), annotations: READ_ONLY });
}
