// For Node alone: bundles our sources for the web, and runs them where there is no Node.
export { bundleForWeb } from './node/web-bundle.ts';
export { type RunningWorker, startWorker } from './node/worker.ts';
