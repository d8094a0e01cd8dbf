import { assertBrand, KEY_ENVIRONMENTS, type KeyEnvironment } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import type { Limits } from './domain/key-record.ts';
import type { TrustedProxies } from './http/client-address.ts';
import { parseAddress, parseBlock } from './http/ip-address.ts';

// Each reader answers the value of one variable's text, or throws a TypeError whose message follows the variable's
// name. Messages never repeat the text: it may be a secret in the wrong place.

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
    throw new TypeError(`must be a whole number from ${least} to ${most}.`);
  };
}

/** One of the given words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw new TypeError(`must be ${words.join(' or ')}.`);
  };
}

/** An address or name that a server can listen on. */
export function readHost(text: string): string {
  if (parseAddress(text) !== undefined || /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})$/.test(text)) return text;
  throw new TypeError('must be an IP address or a host name, without a scheme or port.');
}

/** Whether a host is this machine alone. */
export function isLoopback(host: string): boolean {
  const address = parseAddress(host.replace(/^\[(.*)\]$/, '$1'));
  if (address === undefined) return host.toLowerCase() === 'localhost';
  const [first = 0] = address.groups;
  return address.family === 4 ? first >> 8 === 127 : address.groups.join() === '0,0,0,0,0,0,0,1';
}

/** A base URL, without the slash at its end. Plain http reaches nobody but this machine. */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  const plain = url !== null && url.username + url.password + url.search + url.hash === '' && !text.endsWith('#');
  if (!plain || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new TypeError('must be a URL such as https://keys.example.com, without user, query or fragment.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new TypeError('must be an https URL: clients send keys over plain http to loopback addresses alone.');
  }
  return url.href.replace(/\/+$/, '');
}

/** `sqlite:` and a file; `:memory:` for a store that ends with the process. */
export function readDatabaseUrl(text: string): { readonly file: string } {
  if (/^postgres(?:ql)?:/.test(text)) {
    throw new TypeError('names Postgres, which this version does not speak yet: use a sqlite: URL.');
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1];
  if (file === undefined || file.startsWith('//'))
    throw new TypeError('must be sqlite: and a file, for instance sqlite:./keys.db.');
  return { file };
}

/** A secret that must parse; what it parses to is kept nowhere. */
export function secretBy(parse: (text: string) => unknown): (text: string) => Secret {
  return (text) => {
    parse(text);
    return new Secret(text);
  };
}

export function readBrand(text: string): string {
  try {
    return assertBrand(text);
  } catch (cause) {
    const form = 'has at most 20 lower-case letters and digits, in groups parted by "_", and begins with a letter.';
    throw new TypeError(form, { cause });
  }
}

export function readEnvironments(text: string): readonly KeyEnvironment[] {
  const names = listOf(text);
  const known = KEY_ENVIRONMENTS.filter((name) => names.includes(name));
  if (known.length > 0 && known.length === new Set(names).size) return known;
  throw new TypeError('must be live, test, or both with a comma between them.');
}

/** Exact origins: what a browser sends in `Origin`. There is no way to write "all". */
export function readOrigins(text: string): readonly string[] {
  const origins = listOf(text);
  const exact = origins.every((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin);
  if (exact) return origins;
  throw new TypeError('must be origins such as https://admin.example.com with commas between them, without paths.');
}

/** A number of hops, or addresses and blocks. */
export function readTrustedProxies(text: string): TrustedProxies {
  if (/^\d{1,2}$/.test(text)) {
    const count = Number(text);
    if (count > 10) throw new TypeError('must be at most 10 hops.');
    return count === 0 ? { kind: 'none' } : { kind: 'hops', count };
  }
  const blocks = listOf(text).map(parseBlock);
  if (blocks.some((block) => block === undefined)) {
    throw new TypeError(
      'must be a number of hops, or addresses and blocks such as 10.0.0.0/8 with commas between them.',
    );
  }
  return { kind: 'blocks', blocks: blocks.filter((block) => block !== undefined) };
}

/** `refusals/seconds/burst`. */
export function readPreauthLimit(text: string): Limits {
  const [requests, windowSeconds, burst] = (/^(\d{1,6})\/(\d{1,5})\/(\d{1,6})$/.exec(text) ?? []).slice(1).map(Number);
  if (requests && windowSeconds && burst) return { requests, windowSeconds, burst };
  throw new TypeError('must be REFUSALS/SECONDS/BURST, for instance 300/60/100: numbers from 1 on.');
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
