import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runTool
} from "./chunk-BRZL2H2V.mjs";

// lib/host/store-limit.ts
import { lstat, readdir, readFile, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
async function markUsed(paths) {
  const now = /* @__PURE__ */ new Date();
  await Promise.all(paths.map((path) => utimes(path, now, now).catch(() => void 0)));
}
async function trimStore(store, { maxBytes, keepSinceMs }) {
  const entries = await listEntries(store);
  const repository = join(store.path, "ostree");
  let sizeBytes = await sizeOf(repository) + total(entries);
  const before = sizeBytes;
  let removed = 0;
  for (const entry of entries.sort((a, b) => a.usedMs - b.usedMs)) {
    if (sizeBytes <= maxBytes || entry.usedMs >= keepSinceMs) break;
    sizeBytes -= await entry.remove();
    removed += 1;
  }
  return { sizeBytes, freedBytes: before - sizeBytes, removed };
}
async function listEntries(store) {
  const marks = await list(join(store.path, "verified"));
  const packages = await entriesOf(join(store.path, "rpms"), async (name) => {
    const sha256 = name.replace(/\.rpm$/, "");
    for (const keys of marks) await rm(store.verified(keys, sha256), { force: true });
  });
  const stages = await list(join(store.path, "stages"));
  const records = await Promise.all(
    stages.filter((stage) => stage !== "compose").map((stage) => entriesOf(join(store.path, "stages", stage)))
  );
  return [
    ...packages,
    ...await entriesOf(join(store.path, "repodata")),
    ...await entriesOf(join(store.path, "solv")),
    ...records.flat(),
    ...await listKept(store),
    ...await listCommits(store)
  ];
}
async function listKept(store) {
  const folder = join(store.path, "kept");
  const stages = await list(folder);
  return (await Promise.all(stages.map((stage) => entriesOf(join(folder, stage))))).flat();
}
async function entriesOf(folder, removeMore = async () => void 0) {
  const names = await list(folder);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const sizeBytes = await sizeOf(path);
      const remove = async () => {
        await removeMore(name);
        await rm(path, { recursive: true, force: true });
        return sizeBytes;
      };
      return { sizeBytes, usedMs: await usedMs(path), remove };
    })
  );
}
async function listCommits(store) {
  const folder = join(store.path, "stages", "compose");
  const repository = join(store.path, "ostree");
  const records = await Promise.all(
    (await list(folder)).map(async (name) => {
      const path = join(folder, name);
      const text = await readFile(join(path, "result.json"), "utf8").catch(() => "");
      const commit = /"commit":\s*"([0-9a-f]{64})"/.exec(text)?.[1];
      return { path, commit, usedMs: await usedMs(path) };
    })
  );
  return records.map(({ path, commit, usedMs: used }) => ({
    // Counted with the repository.
    sizeBytes: 0,
    usedMs: used,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      const shared = records.some((other) => other.commit === commit && other.path !== path);
      if (commit === void 0 || shared) return 0;
      const found = join(repository, "objects", commit.slice(0, 2), `${commit.slice(2)}.commit`);
      if (await sizeOf(found) === 0) return 0;
      const before = await sizeOf(repository);
      await runTool(["ostree", "prune", `--repo=${repository}`, `--delete-commit=${commit}`]);
      return before - await sizeOf(repository);
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
  const found = await lstat(path).catch(() => void 0);
  if (found === void 0) return 0;
  if (!found.isDirectory()) return found.size;
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  const sizes = await Promise.all(files.map(({ name }) => sizeOf(join(path, name))));
  let sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    sizeBytes += await sizeOf(join(path, name));
  }
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
