import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  copyImage
} from "./chunk-JOXYXCUV.mjs";
import "./chunk-6JBT4BU3.mjs";
import {
  readPlatform
} from "./chunk-I2CDVHF2.mjs";
import {
  deleteManifest,
  formatPlaceName,
  formatPlatform,
  listReferrers,
  resolveImage
} from "./chunk-K23XTKS6.mjs";
import {
  registryAccess
} from "./chunk-47VOAM4L.mjs";
import {
  openPlace
} from "./chunk-TWG6DT3V.mjs";
import {
  formatImageIndex
} from "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KOI37DZA.mjs";
import "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_INDEX
} from "./chunk-FHFKXTOJ.mjs";
import {
  outputOptions,
  terminalLog
} from "./chunk-Z4VSWSTU.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import {
  ARCHITECTURES,
  isBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Argument,
  Command,
  InvalidArgumentError
} from "./chunk-4N5P6MFD.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/registry/image-referrers.ts
var PARALLEL = 6;
async function readImageReferrers(place, artifactType) {
  let { bytes, digest, mediaType } = await resolveImage(place), limit = pLimit(PARALLEL), list = async (of) => ({
    digest: of,
    referrers: await limit(() => listReferrers(place.store, of, artifactType))
  }), parsed = parseManifest(bytes, mediaType);
  if (parsed.kind === "manifest") return list(digest);
  let manifests = parsed.manifests.map(async ({ digest: of, platform }) => ({
    ...await list(of),
    ...platform === void 0 ? {} : { platform }
  }));
  return { ...await list(digest), manifests: await Promise.all(manifests) };
}

// lib/registry/combine-images.ts
async function combineImages(from, to, options) {
  let parts = /* @__PURE__ */ new Map();
  for (let place of from)
    for (let part of await readParts(place)) {
      let name = formatPlatform(part.descriptor.platform), other = parts.get(name);
      if (other !== void 0 && other.descriptor.digest !== part.descriptor.digest)
        throw clash(
          `${formatPlaceName(other.place)} and ${formatPlaceName(place)} are both for ${name}`
        );
      parts.set(name, part);
    }
  let sorted = [...parts].sort(([a], [b]) => compareBytes(a, b)), copiedBytes = 0;
  for (let [, { place, descriptor }] of sorted) {
    let { digest: digest2 } = descriptor, copied = await copyImage(
      { store: place.store, digest: digest2 },
      { store: to.store, tag: digest2 },
      options
    );
    copiedBytes += copied.copiedBytes;
  }
  let index = formatImageIndex({ manifests: sorted.map(([, { descriptor }]) => descriptor) });
  return { digest: await to.store.putManifest(to.tag, index, OCI_INDEX), platforms: sorted.map(([name]) => name), copiedBytes };
}
async function readParts(place) {
  let top = await resolveImage(place), parsed = parseManifest(top.bytes, top.mediaType);
  if (parsed.kind === "manifest") {
    let platform = await readPlatform(place.store, parsed), { digest, mediaType } = top;
    return [partOf(place, { mediaType, digest, size: top.bytes.length }, platform)];
  }
  return parsed.manifests.filter(({ platform }) => platform?.os !== "unknown").map((image) => partOf(place, image, image.platform));
}
function partOf(place, { mediaType, digest, size }, platform) {
  if (platform === void 0)
    throw clash(`${formatPlaceName(place)} does not say for which architecture ${digest} is`);
  return { place, descriptor: { mediaType, digest, size, platform } };
}
function clash(message) {
  return new ConfigError("ARCHITECTURES_CLASH", message, {
    hint: "Give one image of each architecture."
  });
}

// cli/registry-index.ts
function registryIndexCommand() {
  return outputOptions(
    new Command("index").description(
      "make one index of images of several architectures, with copies of them"
    )
  ).addArgument(new Argument("<to>", "where it goes")).addArgument(new Argument("<from...>", "the images")).option("--referrers", "also what refers to them: signatures, SBOMs", !1).action(runIndex);
}
async function runIndex(toName, fromNames, options) {
  var _stack = [];
  try {
    let http = __using(_stack, new HttpClient(), !0);
    let access = registryAccess(http, ...fromNames, toName);
    let from = [];
    for (let name of fromNames) from.push(await openPlace(name, access));
    let to = await openPlace(toName, access, { isNew: !0 });
    let { json, verbose, referrers } = options;
    let log = terminalLog({ verbose });
    let done = await log.group(
      `Copy ${from.length} images to ${formatPlaceName(to)}`,
      () => combineImages(from, to, { referrers, log })
    );
    printResult(json, done, [
      `digest     ${done.digest}`,
      `platforms  ${done.platforms.join(", ")}`,
      `copied     ${formatBytes(done.copiedBytes)}`
    ]);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// cli/registry.ts
var HELP = `
Names: docker://HOST[:PORT]/NAME[:TAG][@DIGEST], or the same without docker://, is in a registry; its tag
is "latest" unless given. oci:FOLDER[:TAG][@DIGEST] is a folder with an OCI image layout. Where a name has a
tag and a digest, the tag must be of that digest.

Logins come from $REGISTRY_AUTH_FILE, or else from those of "podman login" and "docker login"
($XDG_RUNTIME_DIR/containers/auth.json or without it /run/containers/UID/auth.json,
~/.config/containers/auth.json, ~/.docker/config.json; their credential helpers are asked). TREESMITH_REGISTRY_USER and TREESMITH_REGISTRY_PASSWORD (or token), given together,
come before them: they are for the registry that is written to, or the only one.

A registry on this machine (localhost, 127.0.0.1, ::1) is spoken to in plain http, any other in https.`;
function registryCommand() {
  let group = new Command("registry").description("push, pull, copy, list and delete images of OCI registries").addHelpText("after", HELP), verbs = [
    copyCommand(
      "push",
      "copy an image from an OCI layout to a registry",
      "oci:FOLDER[:TAG]",
      "name"
    ),
    copyCommand(
      "pull",
      "copy an image from a registry to an OCI layout",
      "name",
      "oci:FOLDER[:TAG]"
    ),
    copyCommand("copy", "copy an image between registries and OCI layouts", "from", "to"),
    registryIndexCommand(),
    listCommand(),
    deleteCommand(),
    referrersCommand()
  ];
  for (let verb of verbs) group.addCommand(verb);
  return group;
}
function copyCommand(name, summary, from, to) {
  let isLayout = (text) => text.startsWith("oci:"), parser = (shape) => (text) => {
    if (shape === "name" && isLayout(text)) throw new InvalidArgumentError("expected a registry.");
    if (isLayout(shape) && !isLayout(text)) throw new InvalidArgumentError(`expected ${shape}.`);
    return text;
  };
  return outputOptions(new Command(name).description(summary)).addArgument(new Argument(`<${from}>`, "the image").argParser(parser(from))).addArgument(new Argument(`<${to}>`, "where it goes").argParser(parser(to))).option(
    "--arch <name>",
    "of an index, the image of this architecture alone: aarch64, or arm64 or arm/v7 as registries name them",
    (text) => isBasearch(text) ? ARCHITECTURES[text].oci : text
  ).option("--referrers", "also what refers to it: signatures, SBOMs", !1).option(
    "--mount-from <name>",
    "repository of the same registry that may have layers already; may be repeated",
    (text, others) => [...others, text],
    []
  ).action(runCopy);
}
async function runCopy(fromName, toName, options) {
  var _stack = [];
  try {
    let http = __using(_stack, new HttpClient(), !0);
    let access = registryAccess(http, fromName, toName);
    let from = await openPlace(fromName, access);
    let to = await openPlace(toName, access, { isNew: !0 });
    let log = terminalLog({ verbose: options.verbose });
    let { arch, referrers, mountFrom } = options;
    let done = await log.group(
      `Copy ${formatPlaceName(from)} to ${formatPlaceName(to)}`,
      () => copyImage(from, to, { architecture: arch, referrers, mountFrom, log })
    );
    let count = (how) => done.blobs.filter((blob) => blob.how === how).length;
    printResult(options.json, done, [
      `digest   ${done.digest}`,
      `blobs    ${count("copied")} copied (${formatBytes(done.copiedBytes)}), ${count("mounted")} mounted, ${count("there")} were there`
    ]);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function listCommand() {
  return outputOptions(new Command("list").description("print the tags of a repository or layout")).addArgument(new Argument("<name>", "HOST/NAME or oci:FOLDER")).action(async (name, { json }) => {
    var _stack = [];
    try {
      let http = __using(_stack, new HttpClient(), !0);
      let { store } = await openPlace(name, registryAccess(http, name));
      let tags = (await store.listTags()).sort(compareBytes);
      printResult(json, { name: store.name, tags }, tags);
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function deleteCommand() {
  return outputOptions(
    new Command("delete").description(
      "delete a tag; with a digest, the image or artifact and all of its tags"
    )
  ).addArgument(new Argument("<name>", "HOST/NAME:TAG, or HOST/NAME@DIGEST")).action(async (name, { json }) => {
    var _stack = [];
    try {
      let http = __using(_stack, new HttpClient(), !0);
      if (!/:[^/]*$|@/.test(name.replace(/^(oci|docker):/, ""))) {
        let message = `${name} has no tag and no digest: what is deleted must be said`;
        throw new ConfigError("OPTION_MISSING", message);
      }
      let place = await openPlace(name, registryAccess(http, name));
      place.tag !== void 0 && place.digest !== void 0 && await resolveImage(place);
      let { store, tag, digest } = place;
      let isDeleted = digest === void 0 ? await store.deleteTag(tag ?? "") : await deleteManifest(store, digest);
      let line = `${formatPlaceName(place)} ${isDeleted ? "is deleted" : "was not there"}`;
      printResult(json, { name: formatPlaceName(place), deleted: isDeleted }, [line]);
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function referrersCommand() {
  return outputOptions(
    new Command("referrers").description(
      "print what refers to an image, and to those of an index: signatures, SBOMs"
    )
  ).addArgument(new Argument("<name>", "the image")).option("--type <media-type>", "only those of this artifact type").action(async (name, { json, type }) => {
    var _stack = [];
    try {
      let http = __using(_stack, new HttpClient(), !0);
      let place = await openPlace(name, registryAccess(http, name));
      let found = await readImageReferrers(place, type);
      printResult(json, found, referrerLines(found));
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function referrerLines({ digest, referrers, manifests = [] }) {
  let lines = [{ referrers, note: "" }, ...manifests.map(ofPart)].flatMap(
    (part) => part.referrers.map(
      (one) => `${one.digest}  ${one.artifactType ?? one.mediaType}  ${formatBytes(one.size)}${part.note}`
    )
  );
  return lines.length === 0 ? [`nothing refers to ${digest}`] : lines;
}
function ofPart({ digest, platform, referrers }) {
  let of = platform === void 0 ? digest : formatPlatform(platform);
  return { referrers, note: `  of ${of}` };
}
export {
  registryCommand
};
