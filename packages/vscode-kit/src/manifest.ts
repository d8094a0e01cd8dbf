// Everything named here is public: for package.json and its tests. It does not need `vscode`.
export {
  type ContributionOptions,
  type GateContributions,
  gateContributions,
  type GateTexts,
  gateTexts,
} from './rules/contributions.ts';
export { type ManifestExpectations, manifestFaults } from './rules/manifest-faults.ts';
export { commandOf, GATE_ACTIONS, type GateAction, stateKeyOf } from './words/gate-action.ts';
export { GATE_STATUSES, type GateStatus } from './words/gate-state.ts';
