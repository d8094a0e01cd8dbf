/** Why the gateway cannot start: a sentence for its operator that says what to do. Nothing secret is in it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
