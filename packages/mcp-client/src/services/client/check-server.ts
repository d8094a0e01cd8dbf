import { addressFlaw } from '../../rules/config-files/server-address.ts';
import { checkOneOf, checkWholeNumber, isPlainObject } from '../../rules/option-checks.ts';
import { canonicalJson } from '../../rules/pins/canonical-json.ts';
import { compilePolicy } from '../../rules/policy/compile-policy.ts';
import type { ServerSpec } from './client-options.ts';
import { MAX_CALL_MS, MAX_DEADLINE_MS } from './client-settings.ts';

const ID = /^[A-Za-z0-9._-]{1,64}$/;
/** RFC 9110 section 5.6.2 and 5.5: a line feed would begin a header of its own. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Throws a TypeError that names the server and the first of its options that cannot be taken, and never a value. */
export function checkServer(id: string, spec: ServerSpec): void {
  if (!ID.test(id)) throw new TypeError(`${JSON.stringify(id)} is no id of a server: 1 to 64 of [A-Za-z0-9._-].`);
  const name = `servers[${JSON.stringify(id)}]`;
  const given: unknown = spec;
  if (!isPlainObject(given)) throw new TypeError(`${name} must be an object.`);
  if ('connector' in spec) checkCustom(name, spec);
  else if (spec.transport === 'stdio') checkProcess(name, spec);
  else checkAddress(name, spec);
  checkSettings(name, spec);
  compilePolicy(spec.tools, { name: `${name}.tools`, server: id });
}

function checkCustom(name: string, { connector, identity }: Extract<ServerSpec, { connector: unknown }>): void {
  if (typeof (connector as Partial<typeof connector> | undefined)?.connect !== 'function')
    throw new TypeError(`${name}.connector must have a function connect.`);
  if (identity !== undefined && (typeof identity !== 'string' || identity === '')) {
    throw new TypeError(`${name}.identity must be a text.`);
  }
}

function checkProcess(name: string, spec: Extract<ServerSpec, { transport: 'stdio' }>): void {
  const { command, args = [], env = {} } = spec;
  if (typeof command !== 'string' || command === '') throw new TypeError(`${name}.command must be a program.`);
  if (!Array.isArray(args) || args.some((arg) => typeof arg !== 'string')) {
    throw new TypeError(`${name}.args must be a list of texts.`);
  }
  checkTexts(`${name}.env`, env);
}

function checkAddress(name: string, spec: Exclude<ServerSpec, { connector: unknown } | { transport: 'stdio' }>): void {
  const { transport = 'http', url, headers = {}, credential } = spec;
  checkOneOf(`${name}.transport`, transport, ['http', 'sse']);
  const flaw = typeof url === 'string' ? addressFlaw(url) : 'It is missing.';
  if (flaw !== undefined) throw new TypeError(`${name}.url cannot be used. ${flaw}`);
  checkTexts(`${name}.headers`, headers);
  for (const [header, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(header) || !HEADER_VALUE.test(value)) {
      throw new TypeError(`${name}.headers has a name or a value that no header can have.`);
    }
    if (header.toLowerCase() === 'authorization' && credential !== undefined) {
      throw new TypeError(`${name} has both a credential and an authorization header: leave one out.`);
    }
  }
  if (credential !== undefined && typeof credential.credential !== 'function') {
    throw new TypeError(`${name}.credential must have a function credential.`);
  }
}

function checkTexts(name: string, record: Readonly<Record<string, unknown>>): void {
  if (!isPlainObject(record) || Object.values(record).some((value) => typeof value !== 'string')) {
    throw new TypeError(`${name} must be an object of texts.`);
  }
}

function checkSettings(name: string, spec: ServerSpec): void {
  const ranges = {
    deadlineMs: MAX_DEADLINE_MS,
    timeoutMs: MAX_CALL_MS,
    totalTimeoutMs: MAX_CALL_MS,
    maxParallel: 1_000,
  };
  for (const option of ['deadlineMs', 'timeoutMs', 'totalTimeoutMs', 'maxParallel'] as const) {
    const value = spec[option];
    if (value !== undefined) checkWholeNumber(`${name}.${option}`, value, { min: 1, max: ranges[option] });
  }
  if (spec.principal !== undefined && (typeof spec.principal !== 'string' || spec.principal === '')) {
    throw new TypeError(`${name}.principal must be a text.`);
  }
  checkArguments(`${name}.defaultArguments`, spec.defaultArguments);
  for (const [tool, given] of Object.entries(spec.toolArguments ?? {})) {
    checkArguments(`${name}.toolArguments[${JSON.stringify(tool)}]`, given);
  }
}

function checkArguments(name: string, given: unknown): void {
  if (given === undefined) return;
  if (!isPlainObject(given)) throw new TypeError(`${name} must be a JSON object.`);
  canonicalJson(given);
}
