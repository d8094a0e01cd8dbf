import type { Secret } from '@wicketgate/core';

/** Longer values are not matched: what a pattern costs grows with the third power of their length. */
const LONGEST_VALUE = 1_024;
const LONGEST_PATTERN = 200;
/** How many parts of a pattern may vary in length. */
const MOST_VARIABLE = 3;

/** An escape, a class, or anything else that a pattern is made of, with the quantifier behind it. */
const PIECES = /(\\.|\[(?:\\.|[^\]\\])*\]|[^])((?:[*+?]|\{\d+(?:,\d*)?\})\??)?/gsu;

/**
 * What is wrong with a pattern, or undefined. It must compile, and must not be able to hang: a project's file comes from
 * elsewhere. So: no look-around and no references, no quantifier behind a group, and at most three that vary.
 */
export function findPatternFlaw(pattern: string): string | undefined {
  if (pattern.length === 0 || pattern.length > LONGEST_PATTERN) return `must have 1 to ${LONGEST_PATTERN} characters`;
  if (compile(pattern) === undefined) return 'must be a regular expression';
  if (/\(\?[=!<]/.test(pattern) || /\\[1-9k]/.test(pattern)) return 'must not look around or refer to groups';
  const pieces = [...pattern.replaceAll('(?:', '(').matchAll(PIECES)];
  if (pieces.some(([, piece, quantifier]) => piece === ')' && quantifier !== undefined)) {
    return 'must not repeat a group';
  }
  const variable = pieces.filter(([, , quantifier]) => quantifier !== undefined && !/^\{\d+\}/.test(quantifier));
  return variable.length > MOST_VARIABLE
    ? `must not have more than ${MOST_VARIABLE} parts of varying length`
    : undefined;
}

/** Whether the whole value has the form of the pattern; undefined where there is none, or for more than 1,024 characters. */
export function fitsPattern(pattern: string | undefined, secret: Secret): boolean | undefined {
  const value = secret.reveal();
  if (pattern === undefined || value.length > LONGEST_VALUE) return undefined;
  return compile(pattern)?.test(value);
}

function compile(pattern: string): RegExp | undefined {
  try {
    // Compiled by itself first: a pattern such as `a)|(b` must not become one by what stands around it.
    new RegExp(pattern, 'u');
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}
