import type { OfferedAction } from '../words/gate-action.ts';
import type { GateState } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';

export interface LabelWords {
  readonly t: Translate;
  /** The state that the action is offered in: a check of a gateway that was out of reach is a retry. */
  readonly state: GateState;
}

/** What an action is called on a button or in a menu. */
export function actionLabel(action: OfferedAction, { t, state }: LabelWords): string {
  if (action !== 'checkStatus') return t(MESSAGES[action]);
  switch (state.status) {
    case 'grace':
    case 'unavailable':
      return t(MESSAGES.retryNow);
    case 'noKey':
    case 'checking':
    case 'active':
    case 'invalid':
      return t(MESSAGES.checkStatus);
  }
}
