import { addressFlaw, isBeneath } from '@wicketgate/mcp-client';
import { MESSAGES } from './messages.ts';

/** An MCP server as the setting names it. */
export interface ConfiguredServer {
  /** 1 to 64 of `[A-Za-z0-9._-]`. */
  readonly id: string;
  readonly url: string;
  /** Sent with every request. They hold no secret: settings are plain text. */
  readonly headers: Readonly<Record<string, string>>;
  /** It lies beneath the address of the gateway: what opens the gate is shown to it, and to no other. */
  readonly isOfGateway: boolean;
}

/** An entry that cannot be used, and why. */
export interface ServerFlaw {
  readonly id: string;
  /** One of `MESSAGES`. */
  readonly reason: string;
}

export interface ServerSetting {
  /** In the order of the setting. */
  readonly servers: readonly ConfiguredServer[];
  readonly flaws: readonly ServerFlaw[];
}

const ID = /^[A-Za-z0-9._-]{1,64}$/;
const MEMBERS = ['url', 'headers'];
/** Headers that speak for somebody, by their names. */
const SECRET_HEADER = /authorization|cookie|token|secret|password|credential|api[-_]?key|^(?:x-)?(?:auth|key)$/i;

/**
 * Reads the setting. A bad entry costs itself alone. `gateway` is the base URL that addresses such as `/mcp` are resolved
 * beneath; undefined while there is none, and then such an entry is left out without a word.
 */
export function readServers(value: unknown, gateway: string | undefined): ServerSetting {
  if (value === undefined) return { servers: [], flaws: [] };
  if (!isRecord(value)) return { servers: [], flaws: [{ id: '', reason: MESSAGES.serversNoObject }] };
  const servers: ConfiguredServer[] = [];
  const flaws: ServerFlaw[] = [];
  for (const [id, entry] of Object.entries(value)) {
    const read = readServer({ id, entry, gateway });
    if (typeof read === 'string') flaws.push({ id, reason: read });
    else if (read !== undefined) servers.push(read);
  }
  return { servers, flaws };
}

interface Entry {
  readonly id: string;
  readonly entry: unknown;
  readonly gateway: string | undefined;
}

/** Answers a text for what is wrong with it, and undefined for what waits for a gateway. */
function readServer({ id, entry, gateway }: Entry): ConfiguredServer | string | undefined {
  if (!ID.test(id)) return MESSAGES.serverBadName;
  if (!isRecord(entry) || Object.keys(entry).some((name) => !MEMBERS.includes(name))) return MESSAGES.serverBadEntry;
  const { url: address, headers: given = {} } = entry;
  if (typeof address !== 'string') return MESSAGES.serverBadAddress;
  const headers = readHeaders(given);
  if (typeof headers === 'string') return headers;
  const isPath = address.startsWith('/');
  if (isPath && gateway === undefined) return undefined;
  const text = isPath ? `${gateway}${address}` : address;
  if (addressFlaw(text) !== undefined) return MESSAGES.serverBadAddress;
  const url = new URL(text).href;
  const isOfGateway = gateway !== undefined && isBeneath(gateway, url);
  return isPath && !isOfGateway ? MESSAGES.serverNotBeneath : { id, url, headers, isOfGateway };
}

function readHeaders(given: unknown): Readonly<Record<string, string>> | string {
  if (!isRecord(given)) return MESSAGES.serverBadHeaders;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (SECRET_HEADER.test(name)) return MESSAGES.serverSecretHeader;
    if (typeof value !== 'string' || !isHeader(name, value)) return MESSAGES.serverBadHeaders;
    headers[name] = value;
  }
  return headers;
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
