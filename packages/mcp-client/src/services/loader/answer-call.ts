import { refuseModel } from '../../rules/exposure/model-result.ts';
import type { ModelCallOptions, ModelToolCall, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';

/** Answers a call as a model asked for it: arguments that cannot be used are sent back, and nothing is called. */
export async function answerToolCall(
  caller: ModelToolCaller,
  call: ModelToolCall,
  options: ModelCallOptions = {},
): Promise<ModelToolResult> {
  return call.flaw === undefined ? caller.call(call.name, call.arguments, options) : refuseModel(call.flaw);
}
