import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/runner/artifacts.ts
import { rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
var MAX_ARTIFACTS = 500, FORBIDDEN = /[":<>|*?\r\n]/, COMPRESSED = /\.(?:qcow2|tar|gz|xz|zst|bz2|ova|iso|vmdk)$/;
function artifactName(text) {
  let name = text.replaceAll(/[":<>|*?\\/\p{Cc}]+/gu, "-").replaceAll(/^[-. ]+|[-. ]+$/g, "");
  return name === "" ? "treesmith" : name;
}
async function uploadArtifact(upload) {
  let { name, root, files, retentionDays, replace, log } = upload, odd = files.map((path) => relative(root, path)).find((path) => FORBIDDEN.test(path));
  if (odd !== void 0)
    throw new ConfigError(
      "ARTIFACT_FILE_NAME",
      `GitHub takes no file called ${JSON.stringify(odd)} in an artifact`,
      { hint: 'Names have none of " : < > | * ? and no line ends.' }
    );
  let client = await loadClient();
  replace && (await listAll(client)).some((known) => known.name === name) && (log.info(`Replace the artifact ${name} of an earlier attempt`), await client.deleteArtifact(name).catch(failed(`delete the artifact ${name}`)));
  let made = await client.uploadArtifact(name, [...files], root, {
    compressionLevel: await compressionLevelOf(files),
    ...retentionDays === void 0 ? {} : { retentionDays }
  }).catch(failed(`upload the artifact ${name}`));
  if (made.id === void 0)
    throw new BuildError("ARTIFACT_FAILED", `the artifact ${name} was given no number`);
  let sizeBytes = made.size ?? 0;
  log.info(`Artifact ${name}: ${files.length} files, ${formatBytes(sizeBytes)}`);
  let digest = made.digest === void 0 ? void 0 : withAlgorithm(made.digest);
  return { id: made.id, name, sizeBytes, digest };
}
async function downloadArtifacts(options) {
  let { prefix, folder, log } = options, client = await loadClient(), found = (await listAll(client)).filter(({ name }) => name.startsWith(prefix));
  if (found.length > MAX_ARTIFACTS)
    throw new BuildError(
      "ARTIFACT_FAILED",
      `${found.length} artifacts begin with ${prefix}, expected at most ${MAX_ARTIFACTS}`
    );
  let downloaded = [];
  for (let artifact of found) {
    let path = join(folder, artifactName(artifact.name));
    await downloadOne(client, artifact, path), log.info(`${artifact.name}: ${formatBytes(artifact.sizeBytes)}`), downloaded.push({ name: artifact.name, path });
  }
  return downloaded;
}
async function downloadOne(client, { id, name, digest }, path) {
  await rm(path, { recursive: !0, force: !0 }), await makeFolder(path);
  let { digestMismatch } = await client.downloadArtifact(id, { path, ...digest === void 0 ? {} : { expectedHash: digest } }).catch(failed(`download the artifact ${name}`));
  if (digestMismatch === !0)
    throw await rm(path, { recursive: !0, force: !0 }), new BuildError(
      "ARTIFACT_DAMAGED",
      `the artifact ${name} came with other bytes than were uploaded (expected ${digest})`,
      { hint: "Run the job again; when it stays, upload the artifact again." }
    );
}
async function listAll(client) {
  let { artifacts } = await client.listArtifacts({ latest: !0 }).catch(failed("list the artifacts of this run"));
  return artifacts.map(({ id, name, size, digest }) => ({
    id,
    name,
    sizeBytes: size,
    digest: digest === void 0 || digest === "" ? void 0 : withAlgorithm(digest)
  })).sort((a, b) => compareBytes(a.name, b.name));
}
async function loadClient() {
  let { DefaultArtifactClient } = await import("./chunk-ZJPYMNKM.mjs");
  return new DefaultArtifactClient();
}
async function compressionLevelOf(files) {
  let compressedBytes = 0, otherBytes = 0;
  for (let path of files) {
    let { size } = await stat(path);
    COMPRESSED.test(path) ? compressedBytes += size : otherBytes += size;
  }
  return compressedBytes > otherBytes ? 0 : 6;
}
function withAlgorithm(digest) {
  return digest.includes(":") ? digest : `sha256:${digest}`;
}
function failed(what) {
  return (cause) => {
    let { name, message } = cause;
    throw message.includes("(409)") ? new ConfigError("ARTIFACT_EXISTS", `could not ${what}: the name is taken`, {
      cause,
      hint: "Every job of a run needs an artifact-name of its own."
    }) : name === "UsageError" || /storage quota/i.test(message) ? new ConfigError("ARTIFACT_QUOTA", `could not ${what}: ${message}`, {
      cause,
      hint: "Delete old artifacts, or lower retention-days."
    }) : name === "GHESNotSupportedError" ? new ConfigError("ARTIFACT_UNSUPPORTED", `could not ${what}: ${message}`, {
      cause
    }) : new BuildError("ARTIFACT_FAILED", `could not ${what}: ${message}`, { cause });
  };
}

// lib/build/leg.ts
import { join as join2, relative as relative2 } from "node:path";
var LEG_NAME = "leg.json", REPO_TAR = "repo.tar", COLLECTED_NAME = ".collected", MAX_LEG_BYTES = 64 * 1024 * 1024;
async function writeLeg(outDir, { result, isWhole }) {
  let path = join2(outDir, LEG_NAME), travelling = mapPaths(result, (absolute) => relative2(outDir, absolute));
  return await writeFileAtomic(path, `${JSON.stringify({ version: 1, isWhole, result: travelling }, null, 2)}
`), path;
}
function parseLeg(text, source, outDir, move) {
  let result, isWhole;
  try {
    let value = JSON.parse(text);
    if (isWhole = value.isWhole === !0, value.version !== 1 || typeof value.result?.remix != "string") throw new Error("version");
    result = value.result;
    let { commits, images, containers, boots, timeline } = result;
    for (let list of [commits, images, containers, boots, timeline]) {
      if (!Array.isArray(list)) throw new Error("a list is missing");
      if (!list.every(isObject)) throw new Error("a list has something else than objects");
    }
  } catch (cause) {
    throw new BuildError(
      "LEG_INVALID",
      `${source} was not left by a job that builds: ${cause.message}`,
      { cause, hint: 'Only artifacts of the action "publish" can be collected.' }
    );
  }
  return { result: mapPaths(result, (name) => {
    if (typeof name == "string" && !name.startsWith("/") && name.split("/").every((part) => !["", ".", ".."].includes(part))) return join2(outDir, move(name));
    throw new BuildError(
      "LEG_INVALID",
      `${source} names ${JSON.stringify(name)}, which is not below its folder`
    );
  }), isWhole };
}
function mapPaths(result, map) {
  let { lock: _, repo, publicKey, signed, ...rest } = result;
  return {
    ...rest,
    ...repo === void 0 ? {} : { repo: map(repo) },
    ...publicKey === void 0 ? {} : { publicKey: map(publicKey) },
    ...signed === void 0 ? {} : {
      signed: {
        ...signed,
        checksums: map(signed.checksums),
        signature: map(signed.signature)
      }
    },
    images: result.images.map((image) => ({ ...image, path: map(image.path) })),
    containers: result.containers.map((container) => ({
      ...container,
      path: map(container.path)
    })),
    boots: result.boots.map((boot) => ({
      ...boot,
      image: map(boot.image),
      consoleLog: map(boot.consoleLog)
    }))
  };
}
function isObject(value) {
  return typeof value == "object" && value !== null && !Array.isArray(value);
}

export {
  LEG_NAME,
  REPO_TAR,
  COLLECTED_NAME,
  MAX_LEG_BYTES,
  writeLeg,
  parseLeg,
  artifactName,
  uploadArtifact,
  downloadArtifacts
};
