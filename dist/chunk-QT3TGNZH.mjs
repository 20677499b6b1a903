import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  copyBlob
} from "./chunk-6JBT4BU3.mjs";
import {
  changesPerYear,
  formatFilesContent,
  formatLayerContent,
  formatLayerPackages,
  formatLayerTitle,
  formatPackageChanges,
  planLayers,
  readLayerContent,
  writeLayers
} from "./chunk-OIXZMSN3.mjs";
import {
  formatImageManifest
} from "./chunk-3CL76CQI.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  layFiles,
  listUnitLinks,
  readFilesFolder,
  removeUnitLinks
} from "./chunk-FF5JMQ4B.mjs";
import {
  RPMDB_PATHS,
  readInstalledPackages
} from "./chunk-MMUIYG3A.mjs";
import "./chunk-6BOGLLXY.mjs";
import {
  formatImageConfig
} from "./chunk-AM2BFUHL.mjs";
import "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_CONFIG,
  OCI_LAYER_GZIP,
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";
import {
  POOL_FLAGS,
  SOLVER_FLAGS,
  runTestsolv
} from "./chunk-GAMZBRHF.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import {
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import {
  composeLock,
  normalise,
  normaliseEarly,
  removeFolder,
  removeSpecialFiles,
  withDiskFullError
} from "./chunk-NYOQAVMR.mjs";
import {
  readXattrs
} from "./chunk-3RQQINWV.mjs";
import {
  Tree,
  installPackages,
  isAccountFile,
  readAccounts,
  readPackages,
  runSandboxed,
  seedAccounts,
  settleAccounts,
  treeMounts
} from "./chunk-YMKSADZE.mjs";
import {
  assertRunsPrograms
} from "./chunk-2UF2QBX7.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-6SUC3BPE.mjs";
import "./chunk-SWBYX6AK.mjs";
import "./chunk-FCGOPGKC.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import {
  formatNevra
} from "./chunk-77DXW6FU.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  runTool,
  startTool,
  withLock
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import {
  nameOf
} from "./chunk-O5OUMCAY.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-DXYLZNMC.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/rootfs-container.ts
import { copyFile, mkdir as mkdir3 } from "node:fs/promises";
import { join as join4 } from "node:path";

// lib/container/base-damaged.ts
function baseDamaged(folder, why) {
  return new BuildError(
    "BASE_DAMAGED",
    `no application can stand on the base in ${folder}: ${why}`,
    { hint: "Remove the folder, and make the base again." }
  );
}

// lib/container/rootfs-entries.ts
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
var HOST_XATTRS = /^(security\.selinux|security\.ima|security\.evm|trusted\.|system\.)/, PERMISSIONS = 4095;
async function readRootfsEntries(root, log) {
  let xattrs = await readXattrs(root, log), entries = [], firstOf = /* @__PURE__ */ new Map(), add = (path) => {
    let host = path.length === 0 ? Buffer.from(root) : joined(Buffer.from(root), path), stats = lstatSync(host), key = `${stats.dev}:${stats.ino}`, first = stats.isDirectory() ? void 0 : firstOf.get(key), entry = entryOf(path, host, stats, first, xattrs.get(host.toString()) ?? []);
    if (entry === void 0) return;
    if (entry.path.slice(entry.path.lastIndexOf("/") + 1).startsWith(".wh."))
      throw new BuildError(
        "WHITEOUT_NAME",
        `${nameOf(entry)}: in a layer such a name deletes the file "${path.toString().replace(/^.*\.wh\./, "")}"`,
        { hint: "Give the file another name." }
      );
    if (entries.push(entry), stats.nlink > 1 && first === void 0 && firstOf.set(key, entry), !stats.isDirectory()) return;
    let names = readdirSync(host, { encoding: "buffer" }).sort(Buffer.compare);
    for (let name of names) add(path.length === 0 ? name : joined(path, name));
  };
  return add(Buffer.alloc(0)), entries;
}
function entryOf(path, host, stats, first, xattrs) {
  let text = path.length === 0 ? "." : path.toString(), kept = xattrs.flatMap(([name, value]) => {
    let plain = Buffer.from(name).toString("utf8", 0, name.length - 1);
    return HOST_XATTRS.test(plain) ? [] : [[plain, value]];
  }), common = {
    path: text,
    ...path.length === 0 || Buffer.from(text).equals(path) ? {} : { pathBytes: path },
    mode: stats.mode & PERMISSIONS,
    uid: stats.uid,
    gid: stats.gid,
    sizeBytes: 0,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1e3),
    ...kept.length === 0 ? {} : { xattrs: kept }
  };
  if (first !== void 0) {
    let bytes = first.pathBytes, target = { target: first.path, ...bytes === void 0 ? {} : { targetBytes: bytes } };
    return { ...common, type: "hardlink", ...target };
  }
  if (stats.isDirectory()) return { ...common, type: "folder" };
  if (stats.isSymbolicLink()) {
    let bytes = readlinkSync(host, { encoding: "buffer" }), target = bytes.toString(), isText = Buffer.from(target).equals(bytes);
    return { ...common, type: "symlink", target, ...isText ? {} : { targetBytes: bytes } };
  }
  if (stats.isFIFO()) return { ...common, type: "pipe" };
  if (!stats.isFile()) return;
  let hostText = host.toString(), content = {
    kind: "file",
    path: Buffer.from(hostText).equals(host) ? hostText : host
  };
  return { ...common, type: "file", sizeBytes: stats.size, content };
}
function joined(folder, name) {
  return Buffer.concat([folder, Buffer.from("/"), name]);
}

// lib/container/rootfs-image.ts
var NOTHING = { diffIds: [], history: [] };
async function writeRootfsImage(options) {
  let { layout, base, layers, architecture, log } = options;
  for (let layer of base?.manifest.layers ?? [])
    await copyBlob(base?.layout ?? layout, layout, layer, { log, onBytes: () => {
    } });
  let below = base === void 0 ? NOTHING : await readHistory(base), config = await layout.putBlob(
    formatImageConfig({
      architecture,
      createdSeconds: options.createdSeconds,
      process: options.process,
      diffIds: [...below.diffIds, ...layers.map(({ diffId }) => diffId)],
      history: [
        ...below.history,
        ...layers.map(({ name }) => ({ createdBy: options.createdBy, comment: name }))
      ]
    }),
    OCI_CONFIG
  ), all = [...base?.manifest.layers ?? [], ...layers.map(({ descriptor }) => descriptor)], manifest = formatImageManifest({
    config,
    layers: all,
    annotations: { ...options.process.labels, ...baseAnnotations(base), ...options.annotations }
  }), platform = { architecture, os: "linux" }, digest = await layout.putManifest(options.tag, manifest, OCI_MANIFEST, { platform }), metadataBytes = config.size + manifest.length;
  return {
    digest,
    descriptor: { mediaType: OCI_MANIFEST, digest, size: manifest.length, platform },
    sizeBytes: all.reduce((sum, { size }) => sum + size, metadataBytes),
    metadataBytes
  };
}
function baseAnnotations(base) {
  return base === void 0 ? {} : {
    "org.opencontainers.image.base.digest": base.digest,
    "org.opencontainers.image.base.name": base.name
  };
}
async function readHistory({ layout, manifest }) {
  let bytes = await layout.readBlob(manifest.config);
  try {
    let config = JSON.parse(bytes.toString()), diffIds = config.rootfs.diff_ids.filter((each) => isDigest(each)), history = config.history.map(({ created_by, comment }) => ({
      createdBy: String(created_by),
      comment: String(comment)
    })), count = manifest.layers.length;
    if (diffIds.length === count && history.length === count) return { diffIds, history };
  } catch {
  }
  throw baseDamaged(layout.folder, `its config does not fit its ${manifest.layers.length} layers`);
}

// lib/container/rootfs-layers.ts
var UNPACKAGED = "unpackaged", COMPRESSED = 0.4;
function rootfsLayers(options) {
  let { entries, packages, maxLayers } = options, sizeOf = (some) => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (maxLayers === 1) {
    let nevras = packages.map(({ nevra }) => nevra), annotations = formatLayerPackages(nevras);
    return [{ name: "packages", sizeBytes: sizeOf(entries), entries: () => entries, annotations }];
  }
  let byComponent = shareOut(entries, packages), known = new Map(packages.map((each) => [each.name, each])), components = [...byComponent].map(([name, own]) => {
    let sizeBytes = Math.round(sizeOf(own) * COMPRESSED) + own.length * 100, found = known.get(name);
    return found === void 0 ? { name, group: name, sizeBytes, frequency: 52, isAlone: !0 } : { name, group: found.source, sizeBytes, frequency: found.changesPerYear };
  }), before = (options.previous?.layers ?? []).map((layer) => readLayerContent(layer).components).filter((names) => names.length > 0);
  return planLayers({
    components,
    maxLayers,
    ...before.length === 0 ? {} : { previous: before }
  }).layers.map((names) => {
    let nevras = packages.filter(({ name }) => names.includes(name)).map(({ nevra }) => nevra), own = new Set(names.flatMap((name) => byComponent.get(name) ?? [])), layer = withParents(entries, own);
    return {
      name: formatLayerTitle(names),
      sizeBytes: sizeOf(layer),
      entries: () => layer,
      annotations: formatLayerContent({ components: names, nevras })
    };
  });
}
function withParents(entries, wanted) {
  let folders = /* @__PURE__ */ new Set();
  for (let { path } of wanted)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  return entries.filter(
    (entry) => wanted.has(entry) || entry.type === "folder" && folders.has(entry.path)
  );
}
function shareOut(entries, packages) {
  let links = new Map(
    entries.flatMap(
      ({ path, type, target = "" }) => type === "symlink" && !path.includes("/") ? [[path, target.replace(/^\//, "")]] : []
    )
  ), owners = /* @__PURE__ */ new Map();
  for (let { name, paths } of [...packages].sort((a, b) => compareBytes(b.name, a.name)))
    for (let path of paths) {
      let [, top = "", rest = ""] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [], moved = rest === "" ? void 0 : links.get(top);
      owners.set(`${moved ?? top}${rest}`, name);
    }
  return groupBy(entries, ({ path, type, target = "" }) => owners.get(type === "hardlink" ? target : path) ?? UNPACKAGED);
}

// lib/build/install-rootfs.ts
import { mkdir as mkdir2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/compose/closure.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
var ALIAS = "locked", SELECTION = "name,provides,filelist,canon,dotarch,rel,glob";
async function closePackages(packages, options) {
  var _stack = [];
  try {
    let { requests, present = [], basearch, log } = options;
    let temp = __using(_stack, await makeTempDir(), !0);
    let path = join(temp.path, "locked.solv");
    await makeSolvFile(packages, path, temp.path, log);
    let pool = [
      `repo ${ALIAS} 0 solv ${ALIAS}.solv`,
      `system :${ARCHITECTURES[basearch].rpmArches.join(":")} rpm`,
      `poolflags ${POOL_FLAGS}`
    ];
    let ask = (lines, onLine) => askTestsolv([...pool, ...lines].join(`
`), path, onLine, log);
    let found = await lookUp(requests, ask);
    assertFound(found, packages, options);
    let jobs = [
      ...present.map((header) => `install pkg ${solvableOf(header)}`),
      ...found.flatMap(({ meanings }) => meanings.map((meaning) => `install ${meaning}`))
    ];
    let chosen = /* @__PURE__ */ new Set();
    let problems = /* @__PURE__ */ new Set();
    await ask(
      [
        `solverflags ${SOLVER_FLAGS} ignorerecommended`,
        ...jobs.map((job) => `job ${job}`),
        "result transaction,problems <inline>"
      ],
      (line) => {
        let [, solvable] = /^install (\S+)$/.exec(line) ?? [], [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [];
        solvable !== void 0 && chosen.add(solvable), problem !== void 0 && problems.add(problem);
      }
    );
    if (problems.size > 0) throw unmet([...problems], options);
    let closure = packages.filter((header) => chosen.has(solvableOf(header)));
    if (closure.length === chosen.size) return closure;
    throw new BuildError(
      "CLOSURE_FAILED",
      `libsolv chose ${chosen.size} packages for ${options.what}, ${closure.length} of them are in the lock`
    );
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function lookUp(requests, ask) {
  let found = requests.map((request) => ({ request, meanings: [] })), at = -1;
  return await ask(
    // libsolv counts tests only when there are several.
    [...requests, void 0].map(
      (request) => request === void 0 ? "result jobs <inline>" : `job noop selection ${request} ${SELECTION}
result jobs <inline>
nextjob`
    ),
    (line) => {
      let [, number] = /^test (\d+):$/.exec(line) ?? [], [, meaning] = /^job noop (.*)$/.exec(line) ?? [];
      number !== void 0 && (at = Number(number) - 1), meaning !== void 0 && found[at]?.meanings.push(meaning);
    }
  ), found;
}
function assertFound(found, packages, { what, basearch, place }) {
  let missing = found.filter(({ meanings }) => meanings.length === 0), [first] = missing;
  if (first === void 0) return;
  let names = missing.map(({ request }) => `"${request}"`).join(", "), near = nearestName(
    first.request,
    packages.map(({ name }) => name)
  ), add = 'Name it in the treefile and run "treesmith lock": a container has packages of the lock alone.';
  throw new ConfigError(
    "PACKAGE_NOT_LOCKED",
    `${what}: the lock has no package, provide or file ${names} for ${basearch}`,
    {
      ...place === void 0 ? {} : { place },
      hint: near === void 0 ? add : `Did you mean "${near}"? Else: ${add}`
    }
  );
}
function unmet(problems, { what, basearch, place }) {
  let lines = problems.map((problem) => `
  ${problem.replaceAll(`@${ALIAS}`, "")}`);
  return new ConfigError(
    "REQUIREMENT_NOT_LOCKED",
    `${what}: packages of the lock for ${basearch} cannot be installed together:${lines.join("")}`,
    {
      ...place === void 0 ? {} : { place },
      hint: 'Run "treesmith lock": the lockfile was changed by hand, or the packages conflict.'
    }
  );
}
async function makeSolvFile(packages, path, folder, log) {
  let list = join(folder, "packages");
  await writeFile(list, packages.map((header) => `${header.path}
`).join(""));
  let chunks = [];
  await runTool(["rpms2solv", "-m", list], { log, onStdout: (chunk) => {
    chunks.push(chunk);
  } }), await writeFile(path, Buffer.concat(chunks));
}
async function askTestsolv(text, path, onLine, log) {
  let complaint = await runTestsolv(text, { files: [{ alias: ALIAS, path }], options: ["-r"], onLine, log });
  if (complaint !== "")
    throw new BuildError("CLOSURE_FAILED", `testsolv complains: ${complaint}`);
}
function solvableOf({ name, epoch, version, release, arch }) {
  let evr = `${epoch === "0" ? "" : `${epoch}:`}${version}-${release}`;
  return `${name}-${evr}.${arch}@${ALIAS}`;
}

// lib/compose/rootfs.ts
import { lstat, mkdir, writeFile as writeFile2 } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/compose/rootfs-rpmdb.ts
import { dirname, relative } from "node:path";
var SYSIMAGE = "usr/lib/sysimage/rpm", VAR = "var/lib/rpm", PLACES = [SYSIMAGE, VAR, "usr/share/rpm"], DATABASE = "rpmdb.sqlite";
async function findRootfsRpmdb(tree, owned) {
  for (let place of PLACES)
    if (await tree.stat(`${place}/${DATABASE}`) !== void 0)
      return relative(tree.path, await tree.resolve(place, !0));
  return owned.has(`/${VAR}`) && !owned.has(`/${SYSIMAGE}`) ? VAR : SYSIMAGE;
}
async function placeRootfsRpmdb(tree, options) {
  let { rpmdb, owned } = options, wanted = await askRpm(tree, options), place = rpmdb;
  if (wanted !== void 0 && (await tree.lstat(wanted))?.isDirectory() === !0 && await tree.resolve(wanted, !0) !== await tree.resolve(rpmdb, !0)) {
    for (let name of await tree.list(rpmdb))
      await tree.rename(`${rpmdb}/${name}`, `${wanted}/${name}`);
    owned.has(`/${rpmdb}`) || await tree.remove(rpmdb), place = wanted;
  }
  for (let path of /* @__PURE__ */ new Set([SYSIMAGE, VAR, ...wanted === void 0 ? [] : [wanted]]))
    await tree.lstat(path) === void 0 && await tree.symlink(relative(dirname(path), place), path);
  return place;
}
async function askRpm(tree, options) {
  if ((await tree.stat("usr/bin/rpm"))?.isFile() !== !0) return;
  let found;
  return await runSandboxed(["rpm", "--eval", "%{_dbpath}"], {
    ...options,
    mounts: treeMounts(tree.path, { etc: "etc", readOnly: !0 }),
    env: { HOME: "/nonexistent" },
    onLine: (line) => {
      let [, path] = /^\/((?:usr|var)(?:\/[\w.-]+)+)\/?$/.exec(line) ?? [];
      path !== void 0 && !path.split("/").includes("..") && (found ??= path);
    }
  }), found;
}

// lib/compose/rootfs-settle.ts
var MOUNT_POINTS = {
  dev: 493,
  proc: 365,
  run: 493,
  sys: 365,
  tmp: 1023
}, LEAVINGS = ["run", "tmp", "var/cache", "var/log", "var/tmp"], LEFT_FILES = [
  // Draws entropy; each machine needs its own.
  "var/lib/systemd/random-seed",
  "var/lib/dbus/machine-id",
  // Holds the order in which folders were read; made again when systemd starts.
  "var/lib/systemd/catalog/database"
];
function isMountPoint(path) {
  return Object.hasOwn(MOUNT_POINTS, path);
}
async function settleRootfs(tree, options) {
  let { packages, owned } = options;
  for (let folder of LEAVINGS) await removeLeavings(tree, folder, owned);
  for (let path of LEFT_FILES) owned.has(`/${path}`) || await tree.remove(path);
  let hasMachineId = await tree.lstat("etc/machine-id") !== void 0, context = { ...options, etc: "etc", machineidCompat: hasMachineId };
  await normaliseEarly(tree, context), await normalise(tree, context), await settleMountPoints(tree, packages), await settleTimes(tree, options);
}
async function removeLeavings(tree, folder, owned) {
  if ((await tree.lstat(folder))?.isDirectory() !== !0) return;
  let found = [];
  await tree.walk(folder, (path) => {
    found.push(path);
  }, "children first");
  for (let path of found)
    owned.has(`/${path}`) || (await tree.lstat(path))?.isDirectory() === !0 && (await tree.list(path)).length > 0 || await tree.remove(path);
}
async function settleMountPoints(tree, packages) {
  for (let [name, usualMode] of Object.entries(MOUNT_POINTS)) {
    let file = packages.flatMap(({ files }) => files).find(({ path }) => path === `/${name}`);
    await tree.mkdir(name), (await tree.lstat(name))?.isDirectory() === !0 && (await tree.chmod(name, file?.mode ?? usualMode), file !== void 0 && await tree.touch(name, file.mtimeSeconds));
  }
}
async function settleTimes(tree, { startedMs, sourceDateEpoch }) {
  let late = [];
  await tree.walk(
    "",
    (path, stats) => {
      (stats.mtimeMs >= startedMs || stats.mtimeMs > sourceDateEpoch * 1e3) && late.push(path);
    },
    "children first"
  );
  for (let path of [...late, ""]) await tree.touch(path, sourceDateEpoch);
}

// lib/compose/rootfs.ts
function readRootfsPackages(packages) {
  return readPackages(
    packages.map(({ path }) => path),
    (_name, path) => isAccountFile(path) || isMountPoint(path.slice(1))
  );
}
async function composeRootfs(options) {
  let { treePath, workDir, log } = options;
  await assertRunsPrograms(options.basearch), await makeFolder(workDir), await makeFolder(treePath), await withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, treePath], () => compose(options)),
    { log }
  );
}
async function compose(options) {
  let { treePath, packages, present = [], basearch, sourceDateEpoch, log } = options, { treefile } = options, workDir = join2(options.workDir, "rootfs");
  await removeFolder(workDir, log);
  let scratch = join2(workDir, "scratch");
  await mkdir(scratch, { recursive: !0 });
  try {
    let startedMs = await fileTimeMs(join2(workDir, "started")), tree = new Tree(treePath), unitsBefore = await listUnitLinks(tree), all = [...present, ...packages], owned = new Set(all.flatMap(({ paths }) => paths)), rpmdb = await findRootfsRpmdb(tree, owned), excludePaths = await seedAccounts({
      tree,
      treefile,
      packages,
      scratch: new Tree(scratch),
      checksums: /* @__PURE__ */ new Map(),
      sourceDateEpoch,
      log,
      ...present.length === 0 ? {} : { present: await readAccounts(tree) }
    });
    await installPackages({
      tree,
      basearch,
      packages,
      rpmdb,
      documentation: treefile.documentation,
      installLangs: treefile.installLangs,
      // Whoever runs a container gives it the devices that it needs.
      excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
      scriptlets: !0,
      sourceDateEpoch,
      log
    }), await settleAccounts(tree), await removeUnitLinks(tree, unitsBefore, owned), await removeSpecialFiles(tree, !0);
    let common = { owned, sourceDateEpoch, log }, place = await placeRootfsRpmdb(tree, { ...common, rpmdb, basearch });
    await settleRootfs(tree, { ...common, rpmdb: place, packages: all, workDir, startedMs });
  } finally {
    await removeFolder(workDir, log);
  }
}
async function fileTimeMs(path) {
  return await writeFile2(path, ""), (await lstat(path)).mtimeMs;
}

// lib/container/rootfs-difference.ts
import { closeSync, openSync, readSync } from "node:fs";
var WHITEOUT = ".wh.", OPAQUE = ".wh..wh..opq", CHUNK_BYTES = 256 * 1024;
function rootfsDifference(before, after) {
  let old = new Map(before.map((entry) => [keyOf(entry), entry])), now = new Map(after.map((entry) => [keyOf(entry), entry])), wanted = changedKeys(old, now), whiteouts = findWhiteouts(old, now);
  for (let key of [...wanted, ...[...whiteouts.keys()].map((folder) => `${folder}/`)])
    for (let folder = parentOf(key); folder !== ""; folder = parentOf(folder)) wanted.add(folder);
  let entries = [];
  for (let [key, entry] of now)
    wanted.has(key) && entries.push(entry), entries.push(...whiteouts.get(key) ?? []);
  return entries;
}
function keyOf({ path, pathBytes }) {
  return path === "." ? "" : Buffer.from(pathBytes ?? path).toString("latin1");
}
function parentOf(key) {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}
function changedKeys(old, now) {
  let changed = /* @__PURE__ */ new Set();
  for (let [key, entry] of now) {
    let was = old.get(key);
    (was === void 0 || !isSame(was, entry)) && changed.add(key);
  }
  let links = [...now].filter(([, { type }]) => type === "hardlink");
  for (let [file, names] of groupBy(
    links,
    ([, { target = "", targetBytes }]) => Buffer.from(targetBytes ?? target).toString("latin1")
  )) {
    let all = [file, ...names.map(([key]) => key)];
    if (all.some((key) => changed.has(key))) for (let key of all) changed.add(key);
  }
  return changed;
}
function findWhiteouts(old, now) {
  let whiteouts = /* @__PURE__ */ new Map(), children = groupBy(
    [...old.keys()].filter((key) => key !== ""),
    parentOf
  );
  for (let [folder, keys] of children) {
    let entry = now.get(folder);
    if (entry?.type !== "folder") continue;
    let gone = keys.filter((key) => !now.has(key)).sort(compareBytes), names = gone.map((key) => `${WHITEOUT}${key.slice(key.lastIndexOf("/") + 1)}`), markers = (gone.length > 1 && gone.length === keys.length ? [OPAQUE] : names).map((name) => markerOf(folder, name, entry));
    markers.length > 0 && whiteouts.set(folder, markers);
  }
  return whiteouts;
}
function markerOf(folder, name, parent) {
  let bytes = Buffer.from(folder === "" ? name : `${folder}/${name}`, "latin1"), path = bytes.toString();
  return {
    path,
    ...Buffer.from(path).equals(bytes) ? {} : { pathBytes: bytes },
    type: "file",
    mode: 0,
    uid: 0,
    gid: 0,
    sizeBytes: 0,
    mtimeSeconds: parent.mtimeSeconds ?? 0
  };
}
function isSame(a, b) {
  return a.type === b.type && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.sizeBytes === b.sizeBytes && a.mtimeSeconds === b.mtimeSeconds && Buffer.from(a.targetBytes ?? a.target ?? "").equals(
    Buffer.from(b.targetBytes ?? b.target ?? "")
  ) && isSameXattrs(a.xattrs ?? [], b.xattrs ?? []) && (a.type !== "file" || isSameContent(a, b));
}
function isSameXattrs(a, b) {
  return a.length === b.length && a.every(([name, value], index) => {
    let other = b[index];
    return other?.[0] === name && Buffer.from(value).equals(other[1]);
  });
}
function isSameContent(a, b) {
  if (a.sizeBytes === 0) return !0;
  let files = [openSync(pathOf(a), "r")];
  try {
    files.push(openSync(pathOf(b), "r"));
    let [first = 0, second = 0] = files, buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
    for (let at = 0; at < a.sizeBytes; ) {
      let count = readSync(first, buffers[0], 0, CHUNK_BYTES, at), other = readSync(second, buffers[1], 0, CHUNK_BYTES, at);
      if (count !== other || count === 0 || !buffers[0].subarray(0, count).equals(buffers[1].subarray(0, count))) return !1;
      at += count;
    }
    return !0;
  } finally {
    for (let file of files) closeSync(file);
  }
}
function pathOf(entry) {
  let { content } = entry;
  if (content?.kind !== "file") throw new TypeError(`${nameOf(entry)} is no file of a tree`);
  return typeof content.path == "string" ? content.path : Buffer.from(content.path);
}

// lib/container/unpack-image.ts
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
var MAX_LAYER_BYTES = 64 * 2 ** 30;
async function unpackImage({ layout, manifest }, folder, log) {
  for (let layer of manifest.layers) {
    let path = await layout.blobPath(layer), { sha256 } = await digestFile(path);
    if (`sha256:${sha256}` !== layer.digest)
      throw baseDamaged(layout.folder, `${layer.digest} has the digest sha256:${sha256}`);
    let tar = await startTool(
      [
        "tar",
        "--extract",
        "--file=-",
        "--directory",
        folder,
        "--numeric-owner",
        "--same-owner",
        "--same-permissions",
        "--xattrs",
        "--xattrs-include=*"
      ],
      { stdio: ["pipe", "ignore", "pipe"], log }
    ), { stdin, stderr } = tar;
    if (stdin === null || stderr === null) throw new TypeError("no pipes");
    let complaint = "";
    stderr.on("data", (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2048);
    });
    let ended = once(tar, "close"), compression = layer.mediaType === OCI_LAYER_GZIP ? "gzip" : "zstd", failure = await pipeline(openDecompressed(path, compression, MAX_LAYER_BYTES), stdin).then(
      () => {
      },
      (error) => error
    ), [exitCode] = await ended;
    if (failure !== void 0 && failure.code !== "EPIPE") throw failure;
    if (exitCode !== 0)
      throw baseDamaged(layout.folder, complaint.trim());
  }
}

// lib/build/install-rootfs.ts
function installRootfs(folder, base, options, what) {
  return base === void 0 ? installAll(folder, options, what) : installOnTop(folder, base, options, what);
}
async function findRpmdb(tree) {
  for (let path of RPMDB_PATHS)
    if ((await tree.stat(path))?.isFile() === !0) return tree.resolve(path, !0);
  throw new TypeError(`${tree.path} has no package database`);
}
async function installAll(folder, options, what) {
  let { spec, log, previous } = options, locked = await readRootfsPackages(options.packages), wanted = await closePackages(locked, { ...options, what, requests: spec.packages });
  log.info(`${wanted.length} of ${locked.length} packages: ${formatNames(wanted)}`);
  let treePath = join3(folder, "tree");
  await composeRootfs({ ...options, treePath, packages: wanted, workDir: join3(folder, "compose") });
  let entries = await readRootfsEntries(treePath, log), packages = await packagesIn(new Tree(treePath), wanted), maxLayers = spec.kind === "base" ? spec.maxLayers : 1, layers = rootfsLayers({ entries, packages, maxLayers, ...previous === void 0 ? {} : { previous } });
  return { treePath, layers, nevras: packages.map(({ nevra }) => nevra).sort() };
}
async function installOnTop(folder, base, options, what) {
  let { spec, log } = options, basePath = join3(folder, "base");
  await mkdir2(basePath), await unpackImage(base, basePath, log);
  let installed = [...readInstalledPackages(await findRpmdb(new Tree(basePath)))].map(
    formatNevra
  );
  if (spec.packages.length === 0)
    return { treePath: basePath, layers: [], nevras: installed.sort() };
  let locked = await readRootfsPackages(options.packages), present = locked.filter((header) => installed.includes(formatNevra(header)));
  if (present.length !== installed.length)
    throw baseDamaged(base.layout.folder, "it was made of another lock");
  let closed = await closePackages(locked, {
    ...options,
    what,
    requests: spec.packages,
    present
  }), wanted = closed.filter((header) => !present.includes(header));
  log.info(`${wanted.length} packages on top of ${present.length}: ${formatNames(wanted)}`);
  let nevras = closed.map(formatNevra).sort();
  if (wanted.length === 0) return { treePath: basePath, layers: [], nevras };
  let treePath = join3(folder, "tree");
  await runTool(["cp", "--archive", "--reflink=auto", "--", basePath, treePath], { log }), await composeRootfs({
    ...options,
    treePath,
    present,
    packages: wanted,
    workDir: join3(folder, "compose")
  });
  let before = await readRootfsEntries(basePath, log), entries = rootfsDifference(before, await readRootfsEntries(treePath, log)), sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0), annotations = formatLayerPackages(wanted.map(formatNevra));
  return { treePath, layers: [{ name: "packages", sizeBytes, entries: () => entries, annotations }], nevras };
}
async function packagesIn(tree, headers) {
  let paths = new Map(headers.map((header) => [formatNevra(header), header.paths])), installed = [...readInstalledPackages(await findRpmdb(tree))], newest = installed.reduce((latest, { buildTime }) => Math.max(latest, buildTime), 0);
  return installed.map((found) => ({
    name: found.name,
    source: /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/.exec(found.sourceRpm)?.[1] ?? found.name,
    nevra: formatNevra(found),
    changesPerYear: changesPerYear(found.changelogTimes, newest),
    paths: paths.get(formatNevra(found)) ?? []
  }));
}
function formatNames(packages) {
  let names = packages.map(({ name }) => name);
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}

// lib/build/rootfs-changes.ts
function describeLayers(layers, previous) {
  let known = new Set(previous?.layers.map(({ digest }) => digest)), before = nevrasOf(previous?.layers ?? []), after = nevrasOf(layers.map(({ descriptor }) => descriptor));
  return layers.map(({ descriptor, name }) => {
    let own = nevrasOf([descriptor]), added = [...own].filter((nevra) => !before.has(nevra)), names = new Set(own.size === 0 ? [] : [...own].map(nameOf2)), removed = [...before].filter((nevra) => !after.has(nevra) && names.has(nameOf2(nevra))), fact = {
      digest: descriptor.digest,
      sizeBytes: descriptor.size,
      content: name,
      reused: known.has(descriptor.digest)
    };
    return fact.reused ? fact : { ...fact, why: reasonOf(previous === void 0, added, removed) };
  });
}
function reasonOf(isFirst, added, removed) {
  return isFirst ? "there is no previous image" : formatPackageChanges(added, removed) || "its packages are the same, its files are others";
}
function nevrasOf(layers) {
  return new Set(layers.flatMap((layer) => readLayerContent(layer).nevras));
}
function nameOf2(nevra) {
  return nevra.replace(/-[^-]+-[^-]+$/, "");
}

// lib/container/rootfs-user.ts
function assertUser(user, accounts, what) {
  let [name, group] = user.split(":");
  for (let [file, wanted] of [["passwd", name], ["group", group]])
    if (!(wanted === void 0 || /^\d+$/.test(wanted)) && !accounts[file].split(`
`).some((line) => line.startsWith(`${wanted}:`)))
      throw new ConfigError(
        "USER_MISSING",
        `${what}: user: /etc/${file} of the container has no ${wanted}`,
        { hint: "Add the package or the sysusers.d file that makes the account, or give a number." }
      );
}

// lib/build/rootfs-process.ts
var DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", SHELLS = ["bin/bash", "bin/sh"];
async function rootfsProcess(tree, spec, base, what) {
  let [own, below] = [spec.process, base?.process], entrypoint = own.entrypoint ?? below?.entrypoint, cmd = own.cmd ?? (own.entrypoint === void 0 ? below?.cmd : void 0) ?? (entrypoint === void 0 ? await shellOf(tree) : void 0), user = own.user ?? below?.user, workingDir = own.workingDir ?? below?.workingDir, stopSignal = own.stopSignal ?? below?.stopSignal;
  if (user !== void 0) {
    let passwd = await tree.read("etc/passwd") ?? "", group = await tree.read("etc/group") ?? "";
    assertUser(user, { passwd, group }, what);
  }
  return {
    ...entrypoint === void 0 ? {} : { entrypoint },
    ...cmd === void 0 ? {} : { cmd },
    env: { PATH: DEFAULT_PATH, ...below?.env, ...own.env },
    ...user === void 0 ? {} : { user },
    ...workingDir === void 0 ? {} : { workingDir },
    exposedPorts: [...below?.exposedPorts ?? [], ...own.exposedPorts],
    volumes: [...below?.volumes ?? [], ...own.volumes],
    ...stopSignal === void 0 ? {} : { stopSignal },
    labels: { ...base?.labels, ...spec.labels }
  };
}
async function shellOf(tree) {
  for (let path of SHELLS)
    if ((await tree.stat(path))?.isFile() === !0) return [`/${path}`];
}

// lib/build/rootfs-container.ts
async function makeRootfsContainer(options) {
  let { workDir, log } = options;
  await makeFolder(workDir);
  let folder = join4(workDir, "rootfs-container");
  return withLock(
    `${folder}.lock`,
    async () => {
      await removeFolder(folder, log);
      try {
        return await make(folder, options);
      } finally {
        await removeFolder(folder, log);
      }
    },
    { log }
  );
}
async function make(folder, options) {
  let { spec, basearch, log, sourceDateEpoch, previous } = options, what = `container ${spec.name}`, files = spec.files === void 0 ? [] : await readFilesFolder(spec.files, what, options.filesRoot), layout = await OciLayout.create(options.layoutPath), write = (requests) => writeLayers(requests, {
    layout,
    compression: spec.compression,
    log,
    ...spec.compressionLevel === void 0 ? {} : { level: spec.compressionLevel }
  }), base = options.base === void 0 ? void 0 : await openBase(options.base);
  await mkdir3(folder);
  let packaged = await installRootfs(folder, base, options, what), layers = await write(packaged.layers), laid = await layFiles({
    what,
    files,
    sourceDateEpoch,
    treePath: packaged.treePath,
    units: spec.units
  });
  laid.length > 0 && layers.push(...await write([await filesLayer(packaged.treePath, laid, log)]));
  let tree = new Tree(packaged.treePath), process = await rootfsProcess(tree, spec, options.base?.spec, what);
  options.factsPath !== void 0 && await keepFacts(tree, options.factsPath);
  let image = await writeRootfsImage({
    layout,
    layers,
    process,
    log,
    tag: options.tag,
    createdBy: options.createdBy,
    architecture: ARCHITECTURES[basearch].oci,
    annotations: spec.annotations,
    createdSeconds: sourceDateEpoch,
    ...base === void 0 ? {} : { base }
  }), lower = (base?.manifest.layers ?? []).map((descriptor) => ({
    descriptor,
    name: `base ${base?.name}`
  })), all = describeLayers([...lower, ...layers], previous), newBytes = all.reduce((sum, layer) => sum + (layer.reused ? 0 : layer.sizeBytes), 0);
  return {
    digest: image.digest,
    nevras: packaged.nevras,
    sizeBytes: image.sizeBytes,
    layers: all,
    newBytes: newBytes + image.metadataBytes
  };
}
async function filesLayer(treePath, paths, log) {
  let wanted = new Set(paths), all = await readRootfsEntries(treePath, log), own = new Set(all.filter(({ path }) => wanted.has(path))), entries = withParents(all, own), sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0), named = entries.filter((entry) => own.has(entry) && entry.type !== "folder"), annotations = formatFilesContent(named.map(({ path }) => path));
  return { name: "files", sizeBytes, entries: () => entries, annotations };
}
async function openBase({
  spec,
  layoutPath,
  tag
}) {
  let layout = await OciLayout.open(layoutPath), found = await layout.getManifest(tag), manifest = found === void 0 ? void 0 : parseManifest(found.bytes, found.mediaType);
  if (found === void 0 || manifest?.kind !== "manifest")
    throw baseDamaged(layoutPath, `it has no image "${tag}"`);
  return { layout, digest: found.digest, manifest, name: spec.name };
}
async function keepFacts(tree, folder) {
  await makeFolder(folder);
  let facts = new Tree(folder), osRelease = await tree.read("etc/os-release") ?? await tree.read("usr/lib/os-release");
  osRelease !== void 0 && await facts.write("usr/lib/os-release", osRelease), await facts.mkdir("var/lib/rpm"), await copyFile(await findRpmdb(tree), await facts.resolve("var/lib/rpm/rpmdb.sqlite"));
}
export {
  makeRootfsContainer
};
