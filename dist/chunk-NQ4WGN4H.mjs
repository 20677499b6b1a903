import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  overlayInputs
} from "./chunk-QSWBYFUT.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/remix/treefile-inputs.ts
import { readFile, stat } from "node:fs/promises";
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
    postprocessScript: treefile.postprocessScript === void 0 ? null : sha256(await readFile(treefile.postprocessScript)),
    addFiles: await Promise.all(
      treefile.addFiles.map(async ({ source, destination }) => ({
        destination,
        mode: addedFileMode((await stat(source)).mode),
        sha256: sha256(await readFile(source))
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
      return { type: "file", sha256: sha256(await readFile(check.path)) };
    case "data":
      return { type: "data", entries: check.entries };
  }
}

export {
  lockInputs,
  composeInputs,
  addedFileMode
};
