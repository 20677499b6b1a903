import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withLogin
} from "./chunk-GHM3D2SO.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/runner/registry-inputs.ts
function readRegistryInputs(read, name) {
  let namespace = read.text(name)?.replace(/\/+$/, "").toLowerCase();
  return namespace !== void 0 && assertNamespace(namespace, name), {
    namespace,
    tags: read.lines("tags"),
    username: read.text("registry-username"),
    token: read.secret("registry-token")
  };
}
function loginFor(place, { username, token }, serverUrl) {
  let reference = { ...place, repository: "", tag: void 0, digest: void 0 }, { login } = withLogin({ place: reference, username, token }, serverUrl);
  if (login === void 0) return;
  let credentials = { username: login.username, password: login.token };
  return { registry: place.registry, credentials: { kind: "password", ...credentials } };
}
function registryOf(namespace) {
  return parseReference(`${namespace}/name`);
}
function assertNamespace(namespace, name) {
  try {
    registryOf(namespace);
  } catch (cause) {
    let message = `input ${name}: expected host/namespace, got ${JSON.stringify(namespace)}`;
    throw new ConfigError("INPUT_INVALID", message, {
      cause,
      hint: "Write it as in ghcr.io/OWNER, without the name of an image and without a tag."
    });
  }
}

export {
  readRegistryInputs,
  loginFor,
  registryOf
};
