import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  readCredentials
} from "./chunk-KOI37DZA.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/open-place.ts
async function openPlace(name, access, { isNew = !1 } = {}) {
  if (name.startsWith("oci:")) {
    let { folder, tag: tag2, digest: digest2 } = parseLayoutName(name);
    return { store: isNew ? await OciLayout.create(folder) : await OciLayout.open(folder), tag: tag2, digest: digest2 };
  }
  let { registry, repository, tag, digest } = parseReference(name.replace(/^docker:\/\//, "")), credentials = await findCredentials(access, registry, repository);
  return { store: new RegistryClient({ http: access.http, registry, repository, credentials }), tag: tag ?? (digest === void 0 ? "latest" : void 0), digest };
}
async function findCredentials({ authFiles, login }, registry, repository) {
  return login?.registry === registry ? login.credentials : readCredentials(authFiles, registry, repository);
}
function parseLayoutName(name) {
  let [, path = "", said] = /^oci:(.*?)(?:@(sha256:.*))?$/s.exec(name) ?? [], digest = isDigest(said) ? said : void 0, [, folder = path, tag] = /^(.+):([^/:]+)$/s.exec(path) ?? [];
  if (folder !== "" && !folder.includes("\0") && said === void 0 == (digest === void 0))
    return { folder, tag, digest };
  let message = `${JSON.stringify(name.slice(0, 300))} is not oci:FOLDER[:TAG][@sha256:HEX]`;
  throw new ConfigError("LAYOUT_INVALID", message);
}

export {
  openPlace,
  findCredentials
};
