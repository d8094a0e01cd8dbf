import { McpError } from '../../words/errors.ts';

/** Bytes of one message: of a JSON body, or of one event of a stream. */
export const MAX_MESSAGE_BYTES = 16 * 2 ** 20;

export interface BodyLimit {
  readonly maxBytes: number;
  /** The body was cut off; whoever reads it may hear of it too late, or not at all. */
  readonly onCut: (error: McpError) => void;
}

/**
 * The answer with a body that ends in a `bad_answer` once a message of it is longer than `maxBytes`: a hostile server could
 * fill the memory otherwise. An answer that says its length, and keeps to it, stays as it is. What comes back has the members
 * of a `Response` that the SDK reads: a real one around a stream would cost more than the rest of a call.
 */
export function limitBody(answer: Response, limit: BodyLimit): Response {
  const { body, headers } = answer;
  if (body === null) return answer;
  const isStream = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (!isStream && length <= limit.maxBytes && !headers.has('content-encoding')) return answer;
  const read = limited(body, isStream ? eventBytes() : allBytes(), limit);
  if (answer.ok) return new LimitedAnswer(answer, read) as unknown as Response;
  // What refuses a sign-in is cloned, and told from a text by its class.
  const { status, statusText } = answer;
  return new Response(streamOf(read), { status, statusText, headers });
}

interface Reading {
  next(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  giveUp(reason: unknown): Promise<void>;
}

class LimitedAnswer {
  readonly #answer: Response;
  readonly #read: Reading;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  constructor(answer: Response, read: Reading) {
    this.#answer = answer;
    this.#read = read;
  }

  get ok(): boolean {
    return this.#answer.ok;
  }

  get status(): number {
    return this.#answer.status;
  }

  get statusText(): string {
    return this.#answer.statusText;
  }

  get headers(): Headers {
    return this.#answer.headers;
  }

  get url(): string {
    return this.#answer.url;
  }

  get type(): ResponseType {
    return this.#answer.type;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return (this.#body ??= streamOf(this.#read));
  }

  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for (let chunk = await this.#read.next(); chunk !== undefined; chunk = await this.#read.next()) {
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

function streamOf(read: Reading): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const chunk = await read.next();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: (reason) => read.giveUp(reason),
  });
}

/** Answers the bytes of the unfinished message once a chunk is added. */
type Count = (chunk: Uint8Array) => number;

function limited(body: ReadableStream<Uint8Array<ArrayBuffer>>, count: Count, { maxBytes, onCut }: BodyLimit): Reading {
  const reader = body.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      if (done) return undefined;
      if (count(value) <= maxBytes) return value;
      const error = new McpError('bad_answer', `The server sent a message of more than ${maxBytes} bytes.`);
      onCut(error);
      await reader.cancel(error);
      throw error;
    },
    giveUp: (reason) => reader.cancel(reason),
  };
}

function allBytes(): Count {
  let bytes = 0;
  return (chunk) => (bytes += chunk.length);
}

/** An event ends with an empty line (WHATWG HTML, section 9.2.6). What a chunk adds to one that it ends is not counted. */
function eventBytes(): Count {
  let open = 0;
  let before = NOTHING;
  return (chunk) => {
    const end = lastEventEnd(before, chunk);
    open = end < 0 ? open + chunk.length : chunk.length - end;
    before = joined(before, chunk.subarray(-LONGEST_END)).slice(-LONGEST_END);
    return open;
  };
}

const LF = 10;
const CR = 13;
const NOTHING = new Uint8Array();
/** Bytes that a line end and an empty line take before their last one. */
const LONGEST_END = 3;

/** Where the last event that the chunk ends is over in it; `before` are the bytes that came before the chunk. */
function lastEventEnd(before: Uint8Array, chunk: Uint8Array): number {
  for (let at = chunk.length - 1; at >= LONGEST_END; at--) if (endsEvent(chunk, at)) return at + 1;
  const start = joined(before, chunk.subarray(0, LONGEST_END));
  for (let at = start.length - 1; at >= before.length; at--) if (endsEvent(start, at)) return at - before.length + 1;
  return -1;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}

function endsEvent(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === CR) return bytes[at - 1] === CR;
  return byte === LF && (bytes[at - 1] === LF || (bytes[at - 1] === CR && bytes[at - 2] === LF));
}
