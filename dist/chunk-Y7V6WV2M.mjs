import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  LAYOUT_TAG,
  containerPath,
  makeContainer
} from "./chunk-AXJBIXYT.mjs";
import {
  readImageTree
} from "./chunk-I2CDVHF2.mjs";
import {
  openPlace
} from "./chunk-TWG6DT3V.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  lockedArch,
  readRecord,
  runCompose,
  writeRecord
} from "./chunk-LZYFTF7O.mjs";
import {
  CONTAINER_VERSION,
  commitInputHash,
  containerInputHash
} from "./chunk-3XQMDXT4.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  SBOM_FORMATS,
  SBOM_FORMAT_FACTS
} from "./chunk-2XXZ7EJQ.mjs";
import {
  registryAuthFiles
} from "./chunk-KOI37DZA.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  currentLock
} from "./chunk-BZZJ3KKZ.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  replaceFile
} from "./chunk-DBSRCAXI.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/previous-image.ts
var NOT_THERE = /* @__PURE__ */ new Set(["IMAGE_MISSING", "ARCHITECTURE_MISSING", "REGISTRY_DENIED"]);
function parsePrevious(given, { containers }, wanted) {
  let names = containers.map(({ name }) => name), placesOf = (text) => {
    let [, name, place] = /^([a-z0-9][a-z0-9._-]*)=(.+)$/.exec(text) ?? [];
    if (name !== void 0 && place !== void 0 && names.includes(name)) return [[name, place]];
    if (name === void 0 && text.includes("*"))
      return names.map((each) => [each, text.replaceAll("*", each)]);
    let [only, other] = wanted ?? names;
    if (name === void 0 && only !== void 0 && other === void 0) return [[only, text]];
    let message = `expected the image before as NAME=PLACE with a container of remix.yaml, got ${JSON.stringify(text)}`;
    throw new ConfigError("BAD_PREVIOUS", message, {
      hint: `It has: ${names.join(", ") || "none"}. PLACE alone is enough when one container is made, or with * for its name.`
    });
  }, isForAll = (text) => /^[^=]*\*/.test(text), places = [...given].sort((a, b) => Number(isForAll(b)) - Number(isForAll(a))).flatMap(placesOf);
  for (let [, place] of places)
    place.startsWith("oci:") || parseReference(place.replace(/^docker:\/\//, ""));
  return { places: new Map(places) };
}
async function previousImage({ http, log }, { name }, basearch, previous) {
  let place = previous?.places.get(name);
  if (place === void 0) return;
  let access = { http, authFiles: registryAuthFiles(), login: previous?.login };
  try {
    let opened = await openPlace(place, access), { manifests } = await readImageTree(opened, ARCHITECTURES[basearch].oci), found = manifests.at(-1);
    if (found === void 0) return;
    let manifest = parseManifest(found.bytes, found.mediaType);
    return manifest.kind === "manifest" ? { digest: found.digest, manifest } : void 0;
  } catch (error) {
    if (!(error instanceof TreesmithError) || !NOT_THERE.has(error.code)) throw error;
    let message = `${error.message}: the layers of ${name} are planned anew`;
    error.code === "REGISTRY_DENIED" ? log.warn(message) : log.info(message);
    return;
  }
}

// lib/build/container.ts
import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
async function runContainers(workspace, options) {
  let containers = chooseContainers(workspace, options.names);
  if (containers.length === 0) return [];
  await assertToolsOf("container");
  let lockfile = options.lockfile ?? await currentLock(workspace), commits = containers.some(({ kind }) => kind === "bootable") ? await runCompose(workspace, { signing: options.signing, lockfile }) : [], outcomes = [];
  for (let basearch of workspace.architectures) {
    let own = containers.filter(
      ({ architectures }) => architectures.length === 0 || architectures.includes(basearch)
    ), compose = commits.find((commit) => commit.basearch === basearch), treefile = treefileOf(workspace, basearch), locked = lockedArch(lockfile, basearch, workspace), inputHash = await commitInputHash(workspace, treefile, locked), job = { treefile, compose, locked, inputHash };
    for (let spec of own) {
      let title = `Container ${spec.name} of ${basearch}`, stage = () => containerOf(workspace, spec, job, options);
      outcomes.push(await currentTimeline().span(title, { kind: "phase" }, stage));
    }
  }
  let { outDir, remix } = workspace;
  return await recordOutcome(outDir, { remix: remix.name, containers: outcomes }), outcomes;
}
function chooseContainers({ remix }, names) {
  let known = remix.containers.map(({ name }) => name), unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || names !== void 0 && known.length === 0)
    throw new ConfigError(
      "NO_CONTAINER",
      `remix.yaml has no container named ${unknown.join(", ")}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(", ") || "none"}.` }
    );
  let wanted = remix.containers.filter(({ name }) => names === void 0 || names.includes(name)), bases = new Set(wanted.flatMap((spec) => spec.kind === "application" ? spec.base : [])), all = remix.containers.filter((spec) => wanted.includes(spec) || bases.has(spec.name)), isOnBase = ({ kind }) => kind === "application";
  return [...all.filter((spec) => !isOnBase(spec)), ...all.filter(isOnBase)];
}
function treefileOf({ treefiles, remix }, basearch) {
  let treefile = treefiles.get(basearch);
  if (treefile === void 0) throw new TypeError(`${remix.name} has no treefile for ${basearch}`);
  return treefile;
}
async function containerOf(workspace, spec, job, { check = !1, previous }) {
  var _stack = [];
  try {
    let { store } = workspace;
    let { compose, treefile } = job;
    let { basearch } = treefile;
    let path = containerPath(workspace, spec.name, basearch);
    let before = await previousImage(workspace, spec, basearch, previous);
    let inputHash = await containerInputHash(workspace, treefile, job.inputHash, spec);
    let key = stageKey("container", CONTAINER_VERSION, {
      inputs: inputHash,
      commit: spec.kind === "bootable" ? compose?.commit ?? null : null,
      previous: before?.digest ?? null
    });
    let common = {
      name: spec.name,
      kind: spec.kind,
      basearch,
      path,
      inputHash,
      ...spec.kind === "bootable" && compose !== void 0 ? { commit: compose.commit } : {}
    };
    let record = check ? void 0 : await readRecord(store, "container", key);
    if (record !== void 0 && await isThere(path, record))
      return { ...common, ...record, cached: !0, seconds: 0 };
    let startedMs = performance.now();
    let make = async (folder) => {
      let layout = await OciLayout.create(folder);
      return makeContainer(workspace, spec, job, { layout, previous: before?.manifest });
    };
    await makeFolder(dirname(path));
    let temporary = __using(_stack, await makeTempDir(dirname(path)), !0);
    let fresh = join(temporary.path, "layout");
    let made = await make(fresh);
    if (check) {
      let again = await make(join(temporary.path, "again"));
      if (again.digest !== made.digest)
        throw new BuildError(
          "NOT_REPRODUCIBLE",
          `container ${spec.name} has other bytes when it is made again: ${made.digest}, then ${again.digest}`
        );
    }
    await placeContainer(fresh, path);
    await writeRecord(store, "container", key, made);
    let seconds = Math.round((performance.now() - startedMs) / 100) / 10;
    return { ...common, ...made, cached: !1, seconds };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function placeContainer(fresh, path) {
  await rm(path, { recursive: !0, force: !0 }), await rename(fresh, path);
  for (let format of SBOM_FORMATS) {
    let { suffix } = SBOM_FORMAT_FACTS[format];
    await replaceFile(`${fresh}${suffix}`, `${path}${suffix}`);
  }
}
async function isThere(path, { digest, layers }) {
  try {
    let layout = await OciLayout.open(path);
    if ((await layout.getManifest(LAYOUT_TAG))?.digest !== digest) return !1;
    for (let layer of layers)
      if (!await layout.hasBlob(layer.digest, layer.sizeBytes)) return !1;
    return !0;
  } catch {
    return !1;
  }
}

export {
  parsePrevious,
  runContainers
};
