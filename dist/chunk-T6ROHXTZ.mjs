import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  CacheSession
} from "./chunk-FFAHVXNZ.mjs";
import {
  listKept
} from "./chunk-6SUC3BPE.mjs";
import {
  copyWithDigest
} from "./chunk-FCGOPGKC.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  moveInto
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/runner/cache/service-cache.ts
import { join as join6 } from "node:path";

// lib/runner/cache/kept-entries.ts
import { chmod as chmod2, lstat, mkdir as mkdir2, readdir as readdir2, readFile, rename, rm } from "node:fs/promises";
import { dirname as dirname2, join as join2 } from "node:path";

// lib/runner/cache/pack-files.ts
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, link, mkdir, open, readdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
var PARALLEL = 4, CHUNK_BYTES = 1024 * 1024;
async function layPack(folder, rpms, store) {
  await mkdir(folder, { recursive: !0 });
  for (let { sha256: sha2562 } of rpms) {
    let path = join(folder, `${sha2562}.rpm`);
    await link(store.rpm(sha2562), path).catch(() => copyFile(store.rpm(sha2562), path));
  }
}
async function adoptPack(folder, wanted, store) {
  let place = await realpath(folder).catch(() => {
  }), expected = join(await realpath(dirname(folder)), basename(folder));
  if (place !== expected) {
    let found = place === void 0 ? "it is not there" : `it leads to ${place}`;
    return { good: [], faults: [`the cache was said to have restored ${folder}, and ${found}`] };
  }
  let names = new Set(await readdir(folder)), limit = pLimit(PARALLEL), verdicts = await Promise.all(
    wanted.map(
      (rpm) => limit(async () => {
        let name = `${rpm.sha256}.rpm`, fault = names.has(name) ? await faultOf(join(folder, name), rpm) : "is not in it";
        return { rpm, fault: fault === void 0 ? void 0 : `${name} ${fault}` };
      })
    )
  ), good = verdicts.filter(({ fault }) => fault === void 0).map(({ rpm }) => rpm);
  return await moveInto(
    dirname(store.rpm("")),
    good.map(({ sha256: sha2562 }) => ({
      from: join(folder, `${sha2562}.rpm`),
      name: basename(store.rpm(sha2562))
    }))
  ), { good, faults: verdicts.flatMap(({ fault }) => fault ?? []) };
}
async function faultOf(path, rpm) {
  let found = await hashRegularFile(path, "sha256", rpm.sizeBytes);
  if (typeof found == "string") return found;
  if (found.hex !== rpm.sha256) return `has SHA-256 ${found.hex}`;
  await chmod(path, 420);
}
async function hashRegularFile(path, algorithm, sizeBytes) {
  let file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).then((opened) => opened).catch((error) => error.code ?? "unreadable");
  if (typeof file == "string") return file === "ELOOP" ? "is a link" : `cannot be read (${file})`;
  try {
    let found = await file.stat();
    if (!found.isFile()) return "is not a regular file";
    if (found.nlink !== 1) return "has a second name";
    if (sizeBytes !== void 0 && found.size !== sizeBytes)
      return `has ${found.size} bytes, expected ${sizeBytes}`;
    let hash = createHash(algorithm), buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, found.size)));
    for (; ; ) {
      let { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { hex: hash.digest("hex"), sizeBytes: found.size };
  } finally {
    await file.close();
  }
}

// lib/runner/cache/kept-entries.ts
var MANIFEST = "manifest.json", MAX_MANIFEST_BYTES = 1024 * 1024, MAX_FILES = 256, NAME = /^[\w][\w.-]{0,99}$/, KEY = /^[0-9a-f]{64}$/, KeptEntries = class {
  ports;
  shared;
  /** Stages, and whether the store had results of them when this run first asked. */
  had = /* @__PURE__ */ new Map();
  /** Names of entries that do not hold what they should. */
  broken = /* @__PURE__ */ new Set();
  /** Beginnings of names, and the key in the newest of them that is good, as far as this run knows. */
  newest = /* @__PURE__ */ new Map();
  constructor(ports) {
    this.ports = ports;
  }
  async restore(stage, group) {
    let { root, service, session, store } = this.ports;
    if (await this.hadResults(stage) || !await this.isShared(stage, group) || !session.readable) return;
    let { path, prefix } = placeOf(stage, group), folder = join2(root, path);
    await mkdir2(dirname2(folder), { recursive: !0 });
    try {
      let found = session.heed(await (await service()).restore(path, prefix, [prefix]));
      if (found.kind === "broken" && this.broken.add(found.key), found.kind !== "hit") return;
      let key = keyIn(found.key, prefix), checked = await checkResult(folder).catch(({ message }) => message);
      if (key === void 0 || typeof checked == "string") {
        this.broken.add(found.key), session.warnOfEntry(
          found.key,
          typeof checked == "string" ? checked : "its name is no key"
        );
        return;
      }
      session.counts.cacheHitBytes += checked, this.newest.set(prefix, key), await adopt(folder, join2(store.path, "kept", stage, key));
    } finally {
      await rm(folder, { recursive: !0, force: !0 });
    }
  }
  async save(stage, group, key) {
    let { root, service, session, store, writer } = this.ports, { path, prefix } = placeOf(stage, group), from = join2(store.path, "kept", stage, key);
    if (this.newest.get(prefix) === key || !KEY.test(key) || !await isFolder(from) || !await this.isShared(stage, group) || !session.writable) return;
    let looked = session.heed(await (await service()).lookup(path, prefix, [prefix]));
    if (!session.writable) return;
    if (looked.kind === "hit" && keyIn(looked.key, prefix) === key && !this.broken.has(looked.key)) {
      this.newest.set(prefix, key);
      return;
    }
    let folder = join2(root, path);
    try {
      await mkdir2(folder, { recursive: !0 });
      for (let file of await readdir2(from))
        await copyWithDigest(join2(from, file), join2(folder, file));
      let checked = await checkResult(folder);
      if (typeof checked == "string") {
        session.log.warn(`the kept ${stage} ${key.slice(0, 12)} is not shared: ${checked}`);
        return;
      }
      let saved = await (await service()).save(path, `${prefix}${writer}-${key}`);
      session.count(saved) && this.newest.set(prefix, key);
    } finally {
      await rm(folder, { recursive: !0, force: !0 });
    }
  }
  /** Asked before anything comes from the cache: what it had then is what counts. */
  hadResults(stage) {
    let { store, session } = this.ports, folder = join2(store.path, "kept"), asked = this.had.get(stage) ?? listKept({ folder, stage, log: session.log }).then((keys) => keys.length > 0);
    return this.had.set(stage, asked), asked;
  }
  async isShared(stage, group) {
    return !NAME.test(stage) || !NAME.test(group) ? !1 : (this.shared ??= this.ports.sharesKept(), this.shared);
  }
};
function placeOf(stage, group) {
  return { path: `kept/${stage}/${group}`, prefix: `treesmith-kept-1-${stage}-${group}-` };
}
function keyIn(name, prefix) {
  let key = name.slice(-64);
  return name.startsWith(prefix) && name.endsWith(`-${key}`) && KEY.test(key) ? key : void 0;
}
async function adopt(folder, to) {
  await chmod2(folder, 493);
  for (let name of await readdir2(folder)) await chmod2(join2(folder, name), 420);
  await mkdir2(dirname2(to), { recursive: !0 }), await rename(folder, to).catch((error) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
}
async function checkResult(folder) {
  if (!await isFolder(folder)) return "it is no folder";
  let names = await readdir2(folder);
  if (!names.includes(MANIFEST)) return `${MANIFEST} is not in it`;
  let list = await readList(join2(folder, MANIFEST));
  if (list === void 0) return `${MANIFEST} is not a list of checksums`;
  if (names.length !== list.size + 1) return "it has other files than its list";
  let sum2 = 0;
  for (let [name, { sha256: sha2562, sizeBytes }] of list) {
    let found = await hashRegularFile(join2(folder, name), "sha256", sizeBytes).catch(
      ({ message }) => message
    );
    if (typeof found == "string") return `${name} ${found}`;
    if (found.hex !== sha2562) return `${name} has SHA-256 ${found.hex}`;
    sum2 += sizeBytes;
  }
  return sum2;
}
async function readList(path) {
  let found = await hashRegularFile(path, "sha256");
  if (!(typeof found == "string" || found.sizeBytes > MAX_MANIFEST_BYTES))
    try {
      let { files } = JSON.parse(await readFile(path, "utf8")), entries = Object.entries(files ?? []);
      return entries.length === 0 || entries.length > MAX_FILES ? void 0 : entries.every(([name, value]) => {
        let { sha256: sha2562, sizeBytes } = value, hex = typeof sha2562 == "string" && /^[0-9a-f]{64}$/.test(sha2562);
        return NAME.test(name) && name !== MANIFEST && hex && Number.isSafeInteger(sizeBytes);
      }) ? new Map(entries) : void 0;
    } catch {
      return;
    }
}
async function isFolder(path) {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => !1
  );
}

// lib/runner/cache/metadata-entries.ts
import { cp, link as link2, mkdir as mkdir3, readdir as readdir3, rename as rename2, rm as rm2, stat } from "node:fs/promises";
import { basename as basename2, dirname as dirname3, join as join3 } from "node:path";
var SOLV_FILES = ["repo.solv", "packages.tsv", "obsoletes.tsv"], MetadataEntries = class {
  ports;
  /** Keys of entries that this run has seen to be there. */
  seen = /* @__PURE__ */ new Set();
  /** Keys of entries that do not hold what they should. */
  broken = /* @__PURE__ */ new Set();
  constructor(ports) {
    this.ports = ports;
  }
  async restore(repository) {
    let { root, service, session } = this.ports;
    if (!session.readable || await exists(repository.solv)) return;
    let prefix = keyPrefix(repository), path = entryPath(repository), found = session.heed(await (await service()).restore(path, prefix, [prefix]));
    if (found.kind === "broken" && this.broken.add(found.key), found.kind !== "hit") return;
    this.seen.add(found.key);
    let folder = join3(root, path);
    for (let file of repository.files) {
      let fault = await this.adoptFile(join3(folder, "repodata"), file);
      if (fault !== void 0) {
        session.warnOfEntry(found.key, `${basename2(file.path)} ${fault}`), this.broken.add(found.key);
        return;
      }
    }
    await this.adoptSolv(join3(folder, "solv", basename2(repository.solv)), repository.solv), await rm2(folder, { recursive: !0, force: !0 });
  }
  async save(repository) {
    let { root, service, session } = this.ports;
    if (!session.writable) return;
    let wanted = [...repository.files.map(({ path: path2 }) => path2), repository.solv], there = [];
    for (let path2 of wanted) await exists(path2) && there.push(path2);
    if (there.length === 0) return;
    let content = there.map((path2) => basename2(path2)).sort(compareBytes), key = this.unbrokenKey(keyPrefix(repository), content);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    let path = entryPath(repository), looked = session.heed(await (await service()).lookup(path, key));
    if (looked.kind === "hit" ? looked.key === key : looked.kind !== "miss") return;
    let folder = join3(root, path);
    try {
      for (let from of there) {
        let kind = from === repository.solv ? "solv" : "repodata";
        await mkdir3(join3(folder, kind), { recursive: !0 }), await lay(from, join3(folder, kind, basename2(from)));
      }
      session.count(await (await service()).save(path, key));
    } finally {
      await rm2(folder, { recursive: !0, force: !0 });
    }
  }
  /** An entry cannot be mended: what replaces one has another name, and is newer. */
  unbrokenKey(prefix, content) {
    for (let attempt = 0; ; attempt += 1) {
      let digest = sha256([...content, String(attempt)].join(`
`)), key = `${prefix}${digest.slice(0, 16)}`;
      if (!this.broken.has(key)) return key;
    }
  }
  /** Returns what is wrong with the file. That it is not there is nothing wrong. */
  async adoptFile(folder, { path, checksum }) {
    let from = join3(folder, basename2(path));
    if (await exists(path) || !await exists(from)) return;
    let found = await hashRegularFile(from, checksum.type);
    if (typeof found == "string") return found;
    if (found.hex !== checksum.hex) return "is another file";
    await moveInto(dirname3(path), [{ from, name: basename2(path) }]), this.ports.session.counts.cacheHitBytes += found.sizeBytes;
  }
  async adoptSolv(from, to) {
    let names = await readdir3(from, { withFileTypes: !0 }).catch(() => []);
    !SOLV_FILES.every(
      (name) => names.some((entry) => entry.name === name && entry.isFile())
    ) || names.length !== SOLV_FILES.length || (await mkdir3(dirname3(to), { recursive: !0 }), await rename2(from, to).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    }));
  }
};
async function lay(from, to) {
  if ((await stat(from)).isDirectory()) {
    await cp(from, to, { recursive: !0 });
    return;
  }
  await link2(from, to).catch(() => cp(from, to));
}
async function exists(path) {
  return stat(path).then(
    () => !0,
    () => !1
  );
}
function keyPrefix({ repomdSha256 }) {
  return `treesmith-metadata-1-${repomdSha256}-`;
}
function entryPath({ repomdSha256 }) {
  return `metadata/${repomdSha256}`;
}

// lib/runner/cache/package-packs.ts
import { mkdir as mkdir5, rm as rm3, stat as stat2 } from "node:fs/promises";
import { dirname as dirname4, join as join5 } from "node:path";

// lib/packs/pack.ts
var MARK_LENGTH = 16;
function rpmMark(sha256Hex) {
  return sha256Hex.slice(0, MARK_LENGTH);
}
function packOf(rpms, spoiled = /* @__PURE__ */ new Set()) {
  let names = rpms.map((rpm) => rpm.sha256).sort(compareBytes), digest = sha256(names.join(`
`));
  for (let attempt = 1; spoiled.has(digest); attempt += 1)
    digest = sha256([...names, `attempt ${attempt}`].join(`
`));
  return {
    digest,
    sizeBytes: rpms.reduce((sum2, { sizeBytes }) => sum2 + sizeBytes, 0),
    rpms: names.map(rpmMark)
  };
}

// lib/packs/restore-plan.ts
var MIRROR_FACTOR = 4;
function planRestore(missing, packs) {
  let left = new Map(missing.map((rpm) => [rpmMark(rpm.sha256), rpm.sizeBytes])), chosen = [], candidates = packs.map((pack) => ({
    pack,
    marks: [...new Set(pack.rpms)].filter((mark) => left.has(mark))
  }));
  for (; left.size > 0; ) {
    let rated = candidates.map(({ pack, marks }) => {
      let useful = marks.filter((mark) => left.has(mark)), gain = useful.reduce((sum2, mark) => sum2 + (left.get(mark) ?? 0), 0);
      return { pack, marks: useful, gain, cost: pack.sizeBytes };
    }).filter(({ gain, cost }) => gain > 0 && gain * MIRROR_FACTOR >= cost).sort((a, b) => b.gain / b.cost - a.gain / a.cost), [best, ...others] = rated;
    if (best === void 0) break;
    chosen.push(best.pack), candidates = others;
    for (let mark of best.marks) left.delete(mark);
  }
  return chosen;
}

// lib/packs/save-plan.ts
var MAX_DELTAS = 8, MAX_WASTE = 0.3, MAX_PACK_BYTES = 64 * 1024 * 1024;
function planSave(wanted, packs) {
  let ordered = [...packs].sort(
    (a, b) => b.sizeBytes - a.sizeBytes || compareBytes(a.digest, b.digest)
  ), left = new Map(wanted.map((rpm) => [rpmMark(rpm.sha256), rpm])), useful = ordered.map((pack) => ({ pack, live: take(left, pack.rpms) })).filter(({ live }) => live.length > 0).map((entry) => ({ ...entry, liveBytes: sum(entry.live) })), missing = [...left.values()], totalBytes = useful.reduce((total, { pack }) => total + pack.sizeBytes, 0), liveBytes = useful.reduce((total, entry) => total + entry.liveBytes, 0), isWasteful = totalBytes - liveBytes > MAX_WASTE * totalBytes, deltas = useful.filter(({ pack }, rank) => rank > 0 && pack.sizeBytes < MAX_PACK_BYTES / 2), isSplintered = deltas.length + (missing.length > 0 ? 1 : 0) > MAX_DELTAS, goes = useful.filter((entry) => {
    let waste = entry.pack.sizeBytes - entry.liveBytes;
    return isWasteful && waste > MAX_WASTE * entry.pack.sizeBytes ? !0 : isSplintered && deltas.includes(entry);
  }), again = goes.flatMap(({ live }) => live);
  return {
    keep: useful.filter((entry) => !goes.includes(entry)).map(({ pack }) => pack),
    save: split([...missing, ...again])
  };
}
function take(left, marks) {
  return [...new Set(marks)].flatMap((mark) => {
    let rpm = left.get(mark);
    return left.delete(mark), rpm === void 0 ? [] : [rpm];
  });
}
function split(rpms) {
  let count = Math.ceil(sum(rpms) / MAX_PACK_BYTES), share = sum(rpms) / count, parts = [], filled = 0;
  for (let rpm of [...rpms].sort((a, b) => compareBytes(a.sha256, b.sha256))) {
    let at = Math.min(Math.floor(filled / share), count - 1), part = parts[at];
    part === void 0 ? parts[at] = [rpm] : part.push(rpm), filled += rpm.sizeBytes;
  }
  return parts.filter((part) => part !== void 0);
}
function sum(rpms) {
  return rpms.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}

// lib/runner/cache/index-entry.ts
import { mkdir as mkdir4, open as open2, writeFile } from "node:fs/promises";
import { join as join4 } from "node:path";

// lib/packs/index-file.ts
function parseIndex(text, group) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isObject(value)) return "it is not an object";
  if (value.version !== 1) return "its version is not 1";
  for (let field of ["repository", "remix", "basearch"])
    if (value[field] !== group[field]) return `it is of another ${field}`;
  let packs = value.packs;
  if (!Array.isArray(packs) || packs.length > 256)
    return '"packs" is not a list of at most 256';
  let found = packs.map(parsePack), good = found.filter((pack) => pack !== void 0);
  return good.length < found.length ? `pack ${found.indexOf(void 0)} is not well-formed` : good.reduce((sum2, { rpms }) => sum2 + rpms.length, 0) > 2e5 ? "it names more than 200000 RPMs" : new Set(good.map(({ digest }) => digest)).size < good.length ? "it names a pack twice" : good;
}
function formatIndex(group, packs) {
  let { repository, remix, basearch } = group, list = packs.map(({ digest, sizeBytes, rpms }) => ({ digest, sizeBytes, rpms }));
  return `${JSON.stringify({ version: 1, repository, remix, basearch, packs: list })}
`;
}
function parsePack(value) {
  if (!isObject(value)) return;
  let { digest, sizeBytes, rpms } = value;
  if (typeof digest != "string" || !/^[0-9a-f]{64}$/.test(digest) || !Number.isSafeInteger(sizeBytes)) return;
  let size = Number(sizeBytes);
  if (size < 1 || size > 1099511627776 || !Array.isArray(rpms)) return;
  let marks = rpms.filter(
    (mark) => typeof mark == "string" && /^[0-9a-f]{16}$/.test(mark)
  );
  return marks.length === rpms.length ? { digest, sizeBytes: size, rpms: marks } : void 0;
}
function isObject(value) {
  return typeof value == "object" && value !== null && !Array.isArray(value);
}

// lib/runner/cache/index-entry.ts
var FILE = "index.json";
async function readIndex(place, service, session) {
  let path = indexPath(place), prefix = keyPrefix2(place), found = session.heed(await service.restore(path, prefix, [prefix]));
  if (found.kind !== "hit") return [];
  let text = await readBounded(join4(place.root, path, FILE)), packs = text === void 0 ? `${FILE} is not in it` : parseIndex(text, place.group);
  return typeof packs != "string" ? packs : (session.log.warn(`the list of packs in the cache entry ${found.key} is not used: ${packs}`), []);
}
async function writeIndex(place, packs, service, session) {
  let text = formatIndex(place.group, packs), path = indexPath(place);
  await mkdir4(join4(place.root, path), { recursive: !0 }), await writeFile(join4(place.root, path, FILE), text);
  let key = `${keyPrefix2(place)}${place.writer}-${sha256(text).slice(0, 16)}`;
  session.count(await service.save(path, key));
}
function keyPrefix2({ group }) {
  let { repository, remix, basearch } = group, digest = sha256(JSON.stringify([repository, remix, basearch])).slice(0, 16);
  return `treesmith-index-1-${basearch}-${digest}-`;
}
function indexPath({ group }) {
  return `index/${group.basearch}`;
}
async function readBounded(path) {
  let file = await open2(path).catch(() => {
  });
  if (file !== void 0)
    try {
      let found = await file.stat();
      return found.isFile() && found.size <= 16777216 ? await file.readFile("utf8") : void 0;
    } finally {
      await file.close();
    }
}

// lib/runner/cache/package-packs.ts
var PARALLEL2 = 3, NAMED_AT_MOST = 3, PackagePacks = class {
  place;
  ports;
  /** Undefined until the index was read. */
  packs;
  /** Digests of packs that this run has seen to be there. */
  seen = /* @__PURE__ */ new Set();
  /** Digests of packs that hold something else than they say. */
  spoiled = /* @__PURE__ */ new Set();
  constructor(root, group, writer, ports) {
    this.place = { root, group, writer }, this.ports = ports;
  }
  async restore(packages) {
    let missing = await this.findMissing(listRpms(packages));
    if (missing.length === 0) return;
    let { session } = this.ports, chosen = planRestore(missing, await this.readPacks());
    if (chosen.length === 0) return;
    let sizeBytes = chosen.reduce((sum2, pack) => sum2 + pack.sizeBytes, 0), title = `Restore packages from the cache (${plural(chosen.length, "pack")}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      let limit = pLimit(PARALLEL2);
      await Promise.all(chosen.map((pack) => limit(() => this.restorePack(pack, missing))));
      let rest = await this.findMissing(missing);
      session.log.info(`${missing.length - rest.length} of ${missing.length} packages were cached`);
    });
  }
  async save(packages) {
    let { service, session } = this.ports, known = await this.readPacks();
    if (!session.writable) return;
    await this.look(known);
    let live = (this.packs ?? []).filter(({ digest }) => this.seen.has(digest)), plan = planSave(listRpms(packages), live);
    if (plan.save.length === 0) return;
    let sizeBytes = plan.save.flat().reduce((sum2, rpm) => sum2 + rpm.sizeBytes, 0), title = `Save packages to the cache (${plan.save.flat().length}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      let made = [];
      for (let rpms of plan.save) {
        let pack = packOf(rpms, this.spoiled);
        await this.savePack(pack, rpms) && made.push(pack);
      }
      if (made.length === 0) return;
      let rest = made.length === plan.save.length ? plan.keep : live, digests = new Set(made.map(({ digest }) => digest));
      this.packs = [...rest.filter(({ digest }) => !digests.has(digest)), ...made], await writeIndex(this.place, this.packs, await service(), session);
    });
  }
  async readPacks() {
    let { service, session } = this.ports;
    return this.packs ??= await readIndex(this.place, await service(), session), this.packs;
  }
  async restorePack(pack, missing) {
    let { service, session, store } = this.ports;
    if (!session.readable) return;
    let { digest } = pack, key = packKey(digest), path = packPath(digest), folder = join5(this.place.root, path);
    await mkdir5(dirname4(folder), { recursive: !0 });
    let found = session.heed(await (await service()).restore(path, key));
    if (found.kind === "broken") {
      await rm3(folder, { recursive: !0, force: !0 }), this.spoiled.add(digest), this.packs = (this.packs ?? []).filter((other) => other.digest !== digest);
      return;
    }
    if (found.kind !== "hit" || found.key !== key) {
      (found.kind === "hit" || found.kind === "miss") && this.forget(digest);
      return;
    }
    let marks = new Set(pack.rpms), wanted = await this.findMissing(
      missing.filter(({ sha256: sha2562 }) => marks.has(rpmMark(sha2562)))
    ), { good, faults } = await adoptPack(folder, wanted, store);
    if (await rm3(folder, { recursive: !0, force: !0 }), session.counts.cacheHitBytes += good.reduce((sum2, { sizeBytes }) => sum2 + sizeBytes, 0), this.seen.add(digest), faults.length === 0) return;
    session.warnOfEntry(key, summary(faults)), this.spoiled.add(digest);
    let bad = new Set(
      wanted.filter((rpm) => !good.includes(rpm)).map((rpm) => rpmMark(rpm.sha256))
    );
    this.packs = (this.packs ?? []).map(
      (other) => other.digest === digest ? { ...other, rpms: other.rpms.filter((mark) => !bad.has(mark)) } : other
    );
  }
  /** Asks which packs are still there: those that nobody restores are dropped after seven days. */
  async look(packs) {
    let { service, session } = this.ports;
    for (let { digest } of packs.filter((pack) => !this.seen.has(pack.digest))) {
      if (!session.readable) return;
      let key = packKey(digest), found = session.heed(await (await service()).lookup(packPath(digest), key));
      found.kind === "hit" && found.key === key ? this.seen.add(digest) : session.readable && this.forget(digest);
    }
  }
  async savePack(pack, rpms) {
    let { service, session, store } = this.ports;
    if (!session.writable) return !1;
    let path = packPath(pack.digest), folder = join5(this.place.root, path);
    try {
      await layPack(folder, rpms, store);
      let there = session.count(await (await service()).save(path, packKey(pack.digest)));
      return there && this.seen.add(pack.digest), there;
    } finally {
      await rm3(folder, { recursive: !0, force: !0 });
    }
  }
  forget(digest) {
    this.packs = (this.packs ?? []).filter((pack) => pack.digest !== digest), this.ports.session.log.info(`The cache has lost the pack ${digest.slice(0, 16)}`);
  }
  async findMissing(rpms) {
    let there = await Promise.all(
      rpms.map(
        ({ sha256: sha2562, sizeBytes }) => stat2(this.ports.store.rpm(sha2562)).then(
          ({ size }) => size === sizeBytes,
          () => !1
        )
      )
    );
    return rpms.filter((_rpm, index) => !there[index]);
  }
};
function listRpms(packages) {
  let found = /* @__PURE__ */ new Map();
  for (let { checksum, size } of packages) {
    let hex = /^sha256:([0-9a-f]{64})$/.exec(checksum)?.[1];
    hex !== void 0 && found.set(hex, { sha256: hex, sizeBytes: size });
  }
  return [...found.values()];
}
function packKey(digest) {
  return `treesmith-pack-1-${digest}`;
}
function packPath(digest) {
  return `packs/${digest}`;
}
function summary(faults) {
  let more = faults.length - NAMED_AT_MOST, shown = faults.slice(0, NAMED_AT_MOST).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// lib/runner/cache/service-cache.ts
async function openServiceCache(options) {
  let { store, owner, remix, writer, log, start, expectsAccess, sharesKept } = options, folder = await makeTempDir(join6(store.path, "tmp")), { path: root } = folder, started = start(root), ended = started.catch(() => {
  }), service = () => started, session = new CacheSession(log, expectsAccess), ports = { root, service, session, store }, metadata = new MetadataEntries(ports), results = new KeptEntries({ ...ports, writer, sharesKept }), groups = /* @__PURE__ */ new Map(), packsOf = (basearch) => {
    let known = groups.get(basearch);
    if (known !== void 0) return known;
    let made = new PackagePacks(root, { repository: owner, remix, basearch }, writer, ports);
    return groups.set(basearch, made), made;
  }, close = async () => {
    await (await ended)?.[Symbol.asyncDispose](), await folder[Symbol.asyncDispose]();
  };
  return {
    counts: session.counts,
    keepsStore: !1,
    notePackages: async () => {
    },
    restorePackages: (basearch, packages) => session.guard("restoring packages", () => packsOf(basearch).restore(packages)),
    savePackages: (basearch, packages) => session.guard("saving packages", () => packsOf(basearch).save(packages)),
    restoreMetadata: (files) => session.guard("restoring metadata", () => metadata.restore(files)),
    saveMetadata: (files) => session.guard("saving metadata", () => metadata.save(files)),
    restoreKept: (stage, group) => session.guard(`restoring the kept ${stage}`, () => results.restore(stage, group)),
    saveKept: (stage, group, key) => session.guard(`saving the kept ${stage}`, () => results.save(stage, group, key)),
    [Symbol.asyncDispose]: () => session.guard("closing the cache", close)
  };
}

export {
  openServiceCache
};
