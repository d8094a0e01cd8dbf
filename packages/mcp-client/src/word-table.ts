export { loadWordTable } from './rules/word-table/load-word-table.ts';
export type { WordTable } from './words/word-table.ts';
