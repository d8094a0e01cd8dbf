import type { Secret } from '@wicketgate/core';
import type {
  ConfiguredAddress,
  ConfiguredProcess,
  ConfiguredServer,
  ConfigFormat,
  ConfigVariables,
} from '../../words/server-config.ts';
import { createEntryReader, EntryFlaw, type EntryReader } from './entry-reading.ts';
import { FORMATS } from './formats.ts';
import { type JsonPlace, memberOf, membersOf } from './json-text.ts';
import { addressFlaw } from './server-address.ts';

/** Names that programs give to the same transports. */
const TRANSPORTS: Readonly<Record<string, 'stdio' | 'http' | 'sse'>> = {
  stdio: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  streamableHttp: 'http',
  sse: 'sse',
};

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VARIABLE_NAME = /^[^=\0]+$/;
/** RFC 9110 section 5.5. What does not fit makes the platform's own error, and that repeats the value. */
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
const PROCESS_TEXT = /^[^\0]*$/;

/** How a server is reached, as its entry says. Throws an `EntryFlaw`. */
export function readServerEntry(
  entry: JsonPlace,
  format: ConfigFormat,
  variables: ConfigVariables,
): ConfiguredServer['launch'] {
  if (membersOf(entry) === undefined) throw new EntryFlaw({ place: entry, message: 'It must be an object.' });
  refuseUnknownMembers(entry, format);
  const reader = createEntryReader(entry, FORMATS[format].syntax, variables);
  const transport = transportOf(entry, reader);
  return transport === 'stdio' ? readProcess(entry, reader) : readAddress(entry, reader, { transport, format });
}

/** Whether the entry is switched off. */
export function isDisabled(entry: JsonPlace): boolean {
  return (memberOf(entry, 'disabled')?.node.value as unknown) === true;
}

function refuseUnknownMembers(entry: JsonPlace, format: ConfigFormat): void {
  const { members } = FORMATS[format];
  for (const [name, place] of membersOf(entry) ?? []) {
    if (members?.includes(name) === false) throw new EntryFlaw({ place, message: 'This member is not known.' });
  }
  const credential = memberOf(entry, 'credential');
  if (credential !== undefined && format !== 'wicketgate') {
    const message =
      'Only mcp.json of Wicketgate may ask for a credential: a file of a project could send it elsewhere.';
    throw new EntryFlaw({ place: credential, message });
  }
}

function transportOf(entry: JsonPlace, reader: EntryReader): 'stdio' | 'http' | 'sse' {
  const type = memberOf(entry, 'type') ?? memberOf(entry, 'transport');
  const [hasCommand, hasUrl] = [memberOf(entry, 'command') !== undefined, memberOf(entry, 'url') !== undefined];
  if (hasCommand && hasUrl) {
    throw new EntryFlaw({ place: entry, message: 'It has a command and a url: one of them is too much.' });
  }
  if (type === undefined) {
    if (hasCommand) return 'stdio';
    if (hasUrl) return 'http';
    throw new EntryFlaw({ place: entry, message: 'It has neither a command nor a url.' });
  }
  const text = reader.text(type.path.split('.').at(-1) ?? 'type') ?? '';
  const transport = Object.hasOwn(TRANSPORTS, text) ? TRANSPORTS[text] : undefined;
  if (transport !== undefined) return transport;
  throw new EntryFlaw({ place: type, message: 'It must be stdio, http or sse.' });
}

function readProcess(entry: JsonPlace, reader: EntryReader): ConfiguredProcess {
  if (memberOf(entry, 'credential') !== undefined) {
    throw new EntryFlaw({ place: entry, message: 'A credential goes to an address, not to a program.' });
  }
  const program = {
    transport: 'stdio' as const,
    command: reader.needed('command'),
    args: reader.texts('args'),
    env: reader.secrets('env'),
    envFile: reader.text('envFile'),
    cwd: reader.text('cwd'),
  };
  refuseMembers(entry, 'env', { members: program.env, names: VARIABLE_NAME, values: PROCESS_TEXT });
  if (![program.command, program.cwd ?? '', ...program.args].every((text) => PROCESS_TEXT.test(text))) {
    throw new EntryFlaw({ place: entry, message: 'It has a character that no program can be given.' });
  }
  return program;
}

function readAddress(
  entry: JsonPlace,
  reader: EntryReader,
  { transport, format }: { readonly transport: 'http' | 'sse'; readonly format: ConfigFormat },
): ConfiguredAddress {
  const url = reader.needed('url');
  const flaw = addressFlaw(url);
  if (flaw !== undefined) throw new EntryFlaw({ place: memberOf(entry, 'url') ?? entry, message: flaw });
  const headers = reader.secrets('headers');
  refuseMembers(entry, 'headers', { members: headers, names: HEADER_NAME, values: HEADER_VALUE });
  const credential = format === 'wicketgate' ? readCredential(entry, reader) : undefined;
  const given = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  if (credential !== undefined && given) {
    throw new EntryFlaw({ place: entry, message: 'It has a credential and an Authorization header.' });
  }
  return { transport, url, headers, credential };
}

function readCredential(entry: JsonPlace, reader: EntryReader): 'wicketgate' | undefined {
  const credential = reader.text('credential');
  if (credential === undefined || credential === 'wicketgate') return credential;
  throw new EntryFlaw({ place: memberOf(entry, 'credential') ?? entry, message: 'It must be wicketgate.' });
}

interface MemberForms {
  readonly members: Readonly<Record<string, Secret>>;
  readonly names: RegExp;
  readonly values: RegExp;
}

function refuseMembers(entry: JsonPlace, member: string, { members, names, values }: MemberForms): void {
  const object = memberOf(entry, member) ?? entry;
  for (const [name, value] of Object.entries(members)) {
    const place = memberOf(object, name) ?? object;
    if (!names.test(name))
      throw new EntryFlaw({ place: object, message: 'It has a name that no member here may have.' });
    if (!values.test(value.reveal())) {
      throw new EntryFlaw({ place, message: 'It has a character that no value here may have.' });
    }
  }
}
