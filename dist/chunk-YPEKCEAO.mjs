import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  copyImage
} from "./chunk-JOXYXCUV.mjs";
import {
  LAYOUT_TAG
} from "./chunk-AXJBIXYT.mjs";
import {
  openPlace
} from "./chunk-TWG6DT3V.mjs";
import {
  formatImageIndex
} from "./chunk-3CL76CQI.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  readResult
} from "./chunk-SUHXBGZF.mjs";
import {
  registryAuthFiles
} from "./chunk-KOI37DZA.mjs";
import {
  OCI_INDEX
} from "./chunk-FHFKXTOJ.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  isTag
} from "./chunk-TDFHNA5I.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/push-containers.ts
async function runPushContainers({ remix, outDir, http, log }, { registry, names, tags, login }) {
  for (let tag of tags) if (!isTag(tag)) throw badTag(tag);
  let wanted = await wantedContainers(outDir, names), access = { http, authFiles: registryAuthFiles(), login }, pushed = [], all = [...wanted.keys()], repositoryOf = (name) => `${registry.replace(/\/+$/, "")}/${name}`;
  for (let [name, outcomes] of wanted) {
    let missing = missingArchitectures(remix, name, outcomes);
    if (missing.length > 0) {
      let where = `${outDir} has none of it`;
      log.warn(`${name} is pushed without ${missing.join(", ")}, and its tags lose that: ${where}`);
    }
    let place = await openPlace(repositoryOf(name), access), mountFrom = all.filter((other) => other !== name).map(repositoryOf).map((other) => other.slice(other.indexOf("/") + 1)), copies = [];
    for (let outcome of outcomes) {
      let store = await OciLayout.open(outcome.path);
      await assertUnchanged(store, outcome);
      let from = { store, digest: outcome.digest }, to = { store: place.store, digest: outcome.digest };
      copies.push(await copyImage(from, to, { referrers: !0, mountFrom, log }));
    }
    let top = await topManifest(outcomes), [version = LAYOUT_TAG] = outcomes.map((outcome) => outcome.version), own = tags.length > 0 ? tags : [.../* @__PURE__ */ new Set([version, LAYOUT_TAG])].filter(isTag), digest = outcomes[0]?.digest;
    for (let tag of own) digest = await place.store.putManifest(tag, top.bytes, top.mediaType);
    let blobs = copies.flatMap((copy) => copy.blobs).filter(({ mediaType }) => isLayer(mediaType)), sent = blobs.filter(({ how }) => how === "copied").length;
    pushed.push({
      name,
      reference: `${repositoryOf(name)}:${own[0] ?? LAYOUT_TAG}`,
      digest,
      tags: own,
      architectures: outcomes.map(({ basearch }) => basearch),
      pushedBytes: copies.reduce((sum, { copiedBytes }) => sum + copiedBytes, 0),
      pushedLayers: sent,
      reusedLayers: blobs.length - sent
    });
  }
  return pushed;
}
function missingArchitectures(remix, name, outcomes) {
  let own = remix.containers.find((container) => container.name === name)?.architectures ?? [];
  return (own.length > 0 ? own : remix.architectures).filter((basearch) => !outcomes.some((one) => one.basearch === basearch));
}
async function wantedContainers(outDir, names) {
  let containers = (await readResult(outDir))?.containers ?? [];
  if (containers.length === 0)
    throw new ConfigError("NOTHING_TO_PUBLISH", `${outDir} has no containers`, {
      hint: 'Make them first: "treesmith container" or "treesmith build", with the same "out".'
    });
  let known = groupBy(containers, ({ name }) => name), unknown = (names ?? []).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    let message = `${outDir} has no container named ${unknown.join(", ")}`;
    throw new ConfigError("NO_CONTAINER", message, {
      hint: `It has: ${[...known.keys()].join(", ")}.`
    });
  }
  return new Map(
    [...known].filter(([name]) => names === void 0 || names.includes(name)).map(([name, found]) => [
      name,
      [...found].sort((a, b) => compareBytes(a.basearch, b.basearch))
    ])
  );
}
async function assertUnchanged(layout, { name, digest, path }) {
  let found = await layout.getManifest(LAYOUT_TAG);
  if (found?.digest !== digest)
    throw new BuildError(
      "CONTAINER_CHANGED",
      `container ${name} in ${path} is ${found?.digest ?? "gone"}, the results say ${digest}`,
      { hint: "Make it again." }
    );
}
async function topManifest(outcomes) {
  let manifests = [];
  for (let { path, digest, basearch } of outcomes) {
    let found = await (await OciLayout.open(path)).getManifest(digest);
    if (found === void 0) throw new TypeError(`${path} has lost ${digest}`);
    let platform = { architecture: ARCHITECTURES[basearch].oci, os: "linux" };
    manifests.push({ ...found, platform });
  }
  let [only] = manifests;
  if (only !== void 0 && manifests.length === 1) return only;
  let parts = manifests.map(({ bytes, digest, mediaType, platform }) => ({
    mediaType,
    digest,
    platform,
    size: bytes.length
  }));
  return { bytes: formatImageIndex({ manifests: parts }), mediaType: OCI_INDEX };
}
function isLayer(mediaType) {
  return /layer/.test(mediaType);
}
function badTag(tag) {
  return new ConfigError("BAD_TAG", `${JSON.stringify(tag)} is no tag of an image`, {
    hint: 'Letters, digits, ".", "_" and "-", at most 128; the first no "." or "-".'
  });
}

export {
  runPushContainers
};
