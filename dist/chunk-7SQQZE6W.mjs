import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  createConnector,
  import_agent,
  import_env_http_proxy_agent
} from "./chunk-JVPQR3VM.mjs";
import "./chunk-IHV6FR3J.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/host/http-connections.ts
var CONNECT_TIMEOUT_MS = 1e4, SILENCE_MS = 3e4, CONNECTIONS_PER_ORIGIN = 16;
function openConnections(silenceMs = SILENCE_MS) {
  let options = {
    connections: CONNECTIONS_PER_ORIGIN,
    connect: createConnector(CONNECT_TIMEOUT_MS),
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs
  }, dispatcher = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some(
    (name) => (process.env[name] ?? "") !== ""
  ) ? new import_env_http_proxy_agent.default(options) : new import_agent.default(options);
  return {
    request: (url, given) => dispatcher.request({
      method: "GET",
      ...given,
      origin: url.origin,
      path: url.pathname + url.search
    }),
    close: () => dispatcher.destroy()
  };
}
export {
  openConnections
};
