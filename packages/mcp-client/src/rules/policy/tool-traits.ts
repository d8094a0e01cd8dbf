import type { ToolAnnotations } from '../../words/tool.ts';
import type { ToolTraits } from '../../words/tool-policy.ts';

/** What a rule may ask of annotations, in one order. */
export const TRAIT_NAMES = ['readOnly', 'destructive', 'idempotent', 'openWorld'] as const;
type Traits = Readonly<Record<(typeof TRAIT_NAMES)[number], boolean>>;

/** What a tool must be taken for. Only a plain `true` or `false` counts as said: anything else is the worst. */
function traitsOf(annotations: ToolAnnotations | undefined): Traits {
  const readOnly = annotations?.readOnlyHint === true;
  return {
    readOnly,
    destructive: !readOnly && annotations?.destructiveHint !== false,
    idempotent: annotations?.idempotentHint === true,
    openWorld: annotations?.openWorldHint !== false,
  };
}

/** Whether a tool is as a rule asks. */
export function hasTraits(annotations: ToolAnnotations | undefined, asked: ToolTraits): boolean {
  const traits = traitsOf(annotations);
  return TRAIT_NAMES.every((name) => asked[name] === undefined || asked[name] === traits[name]);
}

/** Whether a call may be made twice: it changes nothing, or nothing further. */
export function isSafeToRepeat(annotations: ToolAnnotations | undefined): boolean {
  return annotations?.readOnlyHint === true || annotations?.idempotentHint === true;
}
