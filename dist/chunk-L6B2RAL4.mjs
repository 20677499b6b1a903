import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeTree
} from "./chunk-XSSMSCR5.mjs";
import {
  removeFolder
} from "./chunk-NYOQAVMR.mjs";
import "./chunk-3RQQINWV.mjs";
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-LJSBIS2A.mjs";
import "./chunk-R5XR7NDA.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-HTX6YCUO.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-SUYB5RVO.mjs";
import {
  readPackages
} from "./chunk-YMKSADZE.mjs";
import "./chunk-FHUVXSWX.mjs";
import "./chunk-OXTLJHJG.mjs";
import "./chunk-2UF2QBX7.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-6SUC3BPE.mjs";
import "./chunk-SWBYX6AK.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-NQ4WGN4H.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-FJOYASBV.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-WICTMXRX.mjs";
import "./chunk-MXOWXJGY.mjs";
import {
  objectPath,
  parseCommit,
  parseDirtree
} from "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-DXYLZNMC.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/compose/check.ts
import { join as join2 } from "node:path";

// lib/compose/compare-trees.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function compareTrees(first, second) {
  let [a, b] = [await readRoot(first), await readRoot(second)], differences = [];
  return a.rootMeta !== b.rootMeta && differences.push({ path: "/", what: "folder mode" }), await compareFolders(
    "",
    { repoPath: first.repoPath, tree: a.rootTree },
    { repoPath: second.repoPath, tree: b.rootTree },
    differences
  ), differences.sort((x, y) => compareBytes(x.path, y.path));
}
async function compareFolders(path, a, b, into) {
  if (a.tree === b.tree) return;
  let [first, second] = [await readDirtree(a), await readDirtree(b)], files = pairUp(first.files, second.files);
  for (let [name, x, y] of files) {
    let here = `${path}/${name}`;
    x === void 0 || y === void 0 ? into.push({ path: here, what: side(x) }) : x.checksum !== y.checksum && into.push({ path: here, what: "content or mode" });
  }
  for (let [name, x, y] of pairUp(first.directories, second.directories)) {
    let here = `${path}/${name}`;
    if (x === void 0 || y === void 0) {
      into.push({ path: here, what: side(x) });
      continue;
    }
    x.meta !== y.meta && into.push({ path: here, what: "folder mode" }), await compareFolders(here, { ...a, tree: x.tree }, { ...b, tree: y.tree }, into);
  }
}
function side(first) {
  return first === void 0 ? "only in the second" : "only in the first";
}
function pairUp(first, second) {
  let a = new Map(first.map((entry) => [entry.name, entry])), b = new Map(second.map((entry) => [entry.name, entry]));
  return [.../* @__PURE__ */ new Set([...a.keys(), ...b.keys()])].map((name) => [name, a.get(name), b.get(name)]);
}
async function readRoot({
  repoPath,
  commit
}) {
  return parseCommit(await readFile(join(repoPath, objectPath(commit, "commit"))));
}
async function readDirtree({ repoPath, tree }) {
  return parseDirtree(await readFile(join(repoPath, objectPath(tree, "dirtree"))));
}

// lib/compose/check.ts
var NAMED = 40;
async function checkCompose(options) {
  let { workDir, log, repoPath } = options, first = await composeTree({ ...options, workDir: join2(workDir, "first") }), scratch = join2(workDir, "second"), { gpg: _gpg, keptPath: _keptPath, ...unsigned } = options;
  try {
    let second = await composeTree({
      ...unsigned,
      workDir: join2(scratch, "in", "another", "place"),
      repoPath: join2(scratch, "repo"),
      sourceRepoPath: options.sourceRepoPath ?? repoPath
    }), found = first.commit === second.commit ? [] : await compareTrees(
      { repoPath, commit: first.commit },
      { repoPath: join2(scratch, "repo"), commit: second.commit }
    ), differences = found.length === 0 ? [] : await withOwners(found, options);
    return { first, secondCommit: second.commit, differences };
  } finally {
    await removeFolder(scratch, log);
  }
}
function assertReproducible({ first, secondCommit, differences }) {
  if (first.commit === secondCommit) return;
  let lines = differences.slice(0, NAMED).map((each) => `${each.path}: ${each.what} (${each.package ?? "no package owns it"})`), more = differences.length > NAMED ? [`and ${differences.length - NAMED} more`] : [], what = lines.length === 0 ? ["the trees are equal, the metadata of the commits differ"] : lines;
  throw new BuildError(
    "NOT_REPRODUCIBLE",
    `two composes differ: ${first.commit} and ${secondCommit}
${[...what, ...more].join(`
`)}`,
    {
      hint: "See which scriptlet or script writes the file; a postprocess script can mend or remove it."
    }
  );
}
async function withOwners(differences, { packages }) {
  let wanted = new Map(differences.map((each) => [packagedPath(each.path), each])), headers = await readPackages(
    packages.map(({ path }) => path),
    (_name, path) => wanted.has(packagedPath(path))
  ), owners = new Map(
    headers.flatMap(
      ({ name, files }) => files.map(({ path }) => [packagedPath(path), name])
    )
  );
  return differences.map((each) => ({ ...each, package: owners.get(packagedPath(each.path)) }));
}
function packagedPath(path) {
  return path.replace(/^\/usr\/etc\//, "/etc/").replace(/^\/usr\/lib\/opt\//, "/opt/").replace(/^\/(bin|sbin|lib|lib32|lib64)\//, "/usr/$1/");
}
export {
  assertReproducible,
  checkCompose
};
