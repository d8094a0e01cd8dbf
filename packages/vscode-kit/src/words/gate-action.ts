/** What a person can ask of a gate. Each is the command `<id>.<action>`. */
export const GATE_ACTIONS = [
  'signIn',
  'enterKey',
  'signOut',
  'checkStatus',
  'showMenu',
  'openSettings',
  'showOutput',
  'copyDiagnostics',
  'requestAccess',
] as const;
export type GateAction = (typeof GATE_ACTIONS)[number];

/** What a message may offer beside them: VS Code's own "Reload Window". */
export type OfferedAction = GateAction | 'reloadWindow';

/** The id of an action's command. */
export function commandOf(id: string, action: GateAction): string {
  return `${id}.${action}`;
}

/** The context key for `when` clauses; its value is a `GateStatus`. */
export function stateKeyOf(id: string): string {
  return `${id}.state`;
}
