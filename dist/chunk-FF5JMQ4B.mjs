import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  Tree,
  settleAccounts
} from "./chunk-YMKSADZE.mjs";
import {
  checkoutMode
} from "./chunk-QSWBYFUT.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/compose/rootfs-files.ts
import {
  chmod,
  constants,
  copyFile,
  lstat,
  readdir,
  readlink,
  realpath,
  rename,
  rm
} from "node:fs/promises";
import { dirname, join, relative } from "node:path";

// lib/compose/rootfs-units.ts
var ENABLED = ["etc/systemd/system", "etc/systemd/user"], UNIT_FOLDERS = ["etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"], DEFAULT_TARGET = "multi-user.target";
async function listUnitLinks(tree) {
  let links = /* @__PURE__ */ new Set();
  for (let folder of ENABLED)
    await tree.walk(folder, (path, stats) => {
      stats.isSymbolicLink() && links.add(path);
    });
  return links;
}
async function removeUnitLinks(tree, before, owned) {
  for (let path of await listUnitLinks(tree))
    !before.has(path) && !owned.has(`/${path}`) && await tree.remove(path);
  for (let folder of ENABLED)
    for (let name of await tree.list(folder)) {
      let path = `${folder}/${name}`;
      !/\.(wants|requires|upholds)$/.test(name) || owned.has(`/${path}`) || (await tree.list(path)).length === 0 && await tree.remove(path);
    }
}
async function enableUnits(tree, units, what) {
  let links = "etc/systemd/system", made = [];
  for (let unit of units) {
    let [path, text] = await findUnit(tree, unit, what), install = parseInstall(text), wanted = [
      ...(install.get("WantedBy") ?? []).map((target) => `${target}.wants/${unit}`),
      ...(install.get("RequiredBy") ?? []).map((target) => `${target}.requires/${unit}`),
      ...install.get("Alias") ?? []
    ].filter((name) => name !== unit && !name.split("/").includes("..")), names = install.size === 0 ? [`${DEFAULT_TARGET}.wants/${unit}`] : wanted;
    for (let name of names)
      await tree.symlink(`/${path}`, `${links}/${name}`), made.push(`${links}/${name}`);
  }
  return made;
}
async function findUnit(tree, unit, what) {
  let template = unit.replace(/@[^.@]+(?=\.[a-z]+$)/, "@");
  for (let name of /* @__PURE__ */ new Set([unit, template]))
    for (let folder of UNIT_FOLDERS) {
      let text = await tree.read(`${folder}/${name}`);
      if (text !== void 0) return [`${folder}/${name}`, text];
    }
  throw new ConfigError(
    "UNIT_MISSING",
    `${what}: no package and no file of it has the unit ${unit}`,
    {
      hint: 'Write its whole name, such as sshd.service; add the package, or the unit to "files".'
    }
  );
}
function parseInstall(text) {
  let found = /* @__PURE__ */ new Map(), section = "";
  for (let line of text.replaceAll(`\\
`, " ").split(`
`)) {
    let [, name] = /^\s*\[([^\]]+)\]\s*$/.exec(line) ?? [];
    name !== void 0 && (section = name);
    let [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section !== "Install" || key === void 0 || value === void 0) continue;
    let words = value.split(/\s+/).filter((word) => word !== "");
    found.set(key, value === "" ? [] : [...found.get(key) ?? [], ...words]);
  }
  return found;
}

// lib/compose/rootfs-files.ts
async function readFilesFolder(files, what, root) {
  let real = await realpath(files).catch(() => {
  });
  if (real === void 0 || !(await lstat(real)).isDirectory()) {
    let why = real === void 0 ? "does not exist" : "is no folder";
    throw new ConfigError("FILES_MISSING", `${what}: files: ${files} ${why}`);
  }
  let below = relative(await realpath(root), real);
  if (below === ".." || below.startsWith("../"))
    throw unsafe(what, files, `leads out of ${root}, to ${real}`);
  let found = [], list = async (folder) => {
    for (let name of (await readdir(join(real, folder))).sort(compareBytes)) {
      let path = join(folder, name), source = join(real, path), stats = await lstat(source);
      if (stats.isDirectory())
        found.push({ path, source, kind: "folder", mode: 493, target: "" }), await list(path);
      else if (stats.isSymbolicLink()) {
        let target = await readlink(source);
        if (climbsOut(path, target)) throw unsafe(what, source, `leads out of it, to ${target}`);
        found.push({ path, source, kind: "link", mode: 0, target });
      } else if (stats.isFile())
        found.push({ path, source, kind: "file", mode: checkoutMode(stats.mode), target: "" });
      else
        throw unsafe(what, source, "is neither a file nor a folder nor a link");
    }
  };
  return await list(""), found;
}
async function layFiles(options) {
  let { what, sourceDateEpoch } = options, tree = new Tree(options.treePath), paths = [];
  for (let file of options.files) {
    let path = await layFile(tree, file, what);
    path !== void 0 && paths.push(path);
  }
  paths.some(isSysusersFile) && paths.push(...await addAccounts(tree)), paths.push(...await enableUnits(tree, options.units, what));
  let touched = new Set(paths);
  for (let path of paths)
    for (let at = dirname(path); at !== "."; at = dirname(at)) touched.add(at);
  paths.length > 0 && touched.add("");
  for (let path of touched) await tree.touch(path, sourceDateEpoch);
  return [...new Set(paths)];
}
async function layFile(tree, file, what) {
  let { path, source, kind, mode } = file, found = await tree.lstat(path);
  if (kind === "folder") {
    if ((await tree.stat(path))?.isDirectory() === !0) return;
    if (found !== void 0) throw conflict(what, file, "a folder");
    let target2 = await resolved(tree, path);
    return await tree.mkdir(target2), target2;
  }
  if (found?.isDirectory() === !0) throw conflict(what, file, `a ${kind}`);
  let target = await resolved(tree, path);
  if (kind === "link")
    return await tree.symlink(file.target, target), target;
  let at = await tree.resolve(target), temporary = `${at}.treesmith-new`;
  return await rm(temporary, { recursive: !0, force: !0 }), await copyFile(source, temporary, constants.COPYFILE_EXCL), await chmod(temporary, mode), await rename(temporary, at), target;
}
async function addAccounts(tree) {
  await settleAccounts(tree);
  let there = [];
  for (let path of ["etc/passwd", "etc/group", "etc/shadow", "etc/gshadow"])
    (await tree.lstat(path))?.isFile() === !0 && there.push(path);
  return there;
}
function isSysusersFile(path) {
  return /^(usr\/lib|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}
async function resolved(tree, path) {
  return relative(tree.path, await tree.resolve(path));
}
function climbsOut(path, target) {
  if (target.startsWith("/")) return !1;
  let depth = path.split("/").length - 1;
  for (let name of target.split("/"))
    if (name === ".." ? depth -= 1 : name !== "" && name !== "." && (depth += 1), depth < 0) return !0;
  return !1;
}
function unsafe(what, path, why) {
  return new ConfigError("FILES_UNSAFE", `${what}: files: ${path} ${why}`, {
    hint: "A link to a path of the container is written as it is there: /usr/share/zoneinfo/UTC."
  });
}
function conflict(what, { source, path }, kind) {
  return new ConfigError(
    "FILES_CONFLICT",
    `${what}: files: ${source} is ${kind}, and /${path} of the container is not`
  );
}

export {
  listUnitLinks,
  removeUnitLinks,
  readFilesFolder,
  layFiles
};
