import { html, type Markup } from './markup.ts';

/** What every form of ours carries. */
export interface FormFacts {
  /** Path of the public address, without a slash at its end: in front of every path. */
  readonly base: string;
  /** Proof that our page in this browser made the form. */
  readonly token: string;
}

/** What forms within a sign-in carry beside it. */
export interface InteractionFacts extends FormFacts {
  readonly reference: string;
}

/** A form that is sent to us. */
export function form(facts: FormFacts & { readonly reference?: string }, path: string, content: Markup): Markup {
  const { base, token, reference } = facts;
  return html`<form method="post" action="${base}${path}" autocomplete="off">
    <input type="hidden" name="token" value="${token}" />
    ${reference !== undefined && html`<input type="hidden" name="interaction" value="${reference}" />`} ${content}
  </form>`;
}
