import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import type { Place } from './place.ts';

/** Shows keys to the gateway in every place that they do not belong in, and keeps what it answers. */
export async function abuseGateway({ gateway, words }: Place, keys: readonly string[]): Promise<void> {
  const answers: string[] = [];
  for (const key of keys) {
    for (const [target, init] of misplaced(key)) {
      const answer = await fetch(`${gateway.url}${target}`, init);
      answers.push(`${answer.status} ${JSON.stringify(Object.fromEntries(answer.headers))} ${await answer.text()}`);
    }
    for (const [target, init] of repeatedToTheCaller(key)) await fetch(`${gateway.url}${target}`, init);
    for (const body of describedBy(key)) answers.push(await described(gateway, body));
    for (const bytes of brokenRequests(key)) answers.push(await exchange(gateway.url, bytes));
  }
  await writeFile(path.join(words, 'answers.txt'), answers.join('\n'));
}

type Call = readonly [target: string, init: RequestInit];

const bearerOf = (key: string) => ({ authorization: `Bearer ${key}` });
const jsonOf = (key: string) => ({ ...bearerOf(key), 'content-type': 'application/json' });

function post(headers: Record<string, string>, body?: string): RequestInit {
  return { method: 'POST', headers, ...(body !== undefined && { body }) };
}

function misplaced(key: string): Call[] {
  const [bearer, json] = [bearerOf(key), jsonOf(key)];
  const basic = Buffer.from(`user:${key}`).toString('base64');
  return [
    ['/api/v1/auth/validate', post({ authorization: `Bearer ${key}x` })],
    ['/api/v1/auth/validate', post({ authorization: `Bearer ${key.slice(0, -1)}` })],
    ['/api/v1/auth/validate', post({ authorization: key })],
    ['/api/v1/auth/validate', post({ authorization: `Basic ${basic}` })],
    ['/api/v1/auth/validate', post({ authorization: `Bearer ${key}, Bearer ${key}` })],
    ['/api/v1/auth/validate', post({ 'x-api-key': key })],
    ['/api/v1/auth/validate', post({ cookie: `session=${key}` })],
    ['/api/v1/auth/validate', post(json, `{"install_id":"${key}`)],
    ['/api/v1/auth/validate', post({ ...bearer, 'content-type': key }, key)],
    [`/api/v1/me?api_key=${key}`, { headers: bearer }],
    [`/api/v1/${key}`, { headers: bearer }],
    [`/admin/api/keys/${key}`, { headers: bearer }],
    [`/admin/api/keys?cursor=${key}`, { headers: bearer }],
    [`/admin/api/keys?owner=${key}&tier=${key}`, { headers: bearer }],
    ['/api/v1/me', { headers: { ...bearer, origin: `https://${key.replaceAll('_', '-')}.example.com` } }],
    ['/api/v1/me', { headers: { ...bearer, referer: `https://example.com/?key=${key}`, 'user-agent': key } }],
    ['/api/v1/me', { headers: { ...bearer, 'x-forwarded-for': key, forwarded: `for=${key}` } }],
    ['/admin/api/keys', post(json, JSON.stringify({ name: 'x', owner: { id: 'dev@example.com', email: key } }))],
    ['/admin/api/keys/import', post(json, JSON.stringify({ name: 'x', owner: { id: 'x' }, shape: key, sha256: key }))],
    ['/admin/api/keys', { method: 'DELETE', headers: bearer }],
  ];
}

/**
 * The answer repeats what it is about to the one who sent it: the name that it does not know, the id of the request, the
 * installation that the receipt is for. Nobody else must see it.
 */
function repeatedToTheCaller(key: string): Call[] {
  return [
    ['/api/v1/auth/validate', post(jsonOf(key), JSON.stringify({ install_id: key }))],
    ['/api/v1/auth/validate', post(jsonOf(key), JSON.stringify({ [key]: key }))],
    [`/api/v1/me?${key}=1`, { headers: bearerOf(key) }],
    ['/api/v1/me', { headers: { ...bearerOf(key), 'x-request-id': key } }],
  ];
}

/** An administrator writes a key's text where words belong; it would stay in the database and its audit trail. */
function describedBy(key: string): object[] {
  const owner = { id: 'dev@example.com' };
  return [
    { name: `copy of ${key}`, owner },
    { name: 'copy', owner: { id: key, name: key } },
    { name: 'copy', owner, metadata: { old: key, note: `was ${key}` } },
  ];
}

async function described({ url, adminKey, admin }: Place['gateway'], body: object): Promise<string> {
  const answer = await fetch(`${url}/admin/api/keys`, post(jsonOf(adminKey), JSON.stringify(body)));
  const { key } = (await answer.json()) as { key?: { id: string } };
  if (key === undefined) return String(answer.status);
  // What was answered also holds the text of a new key; what is shown of it from now on must hold no other's.
  const shown = await admin.keys.show({ params: { id: key.id } });
  return JSON.stringify(shown);
}

/** What no `fetch` can send. */
function brokenRequests(key: string): string[] {
  const host = 'Host: 127.0.0.1\r\nConnection: close';
  return [
    `GET /api/v1/me?key=${key} HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${key}\r\nBroken header ${key}\r\n\r\n`,
    `BREW ${key} HTTP/9.9\r\n${host}\r\nAuthorization: Bearer ${key}\r\n\r\n`,
    `POST /api/v1/auth/validate HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${key}\r\nContent-Length: nonsense\r\n\r\n${key}`,
    `GET /api/v1/me HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${key.repeat(400)}\r\n\r\n`,
  ];
}

function exchange(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
    // The gateway may hang up before it has read all: what it said until then is what counts.
    socket.on('error', () => undefined).on('close', () => resolve(answer));
    socket.end(bytes, 'latin1');
  });
}
