import type { HashedTool } from '../catalog/tool-entries.ts';

/** What is known of a server's tools, by name. */
export interface Pins {
  readonly approved: ReadonlyMap<string, HashedTool>;
  readonly waiting: ReadonlyMap<string, HashedTool>;
}

export const NO_PINS: Pins = { approved: new Map(), waiting: new Map() };

/** A server that invents names without end does not fill the memory: new tools beyond them are trusted no more. */
export const MAX_PINS = 20_000;

export function byName(tools: readonly HashedTool[]): Map<string, HashedTool> {
  return new Map(tools.map((tool) => [tool.definition.name, tool]));
}

/**
 * The pins after a person has approved tools as they are listed now. A name that is listed no longer is approved to be gone;
 * with a renamed tool goes its earlier name.
 */
export function approveTools(pins: Pins, names: readonly string[], now: ApprovalFacts): Pins {
  const approved = new Map(pins.approved);
  const waiting = new Map(pins.waiting);
  for (const name of names) {
    const tool = now.listed.get(name);
    if (tool === undefined) approved.delete(name);
    else approved.set(name, tool);
    waiting.delete(name);
    const origin = now.origins.get(name);
    if (origin === undefined || now.listed.has(origin)) continue;
    approved.delete(origin);
    waiting.delete(origin);
  }
  return { approved, waiting };
}

export interface ApprovalFacts {
  readonly listed: ReadonlyMap<string, HashedTool>;
  /** The earlier names of renamed tools. */
  readonly origins: ReadonlyMap<string, string>;
}
