import type { ErrorCode, FieldError } from '@wicketgate/contract';

export interface RefusalDetails {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error with which the fake refuses. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, details: RefusalDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }

  /** The same refusal with further headers. */
  with(headers: Readonly<Record<string, string>>): Refusal {
    return new Refusal(this.code, { ...this.details, headers: { ...headers, ...this.details.headers } });
  }
}
