import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { encodeBase62 } from './base62.ts';

/** What Anthropic, OpenAI and the editors allow of a tool's name. */
export const MAX_WIRE_NAME_LENGTH = 64;

const SEPARATOR = '__';
const HASH_LENGTH = 9;
const MAX_SERVER_LENGTH = 24;
/** Reads back unmistakably: no character to replace, and no second place where the separator could stand. */
const PLAIN_SERVER = /^(?!_)(?!.*__)[A-Za-z0-9_-]*[A-Za-z0-9-]$/;
const PLAIN_TOOL = /^(?!_)[A-Za-z0-9_-]+$/;
/** A plain name with this end could be taken for a hashed one. Words of people do not begin with a digit. */
const LOOKS_HASHED = /_[0-9][0-9A-Za-z]{8}$/;

/**
 * The wire name of a tool: `server__tool`, at most 64 of `[A-Za-z0-9_-]`. The same two names give the same wire name always
 * and everywhere, and other names give another: what is too long, has other characters, or could be read in two ways ends in
 * `_`, a digit and 8 base62 digits, all of a SHA-256. Throws a TypeError for an empty name.
 */
export function toolWireName(server: string, tool: string): string {
  if (server === '' || tool === '') throw new TypeError('A server and a tool need a name.');
  const plain = `${server}${SEPARATOR}${tool}`;
  const isPlain =
    plain.length <= MAX_WIRE_NAME_LENGTH &&
    PLAIN_SERVER.test(server) &&
    PLAIN_TOOL.test(tool) &&
    !LOOKS_HASHED.test(plain);
  return isPlain ? plain : hashedName(server, tool);
}

function hashedName(server: string, tool: string): string {
  const head = `${spelled(server).slice(0, MAX_SERVER_LENGTH)}${SEPARATOR}${spelled(tool)}`;
  return `${head.slice(0, MAX_WIRE_NAME_LENGTH - HASH_LENGTH - 1)}_${digest(server, tool)}`;
}

function spelled(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]+/g, '_');
}

/** 50 bits: names are chosen by whoever runs the servers, and one that meets another's is refused, not confused. */
function digest(server: string, tool: string): string {
  const bytes = sha256(utf8ToBytes(JSON.stringify([server, tool])));
  const [first = 0, ...rest] = bytes.slice(0, 7);
  const number = rest.reduce((sum, byte) => sum * 256 + byte, 0);
  return `${first % 10}${encodeBase62(number % 62 ** (HASH_LENGTH - 1), HASH_LENGTH - 1)}`;
}

/** `server/tool`, as policies and people write it. A server's name has no `/`; a tool's may. */
export function toolId(server: string, tool: string): string {
  return `${server}/${tool}`;
}

/** The two names of `server/tool`, or undefined for what is none. */
export function parseToolId(id: string): { readonly server: string; readonly tool: string } | undefined {
  const slash = id.indexOf('/');
  if (slash < 1 || slash === id.length - 1) return undefined;
  return { server: id.slice(0, slash), tool: id.slice(slash + 1) };
}
