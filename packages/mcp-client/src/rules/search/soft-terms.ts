/** A term of the catalogue that stands in for a word that no tool has. */
export interface SoftTerm {
  readonly stem: string;
  /** Above 0, at most 1: what the term is worth beside the word itself. */
  readonly weight: number;
}

/** What a search asks for the words that no tool has. The nearest first; ties by stem. Empty when nothing is near. */
export interface SoftTerms {
  nearestTo(stem: string): readonly SoftTerm[];
}

/** What soft terms are made from. */
export interface Vocabulary {
  /** Grows with every change of the catalogue. */
  readonly version: number;
  /** The stems of all tools, in no order. */
  terms(): Iterable<string>;
}
