import type { Identity } from '@wicketgate/core';

/** Control characters, line separators, half pairs, and the marks that turn text around (CVE-2021-42574). */
const DANGEROUS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/** What VS Code makes icons of in labels (`$(zap)`) and links of in messages (`[here](command:…)`). */
const MARKUP = /([$\]])\(/g;
const LONGEST = 60;

/** Text from elsewhere, safe for one line of a label, a message or a document: 60 characters at most. */
export function plainLine(text: string): string {
  const line = text.replace(DANGEROUS, ' ').replace(MARKUP, '$1 (').trim();
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

/** What a person is called: by name, else by email, else by id. */
export function personOf({ principal }: Identity): string {
  const { name, email, id } = principal;
  return [name, email, id].map((text) => plainLine(text ?? '')).find((text) => text !== '') ?? '?';
}
