/**
 * Schemes that are somebody's already: what a browser runs, opens or sends by itself. A code that is sent there is given
 * away, or becomes a program.
 */
const TAKEN: ReadonlySet<string> = new Set([
  ...['http', 'https', 'ws', 'wss', 'ftp', 'ftps', 'file', 'filesystem', 'blob', 'data', 'about', 'javascript'],
  ...['vbscript', 'view-source', 'mailto', 'tel', 'sms', 'intent', 'chrome', 'edge', 'jar', 'resource', 'urn'],
]);

/** Whether a text is an address of a private-use scheme (RFC 8252 section 7.1), without user, password and fragment. */
export function isPrivateUseRedirect(text: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]{1,63}):\/[\x21\x22\x24-\x5b\x5d-\x7e]+$/.exec(text)?.[1];
  if (scheme === undefined || TAKEN.has(scheme)) return false;
  const url = URL.parse(text);
  return url !== null && url.username + url.password === '';
}
