import type { Pinning } from '../../words/pinning.ts';
import type { ToolChange } from '../../words/tool-client.ts';
import type { ToolDefinition } from '../../words/tool.ts';
import type { HashedTool } from '../catalog/tool-entries.ts';
import { toolDifference } from './difference.ts';
import { byName, MAX_PINS, NO_PINS, type Pins } from './pins.ts';
import { searchRenames } from './rename-search.ts';

export interface Comparison {
  /** How the listing differs from what was approved: by name, what is gone last. */
  readonly changes: readonly ToolChange[];
  /** Names of the tools that must not be called. */
  readonly held: ReadonlySet<string>;
  /** To be remembered from now on. */
  readonly pins: Pins;
}

export interface PinQuestion {
  readonly server: string;
  readonly mode: Exclude<Pinning, 'off'>;
  /** Undefined for a server that was never met. */
  readonly pins: Pins | undefined;
  readonly listed: readonly HashedTool[];
}

/**
 * Compares a listing with what was approved, never with the listing before it: several small changes are one large one. What is
 * held stays held, under whatever name, until it is approved.
 */
export function compareTools(question: PinQuestion): Comparison {
  const { mode, listed, server } = question;
  if (question.pins === undefined && mode !== 'hold-new-and-changed') {
    return { changes: [], held: new Set(), pins: { approved: byName(listed), waiting: new Map() } };
  }
  const pins = question.pins ?? NO_PINS;
  const now = byName(listed);
  const judged = judgeTools({ ...question, pins }, now);
  const held = judged.filter((judgement) => judgement.held).map(({ tool }) => tool.definition.name);
  const moved = new Set(judged.map(({ origin }) => origin?.name));
  const gone = [...pins.approved].filter(([name]) => !now.has(name) && !moved.has(name)).map(([, tool]) => tool);
  const changes = [
    ...judged.flatMap((judgement) => changeOf(server, judgement)),
    ...gone.map((tool) => removalOf(server, tool)),
  ];
  return { changes, held: new Set(held), pins: nextPins(mode, pins, judged) };
}

interface Judgement {
  readonly tool: HashedTool;
  readonly kind: 'same' | 'changed' | 'added' | 'renamed';
  /** What it was approved as, or came from. */
  readonly origin: ToolDefinition | undefined;
  readonly held: boolean;
}

type KnownQuestion = PinQuestion & { readonly pins: Pins };

function judgeTools(question: KnownQuestion, now: ReadonlyMap<string, HashedTool>): readonly Judgement[] {
  const { mode, listed, pins } = question;
  const holds = mode !== 'report';
  const findOrigin = originSearch(question, now);
  let room = MAX_PINS - pins.approved.size;
  return listed.map((tool): Judgement => {
    const { name } = tool.definition;
    const approved = pins.approved.get(name);
    if (approved?.hash === tool.hash) return { tool, kind: 'same', origin: undefined, held: false };
    if (approved !== undefined) return { tool, kind: 'changed', origin: approved.definition, held: holds };
    const origin = findOrigin(tool.definition);
    if (typeof origin === 'object') return { tool, kind: 'renamed', origin, held: holds };
    const isTrusted = mode === 'hold-changed' && origin === undefined && !pins.waiting.has(name) && room-- > 0;
    return { tool, kind: 'added', origin: undefined, held: holds && !isTrusted };
  });
}

/**
 * What a new tool may be under another name: one that is gone or changed, and then one that waits, or did when it went. Where new
 * tools are held in any case, those that wait are only each other's like.
 */
function originSearch({ mode, listed, pins }: KnownQuestion, now: ReadonlyMap<string, HashedTool>) {
  const newcomers = listed.filter(({ definition }) => !pins.approved.has(definition.name)).length;
  const lost = [...pins.approved.values()].filter(({ definition, hash }) => now.get(definition.name)?.hash !== hash);
  const changed = lost.flatMap(({ definition }) => now.get(definition.name) ?? []);
  const waiting = mode === 'hold-changed' ? [...pins.waiting.values()] : [];
  const among = (tools: readonly HashedTool[]) =>
    searchRenames(
      tools.map(({ definition }) => definition),
      newcomers,
    );
  const findLost = among(lost);
  const findHeld = among([...changed, ...waiting]);
  return (tool: ToolDefinition) => findLost(tool) ?? (pins.waiting.has(tool.name) ? undefined : findHeld(tool));
}

/** Trusted newcomers are approved from their first day on: otherwise a later change of theirs would pass as new again. */
function nextPins(mode: PinQuestion['mode'], pins: Pins, judged: readonly Judgement[]): Pins {
  const approved = new Map(pins.approved);
  const waiting = new Map(pins.waiting);
  for (const { tool, kind, held } of judged) {
    const { name } = tool.definition;
    if (held) waiting.set(name, tool);
    else if (mode !== 'report' || kind === 'same') waiting.delete(name);
    if (!held && kind === 'added' && mode === 'hold-changed') approved.set(name, tool);
  }
  return { approved, waiting: atMost(waiting, judged) };
}

/** What is listed stays; of the rest the longest forgotten goes first. */
function atMost(waiting: Map<string, HashedTool>, judged: readonly Judgement[]): Map<string, HashedTool> {
  if (waiting.size <= MAX_PINS) return waiting;
  const listed = new Set(judged.map(({ tool }) => tool.definition.name));
  const forgotten = [...waiting.keys()].filter((name) => !listed.has(name)).slice(0, waiting.size - MAX_PINS);
  for (const name of forgotten) waiting.delete(name);
  return waiting;
}

function changeOf(server: string, { tool, kind, origin, held }: Judgement): readonly ToolChange[] {
  if (kind === 'same') return [];
  const { definition, hash } = tool;
  const from = kind === 'renamed' ? `${server}/${origin?.name ?? ''}` : undefined;
  const difference = toolDifference(origin, definition);
  return [{ tool: `${server}/${definition.name}`, kind, from, difference, hash, held }];
}

function removalOf(server: string, { definition }: HashedTool): ToolChange {
  const difference = toolDifference(definition, undefined);
  const tool = `${server}/${definition.name}`;
  return { tool, kind: 'removed', from: undefined, difference, hash: undefined, held: false };
}
