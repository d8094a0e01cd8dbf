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
 * fill the memory otherwise. An answer that says its length, and keeps to it, stays as it is.
 */
export function limitBody(answer: Response, { maxBytes, onCut }: BodyLimit): Response {
  if (answer.body === null) return answer;
  const isStream = /^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '');
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  const isEncoded = answer.headers.has('content-encoding');
  if (!isStream && !isEncoded && length <= maxBytes) return answer;
  const count = isStream ? eventBytes() : allBytes();
  const cut = (): McpError => {
    const error = new McpError('bad_answer', `The server sent a message of more than ${maxBytes} bytes.`);
    onCut(error);
    return error;
  };
  const body = answer.body.pipeThrough(limiter((chunk) => (count(chunk) > maxBytes ? cut() : undefined)));
  const { status, statusText, headers } = answer;
  return new Response(body, { status, statusText, headers });
}

/** Answers the bytes of the unfinished message once a chunk is added. */
type Count = (chunk: Uint8Array) => number;

function limiter(flawOf: (chunk: Uint8Array) => McpError | undefined): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      const flaw = flawOf(chunk);
      if (flaw) controller.error(flaw);
      else controller.enqueue(chunk);
    },
  });
}

function allBytes(): Count {
  let bytes = 0;
  return (chunk) => (bytes += chunk.length);
}

/** An event ends with an empty line (WHATWG HTML, section 9.2.6). What a chunk adds to one that it ends is not counted. */
function eventBytes(): Count {
  let open = 0;
  return (chunk) => {
    const end = lastEventEnd(chunk);
    open = end < 0 ? open + chunk.length : chunk.length - end;
    return open;
  };
}

const LF = 10;
const CR = 13;

function lastEventEnd(chunk: Uint8Array): number {
  for (let at = chunk.length - 1; at > 0; at--) if (endsEvent(chunk, at)) return at + 1;
  return -1;
}

function endsEvent(chunk: Uint8Array, at: number): boolean {
  const byte = chunk[at];
  if (byte === CR) return chunk[at - 1] === CR;
  return byte === LF && (chunk[at - 1] === LF || (chunk[at - 1] === CR && chunk[at - 2] === LF));
}
