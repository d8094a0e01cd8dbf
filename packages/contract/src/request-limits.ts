/** What a gateway takes at most. More is refused with the code that is named, whatever it holds. */
export const REQUEST_LIMITS = {
  /** Bytes of a body: `body_too_large`. */
  bodyBytes: 64 * 1024,
  /** Bytes of path and query: `uri_too_long`. */
  uriBytes: 8 * 1024,
  /** Bytes of all header lines together: `headers_too_large`. */
  headerBytes: 16 * 1024,
  /** Objects and arrays within each other in a body: `malformed_body`. */
  jsonDepth: 32,
} as const;
