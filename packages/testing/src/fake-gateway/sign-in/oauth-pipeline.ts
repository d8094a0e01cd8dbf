import { Refusal } from '../refusal.ts';
import type { OAuthEndpoint } from './oauth-endpoints.ts';
import { OAuthRefusal, refusalAnswer } from './oauth-refusal.ts';

/** Answers a request to an endpoint of the authorization server in its own words; methods are refused as everywhere. */
export async function answerOAuth(endpoint: OAuthEndpoint, request: Request, issuer: string): Promise<Response> {
  const methods = endpoint.method === 'GET' ? ['GET', 'HEAD'] : ['POST'];
  const headers = { Allow: [...methods, 'OPTIONS'].join(', ') };
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
  if (!methods.includes(request.method)) throw new Refusal('method_not_allowed', { headers });
  try {
    return await endpoint.answer(request, issuer);
  } catch (error) {
    if (error instanceof OAuthRefusal) return refusalAnswer(error.error, error.description);
    throw error;
  }
}
