// Everything named here is public and pinned by test/pins.test.ts. Nothing here may need the SDK.
export { cleanLine, cleanText } from './rules/exposure/clean-text.ts';
export { formatTools, type FormatOptions } from './rules/exposure/format-tools.ts';
export { LIST_SERVERS, META_TOOLS } from './rules/exposure/meta-tools.ts';
export { countStableBytes } from './rules/exposure/stable-bytes.ts';
export { createToolIndex, type ToolIndexOptions } from './rules/search/tool-index.ts';
export { type AiSdkTool, type AiSdkToolOptions, toAiSdkTools } from './rules/shapes/ai-sdk.ts';
export {
  type AnthropicTool,
  type AnthropicToolOptions,
  type AnthropicToolResult,
  parseAnthropicToolUse,
  toAnthropicToolResult,
  toAnthropicTools,
} from './rules/shapes/anthropic.ts';
export {
  type OpenAiChatResult,
  type OpenAiChatTool,
  type OpenAiResponseResult,
  type OpenAiResponseTool,
  type OpenAiResponseToolOptions,
  type OpenAiToolOptions,
  parseOpenAiChatCall,
  parseOpenAiResponseCall,
  toOpenAiChatResult,
  toOpenAiChatTools,
  toOpenAiResponseResult,
  toOpenAiResponseTools,
} from './rules/shapes/openai.ts';
export {
  parseVsCodeCall,
  toVsCodeResult,
  toVsCodeTools,
  type VsCodePartMaker,
  type VsCodeTool,
} from './rules/shapes/vscode.ts';
export { estimateTokens } from './rules/tokens/estimate-tokens.ts';
export {
  type Activation,
  type ActivationOptions,
  type ActivationStep,
  createActivation,
} from './services/loader/activation.ts';
export { answerToolCall } from './services/loader/answer-call.ts';
export {
  type LookedUpTool,
  ProgressiveMCPLoader,
  type ToolExposure,
} from './services/loader/progressive-mcp-loader.ts';
export type {
  ExposedTool,
  ModelCallOptions,
  ModelToolCall,
  ModelToolCaller,
  ModelToolResult,
  RefusedTool,
} from './words/exposed-tool.ts';
export type { LoaderEvent, LoaderStats, RankingFailure, Recommendation, StrategyStats } from './words/loader-events.ts';
export type { LoaderOptions, RankingRequest, RankTools, SelectOptions } from './words/loader-options.ts';
export type { SearchAnswer, SearchOptions, ToolHit } from './words/search.ts';
export {
  type DetailLevel,
  LOADING_STRATEGIES,
  type LoadingStrategy,
  PRIORITIES,
  type Priority,
  type ProfileEntry,
  type Savings,
  type SelectedTool,
  type Selection,
  type ToolProfile,
  type ToolSet,
} from './words/selection.ts';
export type { ToolSource } from './words/tool-client.ts';
export type { ToolIndex } from './words/tool-index.ts';
export type { CatalogTool, JsonObject, SearchableTool, ToolAnnotations, ToolDefinition } from './words/tool.ts';
export type { WordTable } from './words/word-table.ts';
