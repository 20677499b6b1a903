import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  componentsOf,
  describeReferrer,
  findSignatures,
  findTop,
  isOstreeObject,
  labelOf,
  openImageSource,
  packagesOf,
  plainName,
  printable,
  readSignatureKey,
  readSmallBlob,
  selectImages
} from "./chunk-QSQQSUQX.mjs";
import {
  openLayer,
  readLayerEntries,
  streamSource
} from "./chunk-HFTTVHUV.mjs";
import {
  formatPlatform
} from "./chunk-K23XTKS6.mjs";
import {
  imageAccess
} from "./chunk-47VOAM4L.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import {
  parseInstalledPackage,
  readRpmdb
} from "./chunk-6BOGLLXY.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KOI37DZA.mjs";
import "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
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
import "./chunk-DBJ6H2PG.mjs";
import {
  formatEvr
} from "./chunk-77DXW6FU.mjs";
import "./chunk-FJOYASBV.mjs";
import "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Command
} from "./chunk-4N5P6MFD.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/examine/format-report.ts
var WIDTH = 12, MAX_TEXT = 100, MAX_NAMES = 6, MAX_VALUE = 500, CHUNKED = "io.github.containers.zstd-chunked.", PACKAGES_FROM = {
  spdx: "SPDX document",
  cyclonedx: "CycloneDX document",
  rpmdb: "rpmdb in layer",
  annotations: "annotations of the layers from"
};
function formatReferenceReport(report, options) {
  let { images, isIndex, referrers } = report;
  return [
    printable(report.reference),
    row("digest", report.digest),
    row("type", report.mediaType),
    ...isIndex ? [row("platforms", images.map(({ platform }) => platform).join(", "))] : [],
    ...record("annotation", report.annotations, isIndex ? {} : labelsOf(images)),
    ...report.others.map((other) => row("also has", formatReferrer(other))),
    ...referrers.map((referrer) => row("referrer", formatReferrer(referrer))),
    ...signatures(report.signatures),
    ...images.flatMap((image) => ["", ...formatImage(image, report, options.withPackages)])
  ].map(printable);
}
function formatImage(image, report, withPackages) {
  let { config, layers, form } = image;
  return [
    image.platform,
    ...report.isIndex ? [row("digest", image.digest)] : [],
    row("config", image.configDigest),
    row("size", `${formatBytes(image.sizeBytes)} in ${count(layers.length, "layer")}`),
    ...form === "files" ? [] : [row("form", FORMS[form])],
    ...text("created", config.created),
    ...text("author", config.author),
    ...words("entrypoint", config.entrypoint),
    ...words("cmd", config.cmd),
    ...text("user", config.user),
    ...text("folder", config.workingFolder),
    ...text("stop signal", config.stopSignal),
    ...words("ports", config.exposedPorts),
    ...words("volumes", config.volumes),
    ...config.env.map((variable) => row("env", variable)),
    ...record("label", config.labels),
    ...report.isIndex ? record("annotation", image.annotations, config.labels) : [],
    ...image.referrers.map((referrer) => row("referrer", formatReferrer(referrer))),
    ...report.isIndex ? signatures(image.signatures) : [],
    ...layers.map((layer, index) => row(`layer ${index + 1}`, formatLayer(layer))),
    ...packages(image, withPackages)
  ];
}
var FORMS = {
  bootc: "a bootable OSTree commit (bootc, ostree container)",
  ostree: "an OSTree commit"
};
function packages({ packages: found }, withPackages) {
  if (found === void 0)
    return [row("packages", withPackages ? "no list, and no rpmdb" : "not listed; --packages reads the layers")];
  let from = `${PACKAGES_FROM[found.from]} ${short(found.digest)}`, head = row("packages", `${found.packages.length} (${from})`);
  return withPackages ? [
    head,
    ...found.packages.map(({ name, version, arch, license }) => `    ${`${name}-${version}${arch === "" ? "" : `.${arch}`}`}${license === "" ? "" : `  ${license}`}`)
  ] : [head];
}
function formatLayer({ digest, sizeBytes, mediaType, components, ...layer }) {
  let compression = Object.keys(layer.annotations).some((key) => key.startsWith(CHUNKED)) ? "zstd:chunked" : /(gzip|zstd)$/.exec(mediaType)?.[1] ?? "tar", about = components.length > 0 ? names(components) : (layer.comment || layer.createdBy).replace(/\s+/g, " ").slice(0, MAX_TEXT), size = formatBytes(sizeBytes).padStart(10);
  return `${short(digest)}  ${compression} ${size}${about === "" ? "" : `  ${about}`}`;
}
function names(all) {
  let more = all.length > MAX_NAMES ? ` and ${all.length - MAX_NAMES} more` : "";
  return `${all.slice(0, MAX_NAMES).join(", ")}${more}`;
}
function signatures(found) {
  return found.length === 0 ? [row("signatures", "none")] : found.map(({ kind, about, digest, isGood, why }) => {
    let verdict = isGood === void 0 ? why ?? "not verified" : isGood ? "good" : `BAD: ${why}`;
    return row("signature", `${kind} ${short(digest)} ${about} (${verdict})`);
  });
}
function formatReferrer({ type, digest, sizeBytes }) {
  return `${type} ${short(digest)} ${formatBytes(sizeBytes)}`;
}
function record(what, entries, others = {}) {
  return Object.entries(entries).filter(([key, value]) => others[key] !== value).sort(([a], [b]) => compareBytes(a, b)).map(([key, value]) => row(what, `${key}=${value}`));
}
function labelsOf([image]) {
  return image?.config.labels ?? {};
}
function text(what, value) {
  return value === void 0 || value === "" ? [] : [row(what, value)];
}
function words(what, list) {
  return list.length === 0 ? [] : [row(what, list.map((word) => JSON.stringify(word)).join(" "))];
}
function row(what, value) {
  let shown = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}\u2026` : value;
  return `  ${what.padEnd(WIDTH)} ${shown}`;
}
function short(digest) {
  return digest.slice(0, 19);
}
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// lib/examine/layer-rpmdb.ts
import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
var DATABASE = /^(?:usr\/lib\/sysimage\/rpm|usr\/share\/rpm|var\/lib\/rpm)\/rpmdb\.sqlite$/, MAGIC = Buffer.from("SQLite format 3\0"), MAX_DATABASE_BYTES = 1024 * 2 ** 20, MAX_KEPT = 8;
async function readLayerRpmdb(source, layer) {
  var _stack = [];
  try {
    let temp = __using(_stack, await makeTempDir(), !0);
    let kept = /* @__PURE__ */ new Map();
    let database;
    let bytes = openLayer(await source.openBlob(layer), layer);
    try {
      for await (let { member, data } of readLayerEntries(streamSource(bytes))) {
        let { type, sizeBytes } = member, name = plainName(member.name), isDatabase = DATABASE.test(name);
        if (isDatabase && type === "hard-link" && (database = kept.get(plainName(member.linkName))), type !== "file" || sizeBytes > MAX_DATABASE_BYTES || kept.size === MAX_KEPT || !isDatabase && !isOstreeObject(name)) continue;
        let path = join(temp.path, String(kept.size));
        await keepDatabase(data(), path) && (kept.set(name, path), isDatabase && (database = path));
      }
      for await (let _2 of bytes) ;
    } finally {
      await bytes.return();
    }
    if (database === void 0) return;
    let file = __using(_stack, await open(database), !0);
    return await readPackages(file);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function keepDatabase(data, path) {
  let start = Buffer.alloc(0), file;
  try {
    for await (let piece of data) {
      if (file !== void 0) {
        await file.writeFile(piece);
        continue;
      }
      if (start = Buffer.concat([start, piece]), !(start.length < MAGIC.length)) {
        if (!start.subarray(0, MAGIC.length).equals(MAGIC)) return !1;
        file = await open(path, "wx"), await file.writeFile(start);
      }
    }
    return file !== void 0;
  } finally {
    await file?.close();
  }
}
async function readPackages(file) {
  let { size } = await file.stat(), source = {
    sizeBytes: size,
    read: (offset, length) => {
      let buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(file.fd, buffer, 0, length, offset));
    }
  }, packages2 = [];
  for (let header of readRpmdb(source)) {
    let one = parseInstalledPackage(header);
    if (one === void 0) continue;
    let { name, arch, license } = one;
    packages2.push({ name, version: formatEvr(one), arch, license });
  }
  return packages2;
}

// lib/examine/sbom-packages.ts
var MAX_PACKAGES = 2e5;
function parseSbomPackages(bytes, format) {
  let listed = asObject(parseJson(bytes))[format === "spdx" ? "packages" : "components"] ?? [];
  if (!Array.isArray(listed) || listed.length > MAX_PACKAGES) throw invalid("it has no packages");
  return listed.flatMap((item) => {
    let one = asObject(item);
    return format === "spdx" ? spdxPackage(one) : cyclonePackage(one);
  });
}
function spdxPackage(one) {
  if (one.primaryPackagePurpose === "SOURCE") return [];
  let purl = (Array.isArray(one.externalRefs) ? one.externalRefs : []).map(asObject).find(({ referenceType }) => referenceType === "purl")?.referenceLocator, license = textOf(one.licenseDeclared);
  return listPackage(purl, {
    name: one.name,
    version: one.versionInfo,
    license: license === "NOASSERTION" ? "" : license
  });
}
function cyclonePackage(one) {
  let license = (Array.isArray(one.licenses) ? one.licenses : []).map((item) => {
    let { expression, license: named } = asObject(item), { id, name } = asObject(named ?? {});
    return textOf(expression) || textOf(id) || textOf(name);
  }).join(" AND ");
  return listPackage(one.purl, { name: one.name, version: one.version, license });
}
function listPackage(purl, { name, version, license }) {
  if (typeof purl != "string" || !/^pkg:(?!oci\/)/.test(purl)) return [];
  let arch = new URLSearchParams(/\?([^#]*)/.exec(purl)?.[1] ?? "").get("arch") ?? "";
  return arch === "src" ? [] : [{ name: textOf(name), version: textOf(version), arch, license }];
}
function textOf(value) {
  return typeof value == "string" ? value : "";
}
function asObject(value) {
  if (typeof value == "object" && value !== null && !Array.isArray(value)) return value;
  throw invalid("it is not as its format has it");
}
function parseJson(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: !0 }).decode(bytes));
  } catch (cause) {
    throw invalid("it is not JSON", cause);
  }
}
function invalid(why, cause) {
  return new BuildError("IMAGE_INVALID", `the SBOM of the image is bad: ${why}`, {
    cause
  });
}

// lib/examine/find-packages.ts
var SBOM_TYPES = {
  "application/spdx+json": "spdx",
  "text/spdx+json": "spdx",
  "application/vnd.cyclonedx+json": "cyclonedx"
};
async function findPackages(source, image, referrers, limits, log) {
  let found = await findFirst(source, image, referrers, limits, log);
  if (found === void 0) return;
  let packages2 = found.packages.toSorted(
    (a, b) => compareBytes(a.name, b.name) || compareBytes(a.version, b.version)
  );
  return { ...found, packages: packages2 };
}
async function findFirst(source, { manifest }, referrers, limits, log) {
  let sbom = await readSbom(source, referrers, limits, log);
  if (sbom !== void 0) return sbom;
  let { layers } = manifest, marked = layers.find((layer) => componentsOf(layer).includes("rpmdb"));
  if (marked !== void 0 && marked.size <= limits.layerBytes) {
    let packages2 = await readLayerRpmdb(source, marked);
    if (packages2 !== void 0) return { from: "rpmdb", digest: marked.digest, packages: packages2 };
  }
  let named = layers.flatMap(packagesOf), [first] = layers, annotated = named.length > 0 && first !== void 0 ? { from: "annotations", digest: first.digest, packages: named.map(fromNevra) } : void 0;
  return limits.searchBytes === 0 ? annotated : await search(source, layers, limits.searchBytes, log) ?? annotated;
}
async function readSbom(source, referrers, { sbomBytes }, log) {
  for (let { digest, type } of referrers) {
    let format = SBOM_TYPES[type];
    if (format === void 0) continue;
    let pulled = await source.getManifest(digest);
    if (pulled === void 0) continue;
    let artifact = parseManifest(pulled.bytes, pulled.mediaType), layer = artifact.kind === "manifest" ? artifact.layers.find(({ mediaType }) => SBOM_TYPES[mediaType] === format) : void 0;
    if (!(layer === void 0 || layer.size > sbomBytes))
      try {
        let packages2 = parseSbomPackages(await readSmallBlob(source, layer, sbomBytes), format);
        return { from: format, digest: layer.digest, packages: packages2 };
      } catch (error) {
        if (!(error instanceof TreesmithError) || error.code !== "IMAGE_INVALID") throw error;
        log.warn(`${source.name}: ${digest}: ${error.message}`);
      }
  }
}
async function search(source, layers, searchBytes, log) {
  let left = searchBytes;
  for (let layer of layers.toReversed()) {
    if (left -= layer.size, left < 0) return;
    log.debug(`looking for the rpmdb in layer ${layer.digest}`);
    let packages2 = await readLayerRpmdb(source, layer);
    if (packages2 !== void 0) return { from: "rpmdb", digest: layer.digest, packages: packages2 };
  }
}
function fromNevra(text2) {
  let [, name = text2, version = "", arch = ""] = /^(.+)-([^-]+-[^-]+)\.([^.]+)$/.exec(text2) ?? [];
  return { name, version, arch, license: "" };
}

// lib/examine/inspect-reference.ts
var SMALL_READS = {
  sbomBytes: 32 * 2 ** 20,
  layerBytes: 16 * 2 ** 20,
  searchBytes: 0
}, THOROUGH_READS = {
  sbomBytes: 64 * 2 ** 20,
  layerBytes: 4 * 2 ** 30,
  searchBytes: 16 * 2 ** 30
};
async function inspectReference(options) {
  let { reference, key, log } = options, source = await openImageSource(reference, options.access), top = await findTop(source), { parsed, pulled } = top, images = await selectImages(source, top, options.architecture), referrers = (await source.listReferrers(pulled.digest)).map(describeReferrer), isIndex = parsed.kind === "index", listed = isIndex ? parsed.manifests : [], known = new Set(images.map(({ digest }) => digest)), inspected = [];
  for (let image of images) {
    let own = isIndex ? (await source.listReferrers(image.digest)).map(describeReferrer) : [], all = isIndex ? [...own, ...referrers] : referrers;
    inspected.push({
      ...describeImage(image),
      packages: await findPackages(source, image, all, options.packages, log),
      referrers: own,
      signatures: isIndex ? await findSignatures(source, image.digest, own, key) : []
    });
  }
  return {
    reference,
    digest: pulled.digest,
    mediaType: parsed.mediaType,
    isIndex,
    annotations: parsed.annotations,
    images: inspected,
    others: listed.filter(({ digest, platform }) => !known.has(digest) && platform?.os === "unknown").map(describeReferrer),
    referrers,
    signatures: await findSignatures(source, pulled.digest, referrers, key)
  };
}
function describeImage(image) {
  let { manifest, config, digest, mediaType } = image, { diffIds, history, ...rest } = config, { layers } = manifest;
  return {
    platform: formatPlatform(config),
    digest,
    mediaType,
    annotations: manifest.annotations,
    sizeBytes: layers.reduce((sum, { size }) => sum + size, manifest.config.size),
    configDigest: manifest.config.digest,
    config: rest,
    form: formOf(image),
    layers: layersOf(layers, diffIds, history)
  };
}
function layersOf(layers, diffIds, history) {
  let steps = history.filter(({ isEmptyLayer }) => !isEmptyLayer);
  return layers.map((layer, index) => {
    let step = steps.length === layers.length ? steps[index] : void 0;
    return {
      digest: layer.digest,
      mediaType: layer.mediaType,
      sizeBytes: layer.size,
      diffId: diffIds[index],
      components: componentsOf(layer),
      packages: packagesOf(layer),
      createdBy: step?.createdBy ?? "",
      comment: step?.comment ?? "",
      annotations: layer.annotations ?? {}
    };
  });
}
function formOf(image) {
  return labelOf(image, "containers.bootc") === "1" || labelOf(image, "ostree.bootable") === "true" ? "bootc" : labelOf(image, "ostree.commit") === void 0 ? "files" : "ostree";
}

// cli/inspect.ts
var HELP = `
<reference> is host/name[:tag][@digest] or oci:DIR[:TAG]; for disk images there is "inspect-image". Nothing is
pulled: manifests, configs and what refers to them are read, and for the packages an SBOM, or the layer that
says that it has the rpmdb when it is small. docs/inspect.md

Exit codes: 0 done; 1 the image is damaged, or a signature is bad; 2 there is no such image, or no access.`;
function inspectCommand() {
  return outputOptions(
    new Command("inspect").description("say what an image in a registry is, without pulling it")
  ).argument("<reference>", "image in a registry or an OCI layout").option("--architecture <name>", "this one alone: amd64, arm/v7, x86_64 (default: all)").option("--packages", "list the packages, and read layers for them if need be", !1).option("--key <file>", "verify the signatures of cosign with this public key").addHelpText("after", HELP).action(runInspect);
}
async function runInspect(reference, options) {
  var _stack = [];
  try {
    let { architecture, packages: packages2, json, verbose } = options;
    let http = __using(_stack, new HttpClient(), !0);
    let report = await inspectReference({
      reference,
      architecture,
      access: imageAccess(http, reference),
      packages: packages2 ? THOROUGH_READS : SMALL_READS,
      key: options.key === void 0 ? void 0 : await readSignatureKey(options.key),
      log: terminalLog({ verbose })
    });
    printResult(json, report, formatReferenceReport(report, { withPackages: packages2 }));
    let signatures2 = [report, ...report.images].flatMap((one) => one.signatures);
    signatures2.some(({ isGood }) => isGood === !1) && (process.exitCode = 1);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  inspectCommand
};
