import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runTool
} from "./chunk-DBSRCAXI.mjs";

// lib/host/store-limit.ts
import { lstat, readdir, readFile, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
async function markUsed(paths) {
  let now = /* @__PURE__ */ new Date();
  await Promise.all(paths.map((path) => utimes(path, now, now).catch(() => {
  })));
}
async function trimStore(store, { maxBytes, keepSinceMs }) {
  let entries = await listEntries(store), repository = join(store.path, "ostree"), sizeBytes = await sizeOf(repository) + total(entries), before = sizeBytes, removed = 0;
  for (let entry of entries.sort((a, b) => a.usedMs - b.usedMs)) {
    if (sizeBytes <= maxBytes || entry.usedMs >= keepSinceMs) break;
    sizeBytes -= await entry.remove(), removed += 1;
  }
  return { sizeBytes, freedBytes: before - sizeBytes, removed };
}
async function listEntries(store) {
  let marks = await list(join(store.path, "verified")), packages = await entriesOf(join(store.path, "rpms"), async (name) => {
    let sha256 = name.replace(/\.rpm$/, "");
    for (let keys of marks) await rm(store.verified(keys, sha256), { force: !0 });
  }), stages = await list(join(store.path, "stages")), records = await Promise.all(
    stages.filter((stage) => stage !== "compose").map((stage) => entriesOf(join(store.path, "stages", stage)))
  );
  return [
    ...packages,
    ...await entriesOf(store.unpacked),
    ...await entriesOf(join(store.path, "repodata")),
    ...await entriesOf(join(store.path, "solv")),
    ...records.flat(),
    ...await listKept(store),
    ...await listCommits(store)
  ];
}
async function listKept(store) {
  let folder = join(store.path, "kept"), stages = await list(folder);
  return (await Promise.all(stages.map((stage) => entriesOf(join(folder, stage))))).flat();
}
async function entriesOf(folder, removeMore = async () => {
}) {
  let names = await list(folder);
  return Promise.all(
    names.map(async (name) => {
      let path = join(folder, name), sizeBytes = await sizeOf(path), remove = async () => (await removeMore(name), await rm(path, { recursive: !0, force: !0 }), sizeBytes);
      return { sizeBytes, usedMs: await usedMs(path), remove };
    })
  );
}
async function listCommits(store) {
  let folder = join(store.path, "stages", "compose"), repository = join(store.path, "ostree"), records = await Promise.all(
    (await list(folder)).map(async (name) => {
      let path = join(folder, name), text = await readFile(join(path, "result.json"), "utf8").catch(() => ""), commit = /"commit":\s*"([0-9a-f]{64})"/.exec(text)?.[1];
      return { path, commit, usedMs: await usedMs(path) };
    })
  );
  return records.map(({ path, commit, usedMs: used }) => ({
    // Counted with the repository.
    sizeBytes: 0,
    usedMs: used,
    remove: async () => {
      await rm(path, { recursive: !0, force: !0 });
      let shared = records.some((other) => other.commit === commit && other.path !== path);
      if (commit === void 0 || shared) return 0;
      let found = join(repository, "objects", commit.slice(0, 2), `${commit.slice(2)}.commit`);
      if (await sizeOf(found) === 0) return 0;
      let before = await sizeOf(repository);
      return await runTool(["ostree", "prune", `--repo=${repository}`, `--delete-commit=${commit}`]), before - await sizeOf(repository);
    }
  }));
}
async function usedMs(path) {
  return lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0
  );
}
async function sizeOf(path) {
  let found = await lstat(path).catch(() => {
  });
  if (found === void 0) return 0;
  if (!found.isDirectory()) return found.size;
  let entries = await readdir(path, { withFileTypes: !0 }).catch(() => []), files = entries.filter((entry) => !entry.isDirectory()), sizeBytes = (await Promise.all(files.map(({ name }) => sizeOf(join(path, name))))).reduce((sum, size) => sum + size, 0);
  for (let { name } of entries.filter((entry) => entry.isDirectory()))
    sizeBytes += await sizeOf(join(path, name));
  return sizeBytes;
}
function list(folder) {
  return readdir(folder).catch(() => []);
}
function total(entries) {
  return entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

export {
  markUsed,
  trimStore
};
