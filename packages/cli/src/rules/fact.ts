export type FactValue = string | number | boolean | null;

/** `team=core` as a text, `seats:=5` as plain JSON (number, true, false, null); undefined for anything else. */
export function parseFact(text: string): readonly [name: string, value: FactValue] | undefined {
  const [, name, sign, rest] = /^([A-Za-z0-9_.-]{1,64})(:?=)(.*)$/su.exec(text) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  if (sign === '=') return [name, rest];
  const value = plainJson(rest);
  return value === undefined ? undefined : [name, value];
}

function plainJson(text: string): FactValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return value;
    }
    return undefined;
  } catch {
    return undefined;
  }
}
