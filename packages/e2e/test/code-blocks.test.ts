import { expect, test } from 'vitest';
import { parseCodeBlocks } from '../src/code-blocks.ts';

const DOCUMENT = `# Title

Words with \`\`\` in a line are none.

\`\`\`sh
npm start
\`\`\`

## Use

\`\`\`ts
// a comment, which is no heading:
# neither
\`\`\`
\`\`\`
plain
\`\`\`
`;

test('Code blocks are read with their language and the heading they stand under', () => {
  expect(parseCodeBlocks(DOCUMENT)).toEqual([
    { language: 'sh', heading: 'Title', text: 'npm start\n' },
    { language: 'ts', heading: 'Use', text: '// a comment, which is no heading:\n# neither\n' },
    { language: '', heading: 'Use', text: 'plain\n' },
  ]);
});

test('A block that is never closed is not taken for one', () => {
  expect(parseCodeBlocks('```ts\nopen\n')).toEqual([]);
});
