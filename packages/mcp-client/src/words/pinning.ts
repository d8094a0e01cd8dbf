/**
 * What is done about tools that are not as they were approved. `off`: nothing. `report`: they are told of, and can be called.
 * `hold-changed`: changed and renamed ones cannot be called until they are approved; new ones are trusted as they first come.
 * `hold-new-and-changed`: new ones cannot either, not even those of a server that was never met before.
 */
export const PINNING_MODES = ['off', 'report', 'hold-changed', 'hold-new-and-changed'] as const;
export type Pinning = (typeof PINNING_MODES)[number];
