import {
  type CallOptions,
  type JsonObject,
  type ListToolsOptions,
  McpError,
  type ToolResult,
  type ToolsAnswer,
  type ToolSource,
} from '@wicketgate/mcp-client';

/** The tools of a source but those that a person has switched off: for a model they do not exist. */
export function switchedSource(source: ToolSource, isOff: (id: string) => boolean): ToolSource {
  return {
    on: (listener) => source.on(listener),
    async listTools(options?: ListToolsOptions): Promise<ToolsAnswer> {
      const answer = await source.listTools(options);
      return { ...answer, tools: answer.tools.filter(({ id }) => !isOff(id)) };
    },
    async callTool(tool: string, args?: JsonObject, options?: CallOptions): Promise<ToolResult> {
      // It may have been switched off since it was found.
      if (isOff(tool)) throw new McpError('tool_not_allowed', 'The tool is switched off.', { tool });
      return source.callTool(tool, args, options);
    },
  };
}
