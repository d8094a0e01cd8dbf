/** What the command's exit code says. Scripts rely on these numbers: they never change. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** The words typed were wrong; nothing was sent. */
  usage: 2,
  /** Not signed in, or the gateway refused the key. */
  refused: 3,
  notFound: 4,
  /** The gateway could not be reached, or could not answer. */
  unreachable: 5,
  throttled: 6,
  /** sysexits.h EX_CONFIG. */
  configuration: 78,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
