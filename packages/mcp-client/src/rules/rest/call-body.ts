import { MAX_SCHEMA_DEPTH } from '../exposure/canonical-schema.ts';
import { isPlainObject } from '../option-checks.ts';
import type { JsonObject } from '../../words/tool.ts';
import { refuseField, RestRefusal } from './rest-problem.ts';

export interface CallBody {
  readonly arguments: JsonObject;
  readonly timeoutMs: number;
}

const DEFAULT_SECONDS = 30;
const MOST_SECONDS = 600;
const MEMBERS: readonly string[] = ['arguments', 'timeout'];

/** `{ arguments, timeout }`, both of which may be left out. Throws a `RestRefusal`. */
export function readCallBody(bytes: Uint8Array): CallBody {
  const body = parseObject(bytes);
  const unknown = Object.keys(body).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    const errors = [{ field: unknown, message: 'is not known here' }];
    throw new RestRefusal('unknown_field', { detail: 'A call has the members arguments and timeout.', errors });
  }
  const { arguments: args = {}, timeout = DEFAULT_SECONDS } = body;
  if (!isPlainObject(args)) throw refuseField('arguments', 'must be an object');
  if (isDeeperThan(args, MAX_SCHEMA_DEPTH)) {
    throw refuseField('arguments', `must not be nested deeper than ${MAX_SCHEMA_DEPTH} levels`);
  }
  if (typeof timeout === 'number' && Number.isInteger(timeout) && timeout >= 1 && timeout <= MOST_SECONDS) {
    return { arguments: args, timeoutMs: timeout * 1_000 };
  }
  throw refuseField('timeout', `must be a whole number of seconds from 1 to ${MOST_SECONDS}`);
}

/** A byte order mark is refused (RFC 8259, section 8.1). */
function parseObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(bytes);
  if (isPlainObject(value)) return value;
  throw new RestRefusal('malformed_body');
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** What is nested without end overflows the stack of whoever writes it down. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
