import { grantScopes } from '../../domain/scopes.ts';
import type { Approval } from '../../domain/session-record.ts';
import type { Wanted } from '../../services/interactions.ts';
import { form, type InteractionFacts } from './form.ts';
import type { Page } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { applicationOf, instant, requestDetails } from './request-details.ts';

export interface ConfirmFacts extends InteractionFacts {
  readonly wanted: Wanted;
  readonly approval: Approval;
  /** Of the interaction, so that what is allowed is what is shown. */
  readonly revision: number;
  readonly begunAt: number;
  readonly now: number;
}

/** Says who the person is and what the application would get, and asks. */
export function confirmPage(facts: ConfirmFacts): Page {
  const { wanted, approval, revision, begunAt, now } = facts;
  const application = applicationOf(wanted);
  const asked = wanted.kind === 'device' ? wanted.grant.requestedScopes : wanted.request.requestedScopes;
  const main = html`<h1>Let ${application} act as you?</h1>
    <p>Signed in as <strong>${personName(approval)}</strong>.</p>
    ${requestDetails(wanted, begunAt, now)}
    <h2>What it would get</h2>
    ${rightsOf(approval, grantScopes(asked, approval.scopes))}
    <div class="note"><p>If you did not start this, choose Deny: somebody may be trying to use your account.</p></div>
    ${form(
      facts,
      '/signin/decision',
      html`<input type="hidden" name="shown" value="${revision}" />
        <button type="submit" name="decision" value="allow">Allow</button>
        <button class="quiet" type="submit" name="decision" value="deny">Deny</button>`,
    )}`;
  return { status: 200, title: `Allow ${application}?`, main };
}

/** As people know themselves: their address, their name, or the id where there is neither. */
export function personName({ principal: { id, email, name } }: Pick<Approval, 'principal'>): string {
  if (name !== null && email !== null && name !== email) return `${name} (${email})`;
  return email ?? name ?? id;
}

function rightsOf({ tier, role, endsBy }: Approval, scopes: readonly string[]): Markup {
  const administers = { user: undefined, viewer: 'look at all keys and sign-ins', admin: 'administer this gateway' }[
    role
  ];
  return html`<dl>
    <dt>Tier</dt>
    <dd>${tier}</dd>
    <dt>Scopes</dt>
    <dd>${scopes.length === 0 ? 'none' : scopes.join(', ')}</dd>
    ${
      administers !== undefined &&
      html`<dt>Role</dt>
        <dd>${role}: it may ${administers}</dd>`
    }
    ${
      endsBy !== null &&
      html`<dt>Ends at the latest</dt>
        <dd>${instant(endsBy)}</dd>`
    }
  </dl>`;
}
