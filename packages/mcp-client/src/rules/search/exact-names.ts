import type { SearchableTool } from '../../words/tool.ts';
import { isContent } from './stop-words.ts';
import { tokenise } from './tokenise.ts';

/** How a request names a tool: by its name alone, which other servers may have too, or by its whole id. */
export type Naming = 'name' | 'id';

/** What stands around a name in a sentence. */
const NAME_EDGE = /[\s,;()"'`<>[\]{}!?]+/;
const TRAILING = /[.:]+$/;
/** Of a name that is no word of a sentence: `create_issue`, `files/read`, `createIssue`. */
const DISTINCTIVE = /[A-Za-z0-9][_/.:-][A-Za-z0-9]|[a-z][A-Z]/;
const BACKTICKED = /`([^`\n]{1,200})`/g;

/** Finds the tools that a request calls by their names. */
export class ExactNames {
  readonly #names = new Map<string, Map<string, Naming>>();

  add(tool: SearchableTool): void {
    for (const [key, naming] of keysOf(tool)) {
      const known = this.#names.get(key) ?? new Map<string, Naming>();
      this.#names.set(key, known.set(tool.id, naming));
    }
  }

  remove(tool: SearchableTool): void {
    for (const [key] of keysOf(tool)) {
      const known = this.#names.get(key);
      known?.delete(tool.id);
      if (known?.size === 0) this.#names.delete(key);
    }
  }

  /** Ids of the tools that are named, and how. */
  find(text: string): ReadonlyMap<string, Naming> {
    const found = new Map<string, Naming>();
    for (const candidate of candidates(text)) {
      for (const [id, naming] of this.#names.get(candidate) ?? []) {
        if (found.get(id) !== 'id') found.set(id, naming);
      }
    }
    return found;
  }
}

function keysOf(tool: SearchableTool): [string, Naming][] {
  const keys: [string, Naming][] = [
    [spokenName(tool.name), 'name'],
    [tool.name.toLowerCase(), 'name'],
    [tool.id.toLowerCase(), 'id'],
  ];
  if (tool.wireName !== undefined) keys.push([tool.wireName.toLowerCase(), 'id']);
  return keys.filter(([key]) => key !== '');
}

/** `create_issue` as people say it: `create issue`. */
function spokenName(name: string): string {
  return tokenise(name.slice(0, 200)).filter(isContent).join(' ');
}

/** What of a request may be a name: the whole, what is spelled like one, and what stands in backticks. */
function candidates(text: string): Set<string> {
  const words = text.split(NAME_EDGE).map((word) => word.replace(TRAILING, ''));
  const quoted = [...text.matchAll(BACKTICKED)].map(([, name = '']) => name);
  const whole = [text.trim().replace(TRAILING, ''), spokenName(text)];
  const names = [...words.filter((word) => DISTINCTIVE.test(word)), ...quoted, ...whole];
  return new Set(names.map((name) => name.toLowerCase()));
}
