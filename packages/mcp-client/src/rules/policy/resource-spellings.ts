/** How else a URI could be written, or be understood by whoever opens it. */
export interface ResourceSpellings {
  /** The same without its escapes, its query, its fragment, in other letters: a rule that denies one of them denies it. */
  readonly aliases: readonly string[];
  /** Where its dot segments lead (RFC 3986, section 5.2.4); none without such. A rule must allow these, too. */
  readonly targets: readonly string[];
}

/**
 * Servers read a URI as they like: by its letters, by RFC 3986, or as a path of a file system. `file:///public/..%2Fsecret` is within
 * `file:///public/` for whoever looks at letters alone.
 */
export function resourceSpellings(uri: string): ResourceSpellings {
  if (isUsual(uri)) return { aliases: [], targets: [] };
  const whole = [uri, decoded(uri)];
  const texts = whole.flatMap((text) => [text, text.replace(/#.*/s, ''), text.replace(/[?#].*/s, '')]);
  const plain = texts.map(normalHead);
  const resolved = plain.filter(hasDots).flatMap((text) => [resolvedPath(text), resolvedPath(singleSlashes(text))]);
  const aliases = [...texts, ...plain, ...plain.map(singleSlashes), ...resolved];
  return { aliases: [...new Set(aliases.flatMap((text) => [text, encoded(text)]))], targets: [...new Set(resolved)] };
}

/** Nearly every one: there is nothing in it that could be read in two ways. */
function isUsual(uri: string): boolean {
  const [head = ''] = HEAD.exec(uri) ?? [];
  const rest = uri.slice(head.length);
  if (head.startsWith('file:') ? head !== 'file://' : !/^[a-z0-9+./:-]+$/.test(head)) return false;
  return /^[A-Za-z0-9/._~!$&'()*+,;=:@-]*$/.test(rest) && !/\/\/|(?:^|\/)\./.test(rest);
}

const HEAD = /^(?:[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)?/;

/** Escapes that are none stay as they are. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    }
  });
}

function encoded(text: string): string {
  // Half a character has no escape.
  return encodeURI(text.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('%25', '%');
}

/** Scheme and host in small letters, slashes that are slashes, and nothing that a parser of URLs passes over (URL, section 4.4). */
function normalHead(text: string): string {
  const seen = trimmed(text.replace(/[\t\n\r]/g, '')).replaceAll('\\', '/');
  return seen
    .replace(/^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i, (head) => head.toLowerCase())
    .replace(/^file:(?:\/\/(?:localhost)?)?(?=\/)/, 'file://');
}

/** Without control characters and spaces at its ends. A pattern for the last of them would try each run of them from each place. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charAt(start) <= ' ') start++;
  while (end > start && text.charAt(end - 1) <= ' ') end--;
  return text.slice(start, end);
}

function hasDots(text: string): boolean {
  return /(?:^|[/:])\.{1,2}(?:[/?#]|$)/.test(text);
}

/** File systems take many slashes for one. */
function singleSlashes(text: string): string {
  const [head = ''] = HEAD.exec(text) ?? [];
  return head + text.slice(head.length).replace(/\/{2,}/g, '/');
}

function resolvedPath(text: string): string {
  const [head = ''] = HEAD.exec(text) ?? [];
  const segments = text.slice(head.length).split('/');
  const kept: string[] = [];
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    const name = segment.replace(/[?#].*/s, '');
    if (name !== '.' && name !== '..') kept.push(segment);
    else {
      // The slash at the head of a path stays.
      if (name === '..' && kept.length > (segments[0] === '' ? 1 : 0)) kept.pop();
      if (isLast) kept.push('');
    }
  }
  return head + kept.join('/');
}
