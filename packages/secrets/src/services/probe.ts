import type { Clock, Fetch, FetchAnswer, Secret } from '@wicketgate/core';
import type { ProbeDoubt, ProbeResult } from '../words/probe-result.ts';
import type { SecretProbe } from '../words/spec.ts';

const DEADLINE_MS = 10_000;
/** Characters of a scopes header that are read. */
const LONGEST_SCOPES = 4_096;

export interface ProbeMeans {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends the one request that tells whether a value works: no retries, no redirects, ten seconds; the body is given up
 * unread. Throws nothing but the reason of an aborted signal: what the platform says of a failed request may repeat its
 * headers.
 */
export async function probeSecret(probe: SecretProbe, secret: Secret, means: ProbeMeans): Promise<ProbeResult> {
  const headers = headersOf(probe, secret.reveal());
  if (headers === undefined) return doubt('unsendable');
  means.signal?.throwIfAborted();
  const ending = new AbortController();
  const settled = new AbortController();
  const signal = AbortSignal.any([ending.signal, ...(means.signal ? [means.signal] : [])]);
  means.clock.sleep(DEADLINE_MS, settled.signal).then(
    () => {
      ending.abort();
    },
    () => undefined,
  );
  try {
    const { method, url } = probe;
    const request = means.fetch(url, { method, headers, redirect: 'manual', signal });
    const answer = await Promise.race([request, aborted(signal)]);
    return judge(probe, answer);
  } catch {
    means.signal?.throwIfAborted();
    return doubt(ending.signal.aborted ? 'timeout' : 'offline');
  } finally {
    settled.abort();
    // Whatever is left of the answer holds its connection until then.
    ending.abort();
  }
}

function headersOf({ present, headers }: SecretProbe, value: string): Record<string, string> | undefined {
  // Visible ASCII: anything else would be refused with a message that repeats it, or end the header.
  if (!/^[\x21-\x7e]{1,8192}$/.test(value)) return undefined;
  const own = { accept: 'application/json', 'user-agent': 'wicketgate-secrets', ...headers };
  if (present === 'bearer') return { ...own, authorization: `Bearer ${value}` };
  if (present === 'basic') return { ...own, authorization: `Basic ${btoa(`${value}:`)}` };
  return { ...own, [present.header]: `${present.prefix ?? ''}${value}` };
}

function judge(probe: SecretProbe, { status, headers, redirected }: FetchAnswer): ProbeResult {
  if (redirected === true) return doubt('unexpected_status');
  if (status === 429 || (status === 403 && isThrottled(headers))) return doubt('throttled', status);
  if (status === 401) return { outcome: 'refused', status };
  // No proof against it: the fewer rights a value has, the sooner it is told this.
  if (status === 403) return doubt('forbidden', status);
  if (status < 200 || status > 299) return doubt('unexpected_status', status);
  const scopes = scopesIn(probe.scopesHeader === undefined ? '' : (headers.get(probe.scopesHeader) ?? ''));
  return scopes.length === 0 ? { outcome: 'works' } : { outcome: 'works', scopes };
}

/** GitHub says 403 to those who ask too often. */
function isThrottled(headers: FetchAnswer['headers']): boolean {
  return headers.get('retry-after') !== null || headers.get('x-ratelimit-remaining') === '0';
}

function scopesIn(header: string): readonly string[] {
  const words = header.slice(0, LONGEST_SCOPES).split(',');
  return words.map((word) => word.trim()).filter((word) => /^[\x21-\x7e]{1,100}$/.test(word));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

function doubt(reason: ProbeDoubt, status?: number): ProbeResult {
  return { outcome: 'unknown', reason, ...(status !== undefined && { status }) };
}
