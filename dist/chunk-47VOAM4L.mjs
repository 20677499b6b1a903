import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  registryAuthFiles
} from "./chunk-KOI37DZA.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// cli/registry-access.ts
function registryAccess(http, ...names) {
  let written = names.filter((name) => !name.startsWith("oci:")).at(-1);
  return {
    http,
    authFiles: registryAuthFiles(),
    login: written === void 0 ? void 0 : registryLogin(written)
  };
}
function imageAccess(http, name) {
  return { http, authFiles: registryAuthFiles(), login: onlyLogin([name]) };
}
function onlyLogin(names) {
  let logins = names.filter((name) => isReference(name)).map((name) => registryLogin(name));
  return new Set(logins.map((login) => login?.registry)).size === 1 ? logins[0] : void 0;
}
function registryLogin(name) {
  let username = process.env.TREESMITH_REGISTRY_USER || void 0, password = process.env.TREESMITH_REGISTRY_PASSWORD || void 0;
  if (username === void 0 && password === void 0) return;
  if (username === void 0 || password === void 0) {
    let message = `the variable TREESMITH_REGISTRY_${username === void 0 ? "USER" : "PASSWORD"} is missing beside the other`;
    throw new ConfigError("OPTION_MISSING", message);
  }
  let { registry } = parseReference(bareName(name));
  return { registry, credentials: { kind: "password", username, password } };
}
function isReference(name) {
  try {
    return parseReference(bareName(name)), !0;
  } catch {
    return !1;
  }
}
function bareName(name) {
  return name.replace(/^docker:\/\//, "");
}

export {
  registryAccess,
  imageAccess,
  onlyLogin,
  registryLogin
};
