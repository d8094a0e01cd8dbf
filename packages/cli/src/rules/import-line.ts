import { endpoints, fromWire, type RequestOf } from '@wicketgate/contract';
import { keyDigest, parseKeyText } from './key-text.ts';

export type ImportBody = RequestOf<typeof endpoints.keys.import>['body'];
export type ImportDefaults = Readonly<Partial<Record<string, unknown>>>;

export type ImportLineParse =
  { readonly ok: true; readonly body: ImportBody } | { readonly ok: false; readonly problem: string };

/**
 * One line of a bulk file: the members of an import request as the wire spells them, with `key` (the clear key, which
 * is hashed here and goes no further) in place of `sha256` if wanted, and `owner` as a plain id if wanted.
 * What the line leaves out comes from the defaults. No problem ever repeats a value.
 */
export function parseImportLine(line: string, defaults: ImportDefaults): ImportLineParse {
  const members = jsonObject(line);
  if (members === undefined) return { ok: false, problem: 'is not a JSON object' };
  const { key, ...rest } = { ...defaults, ...members };
  if (key !== undefined && rest['sha256'] !== undefined) {
    return { ok: false, problem: 'has both "key" and "sha256"; give one' };
  }
  const digest = key === undefined ? undefined : digestOf(key);
  if (digest?.ok === false) return { ok: false, problem: digest.problem };
  const owner = typeof rest['owner'] === 'string' ? { id: rest['owner'] } : rest['owner'];
  return checked({ ...rest, ...(owner !== undefined && { owner }), ...(digest && { sha256: digest.sha256 }) });
}

function digestOf(key: unknown): { ok: true; sha256: string } | { ok: false; problem: string } {
  const parsed = parseKeyText(typeof key === 'string' ? key : '');
  if (!parsed.ok) return { ok: false, problem: `has a "key" that ${parsed.problem}` };
  return { ok: true, sha256: keyDigest(parsed.key) };
}

function checked(members: Record<string, unknown>): ImportLineParse {
  const parsed = endpoints.keys.import.body.safeParse(members);
  if (parsed.success) return { ok: true, body: fromWire(parsed.data) };
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') return { ok: false, problem: 'has a member that imports do not know' };
  const member = issue?.path.join('.') ?? '';
  const absent = issue?.code === 'invalid_type' && memberAt(members, issue.path) === undefined;
  return {
    ok: false,
    problem: absent ? `lacks "${member}"` : `has a "${member}" that does not fit: ${issue?.message ?? ''}`,
  };
}

function memberAt(members: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined,
    members,
  );
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
