/** A code for a person to type on any device with a browser (RFC 8628 section 3.2). */
export interface ShownCode {
  /** `BCDF-GHJK`. */
  readonly userCode: string;
  /** Where to type it. */
  readonly verificationUri: string;
  /** The same with the code in it, for a QR code; undefined where the server has none. */
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds since 1970; within a day. */
  readonly expiresAt: number;
}

/** How a person is asked to sign in. When a method throws, the sign-in fails with that. */
export interface UserPrompt {
  /** Opens a page in the person's browser. It holds nothing secret. Without it the device grant is used. */
  open?(url: string): void | Promise<void>;
  /** Shows a code until the person has typed it. Without it the browser on this machine is used. */
  showCode?(code: ShownCode): void | Promise<void>;
}
