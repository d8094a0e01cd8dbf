import { PROBLEM_MEDIA_TYPE } from '@wicketgate/contract';
import { isPlainObject } from '../rules/option-checks.ts';
import { problemDocument, refusalOf, REST_PROBLEMS, RestRefusal } from '../rules/rest/rest-problem.ts';
import { type Access, accessOf, VisibleTools } from '../rules/rest/visible-tools.ts';
import { McpError } from '../words/errors.ts';
import type { ToolPolicy } from '../words/tool-policy.ts';
import type { ToolsHandlerOptions } from '../words/tools-handler.ts';
import type { Asked } from './asked.ts';
import { type HandlerSettings, handlerSettings } from './handler-settings.ts';
import { routeOf } from './route.ts';

/**
 * The tools of a client over HTTP: a function from a request to its answer, for Node, Workers and whatever takes one. It opens
 * nothing by itself. `GET /tools`, `GET /tools/progressive?task=…`, `GET /tools/servers` and `POST /tools/{name}`; what fails is a
 * problem document (RFC 9457) with a stable `code`. It never rejects. Throws a TypeError for options that it cannot take.
 */
export function createToolsHandler(options: ToolsHandlerOptions): (request: Request) => Promise<Response> {
  const settings = handlerSettings(options);
  const visible = new VisibleTools();
  return async (request) => {
    const requestId = newRequestId(settings);
    const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-request-id': requestId };
    try {
      const answer = await answerRequest({ settings, visible, request, requestId });
      return Response.json(answer, { headers });
    } catch (error) {
      const refusal = refusalFor(error, { settings, request, requestId });
      return problemResponse(refusal, { requestId, headers });
    }
  };
}

interface Arrived extends Pick<Asked, 'settings' | 'visible' | 'request'> {
  readonly requestId: string;
}

async function answerRequest(arrived: Arrived): Promise<object> {
  const { pathname, searchParams: query } = new URL(arrived.request.url);
  const answer = routeOf(arrived.settings.path, pathname, arrived.request.method);
  const arrivedAt = arrived.settings.clock.now();
  const access = await authorized(arrived);
  const { settings, visible, request } = arrived;
  return answer({ settings, visible, request, access, query, arrivedAt });
}

/** Fails closed: what is no clear yes is a no. */
async function authorized({ settings, request, requestId }: Arrived): Promise<Access> {
  const answer: unknown = await ask(settings, { request, requestId });
  if (answer === true || isSaying(answer)) return accessOf(answer);
  throw new RestRefusal('forbidden');
}

/** A policy without a list allows everything, and a list that is undefined was meant to be one: `{ allow: rules.get(caller) }`. */
function isSaying(answer: unknown): answer is ToolPolicy {
  if (!isPlainObject(answer)) return false;
  const members = Object.values(answer);
  return members.length > 0 && !members.includes(undefined);
}

async function ask(
  { authorize, challenge, logger }: HandlerSettings,
  { request, requestId }: Pick<Arrived, 'request' | 'requestId'>,
) {
  try {
    return await authorize(request);
  } catch (error) {
    logger?.warn({ err: error, requestId }, 'A request for tools was not authorized.');
    throw new RestRefusal('unauthenticated', { headers: { 'www-authenticate': challenge } });
  }
}

/** What went wrong inside stays inside: the log has it under the id of the request. */
function refusalFor(error: unknown, { settings, request, requestId }: Omit<Arrived, 'visible'>): RestRefusal {
  if (error instanceof RestRefusal) return error;
  if (request.signal.aborted) return new RestRefusal('aborted');
  if (McpError.isInstance(error)) return refusalOf(error);
  settings.logger?.error({ err: error, requestId }, 'A request for tools failed.');
  return new RestRefusal('internal_error');
}

function problemResponse(
  refusal: RestRefusal,
  { requestId, headers }: { readonly requestId: string; readonly headers: Readonly<Record<string, string>> },
): Response {
  const { retryAfterSeconds, headers: more } = refusal.facts;
  return new Response(JSON.stringify(problemDocument(refusal, requestId)), {
    status: REST_PROBLEMS[refusal.code].status,
    headers: {
      ...headers,
      'content-type': PROBLEM_MEDIA_TYPE,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...more,
    },
  });
}

/** 128 random bits in hexadecimal. Never one that was sent: somebody may have put a key there. */
function newRequestId({ random }: HandlerSettings): string {
  return [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
