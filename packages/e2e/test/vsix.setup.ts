import type { TestProject } from 'vitest/node';
import { packageVsix } from '../src/vsix.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the extension's VSIX. */
    readonly vsix: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('vsix', await packageVsix());
}
