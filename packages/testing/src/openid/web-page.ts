/** A page as a browser got it. */
export interface WebPage {
  readonly url: string;
  /** 0: the address is none that this browser reaches, such as a redirect to an application. */
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly title: string;
  /** What a person reads, a line for each piece of text. */
  readonly text: string;
  readonly forms: readonly WebForm[];
  /** Where the page sends the browser by itself. */
  readonly leadsTo: string | undefined;
}

export interface WebForm {
  readonly action: string;
  readonly method: string;
  /** Values of the fields by name, the hidden ones too. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly { readonly text: string; readonly name: string | undefined; readonly value: string }[];
}

/** Reads the pages that our tests meet: well-formed HTML without scripts. */
export function readWebPage(page: Pick<WebPage, 'url' | 'status' | 'headers' | 'html'>): WebPage {
  const { html } = page;
  const refresh = /<meta\s[^>]*http-equiv="refresh"[^>]*>/i.exec(html)?.[0];
  const leadsTo = refresh === undefined ? undefined : /url=(.*)$/i.exec(attributesOf(refresh)['content'] ?? '')?.[1];
  return {
    ...page,
    title: textOf(/<title>([\s\S]*?)<\/title>/i.exec(html)?.[1] ?? ''),
    text: textOf(/<body[^>]*>([\s\S]*?)<\/body>/i.exec(html)?.[1] ?? html),
    forms: [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', inner = '']) =>
      readForm(tag, inner),
    ),
    leadsTo,
  };
}

function readForm(tag: string, inner: string): WebForm {
  const { action = '', method = 'get' } = attributesOf(tag);
  const inputs = [...inner.matchAll(/<input\b([^>]*)>/gi)].map(([, attributes = '']) => attributesOf(attributes));
  const buttons = [...inner.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)].map(
    ([, attributes = '', text = '']) => {
      const { name, value = '' } = attributesOf(attributes);
      return { text: textOf(text), name, value };
    },
  );
  const fields = Object.fromEntries(
    inputs.flatMap(({ name, value = '' }) => (name === undefined ? [] : [[name, value]])),
  );
  return { action, method: method.toLowerCase(), fields, buttons };
}

function attributesOf(tag: string): Record<string, string | undefined> {
  const pairs = [...tag.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), unescape(value)]));
}

/** A line for each block of text. */
function textOf(html: string): string {
  const withoutStyles = html.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '');
  const inline = withoutStyles.replace(/<\/?(?:strong|em|b|i|span|code)\b[^>]*>/gi, '');
  const lines = inline.split(/<[^>]+>/).map((piece) => unescape(piece).replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x2F;': '/',
};

function unescape(text: string): string {
  return text.replace(/&(?:#?\w+);/g, (entity) => ENTITIES[entity] ?? entity);
}
