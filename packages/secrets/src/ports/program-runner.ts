import type { Secret } from '@wicketgate/core';

export interface ProgramRequest {
  /** The program and its arguments. No shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** What the program gets in its environment, by name. */
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Names of further secrets. What the program inherits under one of them is masked as well; it is not added. */
  readonly known?: readonly string[];
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

/** Starts a program with secrets in its environment, and answers its exit code. Throws `program_failed`. */
export type ProgramRunner = (request: ProgramRequest) => Promise<number>;
