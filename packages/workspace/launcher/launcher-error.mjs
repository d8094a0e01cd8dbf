/** A failure with a sentence for the person who typed the command: printed without a stack. */
export class LauncherError extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   * @param {ErrorOptions} [options]
   */
  constructor(message, exitCode, options) {
    super(message, options);
    this.name = 'LauncherError';
    this.exitCode = exitCode;
  }
}
