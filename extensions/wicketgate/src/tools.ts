// The second bundle, `dist/tools.cjs`: all that speaks MCP. It is read when tools are first wanted, and needs no `vscode`.
export { openToolRoom } from './tools/open-tool-room.ts';
