import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assetName
} from "./chunk-KZJBTV5O.mjs";
import {
  describeReferrer,
  encapsulatedView,
  findLayout,
  findSignatures,
  findTop,
  isOstreeObject,
  openImageSource,
  plainName,
  printable,
  readSignatureKey,
  selectImages
} from "./chunk-QSQQSUQX.mjs";
import {
  LayerTree,
  hostArchitecture
} from "./chunk-RCQIBO2C.mjs";
import {
  MAX_LAYER_BYTES,
  layerCompression,
  openLayer,
  readLayerEntries,
  streamSource
} from "./chunk-HFTTVHUV.mjs";
import {
  listRemoteRefs,
  verifyCommits,
  verifyFile
} from "./chunk-R6PITTFO.mjs";
import {
  CHECKSUMS_NAME,
  MAX_CHECKSUMS_BYTES,
  parseChecksums
} from "./chunk-NT3NE2VR.mjs";
import {
  listRefs
} from "./chunk-TRKKLFAJ.mjs";
import {
  formatPlatform
} from "./chunk-K23XTKS6.mjs";
import {
  imageAccess
} from "./chunk-47VOAM4L.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-3CL76CQI.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KOI37DZA.mjs";
import "./chunk-4J5FLCKI.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import {
  outputOptions,
  terminalLog
} from "./chunk-Z4VSWSTU.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import {
  digestHex,
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import {
  HttpStatusError
} from "./chunk-MMSKSHK2.mjs";
import {
  parseXattrs
} from "./chunk-3RQQINWV.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-OXTLJHJG.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  readTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Command
} from "./chunk-4N5P6MFD.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// cli/verify.ts
import { resolve as resolve2 } from "node:path";

// lib/build/verify.ts
import { createHash } from "node:crypto";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
var MAX_FILE_BYTES = 64 * 1024 ** 3, MAX_SIGNATURE_BYTES = 64 * 1024;
async function runVerify({
  from,
  publicKeyPath,
  log
}) {
  var _stack = [];
  try {
    await assertTools(["gpg", "gpgconf", "ostree"]);
    let http = __using(_stack, new HttpClient(), !0);
    let temporary = __using(_stack, await makeTempDir(), !0);
    let source = "url" in from ? webSource(from.url.replace(/\/+$/, ""), http) : fileSource(from.folder, http);
    let sums = join(temporary.path, CHECKSUMS_NAME);
    await writeFile(sums, await source.read(CHECKSUMS_NAME, MAX_CHECKSUMS_BYTES));
    await writeFile(`${sums}.asc`, await source.read(`${CHECKSUMS_NAME}.asc`, MAX_SIGNATURE_BYTES));
    let fingerprint = await verifyFile(sums, `${sums}.asc`, publicKeyPath);
    let named = parseChecksums(await readFile(sums, "utf8"), source.nameOf(CHECKSUMS_NAME));
    let files = [];
    await log.group(`Verify (${named.length} files)`, async () => {
      for (let file of named) await verifyChecksum(source, file) && files.push(file);
      let elsewhere = named.length - files.length;
      elsewhere > 0 && log.info(`${elsewhere} files of containers are not here: a registry has them`);
    });
    let commits = await source.verifyRepository(publicKeyPath, log);
    return { fingerprint, files, commits };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function fileSource(folder, http) {
  let repoPath = join(folder, "repo");
  return {
    ...webSource(pathToFileURL(folder).href, http),
    isRelease: !1,
    nameOf: (name) => join(folder, name),
    verifyRepository: async (publicKeyPath, log) => {
      if (!await exists(join(repoPath, "config"))) return [];
      let refs = (await listRefs(repoPath)).map(({ ref }) => ref), remote = { url: pathToFileURL(repoPath).href, publicKeyPath, verifySummary: !0 }, commits = await verifyCommits(remote, refs, log);
      return await runTool(["ostree", `--repo=${repoPath}`, "fsck", "--quiet"], { log }).catch(damaged), commits;
    }
  };
}
function webSource(base, http) {
  let urlOf = (name) => `${base}/${name.split("/").map(encodeURIComponent).join("/")}`, get = async (name) => {
    try {
      return (await http.get(urlOf(name), { limitBytes: MAX_FILE_BYTES })).body;
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === 404) return;
      throw error;
    }
  };
  return {
    isRelease: !0,
    nameOf: urlOf,
    read: async (name, limitBytes) => {
      try {
        return await http.getBytes(urlOf(name), { limitBytes });
      } catch (error) {
        throw !(error instanceof HttpStatusError) || error.status !== 404 ? error : new ConfigError("NOT_SIGNED", `${urlOf(name)} is not there`, {
          hint: 'Sign with "treesmith sign"; --url names the folder that SHA256SUMS is in.'
        });
      }
    },
    // A release has no folders: what was images/x is x there, and odd names are others.
    open: async (name) => await get(name) ?? await get(assetName(name)),
    verifyRepository: async (publicKeyPath, log) => {
      let config = await get("repo/config");
      if (config === void 0) return [];
      for await (let chunk of config) ;
      let remote = { url: `${base}/repo`, publicKeyPath, verifySummary: !0 };
      return verifyCommits(remote, await listRemoteRefs(remote, log), log);
    }
  };
}
async function verifyChecksum(source, { name, sha256 }) {
  let body = await source.open(name);
  if (body === void 0 && source.isRelease && name.startsWith("containers/")) return !1;
  if (body === void 0)
    throw new BuildError("FILE_MISSING", `${source.nameOf(name)} is not there`, {
      hint: "SHA256SUMS names it, so it was there when the results were signed."
    });
  let hash2 = createHash("sha256");
  for await (let chunk of body) hash2.update(chunk);
  let got = hash2.digest("hex");
  if (got === sha256) return !0;
  throw new BuildError(
    "FILE_DIFFERS",
    `${source.nameOf(name)} has the SHA-256 ${got}, expected ${sha256}`,
    { hint: "It was damaged or changed after it was signed: get it again." }
  );
}
function damaged(cause) {
  if (!(cause instanceof ToolError)) throw cause;
  let what = cause.stderr.trim();
  throw new BuildError(
    "REPOSITORY_DAMAGED",
    `the OSTree repository is damaged: ${what}`,
    {
      cause
    }
  );
}
async function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

// lib/examine/format-verify.ts
var MAX_LINES = 50;
function formatVerifyReport(report) {
  let { differences } = report, lines = differences.slice(0, MAX_LINES).flatMap(formatDifference), left = differences.length - MAX_LINES;
  left > 0 && lines.push(`\u2026 and ${left} more; --json has all of them`);
  let same = differences.length === 0, isAlone = report.against.kind === "registry", verdict = same ? isAlone ? `${report.reference} is whole` : `${report.against.name} is the image ${report.reference}` : `${report.against.name} is not ${isAlone ? "good" : `the image ${report.reference}`}: ${count(differences.length, "difference")}`;
  return [...lines, ...lines.length > 0 ? [""] : [], verdict, ...facts(report)];
}
function formatDifference({ path, kind, fields, firstFile }) {
  let head = `${kind.padEnd(10)} ${printable(path)}`, [only] = fields, first = formatFirst(firstFile);
  return only === void 0 ? [head, ...first] : [
    head,
    ...fields.map(
      ({ field, expected, got }) => `             ${field}: expected ${printable(expected)}, got ${printable(got)}`
    ),
    ...first
  ];
}
function formatFirst(found) {
  if (found === void 0) return [];
  let indent = " ".repeat(13);
  return found === "none" ? [`${indent}no file in it differs: only the compressed form does`] : [
    `${indent}first file that differs: ${printable(found.path)}`,
    `${indent}  expected ${printable(found.expected)}`,
    `${indent}  got      ${printable(found.got)}`
  ];
}
function facts(report) {
  let { counts } = report, images = report.images.map(({ digest, platform }) => `${platform} ${digest}`), what = counts.files + counts.folders + counts.others === 0 ? `${count(report.blobs, "blob")}, ${formatBytes(report.blobBytes)}` : [
    `${count(counts.files, "file")} (${formatBytes(counts.bytes)})`,
    count(counts.folders, "folder"),
    `${count(counts.others, "link")} or the like`,
    `${counts.ignored} left out`
  ].join(", ");
  return [
    `  digest      ${report.digest}`,
    ...images.map((image) => `  image       ${image}`),
    `  compared    ${what}`,
    ...report.signatures.map(({ kind, about, isGood, why }) => {
      let verdict = isGood === !0 ? "good" : `BAD: ${why}`;
      return `  signature   ${kind} ${printable(about)} (${verdict})`;
    }),
    ...report.isOstree ? ["  form        an OSTree commit in a container"] : []
  ];
}
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

// lib/examine/image-files.ts
import { createHash as createHash2, hash } from "node:crypto";

// lib/host/young-objects.ts
import { setFlagsFromString } from "node:v8";
function keepYoungSpaceSmall() {
  setFlagsFromString("--semi-space-growth-factor=1");
}

// lib/examine/garbage-collector.ts
var FILES = 2e4;
function garbageCollector() {
  let files = 0;
  return () => {
    files += 1, files % FILES === 0 && collectGarbage();
  };
}

// lib/examine/image-files.ts
async function readImageFiles(source, { manifest, config }, log) {
  keepYoungSpaceSmall();
  let collect = garbageCollector(), tree = new LayerTree(), left = MAX_LAYER_BYTES, readBytes = 0;
  for (let [index, layer] of manifest.layers.entries()) {
    let blob = await source.openBlob(layer), bytes = openLayer(blob, layer, { diffId: config.diffIds[index], limitBytes: left }), chunks = async function* () {
      for await (let chunk of bytes)
        left -= chunk.length, yield chunk;
    }();
    try {
      for await (let { member, data } of readLayerEntries(streamSource(chunks)))
        collect(), tree.add(
          member.type === "file" ? { ...member, sha256: await digestOf(data()) } : member,
          index
        );
      for await (let _ of chunks) ;
    } finally {
      await chunks.return(), await bytes.return();
    }
    readBytes += layer.size, log.debug(`layer ${layer.digest} is good`);
  }
  return { tree, readBytes };
}
async function digestOf(data) {
  let first, digest;
  for await (let piece of data)
    first === void 0 ? first = piece : digest = (digest ?? createHash2("sha256").update(first)).update(piece);
  return digest === void 0 ? hash("sha256", first ?? "") : digest.digest("hex");
}

// lib/examine/target.ts
import { stat } from "node:fs/promises";
import { join as join2, resolve } from "node:path";

// lib/examine/container-store.ts
function parseStoreName(text) {
  let match = /^\[(?:([a-z]+)@)?([^\]+]+)(?:\+([^\]+]+))?\](.+)$/s.exec(text), [, driver, graphRoot, runRoot, inStore] = match ?? [], name = inStore ?? text;
  if (!/^[\w][\w.:/@-]*$/.test(name))
    throw unreadable(`${JSON.stringify(text)} is no name of an image or container`);
  return {
    name,
    arguments: Object.entries({ "--storage-driver": driver, "--root": graphRoot, "--runroot": runRoot }).flatMap(
      ([option, value]) => value === void 0 ? [] : [option, value]
    )
  };
}
async function isInStore(kind, store) {
  let argv = ["podman", ...store.arguments, kind, "exists", store.name], { exitCode } = await runTool(argv, { okExitCodes: [0, 1] }).catch(refused(store));
  return exitCode === 0;
}
async function mountStore(kind, store, log) {
  let podman = (...argv) => readTool(["podman", ...store.arguments, ...argv], { log }).catch(refused(store)), isContainer = kind === "container", [subject, format] = isContainer ? ["container", "{{.Image}}"] : ["image", "{{.Id}}"], id = (await podman(subject, "inspect", "--format", format, store.name)).trim(), folder = (await podman(subject, "mount", store.name)).trim().split(`
`).at(-1) ?? "";
  if (!folder.startsWith("/")) throw unreadable(`podman mounted ${store.name} nowhere`);
  let digest = `sha256:${id.replace(/^sha256:/, "")}`;
  return {
    folder,
    configDigest: isDigest(digest) ? digest : void 0,
    [Symbol.asyncDispose]: async () => {
      await podman(subject, "unmount", store.name);
    }
  };
}
function refused(store) {
  return (error) => {
    if (!(error instanceof ToolError)) throw error;
    let why = error.stderr.trim().split(`
`).at(-1) ?? "";
    throw unreadable(`podman cannot give the files of ${store.name}: ${why}`, error);
  };
}
function unreadable(message, cause) {
  return new ConfigError("TARGET_UNREADABLE", message, {
    hint: 'Images of root are seen by root alone; without root, run it in "podman unshare".',
    cause
  });
}

// lib/examine/target.ts
async function resolveTarget(text) {
  let layout = await findLayout(text);
  if (layout !== void 0) return { kind: "layout", ...layout };
  let image = /^containers-storage:(.+)$/s.exec(text)?.[1];
  if (image !== void 0) return { kind: "store-image", store: parseStoreName(image) };
  let container = /^container:(.+)$/s.exec(text)?.[1];
  if (container !== void 0) return { kind: "container", store: parseStoreName(container) };
  let facts2 = await stat(text).catch(() => {
  });
  if (facts2?.isDirectory() === !0)
    return await stat(join2(text, "oci-layout")).catch(() => {
    }) !== void 0 ? { kind: "layout", folder: text, tag: void 0 } : { kind: "folder", folder: resolve(text) };
  if (facts2 !== void 0) throw unreadable2(`${text} is no folder`);
  if (/^[./]/.test(text)) throw unreadable2(`there is no ${text}`);
  let store = parseStoreName(text);
  if (await isInStore("container", store)) return { kind: "container", store };
  if (await isInStore("image", store)) return { kind: "store-image", store };
  throw unreadable2(`there is no folder, container or image ${text}`);
}
function formatTarget(target) {
  switch (target.kind) {
    case "folder":
      return target.folder;
    case "layout":
      return `oci:${target.folder}${target.tag === void 0 ? "" : `:${target.tag}`}`;
    case "container":
      return `container:${target.store.name}`;
    case "store-image":
      return `containers-storage:${target.store.name}`;
  }
}
function unreadable2(message) {
  return new ConfigError("TARGET_UNREADABLE", message, {
    hint: "Give a folder, oci:DIR[:TAG], containers-storage:IMAGE or container:NAME."
  });
}

// lib/examine/verify-layout.ts
import { createHash as createHash4 } from "node:crypto";
import { createReadStream as createReadStream2 } from "node:fs";
import { lstat } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/examine/first-difference.ts
import { createHash as createHash3 } from "node:crypto";
import { createReadStream } from "node:fs";
async function findFirstDifference(source, layer, path) {
  let good = openLayer(await source.openBlob(layer), layer), damaged2 = openDecompressed(
    createReadStream(path),
    layerCompression(layer),
    MAX_LAYER_BYTES
  ), here = readLayerEntries(streamSource(damaged2)), found;
  try {
    for await (let entry of readLayerEntries(streamSource(good))) {
      let { name, type, linkName } = entry.member;
      if (found === void 0) {
        let expected = await describe(entry), got = await nextHere(here);
        if (expected === got) continue;
        if (found = { path: plainName(name), expected, got }, !isOstreeObject(found.path)) break;
      } else if (type === "hard-link" && plainName(linkName) === found.path) {
        found = { ...found, path: plainName(name) };
        break;
      }
    }
  } finally {
    damaged2.destroy(), await here.return(), await good.return();
  }
  return found === void 0 ? void 0 : { ...found, path: `/${found.path}` };
}
async function nextHere(entries) {
  try {
    let { done, value } = await entries.next();
    return done === !0 || value === void 0 ? "the end of the archive" : await describe(value);
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    return `cannot be read: ${error.message}`;
  }
}
async function describe({ member, data }) {
  let { name, type, modeOctal, uid, gid, linkName, mtimeSeconds } = member, facts2 = `${type} ${name} ${modeOctal.toString(8)} ${uid}:${gid} ${mtimeSeconds}`, attributes = [...member.attributes].map(
    ([key, value]) => `${key}=${value.toString("hex")}`
  ), target = linkName === "" ? "" : ` to ${linkName}`, hash2 = createHash3("sha256");
  if (type === "file") for await (let piece of data()) hash2.update(piece);
  let sum = type === "file" ? ` sha256 ${hash2.digest("hex")}` : "";
  return [`${facts2}${target}${sum}`, ...attributes].join(" ");
}

// lib/examine/verify-report.ts
var NO_FILES = { files: 0, folders: 0, others: 0, bytes: 0, ignored: 0 };
function nameImage({ digest, config }) {
  return { digest, platform: formatPlatform(config) };
}

// lib/examine/verify-layout.ts
async function verifyLayout(source, top, { folder, tag, architecture, log }) {
  let layout = await OciLayout.open(folder), images = await selectImages(source, top, architecture), known = [top.pulled.digest, ...images.map(({ digest: digest2 }) => digest2)], here = await findDigest(layout, tag, known), single = images.find(({ digest: digest2 }) => digest2 === here), wanted = single === void 0 ? images : [single], differences = [];
  if (!(here === top.pulled.digest || single !== void 0)) {
    let field = { field: "digest", expected: [...new Set(known)].join(" or "), got: here };
    differences.push({ path: "manifest", kind: "changed", fields: [field] });
  }
  let { digest, bytes, mediaType } = top.pulled, all = single === void 0 ? [{ digest, size: bytes.length, mediaType }] : [];
  for (let { manifest, ...image } of wanted)
    all.push({ ...image, size: image.sizeBytes }, manifest.config, ...manifest.layers);
  let blobs = new Map(all.map((blob) => [blob.digest, blob])), readBytes = 0;
  for (let blob of blobs.values()) {
    let path = await findBlob(layout, blob);
    if (path === void 0) {
      differences.push({ path: blob.digest, kind: "missing", fields: [] });
      continue;
    }
    let fields = await compareBlob(path, blob);
    if (readBytes += blob.size, log.debug(`${blob.digest} is ${fields.length === 0 ? "good" : "damaged"}`), fields.length === 0) continue;
    let inside = wanted.some(({ manifest }) => manifest.layers.includes(blob)) ? { firstFile: await findFirstDifference(source, blob, path) ?? "none" } : {};
    differences.push({ path: blob.digest, kind: "changed", fields, ...inside });
  }
  return {
    images: wanted.map(nameImage),
    isOstree: !1,
    ignoredPatterns: [],
    counts: NO_FILES,
    blobs: blobs.size,
    blobBytes: readBytes,
    differences
  };
}
async function findDigest(layout, tag, known) {
  let entries = (await layout.listManifests()).filter(
    (entry) => tag === void 0 || entry.tag === tag || entry.descriptor.digest === tag
  ), digests = new Set(entries.map(({ descriptor }) => descriptor.digest)), wanted = known.find((digest2) => digests.has(digest2));
  if (wanted !== void 0) return wanted;
  let [digest] = digests;
  if (digest !== void 0 && digests.size === 1) return digest;
  let what = tag === void 0 ? "images" : `images ${tag}`, message = `${layout.folder} has ${digests.size} ${what}, expected one`;
  throw new ConfigError("TARGET_UNREADABLE", message, {
    hint: `It has the tags ${(await layout.listTags()).join(", ") || "(none)"}: write oci:DIR:TAG.`
  });
}
async function findBlob({ folder }, { digest }) {
  let path = join3(folder, "blobs", "sha256", digestHex(digest));
  return (await lstat(path).catch(() => {
  }))?.isFile() === !0 ? path : void 0;
}
async function compareBlob(path, blob) {
  let { size } = await lstat(path);
  if (size !== blob.size)
    return [{ field: "size", expected: String(blob.size), got: String(size) }];
  let hash2 = createHash4("sha256");
  for await (let chunk of createReadStream2(path, { highWaterMark: 1024 * 1024 }))
    hash2.update(chunk);
  let got = `sha256:${hash2.digest("hex")}`;
  return got === blob.digest ? [] : [{ field: "sha256", expected: blob.digest, got }];
}

// lib/examine/compare-root.ts
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join as join5 } from "node:path";
import { setImmediate as turn } from "node:timers/promises";

// lib/examine/compare-facts.ts
import { createHash as createHash5 } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
var READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, PIECE = Buffer.allocUnsafeSlow(1024 * 1024), OF_THE_MACHINE = /^(security\.(selinux|ima|evm)$|(trusted|user)\.overlay\.|user\.(containers|umoci|rootlesscontainers)(\.|$)|system\.)/;
async function compareFacts(member, here) {
  let { facts: facts2 } = here, fields = [], compare = (field, expected, got) => {
    expected !== got && fields.push({ field, expected, got });
  }, type = typeOf(facts2);
  if (compare("type", member.type, type), fields.length > 0) return { fields, readBytes: 0 };
  type !== "link" && compare("mode", octal(member.modeOctal), octal(facts2.mode)), here.ignoreOwner || compare("owner", `${member.uid}:${member.gid}`, `${facts2.uid}:${facts2.gid}`), type === "link" && compare("target", member.linkName, here.target), (type === "character" || type === "block") && compare("device", `${member.major}:${member.minor}`, deviceOf(facts2.rdev));
  let names = /* @__PURE__ */ new Set([...member.attributes.keys(), ...here.attributes.keys()]);
  for (let name of names) {
    if (OF_THE_MACHINE.test(name)) continue;
    let [expected, got] = [member.attributes.get(name), here.attributes.get(name)];
    compare(name, expected?.toString("hex") || "none", got?.toString("hex") || "none");
  }
  if (type !== "file") return { fields, readBytes: 0 };
  if (compare("size", String(member.sizeBytes), String(facts2.size)), member.sizeBytes !== facts2.size) return { fields, readBytes: 0 };
  let inode = facts2.nlink > 1 ? `${facts2.dev}:${facts2.ino}` : void 0, known = inode === void 0 ? void 0 : here.known.get(inode), sha256 = known ?? digestFile(here.path);
  return inode !== void 0 && here.known.set(inode, sha256), compare("sha256", member.sha256 ?? "", sha256), { fields, readBytes: known === void 0 ? member.sizeBytes : 0 };
}
function typeOf(facts2) {
  return facts2.isFile() ? "file" : facts2.isDirectory() ? "folder" : facts2.isSymbolicLink() ? "link" : facts2.isCharacterDevice() ? "character" : facts2.isBlockDevice() ? "block" : facts2.isFIFO() ? "fifo" : "socket";
}
function digestFile(path) {
  let file;
  try {
    if (file = openSync(path, READ_FLAGS), !fstatSync(file).isFile()) throw unreadable3(path, "it is no file any more");
    let hash2 = createHash5("sha256");
    for (; ; ) {
      let count2 = readSync(file, PIECE, 0, PIECE.length, null);
      if (count2 === 0) return hash2.digest("hex");
      hash2.update(PIECE.subarray(0, count2));
    }
  } catch (cause) {
    let { code } = cause;
    throw cause instanceof ConfigError ? cause : unreadable3(path, code ?? String(cause), cause);
  } finally {
    file !== void 0 && closeSync(file);
  }
}
function octal(mode) {
  return (mode & 4095).toString(8).padStart(4, "0");
}
function deviceOf(number) {
  let device = BigInt(number), major = device >> 8n & 0xfffn | device >> 32n & ~0xfffn, minor = device & 0xffn | device >> 12n & ~0xffn & 0xffffffffn;
  return `${major}:${minor}`;
}
function unreadable3(path, why, cause) {
  return new ConfigError("TARGET_UNREADABLE", `${path} cannot be read: ${why}`, {
    hint: "Files of others can be read by root alone: try it with sudo.",
    cause
  });
}

// lib/examine/read-attributes.ts
import { join as join4 } from "node:path";
var MAX_ARGUMENT_BYTES = 256 * 1024;
async function readAttributes(root, paths) {
  let found = /* @__PURE__ */ new Map();
  for (let batch of batches(paths.map((path) => join4(root, path)))) {
    let argv = ["getfattr", "-P", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names", "--"], chunks = [];
    await runTool([...argv, ...batch], {
      okExitCodes: [0, 1],
      onStdout: (chunk) => chunks.push(chunk)
    });
    for (let [path, xattrs] of parseXattrs(Buffer.concat(chunks))) {
      let named = xattrs.map(
        // The names have the NUL that ends them.
        ([name, value]) => [Buffer.from(name).toString("utf8", 0, name.length - 1), Buffer.from(value)]
      );
      found.set(path.slice(root.replace(/\/+$/, "").length + 1), new Map(named));
    }
  }
  return found;
}
function* batches(paths) {
  let batch = [], sizeBytes = 0;
  for (let path of paths) {
    let length = Buffer.byteLength(path) + 1;
    sizeBytes + length > MAX_ARGUMENT_BYTES && batch.length > 0 && (yield batch, batch = [], sizeBytes = 0), batch.push(path), sizeBytes += length;
  }
  batch.length > 0 && (yield batch);
}

// lib/examine/compare-root.ts
var BATCH = 1500;
async function compareRoot(expected, options) {
  let root = await realpath(options.root).catch(() => options.root), comparison = new RootComparison({ ...options, root });
  return expected.layer >= 0 && comparison.root(expected), await comparison.folder("", expected), await comparison.flush(), { differences: comparison.differences.toSorted((a, b) => compareBytes(a.path, b.path)), counts: comparison.counts };
}
var RootComparison = class {
  differences = [];
  counts = { files: 0, folders: 0, others: 0, bytes: 0, ignored: 0 };
  options;
  pairs = [];
  collect = garbageCollector();
  /** SHA-256 of files with several names, by device and inode. */
  known = /* @__PURE__ */ new Map();
  constructor(options) {
    this.options = options;
  }
  root(node) {
    let { root, otherRootMode } = this.options, facts2 = lstatSync(root, { throwIfNoEntry: !1 });
    if (facts2 === void 0) return;
    let modeOctal = facts2.mode & 4095, member = modeOctal === otherRootMode ? { ...node.member, modeOctal } : node.member;
    this.pairs.push({ path: "", node: { ...node, member }, facts: facts2 });
  }
  async folder(path, folder) {
    let { root, isIgnored } = this.options, expected = folder.children ?? /* @__PURE__ */ new Map(), found = this.list(path), inside = (name) => path === "" ? name : `${path}/${name}`;
    for (let name of found) {
      let child = inside(name);
      expected.has(name) || (isIgnored(child) ? this.count("ignored") : this.differences.push({ path: `/${child}`, kind: "additional", fields: [] }));
    }
    for (let [name, node] of expected) {
      let child = inside(name);
      if (isIgnored(child)) {
        this.count("ignored");
        continue;
      }
      let facts2 = lstatSync(join5(root, child), { throwIfNoEntry: !1 });
      if (facts2 === void 0) {
        this.differences.push({ path: `/${child}`, kind: "missing", fields: [] });
        continue;
      }
      this.pairs.push({ path: child, node, facts: facts2 }), this.pairs.length >= BATCH && await this.flush(), node.children !== void 0 && facts2.isDirectory() && await this.folder(child, node);
    }
  }
  async flush() {
    let { root, ignoreOwners } = this.options, pairs = this.pairs;
    if (this.pairs = [], pairs.length === 0) return;
    let attributes = await readAttributes(
      root,
      pairs.map(({ path }) => path)
    );
    for (let { path, node, facts: facts2 } of pairs) {
      this.collect();
      let at = join5(root, path), { fields, readBytes } = await compareFacts(node.member, {
        facts: facts2,
        path: at,
        attributes: attributes.get(path) ?? /* @__PURE__ */ new Map(),
        ignoreOwner: ignoreOwners === !0,
        target: facts2.isSymbolicLink() ? readlinkSync(at) : "",
        known: this.known
      });
      fields.length > 0 && this.differences.push({ path: `/${path}`, kind: "changed", fields });
      let kind = typeOf(facts2);
      this.count(kind === "file" ? "files" : kind === "folder" ? "folders" : "others"), this.counts = { ...this.counts, bytes: this.counts.bytes + readBytes };
    }
    await turn();
  }
  list(path) {
    try {
      return readdirSync(join5(this.options.root, path));
    } catch (cause) {
      let { code } = cause, message = `${join5(this.options.root, path)} cannot be read (${code})`;
      throw new ConfigError("TARGET_UNREADABLE", message, {
        hint: "Files of others can be read by root alone: try it with sudo.",
        cause
      });
    }
  }
  count(what) {
    this.counts = { ...this.counts, [what]: this.counts[what] + 1 };
  }
};

// lib/examine/ignored-paths.ts
var CHANGED_BY_RUNNING = [
  "/dev",
  "/proc",
  "/sys",
  "/run",
  "/tmp",
  "/var/tmp",
  "/etc/hostname",
  "/etc/hosts",
  "/etc/resolv.conf",
  "/etc/mtab",
  "/.dockerenv"
], MAX_PATTERN = 1e3;
function ignoreMatcher(patterns) {
  let exact = /* @__PURE__ */ new Set(), expressions = [];
  for (let pattern of patterns) {
    let plain = pattern.replace(/^\/+|\/+$/g, "");
    if (plain === "" || plain.length > MAX_PATTERN || (plain.match(/\*/g)?.length ?? 0) > 10)
      throw new ConfigError(
        "TARGET_UNREADABLE",
        `${JSON.stringify(pattern)} is no pattern of paths`,
        { hint: "Write it as in /var/log or /srv/**/*.pid." }
      );
    /[*?]/.test(plain) ? expressions.push(new RegExp(`^${expressionOf(plain)}(?:/|$)`, "su")) : exact.add(plain);
  }
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1))
      if (exact.has(path.slice(0, end))) return !0;
    return expressions.some((expression) => expression.test(path));
  };
}
function expressionOf(pattern) {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/gu, (part) => part === "**/" ? "(?:[^/]+/)*" : part === "**" ? ".*" : part === "*" ? "[^/]*" : part === "?" ? "[^/]" : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&"));
}

// lib/examine/verify-root.ts
var STORE_ROOT_MODE = 365;
async function verifyRoot(source, top, options) {
  var _stack = [];
  try {
    let { target, ignoreOwners, log } = options;
    ignoreMatcher(options.ignore);
    let image = await selectOne(source, top, options);
    let { layers, config } = image.manifest;
    let root = __using(_stack, target.kind === "folder" ? { folder: target.folder, configDigest: void 0, [Symbol.asyncDispose]: async () => {
    } } : await mountStore(target.kind, target.store, log), !0);
    let read = await log.group(
      `Read ${layers.length} layers of ${source.name}`,
      () => readImageFiles(source, image, log)
    );
    let view = encapsulatedView(image, read.tree, root.folder, target.kind);
    let ignoredPatterns = [...CHANGED_BY_RUNNING, ...view.ignored, ...options.ignore];
    let { differences, counts } = await log.group(
      `Compare with ${formatTarget(target)}`,
      () => compareRoot(view.root, {
        root: root.folder,
        ignoreOwners,
        isIgnored: ignoreMatcher(ignoredPatterns),
        ...target.kind === "folder" ? {} : { otherRootMode: STORE_ROOT_MODE }
      })
    );
    return {
      images: [nameImage(image)],
      isOstree: view.isOstree,
      ignoredPatterns,
      counts,
      blobs: layers.length,
      blobBytes: read.readBytes,
      differences: [...configDifference(config.digest, root.configDigest), ...differences]
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function selectOne(source, top, { architecture, hostArchitecture: hostArchitecture2 }) {
  let isIndex = top.parsed.kind === "index" && top.parsed.manifests.length > 1, wanted = architecture ?? (isIndex ? hostArchitecture2 : void 0), [image] = await selectImages(source, top, wanted);
  if (image !== void 0) return image;
  throw new BuildError("IMAGE_INVALID", `${source.name} has no image`);
}
function configDifference(expected, got) {
  return got === void 0 || got === expected ? [] : [{ path: "config of the image", kind: "changed", fields: [{ field: "digest", expected, got }] }];
}

// lib/examine/verify-reference.ts
async function verifyReference(options) {
  let { reference, against, access: access2 } = options, target = against === void 0 ? void 0 : await resolveTarget(against), source = await openImageSource(reference, access2), top = await findTop(source), { log, architecture } = options, signatures = await signaturesOf(source, top, options), parts = target === void 0 ? await readAll(source, top, options) : target.kind === "layout" ? await log.group(
    `Compare blobs of ${formatTarget(target)}`,
    () => verifyLayout(source, top, { ...target, architecture, log })
  ) : await verifyRoot(source, top, { ...options, target });
  return {
    reference,
    digest: top.pulled.digest,
    signatures,
    against: target === void 0 ? { kind: "registry", name: reference } : { kind: target.kind, name: formatTarget(target) },
    ...parts,
    differences: [...unsigned(signatures, options.key), ...parts.differences]
  };
}
async function readAll(source, top, { architecture, log }) {
  let images = await selectImages(source, top, architecture), blobs = 0, blobBytes = 0;
  for (let image of images) {
    let { layers } = image.manifest;
    await log.group(`Read ${layers.length} layers of ${nameImage(image).platform}`, async () => {
      blobBytes += (await readImageFiles(source, image, log)).readBytes;
    }), blobs += layers.length;
  }
  return {
    images: images.map(nameImage),
    isOstree: !1,
    ignoredPatterns: [],
    counts: NO_FILES,
    blobs,
    blobBytes,
    differences: []
  };
}
async function signaturesOf(source, { pulled }, { key }) {
  if (key === void 0) return [];
  let referrers = (await source.listReferrers(pulled.digest)).map(describeReferrer);
  return findSignatures(source, pulled.digest, referrers, key);
}
function unsigned(signatures, key) {
  let isSignature = ({ about, isGood }) => about === "signature" && isGood === !0;
  if (key === void 0 || signatures.some(isSignature)) return [];
  let reasons = signatures.flatMap(({ why }) => why ?? []).join("; ");
  return [{ path: "signature", kind: "missing", fields: [{ field: "signature", expected: "one made with the key", got: reasons === "" ? "none" : reasons }] }];
}

// cli/verify-image.ts
async function verifyImage(options) {
  var _stack = [];
  try {
    let { json, verbose, owners, key, against, architecture, ...rest } = options;
    let http = __using(_stack, new HttpClient(), !0);
    let report = await verifyReference({
      ...rest,
      against,
      architecture,
      key: key === void 0 ? void 0 : await readSignatureKey(key),
      access: imageAccess(http, options.reference),
      hostArchitecture: ARCHITECTURES[hostArchitecture()].oci,
      ignoreOwners: !owners,
      log: terminalLog({ verbose })
    });
    printResult(json, report, formatVerifyReport(report));
    report.differences.length > 0 && (process.exitCode = 1);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// cli/verify.ts
var HELP = `
Results: needs nothing but --public-key: no remix.yaml, no keyring. Checks the signature of SHA256SUMS,
every file that it names, and in the OSTree repository repo/, where there is one, the signatures of summary
and commits; in a folder every object of it, too. One wrong byte fails.

--url is where SHA256SUMS lies: https://github.com/OWNER/NAME/releases/download/TAG of a release.

An image: <reference> is host/name[:tag][@digest] or oci:DIR[:TAG]; --against is a folder with a root
file system, oci:DIR[:TAG], containers-storage:IMAGE, container:NAME, or the name of a container or image
of podman. Layers are read from the registry and hashed as they come; nothing is stored. docs/inspect.md

Exit codes: 0 all is as it should be; 1 something differs, or it cannot be told: then there is no report,
and the code on standard error is HTTP_FAILED or HTTP_STATUS when the registry is down; 2 your options or
machine need a change.`;
function verifyCommand() {
  return outputOptions(
    new Command("verify").description(
      "verify signed results as who downloads them would, or an image, or that it is what runs here"
    )
  ).argument("[reference]", "an image in a registry").option("--public-key <file>", "of results: the only key that is trusted").option("-o, --out <folder>", "of results: the folder that they are in", "out").option("--url <url>", "of results: get them from here instead").option("--against <what>", "of an image: what it is compared with (default: its own digests)").option("--key <file>", "of an image: one signature of cosign must be by this public key").option(
    "--architecture <name>",
    "of an image: this one (default: all; of a root file system: this machine's)"
  ).option(
    "--ignore <pattern>",
    "of an image: leave out these paths; may be repeated",
    (pattern, others) => [...others, pattern],
    []
  ).option("--no-owners", "of an image: do not compare owners").addHelpText("after", HELP).action(runVerifyCommand);
}
async function runVerifyCommand(reference, options) {
  let { out, url, publicKey, json, verbose } = options;
  if (reference !== void 0) {
    await verifyImage({ ...options, reference });
    return;
  }
  if (publicKey === void 0) {
    let message = "--public-key is not given: the only key that is trusted";
    throw new ConfigError("OPTION_MISSING", message, {
      hint: "Or name an image in a registry that is to be verified."
    });
  }
  let found = await runVerify({
    from: url === void 0 ? { folder: resolve2(out) } : { url },
    publicKeyPath: resolve2(publicKey),
    log: terminalLog({ verbose })
  });
  printResult(json, found, [
    ...found.files.map(({ name, sha256 }) => `good  ${sha256}  ${name}`),
    ...found.commits.map(({ ref, commit }) => `good  ${ref} ${commit}`),
    `All is signed by ${found.fingerprint}.`
  ]);
}
export {
  verifyCommand
};
