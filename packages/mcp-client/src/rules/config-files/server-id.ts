const LONGEST_ID = 64;

/** A name of a file as an id: what an id cannot hold becomes `-`. Undefined for a name of which nothing would be left. */
export function serverIdOf(name: string): string | undefined {
  const id = name
    .normalize('NFC')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST_ID);
  return id === '' ? undefined : id;
}
