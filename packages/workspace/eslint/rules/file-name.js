import path from 'node:path';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|e2e\.test|d))?\.[cm]?[jt]s$/;
const DUMP = /^(?:utils?|helpers?|common|misc|types)\./;

/** A file is named after the one thing that it holds. */
export const fileNameRule = {
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
    const messageId = DUMP.test(name) ? 'dump' : KEBAB.test(name) ? undefined : 'kebab';
    if (messageId === undefined) return {};
    return { Program: (node) => context.report({ node, messageId, data: { name } }) };
  },
};
