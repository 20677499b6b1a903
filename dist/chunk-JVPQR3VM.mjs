import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  require_agent,
  require_api,
  require_connect,
  require_dispatcher,
  require_env_http_proxy_agent
} from "./chunk-IHV6FR3J.mjs";
import {
  __toESM
} from "./chunk-FIQGJKUD.mjs";

// lean:undici
var import_dispatcher = __toESM(require_dispatcher()), import_api = __toESM(require_api()), import_connect = __toESM(require_connect()), import_agent = __toESM(require_agent()), import_env_http_proxy_agent = __toESM(require_env_http_proxy_agent());
Object.assign(import_dispatcher.default.prototype, import_api.default);

// lib/host/http-connector.ts
function createConnector(timeoutMs) {
  let connect = (0, import_connect.default)({ timeout: timeoutMs });
  return (options, callback) => {
    connect(options, (...outcome) => {
      let [, socket] = outcome;
      socket?.once("end", () => wakeParser(socket)), callback(...outcome);
    });
  };
}
function wakeParser(socket) {
  let key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === "parser"
  ), parser = key === void 0 ? void 0 : socket[key];
  parser?.paused !== !0 || socket.destroyed || (parser.resume(), !(!parser.paused || socket.destroyed) && (parser.llhttp.llhttp_resume(parser.ptr), parser.paused = !1));
}

export {
  import_agent,
  import_env_http_proxy_agent,
  createConnector
};
