import type { AnswerOf, Endpoint, RequestOf } from '@wicketgate/contract';

/** The gateway as commands see it: calls from the endpoint table, with the key and the interrupt already in place. */
export interface Gateway {
  /** Throws `WicketgateError` with the code of what went wrong. */
  call<E extends Endpoint>(endpoint: E, request: RequestOf<E>): Promise<AnswerOf<E>>;
}
