import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeTempDir
} from "./chunk-7XLPI4ML.mjs";
import {
  runTool
} from "./chunk-R5Z63YP4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/remix/overlay-inputs.ts
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
async function overlayFolder({ directory }, layer) {
  let name = /^overlay\/([^/]+)$/.exec(layer)?.[1];
  if (name === void 0 || name === "..") return;
  let path = join(directory, "overlay.d", name);
  return readdir(path).then(
    () => path,
    () => {
    }
  );
}
function checkoutMode(mode) {
  return (mode & 64) === 0 ? 420 : 493;
}
async function overlayInputs(treefile) {
  let layers = [.../* @__PURE__ */ new Set([...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])], found = {};
  for (let layer of layers.sort(compareBytes)) {
    let folder = await overlayFolder(treefile, layer);
    folder !== void 0 && (found[layer] = await listFolder(folder, ""));
  }
  return found;
}
async function listFolder(root, below) {
  let entries = [];
  for (let name of (await readdir(join(root, below))).sort(compareBytes)) {
    let path = join(below, name), stats = await lstat(join(root, path));
    if (stats.isDirectory())
      entries.push({ path, type: "folder" }, ...await listFolder(root, path));
    else if (stats.isSymbolicLink())
      entries.push({ path, type: "link", target: await readlink(join(root, path)) });
    else {
      let content = sha256(await readFile(join(root, path)));
      entries.push({ path, type: "file", mode: checkoutMode(stats.mode), sha256: content });
    }
  }
  return entries;
}

// lib/remix/treefile-inputs.ts
import { readFile as readFile2, stat } from "node:fs/promises";
function lockInputs(treefile) {
  return {
    basearch: treefile.basearch,
    packages: treefile.packages,
    groups: groupInputs(treefile),
    excludePackages: treefile.excludePackages,
    repos: treefile.repos,
    repoPackages: repoPackageInputs(treefile),
    lockfileRepos: treefile.lockfileRepos,
    releasever: treefile.releasever ?? null,
    repovars: treefile.repovars,
    recommends: treefile.recommends
  };
}
async function composeInputs(treefile) {
  let {
    path: _path,
    directory: _directory,
    files: _files,
    metadata: _metadata,
    variables: _variables,
    origins: _origins,
    warnings: _warnings,
    ...fields
  } = treefile;
  return {
    ...fields,
    groups: groupInputs(treefile),
    repoPackages: repoPackageInputs(treefile),
    rojig: fields.rojig === void 0 ? null : { ...fields.rojig },
    checkPasswd: await checkInputs(treefile.checkPasswd),
    checkGroups: await checkInputs(treefile.checkGroups),
    postprocess: treefile.postprocess.map(({ script }) => script),
    postprocessScript: treefile.postprocessScript === void 0 ? null : sha256(await readFile2(treefile.postprocessScript)),
    addFiles: await Promise.all(
      treefile.addFiles.map(async ({ source, destination }) => ({
        destination,
        mode: addedFileMode((await stat(source)).mode),
        sha256: sha256(await readFile2(source))
      }))
    ),
    overlays: await overlayInputs(treefile),
    removeFromPackages: treefile.removeFromPackages.map(({ package: name, patterns }) => [
      name,
      ...patterns
    ])
  };
}
function addedFileMode(mode) {
  return mode & 493;
}
function groupInputs({ groups }) {
  return groups.map(({ id, kind, optional, blacklist }) => ({ id, kind, optional, blacklist }));
}
function repoPackageInputs({ repoPackages }) {
  return repoPackages.map(({ repo, packages }) => ({ repo, packages }));
}
async function checkInputs(check) {
  switch (check.type) {
    case "none":
    case "previous":
      return { type: check.type };
    case "file":
      return { type: "file", sha256: sha256(await readFile2(check.path)) };
    case "data":
      return { type: "data", entries: check.entries };
  }
}

// lib/host/testsolv.ts
import { symlink, writeFile } from "node:fs/promises";
import { join as join2, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
var POOL_FLAGS = "addfileprovidesfiltered implicitobsoleteusescolors", SOLVER_FLAGS = "bestobeypolicy yumobsoletes urpmreorder keeporphans";
async function runTestsolv(text, {
  files,
  options,
  onLine,
  log
}) {
  var _stack = [];
  try {
    let temp = __using(_stack, await makeTempDir(), !0);
    await writeFile(join2(temp.path, "case.t"), `${text}
`);
    for (let { alias, path } of files)
      await symlink(resolve(path), join2(temp.path, `${alias}.solv`));
    let decoder = new StringDecoder("utf8");
    let rest = "";
    let { stderr } = await runTool(["testsolv", ...options, "case.t"], {
      cwd: temp.path,
      log,
      onStdout: (chunk) => {
        let lines = (rest + decoder.write(chunk)).split(`
`);
        rest = lines.pop() ?? "";
        for (let line of lines) onLine(line);
      }
    });
    onLine(rest);
    return stderr.trim();
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

export {
  overlayFolder,
  checkoutMode,
  lockInputs,
  composeInputs,
  addedFileMode,
  POOL_FLAGS,
  SOLVER_FLAGS,
  runTestsolv
};
