/** HTML that is safe to show: made by `html` alone, so that no text from elsewhere can pass for it. */
export class Html {
  readonly #text: string;

  /** Not for callers: use `html`. */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. Nothing is shown of undefined; a list is joined without anything between. */
export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/**
 * A piece of HTML. Every value in it is escaped, but for those that `html` made: it is safe between tags and in quoted
 * attributes. It is not enough for an address (`href="javascript:…"`), a script or a style: put no foreign text there.
 */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(pieces.map((piece, index) => (index === 0 ? piece : textOf(values[index - 1]) + piece)).join(''));
}

function textOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map((item: HtmlValue) => textOf(item)).join('');
  // The types are not there at run time: what JSON brought is text as well.
  return escapeHtml(String(value));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
