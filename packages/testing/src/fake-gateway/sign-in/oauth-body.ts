import { readBytes } from '../body-reader.ts';
import { Refusal } from '../refusal.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

export type OAuthParameters = Readonly<Record<string, string | undefined>>;

const MAX_BODY_BYTES = 16_384;

/** The parameters of a form or of a JSON object, each once, and never out of the address. */
export async function readParameters(request: Request): Promise<OAuthParameters> {
  if (new URL(request.url).search !== '') throw invalid('Send parameters in the body, never in the address.');
  const entries = entriesOf(await readText(request), request.headers.get('content-type') ?? '');
  const names = entries.map(([name]) => name);
  if (new Set(names).size < names.length) throw invalid('A parameter is there twice.');
  const parameters = Object.fromEntries(entries);
  return { client_id: clientOf(request), ...parameters };
}

async function readText(request: Request): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(request, MAX_BODY_BYTES));
  } catch (error) {
    if (error instanceof Refusal) throw invalid(`The body has more than ${MAX_BODY_BYTES} bytes.`);
    throw invalid('The body is not in UTF-8.');
  }
}

function entriesOf(text: string, contentType: string): [string, string][] {
  const [type = ''] = contentType.toLowerCase().split(';');
  switch (type.trim()) {
    case 'application/x-www-form-urlencoded':
      return [...new URLSearchParams(text)];
    case 'application/json':
      return membersOf(text);
    default:
      throw invalid('The body must be a form or JSON.');
  }
}

function membersOf(text: string): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('The body is no JSON object.');
  return Object.entries(value).map(([name, member]) => {
    if (typeof member !== 'string') throw invalid('Every member must be a text.');
    return [name, member];
  });
}

/** A public client may name itself as a user without a password (RFC 6749 section 2.3.1). */
function clientOf(request: Request): string | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return encoded === undefined ? undefined : /^([^:]+):$/.exec(atob(encoded))?.[1];
}

function invalid(description: string): OAuthRefusal {
  return new OAuthRefusal('invalid_request', description);
}
