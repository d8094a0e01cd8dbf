import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { pino } from 'pino';
import { expect } from 'vitest';
import { createPinoLogger } from '../../src/node/pino-logger.ts';
import { createRedactor } from '../../src/rules/redact.ts';
import { WicketgateError } from '../../src/words/errors.ts';
import { Secret } from '../../src/words/secret.ts';

/** No two pieces of it are alike. Its last four characters may be shown. */
export const VALUE = 'pLq7vXz0Rk3Wn8Ty5Hc2Jd6f';

export const secret = new Secret(VALUE);
const asText = secret as unknown as string;
const deep = () => ({ a: { b: { c: { d: { e: { f: { g: { h: [secret] } } } } } } } });
const failure = () => Object.assign(new Error(`of ${asText}`, { cause: secret }), { secret });

/** What an error shows of itself. */
export function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return `${inspect(error, { showHidden: true, depth: null })} ${(error as Error).message}`;
  }
  throw new Error('Nothing was thrown.');
}

function logged(write: (destination: { write(line: string): void }) => void): string {
  const lines: string[] = [];
  write({ write: (line) => void lines.push(line) });
  expect(lines.length).toBeGreaterThan(0);
  return lines.join('');
}

function received(message: unknown): unknown {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(message);
  const arrived = receiveMessageOnPort(port2)?.message as unknown;
  port1.close();
  return arrived;
}

const everything = { showHidden: true, depth: null, getters: true, showProxy: true } as const;
const raw = { ...everything, customInspect: false } as const;

/** Ways in which a value gets into a text, each with the text. */
export const WAYS: readonly (readonly [string, () => string])[] = [
  ['a template', () => `of ${asText}`],
  ['a raw template', () => String.raw`${asText}`],
  ['concatenation', () => 'of ' + asText],
  ['String.prototype.concat', () => 'of '.concat(asText)],
  ['String()', () => String(secret)],
  ['joining a list', () => [secret, [secret]].join()],
  ['toLocaleString', () => secret.toLocaleString()],
  ['a number', () => `${Number(secret)} ${+asText} ${Number.parseInt(asText, 10)}`],
  ['each kind of primitive', () => ['string', 'number', 'default'].map((hint) => primitiveOf(hint)).join()],
  ['a name of a member', () => JSON.stringify({ [asText]: 1 })],
  ['a symbol', () => Symbol(asText).toString()],
  ['JSON', () => JSON.stringify([secret, deep(), { toJSON: () => secret }])],
  [
    'JSON with a replacer',
    () => JSON.stringify(deep(), (_, value: unknown) => (value === secret ? Object.assign({}, secret) : value)),
  ],
  [
    'its own keys',
    () => inspect([Object.entries(secret), Reflect.ownKeys(secret), Object.getOwnPropertyDescriptors(secret)]),
  ],
  ['an assignment and a loop', () => JSON.stringify([Object.assign({}, secret), loopOver(secret)])],
  ['inspect', () => inspect([secret, deep()], everything)],
  ['inspect without its own word', () => inspect([secret, deep()], raw)],
  [
    'inspect through a proxy',
    () => inspect(new Proxy(secret, {}), raw) + messageOf(() => String(new Proxy(secret, {}))),
  ],
  ['inspect of what inherits from it', () => inspect(Object.create(secret), raw)],
  ['format', () => format('%s %d %i %f %j %o %O %c', ...Array.from({ length: 8 }, () => secret))],
  ['a URL', () => new URL(`https://host/?a=${asText}`).href + new URLSearchParams({ a: asText }).toString()],
  ['an escape', () => encodeURIComponent(asText)],
  ['a header', () => messageOf(() => new Headers({ a: asText }))],
  ['a form', () => [...form().values()].map(String).join()],
  ['bytes', () => Buffer.from(asText).toString() + new TextDecoder().decode(new TextEncoder().encode(asText))],
  ['a blob', () => inspect(new File([asText], asText), raw)],
  ['an error’s message', () => new Error(asText).message + inspect(new Error(asText))],
  ['an error’s cause', () => inspect(failure(), everything) + inspect(failure(), raw) + JSON.stringify(failure())],
  ['errors together', () => inspect(new AggregateError([secret, failure()], asText), raw)],
  ['an error of ours', () => inspect(new WicketgateError('offline', asText, { cause: secret }), everything)],
  ['an error event', () => messageOf(() => new EventEmitter().emit('error', secret))],
  ['a refused argument', () => messageOf(() => Buffer.alloc(asText as unknown as number))],
  [
    'a failed comparison',
    () =>
      messageOf(() => {
        assert.deepEqual({ secret, x: 1 }, { secret: `${asText}1`, x: 2 });
      }),
  ],
  [
    'a failed equality',
    () =>
      messageOf(() => {
        assert.equal(secret, 'another');
      }),
  ],
  [
    'a failed expectation',
    () =>
      messageOf(() => {
        expect({ secret, deep: deep() }).toEqual({ secret: 'another' });
      }),
  ],
  [
    'a copy',
    () => inspect([structuredClone(secret), structuredClone({ secret, map: new Map([[secret, deep()]]) })], raw),
  ],
  [
    'serialised bytes',
    () => serialize(deep()).toString('latin1') + inspect(deserialize(serialize([secret, deep()])), raw),
  ],
  ['a message', () => inspect([received(secret), received({ secret, deep: deep() })], raw)],
  [
    'our log',
    () =>
      logged((destination) => {
        const log = createPinoLogger({ level: 'debug', destination });
        log.info({ secret, deep: deep(), err: failure() }, asText);
        log.error({ err: secret }, `of ${asText}`);
      }),
  ],
  [
    'our log for people',
    () =>
      logged((destination) => {
        createPinoLogger({ level: 'debug', destination, pretty: true }).info({ secret, err: failure() }, asText);
      }),
  ],
  [
    'a plain log',
    () =>
      logged((destination) => {
        const log = pino({}, destination).child({ secret, deep: deep() });
        log.info(secret, asText);
        log.error({ err: failure(), secret }, '%s %j %o', secret, secret, secret);
        log.error(failure());
      }),
  ],
  ['the redactor', () => inspect(createRedactor()([secret, deep(), failure(), new Map([[secret, secret]])]), raw)],
];

function primitiveOf(hint: string): string {
  return String((secret[Symbol.toPrimitive] as (hint: string) => unknown).call(secret, hint));
}

function loopOver(value: object): string[] {
  const names: string[] = [];
  for (const name in value) names.push(name);
  return names;
}

function form(): FormData {
  const data = new FormData();
  data.set('a', asText);
  return data;
}
