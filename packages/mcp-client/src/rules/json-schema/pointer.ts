/** Characters of a place as it is told. */
const MAX_WRITTEN = 200;

/**
 * Where a part of a schema stands. It is written when it is told and not before: a few long names above many parts would fill the
 * memory.
 */
export class Pointer {
  readonly above: Pointer | string;
  readonly token: string | undefined;

  /** `above`: the place that the token leads on from, or one that is written already. */
  constructor(above: Pointer | string, token?: string) {
    this.above = above;
    this.token = token;
  }

  to(tokens: readonly string[]): Pointer {
    return tokens.reduce<Pointer>((above, token) => new Pointer(above, token), this);
  }

  /**
   * A JSON Pointer as a fragment of a URI (RFC 6901, section 6): names that a server chose can then do nothing to a terminal. Cut
   * after 200 characters.
   */
  write(): string {
    const whole = written(this);
    return whole.length > MAX_WRITTEN ? `${whole.slice(0, MAX_WRITTEN)}…` : whole;
  }
}

/** A place may be further down than the stack goes: behind references that lead to references. */
function written(pointer: Pointer): string {
  const tokens: string[] = [];
  let above: Pointer | string = pointer;
  while (typeof above !== 'string') {
    if (above.token !== undefined) tokens.push(encoded(above.token));
    above = above.above;
  }
  return [above, ...tokens.reverse()].join('/');
}

function encoded(token: string): string {
  // Half a character cannot be encoded.
  const escaped = token
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replace(/\p{Cs}/gu, '\ufffd');
  return encodeURIComponent(escaped).replaceAll('%24', '$');
}
