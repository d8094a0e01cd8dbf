import { readFileSync } from 'node:fs';
import path from 'node:path';
import { workspaceRoot } from './workspace.ts';

export interface CodeBlock {
  readonly language: string;
  /** The heading that it stands under. */
  readonly heading: string;
  readonly text: string;
}

/** The fenced code blocks of a document of this tree, in order. */
export function codeBlocksOf(document: string): CodeBlock[] {
  return parseCodeBlocks(readFileSync(path.join(workspaceRoot, document), 'utf8'));
}

export function parseCodeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open: { language: string; lines: string[] } | undefined;
  for (const line of markdown.split('\n')) {
    const fence = /^```(\w*)/.exec(line);
    if (open && fence) {
      blocks.push({ language: open.language, heading, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence) open = { language: fence[1] ?? '', lines: [] };
    else heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
  }
  return blocks;
}
