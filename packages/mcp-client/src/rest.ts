// Everything named here is public and pinned by test/pins.test.ts. Nothing here may need the SDK.
export { createToolsHandler } from './http/tools-handler.ts';
export { REST_PROBLEMS, type RestProblemCode } from './rules/rest/rest-problem.ts';
export type { Citation } from './rules/rest/citations.ts';
export type { AuthorizeRequest, HandledClient, HandledLoader, ToolsHandlerOptions } from './words/tools-handler.ts';
