import type { FieldModel } from './term-space.ts';

/** The numbers of the ranker. */
export interface Ranking {
  readonly fields: FieldModel;
  /** Of the score, how much pieces of words count beside whole stems. */
  readonly gramShare: number;
  /** Of the score, how much depends on how much of the request a tool covers. */
  readonly coverageShare: number;
  /** Of the score of a request with several parts, how much each part has a say on its own. */
  readonly partShare: number;
  /** Of the score, how much the meaning counts beside whole stems, with a table of words. */
  readonly meaningShare: number;
  /** How much short forms and everyday synonyms count beside their full weights. */
  readonly otherForms: number;
}

export const RANKING: Ranking = {
  fields: {
    weights: {
      name: 4,
      title: 2,
      summary: 1,
      description: 0.5,
      parameters: 0.5,
      parameterDescriptions: 0.4,
      server: 1,
      serverDescription: 0.3,
    },
    k1: 2,
    b: 0.6,
  },
  gramShare: 0.5,
  meaningShare: 0.4,
  coverageShare: 0.5,
  partShare: 0.5,
  otherForms: 1,
};
