import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  findTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/auth-files.ts
import { homedir } from "node:os";
import { join } from "node:path";
function registryAuthFiles() {
  let variable = (name) => {
    let value = process.env[name];
    return value === void 0 || value === "" ? void 0 : value;
  }, chosen = variable("REGISTRY_AUTH_FILE");
  if (chosen !== void 0) return [chosen];
  let runtime = variable("XDG_RUNTIME_DIR"), config = variable("XDG_CONFIG_HOME") ?? join(homedir(), ".config"), docker = variable("DOCKER_CONFIG") ?? join(homedir(), ".docker");
  return [
    // Without a session, as in most jobs, podman, buildah and skopeo log in there.
    runtime === void 0 ? `/run/containers/${process.getuid?.()}/auth.json` : join(runtime, "containers", "auth.json"),
    join(config, "containers", "auth.json"),
    join(docker, "config.json")
  ];
}

// lib/registry/credentials.ts
import { open } from "node:fs/promises";

// lib/host/credential-helper.ts
var TIMEOUT_MS = 3e4, PASSED_ON = /^(XDG_|DBUS_SESSION_BUS_ADDRESS$|GNUPGHOME$|PASSWORD_STORE_|DOCKER_CONFIG$|AWS_|GOOGLE_|CLOUDSDK_|AZURE_|ACR_)/;
async function askCredentialHelper(name, registry) {
  let tool = `docker-credential-${name}`;
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name) || findTool(tool) === void 0)
    return;
  let env = Object.fromEntries(
    Object.entries(process.env).flatMap(
      ([key, value]) => value !== void 0 && PASSED_ON.test(key) ? [[key, value]] : []
    )
  ), okExitCodes = Array.from({ length: 256 }, (_, code) => code);
  return runTool([tool, "get"], { input: registry, env, okExitCodes, timeoutMs: TIMEOUT_MS });
}

// lib/registry/credentials.ts
var MAX_BYTES = 1024 * 1024, DOCKER_HUB = /* @__PURE__ */ new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
async function readCredentials(files, registry, repository) {
  for (let path of files) {
    let file = await readAuthFile(path);
    if (file === void 0) continue;
    let host = canonicalHost(registry), helper = file.helpers.get(host), found = (helper === void 0 ? void 0 : await askHelper(path, helper, registry, !0)) ?? findEntry(file, `${host}/${repository}`) ?? (file.store === void 0 ? void 0 : await askHelper(path, file.store, registry, !1));
    if (found !== void 0) return found;
  }
}
function findEntry({ auths, path }, name) {
  let parts = name.split("/");
  for (let length = parts.length; length > 0; length -= 1) {
    let entry = auths.get(parts.slice(0, length).join("/")), found = entry === void 0 ? void 0 : parseEntry(entry, path);
    if (found !== void 0) return found;
  }
}
async function readAuthFile(path) {
  let file = await open(path).catch((error) => {
    if (!(error.code === "ENOENT" || error.code === "ENOTDIR"))
      throw invalid(path, `cannot be read (${error.code})`);
  });
  if (file !== void 0)
    try {
      let found = await file.stat();
      if (!found.isFile() || found.size > MAX_BYTES)
        throw invalid(path, "is no file of 1 MiB or less");
      let parsed = parseAuthFile(path, await file.readFile("utf8"));
      if (parsed === void 0) throw invalid(path, 'is not {"auths": {\u2026}}');
      return parsed;
    } finally {
      await file.close();
    }
}
function parseAuthFile(path, text) {
  try {
    let found = JSON.parse(text), { auths = {}, credHelpers: helpers = {}, credsStore: store } = found;
    return !isObject(auths) || !isObject(helpers) ? void 0 : {
      path,
      auths: new Map(
        Object.entries(auths).flatMap(
          ([key, value]) => isObject(value) ? [[canonicalKey(key), value]] : []
        )
      ),
      helpers: new Map(
        Object.entries(helpers).flatMap(
          ([key, value]) => typeof value == "string" && value !== "" ? [[canonicalKey(key), value]] : []
        )
      ),
      store: typeof store == "string" && store !== "" ? store : void 0
    };
  } catch {
    return;
  }
}
var HUB_SERVER = "https://index.docker.io/v1/", NOT_FOUND = /credentials not found/i;
async function askHelper(file, name, registry, isNeeded) {
  let fail = (why) => new ConfigError(
    "CREDENTIAL_HELPER_FAILED",
    `docker-credential-${name.slice(0, 64)}, which ${file} names for ${registry}, ${why}`,
    { place: { file }, hint: "Log in again, or take the helper out of the file." }
  ), server = canonicalHost(registry) === "docker.io" ? HUB_SERVER : registry, answer = await askCredentialHelper(name, server);
  if (answer === void 0) {
    if (!isNeeded) return;
    throw fail("is not installed");
  }
  if (NOT_FOUND.test(answer.stdout) || NOT_FOUND.test(answer.stderr)) return;
  if (answer.exitCode !== 0) throw fail(`failed with exit code ${answer.exitCode}`);
  let found = parseAnswer(answer.stdout);
  if (found === void 0) throw fail("did not answer with a user name and a secret");
  return found;
}
function parseAnswer(text) {
  try {
    let found = JSON.parse(text), [username, secret] = [found?.Username, found?.Secret];
    return typeof username != "string" || typeof secret != "string" || secret === "" ? void 0 : username === "<token>" ? { kind: "identity", token: secret } : { kind: "password", username, password: secret };
  } catch {
    return;
  }
}
function parseEntry(entry, file) {
  let { auth, identitytoken: token } = entry;
  if (typeof token == "string" && token !== "") return { kind: "identity", token };
  if (typeof auth != "string" || auth === "") return;
  let pair = Buffer.from(auth, "base64").toString("utf8"), colon = pair.indexOf(":");
  if (colon < 1) throw invalid(file, 'has an "auth" that is not base64 of user:password');
  let password = pair.slice(colon + 1).replace(/\0+$/, "");
  return { kind: "password", username: pair.slice(0, colon), password };
}
function canonicalKey(key) {
  let bare = key.replace(/^https?:\/\//, "").replace(/\/(v[12]\/?)?$/, ""), slash = bare.indexOf("/");
  return slash === -1 ? canonicalHost(bare) : `${canonicalHost(bare.slice(0, slash))}${bare.slice(slash)}`;
}
function canonicalHost(host) {
  let lower = host.toLowerCase();
  return DOCKER_HUB.has(lower) ? "docker.io" : lower;
}
function isObject(value) {
  return typeof value == "object" && value !== null;
}
function invalid(file, why) {
  return new ConfigError("AUTH_FILE_INVALID", `${file} ${why}`, { place: { file } });
}

export {
  registryAuthFiles,
  readCredentials
};
