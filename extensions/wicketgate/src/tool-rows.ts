import type { Speech } from '@wicketgate/vscode-kit/page';
import { MESSAGES } from './messages.ts';
import type { ServerFlaw } from './server-setting.ts';
import type { ServerLook, ToolLook } from './tool-room.ts';

/** A row of the view, as VS Code draws it. All texts are plain: VS Code reads no markup in them. */
export interface ToolRow {
  /** Unique in the view. */
  readonly key: string;
  readonly kind: 'server' | 'tool' | 'held' | 'flaw';
  /** Id of the server or the tool. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Of tools alone. */
  readonly isOn: boolean | undefined;
  /** Of a tool that waits for approval, as the row shows it. */
  readonly hash: string | undefined;
  readonly children: readonly ToolRow[];
}

export interface RowWords {
  readonly t: Speech['t'];
  readonly isOff: (id: string) => boolean;
}

/** What the view shows: the servers with their tools, and the entries of the setting that cannot be used. */
export function toolRows(
  servers: readonly ServerLook[],
  flaws: readonly ServerFlaw[],
  words: RowWords,
): readonly ToolRow[] {
  return [...servers.map((server) => serverRow(server, words)), ...flaws.map((flaw) => flawRow(flaw, words))];
}

const SERVER_ICONS = { waiting: 'server', connecting: 'loading~spin', ready: 'server', failed: 'error' } as const;

function serverRow(server: ServerLook, words: RowWords): ToolRow {
  const { id, state, problem, tools } = server;
  const { t } = words;
  const description = standing(server, words);
  const isStrange = problem !== undefined && state === 'ready';
  return {
    ...{ key: `server:${id}`, kind: 'server', id, label: id, description, isOn: undefined, hash: undefined },
    tooltip: lines(id, problem),
    icon: isStrange ? 'warning' : SERVER_ICONS[state],
    spoken: [t(MESSAGES.serverLabel, id, description), ...(problem === undefined ? [] : [problem])].join('. '),
    children: tools.map((tool) => toolRow(tool, words)),
  };
}

function standing({ state, tools }: ServerLook, { t }: RowWords): string {
  switch (state) {
    case 'waiting':
    case 'connecting':
    case 'failed':
      return t(MESSAGES[state]);
    case 'ready':
      return tools.length === 1 ? t(MESSAGES.oneTool) : t(MESSAGES.tools, tools.length);
  }
}

function toolRow({ id, name, title, description, effect, held }: ToolLook, { t, isOff }: RowWords): ToolRow {
  const isOn = !isOff(id);
  const label = title ?? name;
  const says = t(EFFECTS[effect]);
  const switched = t(isOn ? MESSAGES.switchedOn : MESSAGES.switchedOff);
  const isHeld = held !== undefined;
  return {
    ...{ key: `tool:${id}`, kind: isHeld ? 'held' : 'tool', id, label, isOn, hash: held?.hash, children: [] },
    description: isHeld ? t(MESSAGES.heldTool) : title === undefined ? '' : name,
    tooltip: lines(id, description, says, isHeld ? `${t(MESSAGES.heldUntil)}\n${held.difference}` : undefined),
    icon: isHeld ? 'warning' : ICONS[effect],
    spoken: t(MESSAGES.toolLabel, label, [...(isHeld ? [t(MESSAGES.heldTool)] : []), says, switched].join(' ')),
  };
}

export const EFFECTS = {
  reads: MESSAGES.effectReads,
  changes: MESSAGES.effectChanges,
  destroys: MESSAGES.effectDestroys,
} as const;
const ICONS = { reads: 'eye', changes: 'tools', destroys: 'flame' } as const;

function flawRow({ id, reason }: ServerFlaw, { t }: RowWords): ToolRow {
  const says = t(reason);
  return {
    ...{
      key: `flaw:${id}`,
      kind: 'flaw',
      id,
      label: id,
      description: says,
      isOn: undefined,
      hash: undefined,
      children: [],
    },
    ...{ tooltip: lines(id, says), icon: 'error', spoken: t(MESSAGES.serverLabel, id, says) },
  };
}

function lines(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n\n');
}
