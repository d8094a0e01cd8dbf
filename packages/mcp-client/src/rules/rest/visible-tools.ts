import type { CatalogTool } from '../../words/tool.ts';
import type { ToolPolicy } from '../../words/tool-policy.ts';
import { exposeTool } from '../exposure/expose-tool.ts';
import type { DescribedTool } from '../exposure/tool-details.ts';
import { compilePolicy, type ToolJudge } from '../policy/compile-policy.ts';

/** What one request may see and call. */
export interface Access {
  /** It may use every tool of the client. */
  readonly isWhole: boolean;
  readonly mayUse: ToolJudge;
}

/** Throws a TypeError for a policy that cannot be taken. */
export function accessOf(answer: true | ToolPolicy): Access {
  if (answer === true) return { isWhole: true, mayUse: () => true };
  return { isWhole: false, mayUse: compilePolicy(answer, { name: 'the policy of authorize', server: undefined }) };
}

/** Remembers how tools look to models for as long as their definitions are kept. */
export class VisibleTools {
  readonly #known = new WeakMap<CatalogTool, DescribedTool | false>();

  /** The tools that may be listed and called, in their order. Of two with one wire name the first. */
  of(tools: readonly CatalogTool[], { mayUse }: Access): readonly DescribedTool[] {
    const byName = new Map<string, DescribedTool>();
    for (const tool of tools) {
      const described = tool.state === 'ready' && !byName.has(tool.wireName) && this.#describe(tool);
      if (described) byName.set(tool.wireName, described);
    }
    // Whose name it is must not depend on who asks.
    return [...byName.values()].filter(({ tool }) => mayUse(tool));
  }

  #describe(tool: CatalogTool): DescribedTool | false {
    const known = this.#known.get(tool);
    if (known !== undefined) return known;
    const { exposed } = exposeTool(tool);
    const described = exposed !== undefined && { tool, exposed };
    this.#known.set(tool, described);
    return described;
  }
}
