const GATE_ID = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Answers the id, or throws a TypeError that says what an id looks like: commands, settings and files are named by it. */
export function assertGateId(id: string): string {
  if (GATE_ID.test(id)) return id;
  throw new TypeError('The id of a gate has 1 to 64 letters, digits, "_" and "-", and begins with a letter.');
}
