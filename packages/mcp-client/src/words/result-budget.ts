/** How much of a result reaches the caller. What was cut stands whole in `readResult` for a while, if it may be kept. */
export interface ResultBudget {
  /** Bytes of UTF-8 of all text of a result together. 1,024 to 16,777,216, default 65,536. */
  readonly textBytes?: number | undefined;
  /** Bytes of one image, sound or file as it is sent, in base64. 0 to 16,777,216, default 1,048,576. */
  readonly blockBytes?: number | undefined;
  /** Bytes of all results that are kept whole; one that is larger is not kept. 0 to 1,073,741,824, default 33,554,432. */
  readonly keptBytes?: number | undefined;
  /** Results that are kept whole; the oldest goes first. 0 to 10,000, default 100. */
  readonly keptResults?: number | undefined;
}
