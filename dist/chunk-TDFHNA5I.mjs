import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/oci/reference.ts
var HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i, REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/, TAG = /^\w[\w.-]{0,127}$/, MAX_NAME = 255;
function parseReference(text) {
  let fail = (why) => {
    throw new ConfigError(
      "REFERENCE_INVALID",
      `${JSON.stringify(text.slice(0, 300))} is not host[:port]/name[:tag][@digest]: ${why}`,
      { hint: "Write it as in ghcr.io/owner/name or localhost:5000/name:tag." }
    );
  }, at = text.indexOf("@"), digest = at === -1 ? void 0 : text.slice(at + 1), named = at === -1 ? text : text.slice(0, at);
  if (digest !== void 0 && !isDigest(digest)) return fail("the digest is not sha256:<64 hex>");
  let slash = named.indexOf("/");
  if (slash === -1) return fail("it has no host");
  let registry = named.slice(0, slash).toLowerCase(), rest = named.slice(slash + 1), colon = rest.indexOf(":"), repository = colon === -1 ? rest : rest.slice(0, colon), tag = colon === -1 ? void 0 : rest.slice(colon + 1), host = HOST.exec(registry);
  return host === null || Number(host[1] ?? 0) > 65535 ? fail("the host is not one") : /[.:]|^localhost$/.test(registry) ? REPOSITORY.test(repository) ? registry.length + repository.length + 1 > MAX_NAME ? fail("the name is too long") : tag !== void 0 && !isTag(tag) ? fail("the tag is not one") : { registry, repository, tag, digest } : fail("the name is not of a repository") : fail("it has no host");
}
function formatReference({ registry, repository, tag, digest }) {
  let tagged = tag === void 0 ? "" : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === void 0 ? "" : `@${digest}`}`;
}
function isTag(text) {
  return TAG.test(text);
}

export {
  parseReference,
  formatReference,
  isTag
};
