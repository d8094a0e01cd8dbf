// Everything named here is public and pinned by test/pins.test.ts.
export { createLoopbackListener, type LoopbackListenerOptions } from './node/loopback-listener.ts';
export { createNodeFetch, type NodeFetch, type NodeFetchOptions } from './node/node-fetch.ts';
export { createPinoLogger, type LogDestination, type LogLevel, type PinoLoggerOptions } from './node/pino-logger.ts';
