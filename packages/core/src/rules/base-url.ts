/** Hosts that a request reaches without leaving the machine: 127.0.0.0/8, ::1 and localhost. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/**
 * The base URL of a gateway without its last slash. It may carry a path.
 *
 * Throws a TypeError for anything but https (http on loopback), and for user info, a query or a fragment: they would be
 * sent, logged or lost without anybody meaning it. The message never repeats the URL, which may hold a password.
 */
export function parseBaseUrl(input: string | URL): string {
  if (!URL.canParse(String(input))) throw new TypeError('The URL of the gateway is not a URL. Write https://host.');
  const url = new URL(input);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    throw new TypeError('The URL of the gateway must be https; http is for loopback alone, where no key can leak.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('The URL of the gateway must not hold a user name or password.');
  }
  // "https://host?" has an empty query that URL does not report but would keep.
  if (/[?#]/.test(url.href)) throw new TypeError('The URL of the gateway must not hold a query or a fragment.');
  return url.href.replace(/\/+$/, '');
}
