import type { RandomBytes } from '@wicketgate/contract';

/** What may be taken over from the caller: nothing that could break a log line or a header. */
const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's id of the request when it is well-formed, or a new one. */
export function requestIdOf(request: Request, random: RandomBytes): string {
  const given = request.headers.get('x-request-id') ?? '';
  return WELL_FORMED.test(given) ? given : newRequestId(random);
}

export function newRequestId(random: RandomBytes): string {
  return Array.from(random(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
