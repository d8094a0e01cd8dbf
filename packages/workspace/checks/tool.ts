import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a program printed on both streams, and how it ended. */
export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a tool of the workspace under this Node. `tool` is `package` or `package#bin`. */
export function runTool(root: string, tool: string, parameters: readonly string[]): Promise<ToolResult> {
  const [name = '', binName = path.basename(name)] = tool.split('#');
  const folder = path.join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : (bin[binName] ?? '');
  return runProgram(root, process.execPath, [path.join(folder, file), ...parameters]);
}

/** Runs a program in a folder and keeps what it prints. */
export function runProgram(cwd: string, command: string, parameters: readonly string[]): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' && command !== process.execPath;
    const child = spawn(command, parameters, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}
