import type { DocumentParse } from '../../rules/document.ts';
import type { SecretsDocument, Wrap } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import { type DataKey, openSecret } from './data-key.ts';

const HINT = 'Nothing was changed. See what its backup holds, and put it in place: wicketgate secrets recover';
/** One damaged digit makes a later version of any file. */
const LATER_HINT = [
  'It was written by a later version of Wicketgate: update this one. Nothing was changed.',
  'If no later version was ever used here, it is damaged: move it away, then: wicketgate secrets recover',
].join('\n');
/** A message that names a thousand parts says less than one that names some. */
const MOST_NAMED = 5;

/** A text that is no document. */
export function unreadable(file: string, parse: Extract<DocumentParse, { ok: false }>): SecretsError {
  const { code, part, problem } = parse;
  const hint = code === 'corrupt_file' ? HINT : LATER_HINT;
  return new SecretsError(code, `${file} cannot be read: ${part} ${problem}.`, { part, hint });
}

/** A document for something else than was asked for. */
export function misplaced(file: string, found: string, expected: string): SecretsError {
  return new SecretsError('corrupt_file', `${file} is a file of secrets for "${found}", not for "${expected}".`, {
    part: 'header',
    hint: 'It was put in the place of another file. Put the right one back, or: wicketgate secrets recover',
  });
}

/** A document whose MAC does not fit: which of its parts are not as they were written. */
export function unauthentic(file: string, document: SecretsDocument, key: DataKey): SecretsError {
  const parts = document.secrets
    .filter((sealed) => openSecret(sealed, { ...document, key }) === undefined)
    .map(({ name }) => `secret ${name}`);
  // Where each value opens, what is left of all that the MAC covers is the list itself, its count, the MAC, and the wraps.
  if (parts.length === 0)
    return damaged(file, ['index'], 'index (or a wrap): the MAC does not fit what stands in the file');
  const rest = parts.length - MOST_NAMED;
  return damaged(file, parts, parts.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : ''));
}

/** A document that one wrap opens, and another one does not with the key that belongs to it. */
export function brokenWrap(file: string, document: SecretsDocument, wrap: Wrap): SecretsError {
  const part = `wrap ${document.wraps.indexOf(wrap) + 1}`;
  return damaged(file, [part], `${part} (${wrap.kind})`);
}

function damaged(file: string, parts: readonly string[], named: string): SecretsError {
  const details = { part: parts[0], hint: HINT };
  return new SecretsError(
    'corrupt_file',
    `${file} is damaged or was changed by somebody without its key: ${named}.`,
    details,
  );
}
