import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder,
  withLock,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";

// lib/build/result-file.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
var MAX_TIMELINE = 500, NAME = "result.json";
async function recordOutcome(outDir, part, options = {}) {
  await makeFolder(outDir), await withLock(join(outDir, `.${NAME}.lock`), async () => {
    let before = await readResult(outDir), result = mergeResult(before?.remix === part.remix ? before : void 0, part, options);
    before !== void 0 && isDeepStrictEqual(result, before) || await writeFileAtomic(join(outDir, NAME), `${JSON.stringify(result, null, 2)}
`);
  });
}
async function readResult(outDir) {
  try {
    let value = JSON.parse(await readFile(join(outDir, NAME), "utf8")), { remix, commits = [], images = [], containers = [], boots = [], timeline = [] } = value;
    return typeof remix != "string" || ![commits, images, containers, boots, timeline].every((list) => Array.isArray(list)) ? void 0 : { ...value, remix, commits, images, containers, boots, timeline };
  } catch {
    return;
  }
}
function mergeResult(before, part, { isWhole = !1 } = {}) {
  let built = new Set(isWhole ? part.commits?.map(({ basearch }) => basearch) : []), commits = mergeBy(before?.commits ?? [], part.commits ?? [], {
    built,
    keyOf: ({ basearch }) => basearch,
    isSame: (a, b) => a.commit === b.commit && a.ref === b.ref && a.inputHash === b.inputHash
  }), current = new Map(commits.map(({ basearch, commit }) => [basearch, commit])), images = mergeBy(before?.images ?? [], part.images ?? [], {
    built,
    keyOf: ({ basearch, name }) => `${basearch}/${name}`,
    isSame: (a, b) => a.sha256 === b.sha256 && a.path === b.path && a.inputHash === b.inputHash
  }).filter(({ basearch, commit }) => (current.get(basearch) ?? commit) === commit), containers = mergeBy(before?.containers ?? [], part.containers ?? [], {
    built,
    keyOf: ({ basearch, name }) => `${basearch}/${name}`,
    isSame: (a, b) => a.digest === b.digest && a.path === b.path && a.inputHash === b.inputHash
  }).filter(
    ({ basearch, commit }) => commit === void 0 || (current.get(basearch) ?? commit) === commit
  ), digests = new Map(images.map(({ path, sha256 }) => [path, sha256])), changed = (before?.images ?? []).filter(({ path, sha256 }) => digests.get(path) !== sha256), untested = new Set(changed.map(({ path }) => path)), boots = mergeBy(
    (before?.boots ?? []).filter(({ image }) => !untested.has(image)),
    part.boots ?? [],
    {
      built,
      keyOf: ({ image, firmware, way }) => `${firmware}/${way}/${image}`,
      isSame: () => !0
    }
  ), timeline = [...before?.timeline ?? [], ...part.timeline ?? []].slice(-MAX_TIMELINE);
  return { ...before, ...part, commits, images, containers, boots, timeline };
}
function mergeBy(before, added, { built, keyOf, isSame }) {
  let wanted = new Set(added.map(keyOf)), kept = before.filter((item) => !built.has(item.basearch) || wanted.has(keyOf(item))), merged = new Map(kept.map((item) => [keyOf(item), item]));
  for (let item of added) {
    let known = merged.get(keyOf(item));
    known !== void 0 && item.cached && isSame(known, item) || merged.set(keyOf(item), item);
  }
  return [...merged.values()];
}

export {
  recordOutcome,
  readResult,
  mergeResult
};
