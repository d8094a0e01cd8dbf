import type { Secret } from '@wicketgate/core';

export interface ProgramRequest {
  /** The program and its arguments. No shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** What the program gets in its environment, by name. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

/** Starts a program with secrets in its environment, and answers its exit code. Throws `program_failed`. */
export type ProgramRunner = (request: ProgramRequest) => Promise<number>;
