import { malformedBodies } from './bodies.ts';
import { malformedCredentials } from './credentials.ts';
import { malformedFields } from './fields.ts';
import type { MalformedRequest } from './malformed-request.ts';
import { malformedPaths } from './paths.ts';
import { malformedHttp } from './raw.ts';

/**
 * Bad input by the dozen, each with the documented problem that it gets. Every row stands alone: it needs a gateway
 * with the default brand, the environment `live` and an admin key, and changes nothing there.
 */
export const malformedRequests: readonly MalformedRequest[] = [
  ...malformedCredentials,
  ...malformedPaths,
  ...malformedBodies,
  ...malformedFields,
  ...malformedHttp,
];
