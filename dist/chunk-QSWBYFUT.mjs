import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  HEADER_TAG,
  SIGNATURE_TAG,
  badHeader,
  findRpmSpans,
  parseHeader
} from "./chunk-DBJ6H2PG.mjs";
import {
  findNevraFault
} from "./chunk-77DXW6FU.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/remix/overlay-inputs.ts
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
async function overlayFolder({ directory }, layer) {
  let name = /^overlay\/([^/]+)$/.exec(layer)?.[1];
  if (name === void 0 || name === "..") return;
  let path = join(directory, "overlay.d", name);
  return readdir(path).then(
    () => path,
    () => {
    }
  );
}
function checkoutMode(mode) {
  return (mode & 64) === 0 ? 420 : 493;
}
async function overlayInputs(treefile) {
  let layers = [.../* @__PURE__ */ new Set([...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])], found = {};
  for (let layer of layers.sort(compareBytes)) {
    let folder = await overlayFolder(treefile, layer);
    folder !== void 0 && (found[layer] = await listFolder(folder, ""));
  }
  return found;
}
async function listFolder(root, below) {
  let entries = [];
  for (let name of (await readdir(join(root, below))).sort(compareBytes)) {
    let path = join(below, name), stats = await lstat(join(root, path));
    if (stats.isDirectory())
      entries.push({ path, type: "folder" }, ...await listFolder(root, path));
    else if (stats.isSymbolicLink())
      entries.push({ path, type: "link", target: await readlink(join(root, path)) });
    else {
      let content = sha256(await readFile(join(root, path)));
      entries.push({ path, type: "file", mode: checkoutMode(stats.mode), sha256: content });
    }
  }
  return entries;
}

// lib/rpm/scriptlets.ts
var SHELL = "/bin/sh", SCRIPTLETS = [
  ["pretrans", 1151, 1153],
  ["pre", 1023, 1085],
  ["post", 1024, 1086],
  ["preun", 1025, 1087],
  ["postun", 1026, 1088],
  ["posttrans", 1152, 1154],
  ["preuntrans", 5103, 5105],
  ["postuntrans", 5104, 5106],
  ["verifyscript", 1079, 1091]
], TRIGGERS = [
  ["trigger", 1065, 1092],
  ["filetrigger", 5066, 5067],
  ["transfiletrigger", 5076, 5077]
];
function scriptletsOf(header) {
  let single = SCRIPTLETS.flatMap(([kind, bodyTag, programTag]) => {
    if (!header.has(bodyTag) && !header.has(programTag)) return [];
    let program = header.texts(programTag);
    return [
      {
        kind,
        program: program.length === 0 ? [SHELL] : program,
        body: header.text(bodyTag) ?? ""
      }
    ];
  }), triggers = TRIGGERS.flatMap(([kind, bodyTag, programTag]) => {
    let bodies = header.texts(bodyTag), programs = header.texts(programTag);
    if (programs.length > 0 && programs.length !== bodies.length)
      throw badHeader(`it has ${bodies.length} ${kind}s and ${programs.length} programs for them`);
    return bodies.map((body, position) => ({ kind, program: [programs[position] ?? SHELL], body }));
  });
  return [...single, ...triggers];
}

// lib/rpm/package-facts.ts
var FORMAT_6_SIGNATURE_TAG_MAX = 999;
function parsePackageFacts(bytes) {
  let spans = findRpmSpans(bytes), signature = parseHeader(bytes, spans.signature.start, "signature"), header = parseHeader(bytes, spans.header.start), format = packageFormat(header);
  format === 6 && assertStrict(signature, header);
  let source = isSource(header), nevra = {
    name: header.text(HEADER_TAG.name) ?? "",
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? "",
    release: header.text(HEADER_TAG.release) ?? "",
    arch: source ? "src" : header.text(HEADER_TAG.arch) ?? ""
  }, fault = findNevraFault(nevra);
  if (fault !== void 0) throw badHeader(fault);
  return {
    ...nevra,
    format,
    buildTime: header.number(HEADER_TAG.buildTime) ?? 0,
    sourceRpm: source ? "" : header.text(HEADER_TAG.sourceRpm) ?? "",
    headerSignatures: signaturesOf(signature),
    files: filePathsOf(header),
    scriptlets: scriptletsOf(header),
    spans
  };
}
function packageFormat(header) {
  let declared = header.number(HEADER_TAG.rpmFormat);
  if (declared === void 0) return header.has(HEADER_TAG.immutable) ? 4 : 3;
  if (declared === 3 || declared === 4 || declared === 6) return declared;
  throw badHeader(`it is of package format ${declared}, expected 3, 4 or 6`);
}
function assertStrict(signature, header) {
  if (!signature.has(SIGNATURE_TAG.signatures) || !header.has(HEADER_TAG.immutable))
    throw badHeader("it has no immutable region, which format 6 demands");
  for (let tags of [signature.tags(), header.tags()])
    if (tags.slice(0, -1).some((tag, position) => tag < (tags[position - 1] ?? 0)))
      throw badHeader("its tags are not in order, which format 6 demands");
  let legacy = signature.tags().find((tag) => tag > FORMAT_6_SIGNATURE_TAG_MAX);
  if (legacy !== void 0)
    throw badHeader(`signature tag ${legacy} is not allowed in a package of format 6`);
}
function isSource(header) {
  if (header.has(HEADER_TAG.sourcePackage)) return !0;
  if (header.has(HEADER_TAG.sourceRpm)) return !1;
  let folders = header.texts(HEADER_TAG.dirNames), old = header.texts(HEADER_TAG.oldFilenames);
  return folders.length === 1 && folders[0] === "" || old.length > 0 && old.every((path) => !path.includes("/"));
}
function signaturesOf(signature) {
  let encoded = signature.texts(SIGNATURE_TAG.openPgp);
  return encoded.length > 0 ? encoded.map(decodeSignature) : [SIGNATURE_TAG.rsa, SIGNATURE_TAG.dsa].flatMap((tag) => signature.bytes(tag) ?? []);
}
function decodeSignature(text) {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) throw badHeader("a signature is not base64");
  return Buffer.from(text, "base64");
}
function filePathsOf(header) {
  let bases = header.texts(HEADER_TAG.baseNames);
  if (bases.length === 0) return header.texts(HEADER_TAG.oldFilenames);
  let folders = header.texts(HEADER_TAG.dirNames), indexes = header.numbers(HEADER_TAG.dirIndexes);
  if (indexes.length !== bases.length || folders.length > bases.length)
    throw badHeader("its list of files does not add up");
  return bases.map((base, position) => {
    let folder = folders[indexes[position] ?? -1];
    if (folder === void 0)
      throw badHeader(`the file ${JSON.stringify(base)} is in no directory`);
    return folder + base;
  });
}

export {
  overlayFolder,
  checkoutMode,
  overlayInputs,
  parsePackageFacts,
  filePathsOf
};
