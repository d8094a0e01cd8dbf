import { type FromWire, fromWire } from '@wicketgate/contract';
import * as z from 'zod/mini';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { Refused } from '../domain/refusal.ts';
import { readBodyBytes } from './body-bytes.ts';
import { FORM_TYPE, parseForm } from './form-body.ts';
import { JSON_TYPE, parseJson } from './json-body.ts';

/** More than any token request needs: the longest token of another platform is a few thousand characters. */
const BODY_LIMIT_BYTES = 16 * 1_024;

const jsonSchema = z.record(z.string(), z.unknown());

/**
 * The parameters of an OAuth request, from a form or a JSON object alike, in camelCase. Members that the schema does not
 * know are ignored (RFC 6749 section 3.2). Throws `OAuthRefused`, or `Refused` for a body that cannot be read.
 */
export async function readOAuthBody<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
  defaults: Readonly<Record<string, string>> = {},
): Promise<FromWire<z.output<Schema>>> {
  refuseQuery(request.url);
  const bytes = await readBodyBytes(request, BODY_LIMIT_BYTES);
  const members = { ...defaults, ...readMembers(bytes, request.headers.get('content-type') ?? '') };
  const parsed = schema.safeParse(members);
  if (parsed.success) return fromWire(parsed.data);
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? 'The body');
  if (!(name in members)) throw invalid(`${name} is missing.`);
  throw invalid(issue?.code === 'invalid_type' ? `${name} must be one text.` : `${name} is malformed.`);
}

/** What stands in an address is kept by logs, histories and proxies (RFC 6749 section 2.3.1). */
function refuseQuery(url: string): void {
  const [address = ''] = url.split('#', 1);
  if (address.includes('?')) throw invalid('Send parameters in the body, never in the address.');
}

function readMembers(bytes: Uint8Array, type: string): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {};
  if (FORM_TYPE.test(type)) return parseForm(bytes);
  if (!JSON_TYPE.test(type)) {
    const detail = 'Send the body as application/x-www-form-urlencoded or application/json.';
    throw new Refused({ reason: 'unsupported_media_type', detail });
  }
  const json = jsonSchema.safeParse(parseJson(bytes));
  if (!json.success) throw invalid('The body must be a JSON object.');
  return Object.fromEntries(Object.entries(json.data).filter(([, value]) => value !== ''));
}

function invalid(description: string): OAuthRefused {
  return new OAuthRefused('invalid_request', description);
}
