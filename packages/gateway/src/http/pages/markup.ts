/** HTML that is safe to send as it is. */
export class Markup {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  /** The HTML itself. */
  toHtml(): string {
    return this.#html;
  }
}

type Part = string | number | Markup | readonly Markup[] | false | null | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Builds HTML. Whatever is put in is escaped, in elements and in quoted attributes alike, unless it is HTML of ours. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, at) => text + render(parts[at])).join(''));
}

function render(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Markup) return part.toHtml();
  if (typeof part === 'object') return part.map((item) => item.toHtml()).join('');
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
