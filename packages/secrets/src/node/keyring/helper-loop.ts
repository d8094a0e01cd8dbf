import type { Readable, Writable } from 'node:stream';
import { eachLine } from './lines.ts';
import { type FailedStep, type HelperAnswer, type HelperRequest, parseRequest } from './messages.ts';

/** One entry of a keyring, as `@napi-rs/keyring` gives it. */
export interface KeyringEntry {
  getSecret(): Promise<readonly number[] | Uint8Array | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

/** The part of `@napi-rs/keyring` that is used. */
export interface KeyringModule {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options: { readonly linux: { readonly store: 'secret-service' } },
  ) => KeyringEntry;
}

export interface HelperSurroundings {
  readonly input: Readable;
  readonly output: Writable;
  readonly load: () => Promise<KeyringModule>;
  /** A name that nobody else makes up. */
  readonly uniqueName: () => string;
  /** Ends this process at once, whatever it is doing. */
  readonly end: () => void;
}

/** Serves the requests on `input` until it ends or the other side is gone. */
export function serveKeyring(surroundings: HelperSurroundings): void {
  const { input, output, end } = surroundings;
  const onLine = (line: string) => {
    const request = parseRequest(line);
    if (request === undefined) {
      end();
      return;
    }
    void answer(request, surroundings).then((found) => output.write(`${JSON.stringify(found)}\n`));
  };
  eachLine(input, { onLine, onTooLong: end });
  input.once('close', end).once('error', end);
  output.once('error', end);
}

/** A failure and where it happened. */
class StepError extends Error {
  readonly step: FailedStep;

  constructor(step: FailedStep, text: string) {
    super(text);
    this.step = step;
  }
}

async function answer(request: HelperRequest, surroundings: HelperSurroundings): Promise<HelperAnswer> {
  try {
    const value = await perform(request, surroundings);
    return { id: request.id, ok: true, value };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const step = error instanceof StepError ? error.step : 'use';
    return { id: request.id, ok: false, step, text: text.slice(0, LONGEST_TEXT) };
  }
}

/** Characters of an error that are passed on. */
const LONGEST_TEXT = 2_000;

async function perform(request: HelperRequest, { load, uniqueName }: HelperSurroundings) {
  const account = request.do === 'probe' ? `probe:${uniqueName()}` : request.account;
  const keyring = await at('load', load);
  // The store is named: without a Secret Service the module would fall back to the kernel's keyring, which a reboot empties.
  const options = { linux: { store: 'secret-service' } } as const;
  const entry = await at('open', () => new keyring.AsyncEntry(request.service, account, options));
  switch (request.do) {
    case 'get':
      return textOf(await entry.getSecret());
    case 'set':
      await entry.setSecret(Buffer.from(request.value));
      return null;
    case 'delete':
      return entry.deleteCredential();
    case 'probe':
      return probe(entry);
  }
}

async function at<T>(step: FailedStep, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StepError(step, error instanceof Error ? error.message : String(error));
  }
}

/** No secret: the entry stands for an instant. */
const PROBE = 'wicketgate';

async function probe(entry: KeyringEntry): Promise<null> {
  await entry.setSecret(Buffer.from(PROBE));
  const found = await entry.getSecret();
  if (!(await entry.deleteCredential())) throw new StepError('compare', 'what was stored could not be deleted.');
  if (found === null) throw new StepError('compare', 'what was stored was not there.');
  if (textOf(found) !== PROBE) throw new StepError('compare', 'what was stored came back as something else.');
  return null;
}

function textOf(bytes: readonly number[] | Uint8Array | null): string | null {
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new StepError('compare', 'the entry holds no UTF-8 text.');
  }
}
