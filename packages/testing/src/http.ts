// For Node alone: serves a web-standard handler on a real socket, and speaks to one in raw bytes.
export { type RawAnswer, sendRaw } from './node/raw-client.ts';
export { type HttpServer, serveOverHttp } from './node/http-server.ts';
