export interface Parameter {
  readonly name: string;
  readonly description: string;
}

const DEEPEST = 4;

/** The parameters of a JSON schema, those of objects and of items in arrays too. */
export function parametersOf(schema: unknown, depth = 0): Parameter[] {
  const properties = member(schema, 'properties');
  if (depth >= DEEPEST || typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).flatMap(([name, inner]) => {
    const description = member(inner, 'description');
    const own = { name, description: typeof description === 'string' ? description : '' };
    return [own, ...parametersOf(inner, depth + 1), ...parametersOf(member(inner, 'items'), depth + 1)];
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
