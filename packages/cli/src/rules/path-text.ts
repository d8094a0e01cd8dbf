import { cleanText } from './clean-text.ts';

/**
 * A path that leads nowhere, fit to be printed. What has neither a separator nor an extension may be a secret that was typed
 * in the place of a file's name, and is not repeated.
 */
export function lostPathText(path: string): string {
  return /[/\\]|\.[A-Za-z][A-Za-z0-9]{0,11}$/.test(path) ? cleanText(path) : '[…]';
}
