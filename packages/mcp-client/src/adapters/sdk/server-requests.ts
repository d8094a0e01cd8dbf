import type { Client, ClientCapabilities, ElicitResult, ResultTypeMap } from '@modelcontextprotocol/client';
import { McpError } from '../../words/errors.ts';
import type { InputQuestion, ServerRequestHandlers } from '../../words/server-requests.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { Deadlines } from './deadlines.ts';

/** What the client says that it can do: what it has a handler for, and nothing else. */
export function capabilitiesOf(handlers: ServerRequestHandlers): ClientCapabilities {
  return {
    // SEP-1034: what the person left out and the schema has a default for is filled in.
    ...(handlers.elicit && { elicitation: { form: { applyDefaults: true }, url: {} } }),
    ...(handlers.sample && { sampling: {} }),
    ...(handlers.roots && { roots: {} }),
  };
}

/**
 * Answers what servers ask: over the connection before 2026, within the results since. While somebody is asked, calls do not
 * count as silent.
 */
export function answerRequests(client: Client, handlers: ServerRequestHandlers, deadlines: Deadlines): void {
  const { elicit, sample, roots } = handlers;
  if (elicit) {
    client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq }) => {
      const answer = await asked(deadlines, () => elicit(questionOf(params), mcpReq.signal));
      return answer as ElicitResult;
    });
  }
  if (sample) {
    client.setRequestHandler('sampling/createMessage', async ({ params }, { mcpReq }) => {
      const answer = await asked(deadlines, () => sample(params as JsonObject, mcpReq.signal));
      return answer as ResultTypeMap['sampling/createMessage'];
    });
  }
  if (roots) client.setRequestHandler('roots/list', async () => ({ roots: [...(await roots())] as { uri: string }[] }));
}

async function asked<Value>(deadlines: Deadlines, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await deadlines.during(ask);
  } catch (cause) {
    // A server of before 2026 is told the message: it must hold nothing of ours.
    throw new McpError('server_error', 'The client could not answer what the server asked for.', { cause });
  }
}

function questionOf(params: JsonObject): InputQuestion {
  const { mode, message, requestedSchema, url } = params;
  return {
    mode: mode === 'url' ? 'url' : 'form',
    message: String(message),
    requestedSchema: requestedSchema as JsonObject | undefined,
    url: url as string | undefined,
  };
}
