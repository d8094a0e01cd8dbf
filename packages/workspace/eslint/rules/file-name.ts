import path from 'node:path';
import type { Rule } from 'eslint';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.[cm]?[jt]s$/;
const DUMP = /^(?:utils?|helpers?|common|misc|types)\./;

/** A file is named after the one thing that it holds. */
export const fileNameRule: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    docs: { description: 'want kebab-case file names that say what is inside' },
    schema: [],
    messages: {
      kebab: '{{name}} is not kebab-case.',
      dump: '{{name}} is a name for anything: name the file after what it holds.',
    },
  },
  create(context) {
    const name = path.basename(context.filename);
    if (KEBAB.test(name) && !DUMP.test(name)) return {};
    const messageId = DUMP.test(name) ? 'dump' : 'kebab';
    return { Program: (node) => context.report({ node, messageId, data: { name } }) };
  },
};
