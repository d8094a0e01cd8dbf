import { Refused } from '../domain/refusal.ts';
import { readBodyBytes } from './body-bytes.ts';
import { FORM_TYPE, parseForm } from './form-body.ts';

const LIMIT_BYTES = 16_384;

/** The fields of a page's form that hold something: 16 KiB at most, each name once. Throws `Refused`. */
export async function readPageForm(request: Request): Promise<ReadonlyMap<string, string>> {
  const bytes = await readBodyBytes(request, LIMIT_BYTES);
  if (bytes.length > 0 && !FORM_TYPE.test(request.headers.get('content-type') ?? '')) {
    throw new Refused({ reason: 'unsupported_media_type', detail: 'Send the form from its page.' });
  }
  return new Map(Object.entries(parseForm(bytes)));
}
