/** Answers text. */
export const PLAIN_TOOL = 'echo';
/** Declares what it answers, so that clients check it. */
export const DECLARED_TOOL = 'echo_checked';

export const SCHEMA = {
  type: 'object' as const,
  properties: {
    title: { type: 'string' },
    labels: { type: 'array', items: { type: 'string' } },
    count: { type: 'integer', minimum: 0 },
  },
  required: ['title', 'count'],
};

export const ARGUMENTS = { title: 'A request of the usual size', labels: ['one', 'two'], count: 3 };
