import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  removeStale
} from "./chunk-KHLKOYJR.mjs";
import {
  parsePackageContents,
  readRpmHeader
} from "./chunk-YMKSADZE.mjs";
import {
  checkoutMode,
  overlayFolder
} from "./chunk-QSWBYFUT.mjs";
import {
  HEADER_TAG,
  findRpmSpans,
  parseHeader
} from "./chunk-DBJ6H2PG.mjs";
import {
  ToolError,
  makeFolder,
  readTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/unpacked-payloads.ts
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";

// lib/rpm/raw-payload.ts
var SHA256 = 8, ENTRY_BYTES = 8 * 1024, FRAME_START = Buffer.of(40, 181, 47, 253, 0, 56), FRAME_END = Buffer.of(1, 0, 0), RAW_BLOCK_BYTES = 128 * 1024;
function zstdPayloadFacts(bytes, headerStart) {
  let header = parseHeader(bytes, headerStart), sha256 = payloadSha256(header);
  if (!(header.text(HEADER_TAG.payloadCompressor) === "zstd") || header.text(HEADER_TAG.payloadFormat) !== "cpio" || sha256 === void 0)
    return;
  let { installedBytes, files } = parsePackageContents(bytes);
  return { sha256, limitBytes: installedBytes + (files.length + 1) * ENTRY_BYTES };
}
function payloadSha256(header) {
  if (header.number(HEADER_TAG.payloadDigestAlgorithm) === SHA256)
    return header.texts(HEADER_TAG.payloadDigestAlt)[0];
}
async function* rawFrame(chunks) {
  yield FRAME_START;
  for await (let chunk of chunks)
    for (let at = 0; at < chunk.length; at += RAW_BLOCK_BYTES) {
      let block = chunk.subarray(at, at + RAW_BLOCK_BYTES), start = Buffer.alloc(3);
      start.writeUIntLE(block.length << 3, 0, 3), yield start, yield block;
    }
  yield FRAME_END;
}

// lib/host/unpacked-payloads.ts
var CHUNK_BYTES = 128 * 1024, NAME = /^([0-9a-f]{64})\.([0-9a-f]{64})\.rpm$/;
async function findUnpacked(folder) {
  let found = /* @__PURE__ */ new Map();
  for (let name of await readdir(folder).catch(() => [])) {
    let [, rpm, sha256] = NAME.exec(name) ?? [];
    rpm === void 0 || sha256 === void 0 || found.set(rpm, { path: join(folder, name), sha256 });
  }
  return found;
}
function removeStaleUnpacked(folder) {
  return removeStale(folder);
}
async function unpackRpm(path, {
  folder,
  temporaryFolder,
  rpmSha256
}) {
  let header = readRpmHeader(path), { header: span, payloadStart } = findRpmSpans(header), facts = zstdPayloadFacts(header, span.start);
  if (facts === void 0 || zlib.createZstdDecompress === void 0) return !1;
  await makeFolder(folder), await makeFolder(temporaryFolder);
  let temporary = join(temporaryFolder, `${rpmSha256}.unpacked`), payload = createHash("sha256"), whole = createHash("sha256");
  try {
    return await pipeline(
      createReadStream(path, { start: payloadStart, highWaterMark: CHUNK_BYTES }),
      zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES }),
      async function* (chunks) {
        let bytes = 0;
        yield header, yield* rawFrame(
          (async function* () {
            for await (let chunk of chunks) {
              if (bytes += chunk.length, bytes > facts.limitBytes) throw new RangeError("larger than its files");
              payload.update(chunk), yield chunk;
            }
          })()
        );
      },
      async function* (chunks) {
        for await (let chunk of chunks)
          whole.update(chunk), yield chunk;
      },
      createWriteStream(temporary, { mode: 420 })
    ), payload.digest("hex") !== facts.sha256 ? !1 : (await rename(temporary, join(folder, `${rpmSha256}.${whole.digest("hex")}.rpm`)), !0);
  } finally {
    await rm(temporary, { force: !0 });
  }
}

// lib/compose/input-hash.ts
var COMPOSE_VERSION = 2;
function inputHash(inputs) {
  return stageKey("compose", COMPOSE_VERSION, {
    treefile: inputs.treefile,
    layers: inputs.layers,
    packages: [...inputs.packageChecksums].sort(compareBytes),
    version: inputs.version ?? null,
    sourceDateEpoch: inputs.sourceDateEpoch
  });
}

// lib/compose/overlays.ts
import { chown, copyFile, lstat, readdir as readdir2, readFile, readlink, rm as rm2 } from "node:fs/promises";
import { join as join2 } from "node:path";
var STATOVERRIDE = "statoverride";
async function applyOverlays(tree, treefile, options) {
  let layers = [
    ...treefile.ostreeLayers.map((name) => ({ name, replace: !1 })),
    ...treefile.ostreeOverrideLayers.map((name) => ({ name, replace: !0 }))
  ];
  for (let { name, replace } of layers) {
    let folder = await layerFolder(name, treefile, options), modes = parseStatoverride(await readOptional(join2(folder.path, STATOVERRIDE)));
    await mergeFolder(tree, folder.path, "", { name, replace, modes, keepOwner: folder.keepOwner }), folder.keepOwner && await rm2(folder.path, { recursive: !0 });
  }
}
async function layerCommits(treefile, repoPath) {
  let commits = {};
  for (let name of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])
    await overlayFolder(treefile, name) === void 0 && (commits[name] = await resolveLayer(repoPath, name) ?? null);
  return commits;
}
async function layerFolder(name, treefile, options) {
  let beside = await overlayFolder(treefile, name);
  if (beside !== void 0) return { path: beside, keepOwner: !1 };
  let path = join2(options.workDir, "layer"), commit = await resolveLayer(options.repoPath, name);
  if (commit === void 0)
    throw new ConfigError(
      "OVERLAY_MISSING",
      `ostree-layers: ${name} is neither a folder of overlay.d nor a ref of the repository`,
      {
        place: { file: treefile.path },
        hint: `Make ${treefile.directory}/overlay.d/NAME for overlay/NAME.`
      }
    );
  return await rm2(path, { recursive: !0, force: !0 }), await runTool(["ostree", `--repo=${options.repoPath}`, "checkout", commit, path], options), { path, keepOwner: !0 };
}
async function resolveLayer(repoPath, name) {
  try {
    return (await readTool(["ostree", `--repo=${repoPath}`, "rev-parse", name])).trim();
  } catch (error) {
    if (error instanceof ToolError) return;
    throw error;
  }
}
async function mergeFolder(tree, root, below, layer) {
  for (let name of (await readdir2(join2(root, below))).sort(compareBytes)) {
    if (below === "" && name === STATOVERRIDE) continue;
    let path = join2(below, name), source = join2(root, path), stats = await lstat(source), target = path.replace(/^usr\/etc(?=\/|$)/, "etc");
    if (stats.isDirectory()) {
      let isNew = await tree.stat(target) === void 0;
      await tree.mkdir(target), isNew && await settle(tree, target, stats, layer), await mergeFolder(tree, root, path, layer);
    } else
      await mergeFile(tree, source, target, layer), await settle(tree, target, stats, layer);
  }
}
async function mergeFile(tree, source, target, layer) {
  let stats = await lstat(source);
  if (await tree.lstat(target) !== void 0 && !layer.replace && !await isSame(tree, source, target))
    throw new ConfigError(
      "OVERLAY_CONFLICT",
      `layer ${layer.name} would change /${target}`,
      {
        hint: "Use ostree-override-layers, or take the file out with remove-from-packages."
      }
    );
  await tree.mkdir(join2(target, "..")), await tree.remove(target), stats.isSymbolicLink() ? await tree.symlink(await readlink(source), target) : await copyFile(source, await tree.resolve(target));
}
async function settle(tree, target, stats, layer) {
  if (stats.isSymbolicLink()) return;
  layer.keepOwner && await chown(await tree.resolve(target), stats.uid, stats.gid);
  let plain = stats.isDirectory() ? 493 : checkoutMode(stats.mode), mode = layer.keepOwner ? stats.mode & 4095 : plain;
  await tree.chmod(target, layer.modes.get(`/${target}`)?.(mode) ?? mode);
}
async function isSame(tree, source, target) {
  let [a, b] = [await lstat(source), await tree.lstat(target)];
  return a.isSymbolicLink() ? b?.isSymbolicLink() === !0 && await readlink(source) === await tree.readlink(target) : b?.isFile() !== !0 || a.size !== b.size ? !1 : (await readFile(source)).equals(await readFile(await tree.resolve(target)));
}
function parseStatoverride(text) {
  let modes = /* @__PURE__ */ new Map();
  for (let line of text.split(`
`)) {
    let [, how, number, path] = /^([=+]?)(\d+)\s+(\/\S.*)$/.exec(line.trim()) ?? [];
    if (path === void 0) continue;
    let value = Number(number);
    modes.set(
      path.replace(/^\/usr\/etc\//, "/etc/"),
      (mode) => how === "=" ? value : mode | value
    );
  }
  return modes;
}
async function readOptional(path) {
  return readFile(path, "utf8").catch(() => "");
}

export {
  findUnpacked,
  removeStaleUnpacked,
  unpackRpm,
  inputHash,
  applyOverlays,
  layerCommits
};
