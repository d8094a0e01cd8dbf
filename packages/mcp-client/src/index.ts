// Everything named here is public and pinned by test/pins.test.ts.
export { openTelemetry, type TelemetryApi, type TelemetrySpan } from './adapters/open-telemetry.ts';
export type { ConnectorSettings } from './adapters/sdk/connector-settings.ts';
export { type TransportConnectorOptions, transportConnector } from './adapters/sdk/transport-connector.ts';
export type { CatalogRecord, CatalogStore } from './ports/catalog-store.ts';
export type { NegotiationRecord, NegotiationStore } from './ports/negotiation-store.ts';
export type { PinRecord, PinStore } from './ports/pin-store.ts';
export type {
  Connector,
  ConnectOptions,
  ProgressNote,
  ServerConnection,
  ToolListing,
  WireCall,
  WireCallOptions,
  WireQuestion,
  WireResult,
} from './ports/server-connection.ts';
export type { CallFacts, TracedAnswer, Tracing } from './ports/tracing.ts';
export { editConfigFile, hasServer, serverUrlIn, type ConfigEdit } from './rules/config-files/edit-config-file.ts';
export { parseConfigFile, type ParseConfigOptions } from './rules/config-files/parse-config-file.ts';
export { addressFlaw, isBeneath } from './rules/config-files/server-address.ts';
export { serverIdOf } from './rules/config-files/server-id.ts';
export { toServerTarget } from './rules/config-files/server-target.ts';
export { type Bridge, type BridgeLoader, type BridgeOptions, createBridge } from './services/bridge/bridge.ts';
export { type BridgeCall, BridgeRefusal } from './services/bridge/bridge-call.ts';
export type { BridgedOffers, BridgedPrompt, OfferPage, OfferSource } from './services/bridge/bridge-offers.ts';
export { createMemoryCatalogStore, createMemoryPinStore } from './services/memory-stores.ts';
export type {
  CustomServer,
  MCPToolClientOptions,
  ResultCheck,
  ServerSettings,
  ServerSpec,
} from './services/client/client-options.ts';
export type { ConfigReport, ServerConfigReport } from './services/client/config-report.ts';
export { MCPToolClient } from './services/client/tool-client.ts';
export type {
  Approval,
  ApprovalHook,
  ApprovalQuestion,
  CatalogFigures,
  FoundTool,
  FoundTools,
  KeptResult,
  ServerHealth,
  ShownTool,
} from './words/client-results.ts';
export type { Challenge, ServerCredential, ServerFetch } from './words/credential.ts';
export { MCP_ERROR_CODES, McpError, type McpErrorCode, type McpErrorDetails } from './words/errors.ts';
export { type Negotiated, PROTOCOL_VERSIONS } from './words/negotiated.ts';
export type {
  Completion,
  CompletionRequest,
  ListOffersOptions,
  OfferKind,
  PromptAnswer,
  PromptArgument,
  PromptsAnswer,
  ReadOptions,
  ResourceAnnotations,
  ResourceContents,
  ResourcesAnswer,
  ResourceTemplatesAnswer,
  ServerPrompt,
  ServerResource,
  ServerResourceTemplate,
} from './words/offers.ts';
export type { Pinning } from './words/pinning.ts';
export type { ResultBudget } from './words/result-budget.ts';
export type { SearchAnswer, SearchOptions, ToolHit } from './words/search.ts';
export type {
  ConfigFileContent,
  ConfigFormat,
  ConfigInput,
  ConfigProblem,
  ConfiguredAddress,
  ConfiguredProcess,
  ConfiguredServer,
  ConfigVariables,
} from './words/server-config.ts';
export type { HttpServer, ServerTarget, StdioServer } from './words/server-options.ts';
export type { InputAnswer, InputQuestion, Root, ServerRequestHandlers } from './words/server-requests.ts';
export type {
  CallOptions,
  CallProgress,
  ClientEvent,
  ListToolsOptions,
  ServerProblem,
  ServerReport,
  ToolChange,
  ToolResult,
  ToolsAnswer,
  ToolSource,
  Truncation,
  UncheckedPart,
} from './words/tool-client.ts';
export type { ToolIndex } from './words/tool-index.ts';
export type { ToolPolicy, ToolRule, ToolTraits } from './words/tool-policy.ts';
export type { CatalogTool, JsonObject, SearchableTool, ToolAnnotations, ToolDefinition } from './words/tool.ts';
export type { WordTable } from './words/word-table.ts';
