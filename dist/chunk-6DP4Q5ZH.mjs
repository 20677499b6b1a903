import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import {
  markUsed
} from "./chunk-H2E4HNY4.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";

// lib/host/copy-file.ts
import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { chown, copyFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
var CHUNK_BYTES = 1024 * 1024;
async function copyWithDigest(from, to) {
  const cloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false
  );
  if (cloned) {
    await chown(to, process.geteuid?.() ?? 0, process.getegid?.() ?? 0);
    return digestFile(to);
  }
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const digest = async function* (source2) {
    for await (const chunk of source2) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  };
  const source = createReadStream(from, { highWaterMark: CHUNK_BYTES });
  await pipeline(source, digest, createWriteStream(to, { highWaterMark: CHUNK_BYTES }));
  return { sizeBytes, sha256: hash.digest("hex") };
}

// lib/host/kept.ts
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
var NEWEST = 8;
var MANIFEST = "manifest.json";
var MANIFEST_LIMIT_BYTES = 1024 * 1024;
var UNFINISHED_MS = 24 * 60 * 6e4;
async function listKept({ folder, stage }) {
  const names = await readdir(join(folder, stage)).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => !name.startsWith(".")).map(async (name) => {
      const stats = await stat(join(folder, stage, name)).catch(() => void 0);
      return { name, usedMs: stats?.mtimeMs ?? 0 };
    })
  );
  return found.sort((a, b) => b.usedMs - a.usedMs || compareBytes(a.name, b.name)).map(({ name }) => name);
}
async function restoreKept({ folder, stage, log }, key, name, to) {
  const entry = join(folder, stage, key);
  const expected = (await readManifest(entry))?.[name];
  if (expected !== void 0) {
    const copied = await copyWithDigest(join(entry, name), to).catch(() => void 0);
    if (copied?.sha256 === expected.sha256 && copied.sizeBytes === expected.sizeBytes) {
      await markUsed([entry]);
      return true;
    }
    await rm(to, { force: true });
  }
  if (await stat(entry).catch(() => void 0) === void 0) return false;
  await discardKept({ folder, stage, log }, key);
  return false;
}
async function discardKept({ folder, stage, log }, key) {
  log.warn(`The kept ${stage} ${key.slice(0, 12)} is damaged: removed, and made again`);
  await removeEntry(join(folder, stage), key);
}
async function keepResult({ folder, stage, log }, key, files) {
  const parent = join(folder, stage);
  let temporary;
  try {
    await makeFolder(parent);
    temporary = await mkdtemp(join(parent, ".new-"));
    const content = join(temporary, "content");
    await mkdir(content);
    const manifest = {};
    for (const [name, path] of Object.entries(files)) {
      manifest[name] = await copyWithDigest(path, join(content, name));
    }
    await writeFileAtomic(join(content, MANIFEST), `${JSON.stringify({ files: manifest })}
`);
    await rename(content, join(parent, key)).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    await trim({ folder, stage, log });
  } catch (error) {
    log.warn(`The ${stage} is not kept: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (temporary !== void 0) await rm(temporary, { recursive: true, force: true });
  }
}
async function readManifest(entry) {
  const path = join(entry, MANIFEST);
  try {
    if ((await stat(path)).size > MANIFEST_LIMIT_BYTES) return void 0;
    const parsed = JSON.parse(await readFile(path, "utf8"));
    const files = parsed?.files;
    return typeof files === "object" && files !== null ? files : void 0;
  } catch {
    return void 0;
  }
}
async function trim(stage) {
  const parent = join(stage.folder, stage.stage);
  for (const key of (await listKept(stage)).slice(NEWEST)) await removeEntry(parent, key);
  const oldest = Date.now() - UNFINISHED_MS;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(".")) continue;
    const found = await stat(join(parent, name)).catch(() => void 0);
    if (found !== void 0 && found.mtimeMs < oldest) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}
async function removeEntry(parent, key) {
  const temporary = await mkdtemp(join(parent, ".old-"));
  await rename(join(parent, key), join(temporary, "content")).catch(() => void 0);
  await rm(temporary, { recursive: true, force: true });
}

export {
  copyWithDigest,
  listKept,
  restoreKept,
  keepResult
};
