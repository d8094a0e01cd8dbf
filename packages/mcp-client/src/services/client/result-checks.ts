import type { Logger } from '@wicketgate/core';
import type { WireResult } from '../../ports/server-connection.ts';
import { schemaCheck, type Verdict } from '../../rules/json-schema/schema-check.ts';
import { McpError } from '../../words/errors.ts';
import type { UncheckedPart } from '../../words/tool-client.ts';
import type { CatalogTool, JsonObject } from '../../words/tool.ts';
import type { ResultCheck } from './client-options.ts';

export interface ResultChecksOptions {
  readonly mode: ResultCheck;
  readonly logger: Logger | undefined;
}

const NO_CONTENT: Verdict = { flaw: 'It has no structured content.', unchecked: [] };

/** Holds results against what their tools declare. A schema is compiled when its tool is first called, and never again. */
export class ResultChecks {
  readonly #options: ResultChecksOptions;
  readonly #checks = new WeakMap<CatalogTool, (value: unknown) => Verdict>();

  constructor(options: ResultChecksOptions) {
    this.#options = options;
  }

  /**
   * Throws `bad_result`, or only says so. A failure that the tool reports is not held against its schema. Answers what the result was
   * not held against; undefined for nothing.
   */
  check(tool: CatalogTool, { structuredContent, isError }: WireResult): readonly UncheckedPart[] | undefined {
    if (this.#options.mode === 'off' || tool.outputSchema === undefined || isError === true) return undefined;
    const { flaw, unchecked } =
      structuredContent === undefined ? NO_CONTENT : this.#checkOf(tool, tool.outputSchema)(structuredContent);
    if (flaw !== undefined) this.#refuse(tool, flaw);
    return unchecked.length === 0 ? undefined : unchecked;
  }

  #refuse(tool: CatalogTool, flaw: string): void {
    if (this.#options.mode === 'error') {
      const message = 'The result does not have the shape that the tool declares.';
      throw new McpError('bad_result', message, { cause: new Error(flaw) });
    }
    this.#options.logger?.warn({ tool: tool.id }, 'A result does not have the shape that its tool declares.');
  }

  #checkOf(tool: CatalogTool, schema: JsonObject): (value: unknown) => Verdict {
    const known = this.#checks.get(tool);
    if (known !== undefined) return known;
    const made = schemaCheck(schema);
    this.#checks.set(tool, made);
    return made;
  }
}
