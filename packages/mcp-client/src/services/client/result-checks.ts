import type { Logger } from '@wicketgate/core';
import type { SchemaCheck, SchemaCompiler } from '../../ports/schema-compiler.ts';
import type { WireResult } from '../../ports/server-connection.ts';
import { McpError } from '../../words/errors.ts';
import type { CatalogTool } from '../../words/tool.ts';
import type { ResultCheck } from './client-options.ts';

export interface ResultChecksOptions {
  readonly mode: ResultCheck;
  readonly compile: SchemaCompiler;
  readonly logger: Logger | undefined;
}

/** Holds results against what their tools declare. A schema is compiled when its tool is first called, and never again. */
export class ResultChecks {
  readonly #options: ResultChecksOptions;
  readonly #checks = new WeakMap<CatalogTool, SchemaCheck>();

  constructor(options: ResultChecksOptions) {
    this.#options = options;
  }

  /** Throws `bad_result`, or only says so. A failure that the tool reports is not held against its schema. */
  check(tool: CatalogTool, { structuredContent, isError }: WireResult): void {
    if (this.#options.mode === 'off' || tool.outputSchema === undefined || isError === true) return;
    const flaw =
      structuredContent === undefined ? 'It has no structured content.' : this.#flawOf(tool, structuredContent);
    if (flaw === undefined) return;
    if (this.#options.mode === 'error') {
      const message = 'The result does not have the shape that the tool declares.';
      throw new McpError('bad_result', message, { cause: new Error(flaw) });
    }
    this.#options.logger?.warn({ tool: tool.id }, 'A result does not have the shape that its tool declares.');
  }

  /** A schema that leads back to itself, or a value as deep, may take more of the stack than there is. */
  #flawOf(tool: CatalogTool, value: unknown): string | undefined {
    try {
      return this.#checkOf(tool)(value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return 'It cannot be held against its schema, which goes too deep.';
    }
  }

  #checkOf(tool: CatalogTool): SchemaCheck {
    const known = this.#checks.get(tool);
    if (known !== undefined) return known;
    const made = this.#compile(tool);
    this.#checks.set(tool, made);
    return made;
  }

  /** Nothing can be held against a schema that is none. */
  #compile({ id, outputSchema = {} }: CatalogTool): SchemaCheck {
    try {
      return this.#options.compile(outputSchema);
    } catch (error) {
      this.#options.logger?.warn({ err: error, tool: id }, 'The output schema of a tool cannot be used.');
      return () => 'The tool declares a schema that cannot be used.';
    }
  }
}
