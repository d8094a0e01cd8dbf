/** Members whose own members are the caller's words and keep their spelling. */
const OPAQUE = ['metadata', 'checks'] as const;
type Opaque = (typeof OPAQUE)[number];

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** A wire type with snake_case members as the camelCase type of TypeScript callers. */
export type FromWire<T> = T extends readonly (infer Item)[]
  ? FromWire<Item>[]
  : T extends object
    ? {
        [Name in keyof T as Name extends string ? Camel<Name> : never]: Name extends Opaque
          ? T[Name]
          : FromWire<T[Name]>;
      }
    : T;

const toCamel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Renames the members of a parsed answer to camelCase, through arrays and objects. */
export function fromWire<T>(value: T): FromWire<T> {
  return renameMembers(value, toCamel) as FromWire<T>;
}

/** Renames the members of a request to snake_case: the inverse of `fromWire`. */
export function toWire(value: unknown): unknown {
  return renameMembers(value, toSnake);
}

function renameMembers(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameMembers(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      rename(name),
      (OPAQUE as readonly string[]).includes(name) ? member : renameMembers(member, rename),
    ]),
  );
}
