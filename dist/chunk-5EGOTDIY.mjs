import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  checkoutMode,
  overlayFolder
} from "./chunk-OB2D7UII.mjs";
import {
  ToolError,
  readTool,
  runTool
} from "./chunk-R5Z63YP4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

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
import { chown, copyFile, lstat, readdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
var STATOVERRIDE = "statoverride";
async function applyOverlays(tree, treefile, options) {
  let layers = [
    ...treefile.ostreeLayers.map((name) => ({ name, replace: !1 })),
    ...treefile.ostreeOverrideLayers.map((name) => ({ name, replace: !0 }))
  ];
  for (let { name, replace } of layers) {
    let folder = await layerFolder(name, treefile, options), modes = parseStatoverride(await readOptional(join(folder.path, STATOVERRIDE)));
    await mergeFolder(tree, folder.path, "", { name, replace, modes, keepOwner: folder.keepOwner }), folder.keepOwner && await rm(folder.path, { recursive: !0 });
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
  let path = join(options.workDir, "layer"), commit = await resolveLayer(options.repoPath, name);
  if (commit === void 0)
    throw new ConfigError(
      "OVERLAY_MISSING",
      `ostree-layers: ${name} is neither a folder of overlay.d nor a ref of the repository`,
      {
        place: { file: treefile.path },
        hint: `Make ${treefile.directory}/overlay.d/NAME for overlay/NAME.`
      }
    );
  return await rm(path, { recursive: !0, force: !0 }), await runTool(["ostree", `--repo=${options.repoPath}`, "checkout", commit, path], options), { path, keepOwner: !0 };
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
  for (let name of (await readdir(join(root, below))).sort(compareBytes)) {
    if (below === "" && name === STATOVERRIDE) continue;
    let path = join(below, name), source = join(root, path), stats = await lstat(source), target = path.replace(/^usr\/etc(?=\/|$)/, "etc");
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
  await tree.mkdir(join(target, "..")), await tree.remove(target), stats.isSymbolicLink() ? await tree.symlink(await readlink(source), target) : await copyFile(source, await tree.resolve(target));
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
  inputHash,
  applyOverlays,
  layerCommits
};
