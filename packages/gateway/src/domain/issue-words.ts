import type * as z from 'zod/mini';

/** What a member must be, in words that follow its name. The value that was given is never repeated. */
export function wordsOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${named(issue.expected)}`;
    case 'too_small':
      return `must ${amount(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${amount(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'of another form'}`;
    case 'invalid_union':
      return 'must be a text, a number, true, false or null';
    case 'invalid_key':
      return 'must have members named by 1 to 64 letters, digits and any of _.-';
    default:
      return 'has a value it must not have';
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  datetime: 'an instant in UTC such as 2026-12-31T23:59:59Z',
};

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function named(expected: string): string {
  return NAMES[expected] ?? expected;
}

function amount(origin: string, bound: string, value: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${value} characters`;
  if (origin === 'array') return `have ${bound} ${value} items`;
  return `be ${bound} ${value}`;
}
