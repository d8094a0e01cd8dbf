import type { ExposedTool, RefusedTool } from '../../words/exposed-tool.ts';
import type { CatalogTool, ToolAnnotations } from '../../words/tool.ts';
import { canonicalSchema } from './canonical-schema.ts';
import { capText, cleanText } from './clean-text.ts';
import { META_TOOL_NAMES } from './meta-tools.ts';
import { asRootObject } from './root-object.ts';
import { soundSchema } from './sound-schema.ts';

/** Code units of a description that a model is shown, the schema's own descriptions alike. */
export const DEFAULT_DESCRIPTION_LIMIT = 2_048;

export type Exposure =
  | { readonly exposed: ExposedTool; readonly refused: undefined }
  | { readonly exposed: undefined; readonly refused: RefusedTool };

/** Code units of a whole definition, about 12,000 tokens. The largest of common servers have a quarter; one tool must not fill a context. */
export const MAX_DEFINITION_LENGTH = 50_000;

const MODEL_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** A tool of a catalog as models may see it, or why they may not. */
export function exposeTool(tool: CatalogTool, descriptionLimit: number = DEFAULT_DESCRIPTION_LIMIT): Exposure {
  if (!MODEL_NAME.test(tool.wireName)) {
    return refuse(tool, 'Its wire name is not 1 to 64 of letters, digits, `_` and `-`.');
  }
  if (META_TOOL_NAMES.includes(tool.wireName)) return refuse(tool, 'A meta-tool has its wire name.');
  const { schema, flaw } = canonicalSchema(tool.inputSchema, descriptionLimit);
  if (flaw !== undefined) return refuse(tool, flaw);
  const inputSchema = asRootObject(soundSchema(schema));
  if (typeof inputSchema === 'string') return refuse(tool, inputSchema);
  const exposed = {
    name: tool.wireName,
    description: capText(cleanText(tool.description ?? tool.title ?? '').trim(), descriptionLimit),
    inputSchema,
    tags: Object.freeze([tool.server, ...behaviourTags(tool.annotations)]),
  };
  if (definitionText(exposed).length > MAX_DEFINITION_LENGTH) {
    return refuse(tool, `Its definition is longer than ${MAX_DEFINITION_LENGTH} characters.`);
  }
  return { exposed: Object.freeze(exposed), refused: undefined };
}

function refuse(tool: CatalogTool, reason: string): Exposure {
  return { exposed: undefined, refused: { id: tool.id, reason } };
}

function behaviourTags(annotations: ToolAnnotations | undefined): readonly string[] {
  return [
    ...(annotations?.readOnlyHint === true ? ['read-only'] : []),
    ...(annotations?.destructiveHint === true ? ['destructive'] : []),
  ];
}

/** The bytes of a definition, as every count of tokens takes them. */
export function definitionText({ name, description, inputSchema }: Omit<ExposedTool, 'tags'>): string {
  return JSON.stringify({ name, description, inputSchema });
}

/** Whether a model was shown the same: its calls mean what they meant. */
export function looksTheSame(one: ExposedTool, other: ExposedTool): boolean {
  return one === other || definitionText(one) === definitionText(other);
}
