import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  CacheSession
} from "./chunk-JWUK6KXY.mjs";
import {
  copyWithDigest,
  listKept
} from "./chunk-6DP4Q5ZH.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  moveInto
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  sha256
} from "./chunk-PGVBXSTX.mjs";

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
var PARALLEL = 4;
var CHUNK_BYTES = 1024 * 1024;
async function layPack(folder, rpms, store) {
  await mkdir(folder, { recursive: true });
  for (const { sha256: sha2562 } of rpms) {
    const path = join(folder, `${sha2562}.rpm`);
    await link(store.rpm(sha2562), path).catch(() => copyFile(store.rpm(sha2562), path));
  }
}
async function adoptPack(folder, wanted, store) {
  const place = await realpath(folder).catch(() => void 0);
  const expected = join(await realpath(dirname(folder)), basename(folder));
  if (place !== expected) {
    const found = place === void 0 ? "it is not there" : `it leads to ${place}`;
    return { good: [], faults: [`the cache was said to have restored ${folder}, and ${found}`] };
  }
  const names = new Set(await readdir(folder));
  const limit = pLimit(PARALLEL);
  const verdicts = await Promise.all(
    wanted.map(
      (rpm) => limit(async () => {
        const name = `${rpm.sha256}.rpm`;
        const fault = names.has(name) ? await faultOf(join(folder, name), rpm) : "is not in it";
        return { rpm, fault: fault === void 0 ? void 0 : `${name} ${fault}` };
      })
    )
  );
  const good = verdicts.filter(({ fault }) => fault === void 0).map(({ rpm }) => rpm);
  await moveInto(
    dirname(store.rpm("")),
    good.map(({ sha256: sha2562 }) => ({
      from: join(folder, `${sha2562}.rpm`),
      name: basename(store.rpm(sha2562))
    }))
  );
  return { good, faults: verdicts.flatMap(({ fault }) => fault ?? []) };
}
async function faultOf(path, rpm) {
  const found = await hashRegularFile(path, "sha256", rpm.sizeBytes);
  if (typeof found === "string") return found;
  if (found.hex !== rpm.sha256) return `has SHA-256 ${found.hex}`;
  await chmod(path, 420);
  return void 0;
}
async function hashRegularFile(path, algorithm, sizeBytes) {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).then((opened) => opened).catch((error) => error.code ?? "unreadable");
  if (typeof file === "string") return file === "ELOOP" ? "is a link" : `cannot be read (${file})`;
  try {
    const found = await file.stat();
    if (!found.isFile()) return "is not a regular file";
    if (found.nlink !== 1) return "has a second name";
    if (sizeBytes !== void 0 && found.size !== sizeBytes) {
      return `has ${found.size} bytes, expected ${sizeBytes}`;
    }
    const hash = createHash(algorithm);
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, found.size)));
    for (; ; ) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { hex: hash.digest("hex"), sizeBytes: found.size };
  } finally {
    await file.close();
  }
}

// lib/runner/cache/kept-entries.ts
var MANIFEST = "manifest.json";
var MAX_MANIFEST_BYTES = 1024 * 1024;
var MAX_FILES = 256;
var NAME = /^[\w][\w.-]{0,99}$/;
var KEY = /^[0-9a-f]{64}$/;
var KeptEntries = class {
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
    const { root, service, session, store } = this.ports;
    if (await this.hadResults(stage)) return;
    if (!await this.isShared(stage, group) || !session.readable) return;
    const { path, prefix } = placeOf(stage, group);
    const folder = join2(root, path);
    await mkdir2(dirname2(folder), { recursive: true });
    try {
      const found = session.heed(await (await service()).restore(path, prefix, [prefix]));
      if (found.kind === "broken") this.broken.add(found.key);
      if (found.kind !== "hit") return;
      const key = keyIn(found.key, prefix);
      const checked = await checkResult(folder).catch(({ message }) => message);
      if (key === void 0 || typeof checked === "string") {
        this.broken.add(found.key);
        session.warnOfEntry(
          found.key,
          typeof checked === "string" ? checked : "its name is no key"
        );
        return;
      }
      session.counts.cacheHitBytes += checked;
      this.newest.set(prefix, key);
      await adopt(folder, join2(store.path, "kept", stage, key));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  async save(stage, group, key) {
    const { root, service, session, store, writer } = this.ports;
    const { path, prefix } = placeOf(stage, group);
    const from = join2(store.path, "kept", stage, key);
    if (this.newest.get(prefix) === key || !KEY.test(key) || !await isFolder(from)) return;
    if (!await this.isShared(stage, group) || !session.writable) return;
    const looked = session.heed(await (await service()).lookup(path, prefix, [prefix]));
    if (!session.writable) return;
    const isNewest = looked.kind === "hit" && keyIn(looked.key, prefix) === key;
    if (isNewest && !this.broken.has(looked.key)) {
      this.newest.set(prefix, key);
      return;
    }
    const folder = join2(root, path);
    try {
      await mkdir2(folder, { recursive: true });
      for (const file of await readdir2(from)) {
        await copyWithDigest(join2(from, file), join2(folder, file));
      }
      const checked = await checkResult(folder);
      if (typeof checked === "string") {
        session.log.warn(`the kept ${stage} ${key.slice(0, 12)} is not shared: ${checked}`);
        return;
      }
      const saved = await (await service()).save(path, `${prefix}${writer}-${key}`);
      if (session.count(saved)) this.newest.set(prefix, key);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  /** Asked before anything comes from the cache: what it had then is what counts. */
  hadResults(stage) {
    const { store, session } = this.ports;
    const folder = join2(store.path, "kept");
    const known = this.had.get(stage);
    const asked = known ?? listKept({ folder, stage, log: session.log }).then((keys) => keys.length > 0);
    this.had.set(stage, asked);
    return asked;
  }
  async isShared(stage, group) {
    if (!NAME.test(stage) || !NAME.test(group)) return false;
    this.shared ??= this.ports.sharesKept();
    return this.shared;
  }
};
function placeOf(stage, group) {
  return { path: `kept/${stage}/${group}`, prefix: `treesmith-kept-1-${stage}-${group}-` };
}
function keyIn(name, prefix) {
  const key = name.slice(-64);
  return name.startsWith(prefix) && name.endsWith(`-${key}`) && KEY.test(key) ? key : void 0;
}
async function adopt(folder, to) {
  await chmod2(folder, 493);
  for (const name of await readdir2(folder)) await chmod2(join2(folder, name), 420);
  await mkdir2(dirname2(to), { recursive: true });
  await rename(folder, to).catch((error) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
}
async function checkResult(folder) {
  if (!await isFolder(folder)) return "it is no folder";
  const names = await readdir2(folder);
  if (!names.includes(MANIFEST)) return `${MANIFEST} is not in it`;
  const list = await readList(join2(folder, MANIFEST));
  if (list === void 0) return `${MANIFEST} is not a list of checksums`;
  if (names.length !== list.size + 1) return "it has other files than its list";
  let sum2 = 0;
  for (const [name, { sha256: sha2562, sizeBytes }] of list) {
    const found = await hashRegularFile(join2(folder, name), "sha256", sizeBytes).catch(
      ({ message }) => message
    );
    if (typeof found === "string") return `${name} ${found}`;
    if (found.hex !== sha2562) return `${name} has SHA-256 ${found.hex}`;
    sum2 += sizeBytes;
  }
  return sum2;
}
async function readList(path) {
  const found = await hashRegularFile(path, "sha256");
  if (typeof found === "string" || found.sizeBytes > MAX_MANIFEST_BYTES) return void 0;
  try {
    const { files } = JSON.parse(await readFile(path, "utf8"));
    const entries = Object.entries(files ?? []);
    if (entries.length === 0 || entries.length > MAX_FILES) return void 0;
    const good = entries.every(([name, value]) => {
      const { sha256: sha2562, sizeBytes } = value;
      const hex = typeof sha2562 === "string" && /^[0-9a-f]{64}$/.test(sha2562);
      return NAME.test(name) && name !== MANIFEST && hex && Number.isSafeInteger(sizeBytes);
    });
    return good ? new Map(entries) : void 0;
  } catch {
    return void 0;
  }
}
async function isFolder(path) {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}

// lib/runner/cache/metadata-entries.ts
import { cp, link as link2, mkdir as mkdir3, readdir as readdir3, rename as rename2, rm as rm2, stat } from "node:fs/promises";
import { basename as basename2, dirname as dirname3, join as join3 } from "node:path";
var SOLV_FILES = ["repo.solv", "packages.tsv", "obsoletes.tsv"];
var MetadataEntries = class {
  ports;
  /** Keys of entries that this run has seen to be there. */
  seen = /* @__PURE__ */ new Set();
  /** Keys of entries that do not hold what they should. */
  broken = /* @__PURE__ */ new Set();
  constructor(ports) {
    this.ports = ports;
  }
  async restore(repository) {
    const { root, service, session } = this.ports;
    if (!session.readable || await exists(repository.solv)) return;
    const prefix = keyPrefix(repository);
    const path = entryPath(repository);
    const found = session.heed(await (await service()).restore(path, prefix, [prefix]));
    if (found.kind === "broken") this.broken.add(found.key);
    if (found.kind !== "hit") return;
    this.seen.add(found.key);
    const folder = join3(root, path);
    for (const file of repository.files) {
      const fault = await this.adoptFile(join3(folder, "repodata"), file);
      if (fault === void 0) continue;
      session.warnOfEntry(found.key, `${basename2(file.path)} ${fault}`);
      this.broken.add(found.key);
      return;
    }
    await this.adoptSolv(join3(folder, "solv", basename2(repository.solv)), repository.solv);
    await rm2(folder, { recursive: true, force: true });
  }
  async save(repository) {
    const { root, service, session } = this.ports;
    if (!session.writable) return;
    const wanted = [...repository.files.map(({ path: path2 }) => path2), repository.solv];
    const there = [];
    for (const path2 of wanted) if (await exists(path2)) there.push(path2);
    if (there.length === 0) return;
    const content = there.map((path2) => basename2(path2)).sort(compareBytes);
    const key = this.unbrokenKey(keyPrefix(repository), content);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const path = entryPath(repository);
    const looked = session.heed(await (await service()).lookup(path, key));
    if (looked.kind === "hit" ? looked.key === key : looked.kind !== "miss") return;
    const folder = join3(root, path);
    try {
      for (const from of there) {
        const kind = from === repository.solv ? "solv" : "repodata";
        await mkdir3(join3(folder, kind), { recursive: true });
        await lay(from, join3(folder, kind, basename2(from)));
      }
      session.count(await (await service()).save(path, key));
    } finally {
      await rm2(folder, { recursive: true, force: true });
    }
  }
  /** An entry cannot be mended: what replaces one has another name, and is newer. */
  unbrokenKey(prefix, content) {
    for (let attempt = 0; ; attempt += 1) {
      const digest = sha256([...content, String(attempt)].join("\n"));
      const key = `${prefix}${digest.slice(0, 16)}`;
      if (!this.broken.has(key)) return key;
    }
  }
  /** Returns what is wrong with the file. That it is not there is nothing wrong. */
  async adoptFile(folder, { path, checksum }) {
    const from = join3(folder, basename2(path));
    if (await exists(path) || !await exists(from)) return void 0;
    const found = await hashRegularFile(from, checksum.type);
    if (typeof found === "string") return found;
    if (found.hex !== checksum.hex) return "is another file";
    await moveInto(dirname3(path), [{ from, name: basename2(path) }]);
    this.ports.session.counts.cacheHitBytes += found.sizeBytes;
    return void 0;
  }
  async adoptSolv(from, to) {
    const names = await readdir3(from, { withFileTypes: true }).catch(() => []);
    const good = SOLV_FILES.every(
      (name) => names.some((entry) => entry.name === name && entry.isFile())
    );
    if (!good || names.length !== SOLV_FILES.length) return;
    await mkdir3(dirname3(to), { recursive: true });
    await rename2(from, to).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  }
};
async function lay(from, to) {
  if ((await stat(from)).isDirectory()) {
    await cp(from, to, { recursive: true });
    return;
  }
  await link2(from, to).catch(() => cp(from, to));
}
async function exists(path) {
  return stat(path).then(
    () => true,
    () => false
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
  const names = rpms.map((rpm) => rpm.sha256).sort(compareBytes);
  let digest = sha256(names.join("\n"));
  for (let attempt = 1; spoiled.has(digest); attempt += 1) {
    digest = sha256([...names, `attempt ${attempt}`].join("\n"));
  }
  return {
    digest,
    sizeBytes: rpms.reduce((sum2, { sizeBytes }) => sum2 + sizeBytes, 0),
    rpms: names.map(rpmMark)
  };
}

// lib/packs/restore-plan.ts
var MIRROR_FACTOR = 4;
function planRestore(missing, packs) {
  const left = new Map(missing.map((rpm) => [rpmMark(rpm.sha256), rpm.sizeBytes]));
  const chosen = [];
  let candidates = packs.map((pack) => ({
    pack,
    marks: [...new Set(pack.rpms)].filter((mark) => left.has(mark))
  }));
  while (left.size > 0) {
    const rated = candidates.map(({ pack, marks }) => {
      const useful = marks.filter((mark) => left.has(mark));
      const gain = useful.reduce((sum2, mark) => sum2 + (left.get(mark) ?? 0), 0);
      return { pack, marks: useful, gain, cost: pack.sizeBytes };
    }).filter(({ gain, cost }) => gain > 0 && gain * MIRROR_FACTOR >= cost).sort((a, b) => b.gain / b.cost - a.gain / a.cost);
    const [best, ...others] = rated;
    if (best === void 0) break;
    chosen.push(best.pack);
    candidates = others;
    for (const mark of best.marks) left.delete(mark);
  }
  return chosen;
}

// lib/packs/save-plan.ts
var MAX_DELTAS = 8;
var MAX_WASTE = 0.3;
var MAX_PACK_BYTES = 64 * 1024 * 1024;
function planSave(wanted, packs) {
  const ordered = [...packs].sort(
    (a, b) => b.sizeBytes - a.sizeBytes || compareBytes(a.digest, b.digest)
  );
  const left = new Map(wanted.map((rpm) => [rpmMark(rpm.sha256), rpm]));
  const useful = ordered.map((pack) => ({ pack, live: take(left, pack.rpms) })).filter(({ live }) => live.length > 0).map((entry) => ({ ...entry, liveBytes: sum(entry.live) }));
  const missing = [...left.values()];
  const totalBytes = useful.reduce((total, { pack }) => total + pack.sizeBytes, 0);
  const liveBytes = useful.reduce((total, entry) => total + entry.liveBytes, 0);
  const isWasteful = totalBytes - liveBytes > MAX_WASTE * totalBytes;
  const deltas = useful.filter(({ pack }, rank) => rank > 0 && pack.sizeBytes < MAX_PACK_BYTES / 2);
  const isSplintered = deltas.length + (missing.length > 0 ? 1 : 0) > MAX_DELTAS;
  const goes = useful.filter((entry) => {
    const waste = entry.pack.sizeBytes - entry.liveBytes;
    if (isWasteful && waste > MAX_WASTE * entry.pack.sizeBytes) return true;
    return isSplintered && deltas.includes(entry);
  });
  const again = goes.flatMap(({ live }) => live);
  return {
    keep: useful.filter((entry) => !goes.includes(entry)).map(({ pack }) => pack),
    save: split([...missing, ...again])
  };
}
function take(left, marks) {
  return [...new Set(marks)].flatMap((mark) => {
    const rpm = left.get(mark);
    left.delete(mark);
    return rpm === void 0 ? [] : [rpm];
  });
}
function split(rpms) {
  const count = Math.ceil(sum(rpms) / MAX_PACK_BYTES);
  const share = sum(rpms) / count;
  const parts = [];
  let filled = 0;
  for (const rpm of [...rpms].sort((a, b) => compareBytes(a.sha256, b.sha256))) {
    const at = Math.min(Math.floor(filled / share), count - 1);
    const part = parts[at];
    if (part === void 0) parts[at] = [rpm];
    else part.push(rpm);
    filled += rpm.sizeBytes;
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
var MAX_INDEX_BYTES = 16 * 1024 * 1024;
var MAX_PACKS = 256;
var MAX_RPMS = 2e5;
var MAX_PACK_BYTES2 = 1024 ** 4;
var VERSION = 1;
function parseIndex(text, group) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isObject(value)) return "it is not an object";
  if (value["version"] !== VERSION) return `its version is not ${VERSION}`;
  for (const field of ["repository", "remix", "basearch"]) {
    if (value[field] !== group[field]) return `it is of another ${field}`;
  }
  const packs = value["packs"];
  if (!Array.isArray(packs) || packs.length > MAX_PACKS) {
    return `"packs" is not a list of at most ${MAX_PACKS}`;
  }
  const found = packs.map(parsePack);
  const good = found.filter((pack) => pack !== void 0);
  if (good.length < found.length) return `pack ${found.indexOf(void 0)} is not well-formed`;
  if (good.reduce((sum2, { rpms }) => sum2 + rpms.length, 0) > MAX_RPMS) {
    return `it names more than ${MAX_RPMS} RPMs`;
  }
  if (new Set(good.map(({ digest }) => digest)).size < good.length) return "it names a pack twice";
  return good;
}
function formatIndex(group, packs) {
  const { repository, remix, basearch } = group;
  const list = packs.map(({ digest, sizeBytes, rpms }) => ({ digest, sizeBytes, rpms }));
  return `${JSON.stringify({ version: VERSION, repository, remix, basearch, packs: list })}
`;
}
function parsePack(value) {
  if (!isObject(value)) return void 0;
  const { digest, sizeBytes, rpms } = value;
  if (typeof digest !== "string" || !/^[0-9a-f]{64}$/.test(digest)) return void 0;
  if (!Number.isSafeInteger(sizeBytes)) return void 0;
  const size = Number(sizeBytes);
  if (size < 1 || size > MAX_PACK_BYTES2) return void 0;
  if (!Array.isArray(rpms)) return void 0;
  const marks = rpms.filter(
    (mark) => typeof mark === "string" && /^[0-9a-f]{16}$/.test(mark)
  );
  return marks.length === rpms.length ? { digest, sizeBytes: size, rpms: marks } : void 0;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// lib/runner/cache/index-entry.ts
var FILE = "index.json";
async function readIndex(place, service, session) {
  const path = indexPath(place);
  const prefix = keyPrefix2(place);
  const found = session.heed(await service.restore(path, prefix, [prefix]));
  if (found.kind !== "hit") return [];
  const text = await readBounded(join4(place.root, path, FILE));
  const packs = text === void 0 ? `${FILE} is not in it` : parseIndex(text, place.group);
  if (typeof packs !== "string") return packs;
  session.log.warn(`the list of packs in the cache entry ${found.key} is not used: ${packs}`);
  return [];
}
async function writeIndex(place, packs, service, session) {
  const text = formatIndex(place.group, packs);
  const path = indexPath(place);
  await mkdir4(join4(place.root, path), { recursive: true });
  await writeFile(join4(place.root, path, FILE), text);
  const key = `${keyPrefix2(place)}${place.writer}-${sha256(text).slice(0, 16)}`;
  session.count(await service.save(path, key));
}
function keyPrefix2({ group }) {
  const { repository, remix, basearch } = group;
  const digest = sha256(JSON.stringify([repository, remix, basearch])).slice(0, 16);
  return `treesmith-index-1-${basearch}-${digest}-`;
}
function indexPath({ group }) {
  return `index/${group.basearch}`;
}
async function readBounded(path) {
  const file = await open2(path).catch(() => void 0);
  if (file === void 0) return void 0;
  try {
    const found = await file.stat();
    return found.isFile() && found.size <= MAX_INDEX_BYTES ? await file.readFile("utf8") : void 0;
  } finally {
    await file.close();
  }
}

// lib/runner/cache/package-packs.ts
var PARALLEL2 = 3;
var NAMED_AT_MOST = 3;
var PackagePacks = class {
  place;
  ports;
  /** Undefined until the index was read. */
  packs;
  /** Digests of packs that this run has seen to be there. */
  seen = /* @__PURE__ */ new Set();
  /** Digests of packs that hold something else than they say. */
  spoiled = /* @__PURE__ */ new Set();
  constructor(root, group, writer, ports) {
    this.place = { root, group, writer };
    this.ports = ports;
  }
  async restore(packages) {
    const missing = await this.findMissing(listRpms(packages));
    if (missing.length === 0) return;
    const { session } = this.ports;
    const chosen = planRestore(missing, await this.readPacks());
    if (chosen.length === 0) return;
    const sizeBytes = chosen.reduce((sum2, pack) => sum2 + pack.sizeBytes, 0);
    const title = `Restore packages from the cache (${plural(chosen.length, "pack")}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      const limit = pLimit(PARALLEL2);
      await Promise.all(chosen.map((pack) => limit(() => this.restorePack(pack, missing))));
      const rest = await this.findMissing(missing);
      session.log.info(`${missing.length - rest.length} of ${missing.length} packages were cached`);
    });
  }
  async save(packages) {
    const { service, session } = this.ports;
    const known = await this.readPacks();
    if (!session.writable) return;
    await this.look(known);
    const live = (this.packs ?? []).filter(({ digest }) => this.seen.has(digest));
    const plan = planSave(listRpms(packages), live);
    if (plan.save.length === 0) return;
    const sizeBytes = plan.save.flat().reduce((sum2, rpm) => sum2 + rpm.sizeBytes, 0);
    const title = `Save packages to the cache (${plan.save.flat().length}, ${formatBytes(sizeBytes)})`;
    await session.log.group(title, async () => {
      const made = [];
      for (const rpms of plan.save) {
        const pack = packOf(rpms, this.spoiled);
        if (await this.savePack(pack, rpms)) made.push(pack);
      }
      if (made.length === 0) return;
      const complete = made.length === plan.save.length;
      const rest = complete ? plan.keep : live;
      const digests = new Set(made.map(({ digest }) => digest));
      this.packs = [...rest.filter(({ digest }) => !digests.has(digest)), ...made];
      await writeIndex(this.place, this.packs, await service(), session);
    });
  }
  async readPacks() {
    const { service, session } = this.ports;
    this.packs ??= await readIndex(this.place, await service(), session);
    return this.packs;
  }
  async restorePack(pack, missing) {
    const { service, session, store } = this.ports;
    if (!session.readable) return;
    const { digest } = pack;
    const key = packKey(digest);
    const path = packPath(digest);
    const folder = join5(this.place.root, path);
    await mkdir5(dirname4(folder), { recursive: true });
    const found = session.heed(await (await service()).restore(path, key));
    if (found.kind === "broken") {
      await rm3(folder, { recursive: true, force: true });
      this.spoiled.add(digest);
      this.packs = (this.packs ?? []).filter((other) => other.digest !== digest);
      return;
    }
    if (found.kind !== "hit" || found.key !== key) {
      if (found.kind === "hit" || found.kind === "miss") this.forget(digest);
      return;
    }
    const marks = new Set(pack.rpms);
    const wanted = await this.findMissing(
      missing.filter(({ sha256: sha2562 }) => marks.has(rpmMark(sha2562)))
    );
    const { good, faults } = await adoptPack(folder, wanted, store);
    await rm3(folder, { recursive: true, force: true });
    session.counts.cacheHitBytes += good.reduce((sum2, { sizeBytes }) => sum2 + sizeBytes, 0);
    this.seen.add(digest);
    if (faults.length === 0) return;
    session.warnOfEntry(key, summary(faults));
    this.spoiled.add(digest);
    const bad = new Set(
      wanted.filter((rpm) => !good.includes(rpm)).map((rpm) => rpmMark(rpm.sha256))
    );
    this.packs = (this.packs ?? []).map(
      (other) => other.digest === digest ? { ...other, rpms: other.rpms.filter((mark) => !bad.has(mark)) } : other
    );
  }
  /** Asks which packs are still there: those that nobody restores are dropped after seven days. */
  async look(packs) {
    const { service, session } = this.ports;
    for (const { digest } of packs.filter((pack) => !this.seen.has(pack.digest))) {
      if (!session.readable) return;
      const key = packKey(digest);
      const found = session.heed(await (await service()).lookup(packPath(digest), key));
      if (found.kind === "hit" && found.key === key) this.seen.add(digest);
      else if (session.readable) this.forget(digest);
    }
  }
  async savePack(pack, rpms) {
    const { service, session, store } = this.ports;
    if (!session.writable) return false;
    const path = packPath(pack.digest);
    const folder = join5(this.place.root, path);
    try {
      await layPack(folder, rpms, store);
      const there = session.count(await (await service()).save(path, packKey(pack.digest)));
      if (there) this.seen.add(pack.digest);
      return there;
    } finally {
      await rm3(folder, { recursive: true, force: true });
    }
  }
  forget(digest) {
    this.packs = (this.packs ?? []).filter((pack) => pack.digest !== digest);
    this.ports.session.log.info(`The cache has lost the pack ${digest.slice(0, 16)}`);
  }
  async findMissing(rpms) {
    const there = await Promise.all(
      rpms.map(
        ({ sha256: sha2562, sizeBytes }) => stat2(this.ports.store.rpm(sha2562)).then(
          ({ size }) => size === sizeBytes,
          () => false
        )
      )
    );
    return rpms.filter((_rpm, index) => !there[index]);
  }
};
function listRpms(packages) {
  const found = /* @__PURE__ */ new Map();
  for (const { checksum, size } of packages) {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(checksum)?.[1];
    if (hex !== void 0) found.set(hex, { sha256: hex, sizeBytes: size });
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
  const more = faults.length - NAMED_AT_MOST;
  const shown = faults.slice(0, NAMED_AT_MOST).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// lib/runner/cache/service-cache.ts
async function openServiceCache(options) {
  const { store, owner, remix, writer, log, start, expectsAccess, sharesKept } = options;
  const folder = await makeTempDir(join6(store.path, "tmp"));
  const { path: root } = folder;
  const started = start(root);
  const ended = started.catch(() => void 0);
  const service = () => started;
  const session = new CacheSession(log, expectsAccess);
  const ports = { root, service, session, store };
  const metadata = new MetadataEntries(ports);
  const results = new KeptEntries({ ...ports, writer, sharesKept });
  const groups = /* @__PURE__ */ new Map();
  const packsOf = (basearch) => {
    const known = groups.get(basearch);
    if (known !== void 0) return known;
    const made = new PackagePacks(root, { repository: owner, remix, basearch }, writer, ports);
    groups.set(basearch, made);
    return made;
  };
  const close = async () => {
    await (await ended)?.[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return {
    counts: session.counts,
    notePackages: async () => void 0,
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
