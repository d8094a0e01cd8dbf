import type * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';

export interface Cases {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

/** Holds a schema against values that it must take and values that it must refuse. */
export function cases(name: string, schema: z.ZodMiniType, { good, bad }: Cases): void {
  describe(name, () => {
    it.each(good.map((value) => [shown(value), value]))('takes %s', (_, value) => {
      expect(schema.safeParse(value).success).toBe(true);
    });
    it.each(bad.map((value) => [shown(value), value]))('refuses %s', (_, value) => {
      expect(schema.safeParse(value).success).toBe(false);
    });
  });
}

const shown = (value: unknown) => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}… (${text.length} characters)` : text;
};
