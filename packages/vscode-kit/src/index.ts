// Everything named here is public and pinned by test/pins.test.ts.
export { createGate } from './create-gate.ts';
export type { Gate, GateOptions } from './gate.ts';
export { createEditorSecretStore, type EditorSecretStoreOptions } from './services/editor-secrets.ts';
export type { GuardedAction } from './services/guard.ts';
export type { GateAction } from './words/gate-action.ts';
export type {
  ActiveState,
  CheckingState,
  GateState,
  GateStatus,
  GraceState,
  InvalidState,
  NoKeyReason,
  NoKeyState,
  OpenState,
  UnavailableState,
} from './words/gate-state.ts';
export type { Translate } from './words/notice.ts';
