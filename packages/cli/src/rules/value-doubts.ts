import type { Secret } from '@wicketgate/core';

/** What a pipe or a copy brings along, and nobody sees: zero-width characters, the soft hyphen, marks of direction. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

/** A line of a dotenv file instead of its value. Padding of base64 is none. */
const ASSIGNMENT = /^(?:export\s+)?[A-Z_][A-Z0-9_]*=(?!=*$)/;

/** What is odd about a value that is kept as it was given, in sentences that hold nothing of it. */
export function valueDoubts(name: string, secret: Secret): readonly string[] {
  const value = secret.reveal();
  return [
    ...(value.trim() === value ? [] : [`The value for ${name} begins or ends with blanks, which are kept.`]),
    ...(UNSEEN.test(value) ? [`The value for ${name} has characters that cannot be seen, which are kept.`] : []),
    ...(isAssignment(name, value) ? [`The value for ${name} has the form NAME=value, and is kept as it stands.`] : []),
  ];
}

function isAssignment(name: string, value: string): boolean {
  return ASSIGNMENT.test(value) || value.startsWith(`${name}=`);
}
