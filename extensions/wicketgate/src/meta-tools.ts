import type { JsonObject } from '@wicketgate/mcp-client';
import { toVsCodeResult } from '@wicketgate/mcp-client/loader';
import * as vscode from 'vscode';
import { callQuestion } from './call-question.ts';
import { META_TOOL_IDS, type MetaToolName } from './ids.ts';
import { MESSAGES } from './messages.ts';
import type { RoomKeeper } from './room-keeper.ts';

const PROGRESS: Readonly<Record<Exclude<MetaToolName, 'call_tool'>, string>> = {
  search_tools: MESSAGES.searching,
  describe_tools: MESSAGES.describing,
};

/** Gives models the three meta-tools. They are there until what is answered is disposed of, whatever a `when` says. */
export function registerMetaTools(keeper: Pick<RoomKeeper, 'room'>, onUse: () => void): vscode.Disposable {
  const names = Object.keys(META_TOOL_IDS) as MetaToolName[];
  return vscode.Disposable.from(
    ...names.map((name) => vscode.lm.registerTool(META_TOOL_IDS[name], metaTool({ name, keeper, onUse }))),
  );
}

interface MetaToolOptions {
  readonly name: MetaToolName;
  readonly keeper: Pick<RoomKeeper, 'room'>;
  readonly onUse: () => void;
}

function metaTool({ name, keeper, onUse }: MetaToolOptions): vscode.LanguageModelTool<JsonObject> {
  return {
    prepareInvocation: async ({ input }) => {
      if (name !== 'call_tool') return { invocationMessage: vscode.l10n.t(PROGRESS[name]) };
      const tool = await (await keeper.room())?.find(String(input['name']));
      return prepared(callQuestion(input, tool, vscode.l10n.t));
    },
    invoke: async ({ input }, token) => {
      const room = await keeper.room();
      if (room === undefined) throw new Error(vscode.l10n.t(MESSAGES.shutForTools));
      const { signal, release } = signalOf(token);
      try {
        const result = await room.call(name, input, signal);
        return new vscode.LanguageModelToolResult(
          toVsCodeResult(result, {
            text: (text) => new vscode.LanguageModelTextPart(text),
            image: (bytes, type) => vscode.LanguageModelDataPart.image(bytes, type),
          }),
        );
      } catch (error) {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        throw error;
      } finally {
        release();
        onUse();
      }
    },
  };
}

function prepared(question: ReturnType<typeof callQuestion>): vscode.PreparedToolInvocation {
  const message = new vscode.MarkdownString().appendText(question.message).appendCodeblock(question.arguments, 'json');
  return {
    invocationMessage: new vscode.MarkdownString().appendText(vscode.l10n.t(MESSAGES.calling, question.label)),
    confirmationMessages: { title: question.title, message },
  };
}

function signalOf(token: vscode.CancellationToken): { signal: AbortSignal; release: () => void } {
  const ending = new AbortController();
  if (token.isCancellationRequested) ending.abort();
  const subscription = token.onCancellationRequested(() => ending.abort());
  return { signal: ending.signal, release: () => void subscription.dispose() };
}
