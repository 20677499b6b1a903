import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  markUsed
} from "./chunk-SWBYX6AK.mjs";
import {
  copyWithDigest
} from "./chunk-FCGOPGKC.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/host/kept.ts
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
var NEWEST = 8, MANIFEST = "manifest.json", JSON_NAME = "value.json", MANIFEST_LIMIT_BYTES = 1024 * 1024, UNFINISHED_MS = 1440 * 6e4;
async function listKept({ folder, stage }) {
  let names = await readdir(join(folder, stage)).catch(() => []);
  return (await Promise.all(
    names.filter((name) => !name.startsWith(".")).map(async (name) => {
      let stats = await stat(join(folder, stage, name)).catch(() => {
      });
      return { name, usedMs: stats?.mtimeMs ?? 0 };
    })
  )).sort((a, b) => b.usedMs - a.usedMs || compareBytes(a.name, b.name)).map(({ name }) => name);
}
async function restoreKept({ folder, stage, log }, key, name, to) {
  let entry = join(folder, stage, key), expected = (await readManifest(entry))?.[name];
  if (expected !== void 0) {
    let copied = await copyWithDigest(join(entry, name), to).catch(() => {
    });
    if (copied?.sha256 === expected.sha256 && copied.sizeBytes === expected.sizeBytes)
      return await markUsed([entry]), !0;
    await rm(to, { force: !0 });
  }
  return await stat(entry).catch(() => {
  }) === void 0 || await discardKept({ folder, stage, log }, key), !1;
}
async function readKeptJson({ folder, stage, log }, key, limitBytes) {
  let entry = join(folder, stage, key), path = join(entry, JSON_NAME), expected = (await readManifest(entry))?.[JSON_NAME];
  if (!(expected !== void 0 && expected.sizeBytes > limitBytes)) {
    if (expected?.sizeBytes === (await stat(path).catch(() => {
    }))?.size) {
      let text = await readFile(path).catch(() => {
      });
      if (text !== void 0 && sha256(text) === expected?.sha256)
        return await markUsed([entry]), parseJson(text.toString());
    }
    await stat(entry).catch(() => {
    }) !== void 0 && await discardKept({ folder, stage, log }, key);
  }
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return;
  }
}
async function discardKept({ folder, stage, log }, key) {
  log.warn(`The kept ${stage} ${key.slice(0, 12)} is damaged: removed, and made again`), await removeKept({ folder, stage }, key);
}
async function removeKept({ folder, stage }, key) {
  let parent = join(folder, stage);
  await stat(join(parent, key)).catch(() => {
  }) !== void 0 && await removeEntry(parent, key);
}
async function keepResult(stage, key, files) {
  await keep(stage, key, async (content) => {
    let manifest = {};
    for (let [name, path] of Object.entries(files))
      manifest[name] = await copyWithDigest(path, join(content, name));
    return manifest;
  });
}
async function keepJson(stage, key, value) {
  await keep(stage, key, async (content) => {
    let text = Buffer.from(JSON.stringify(value));
    return await writeFile(join(content, JSON_NAME), text), { [JSON_NAME]: { sizeBytes: text.length, sha256: sha256(text) } };
  });
}
async function keep({ folder, stage, log }, key, write) {
  let parent = join(folder, stage), temporary;
  try {
    await makeFolder(parent), temporary = await mkdtemp(join(parent, ".new-"));
    let content = join(temporary, "content");
    await mkdir(content);
    let manifest = await write(content);
    await writeFileAtomic(join(content, MANIFEST), `${JSON.stringify({ files: manifest })}
`), await rename(content, join(parent, key)).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    }), await trim({ folder, stage, log });
  } catch (error) {
    log.warn(`The ${stage} is not kept: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    temporary !== void 0 && await rm(temporary, { recursive: !0, force: !0 });
  }
}
async function readManifest(entry) {
  let path = join(entry, MANIFEST);
  try {
    if ((await stat(path)).size > MANIFEST_LIMIT_BYTES) return;
    let files = JSON.parse(await readFile(path, "utf8"))?.files;
    return typeof files == "object" && files !== null ? files : void 0;
  } catch {
    return;
  }
}
async function trim(stage) {
  let parent = join(stage.folder, stage.stage);
  for (let key of (await listKept(stage)).slice(NEWEST)) await removeEntry(parent, key);
  let oldest = Date.now() - UNFINISHED_MS;
  for (let name of await readdir(parent)) {
    if (!name.startsWith(".")) continue;
    let found = await stat(join(parent, name)).catch(() => {
    });
    found !== void 0 && found.mtimeMs < oldest && await rm(join(parent, name), { recursive: !0, force: !0 });
  }
}
async function removeEntry(parent, key) {
  let temporary = await mkdtemp(join(parent, ".old-"));
  await rename(join(parent, key), join(temporary, "content")).catch(() => {
  }), await rm(temporary, { recursive: !0, force: !0, maxRetries: 3 });
}

export {
  listKept,
  restoreKept,
  readKeptJson,
  removeKept,
  keepResult,
  keepJson
};
