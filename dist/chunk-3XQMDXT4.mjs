import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readFilesFolder
} from "./chunk-FF5JMQ4B.mjs";
import {
  readFreeBytes
} from "./chunk-POSOI7UG.mjs";
import {
  alternateUrls,
  readMirrors,
  readRepositories,
  readRepositoryKeys
} from "./chunk-KOPMJIKM.mjs";
import {
  downloadFile
} from "./chunk-HPCPK726.mjs";
import {
  redactUrl
} from "./chunk-MMSKSHK2.mjs";
import {
  inputHash,
  layerCommits,
  removeStaleUnpacked,
  unpackRpm
} from "./chunk-HTX6YCUO.mjs";
import {
  removeStale
} from "./chunk-KHLKOYJR.mjs";
import {
  digestFiles
} from "./chunk-SUYB5RVO.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  composeInputs
} from "./chunk-NQ4WGN4H.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  explainToolError,
  makeFolder,
  moveInto,
  runTool,
  withLock
} from "./chunk-DBSRCAXI.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  sha256,
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/fetch/fetch.ts
import { basename, dirname as dirname2, join as join3 } from "node:path";

// lib/fetch/download-packages.ts
import { stat } from "node:fs/promises";

// lib/fetch/mirror-urls.ts
function mirrorUrls(url, baseUrls) {
  let known = alternateUrls(url, baseUrls);
  if (known.length > 1 || baseUrls.some((base) => url.startsWith(base))) return known;
  let path = /\/((?:Packages|packages|RPMS|rpms)\/[^?#]+)$/.exec(url)?.[1] ?? /\/([^/?#]+)$/.exec(url)?.[1];
  return path === void 0 ? [url] : [.../* @__PURE__ */ new Set([url, ...baseUrls.map((base) => base + path)])];
}

// lib/fetch/download-packages.ts
var PARALLEL = 16, HINT = 'Look at the network, or at whether the repository still has the file ("treesmith lock" takes what it has now).';
async function downloadPackages(missing, options) {
  let { store, http, log } = options, mirrors = await readAllMirrors(missing, options), sizeBytes = missing.reduce((sum, { locked }) => sum + locked.size, 0), progress = log.progress("Fetch", sizeBytes, "bytes"), limit = pLimit(PARALLEL), stop = new AbortController(), ordered = [...missing].sort((a, b) => b.locked.size - a.locked.size), outcomes = await Promise.allSettled(
    ordered.map(
      (item) => limit(async () => {
        stop.signal.throwIfAborted();
        let dest = store.unverifiedRpm(item.sha256);
        if (await hasSize(dest, item.locked.size)) return progress.advance(item.locked.size);
        let urls = mirrorUrls(item.locked.url, mirrors.get(item.repository.id) ?? []);
        try {
          await downloadFile(http, urls, dest, {
            checksum: { type: "sha256", hex: item.sha256 },
            sizeBytes: item.locked.size,
            partPath: store.partialRpm(item.sha256),
            onBytes: (count) => progress.advance(count),
            signal: stop.signal,
            log,
            hint: HINT
          });
        } catch (error) {
          throw stop.abort(error), error;
        }
      })
    )
  );
  if (progress.done(), stop.signal.aborted) throw stop.signal.reason;
  let failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== void 0) throw failed.reason;
}
async function hasSize(path, size) {
  return stat(path).then(
    (found) => found.size === size,
    () => !1
  );
}
async function readAllMirrors(missing, options) {
  let repositories = new Map(missing.map(({ repository }) => [repository.id, repository])), read = async (repository) => {
    try {
      return [repository.id, (await readMirrors(repository, options)).baseUrls];
    } catch (error) {
      if (!(error instanceof TreesmithError)) throw error;
      return options.log.warn(
        `[${repository.id}] its mirrors are not known: ${error.message}`,
        repository.place
      ), [repository.id, repository.baseurl];
    }
  };
  return new Map(await Promise.all([...repositories.values()].map(read)));
}

// lib/fetch/unpack-packages.ts
import { availableParallelism } from "node:os";
import { join } from "node:path";
var GROWTH = 6, FREE_BYTES = 4 * 1024 ** 3;
async function unpackPackages(packages, store, log) {
  let folder = store.unpacked;
  if (await removeStaleUnpacked(folder), packages.length === 0) return;
  let sizeBytes = packages.reduce((sum, { locked }) => sum + locked.size, 0);
  if (await readFreeBytes(store.path).catch(() => 0) - sizeBytes * GROWTH < FREE_BYTES) {
    log.debug("Packages are not unpacked: too little space is free");
    return;
  }
  let limit = pLimit(availableParallelism()), unpack = async ({ sha256: rpmSha256, nevra }) => {
    let where = { folder, temporaryFolder: join(store.path, "tmp"), rpmSha256 };
    await unpackRpm(store.rpm(rpmSha256), where).catch((error) => {
      log.debug(`${nevra} is not unpacked: ${String(error)}`);
    });
  };
  await log.group(
    `Decompress packages (${packages.length})`,
    () => Promise.all(packages.map((each) => limit(unpack, each)))
  );
}

// lib/fetch/verify.ts
import { stat as stat2, writeFile as writeFile2 } from "node:fs/promises";
import { dirname } from "node:path";

// lib/fetch/keyring.ts
import { writeFile } from "node:fs/promises";
import { availableParallelism as availableParallelism2 } from "node:os";
import { join as join2 } from "node:path";

// lib/fetch/rpmkeys-output.ts
function parseRpmkeysOutput(text, paths) {
  let blocks = new Map(paths.map((path) => [path, []])), block = [];
  for (let line of text.split(`
`)) {
    let path = /^\s/.test(line) ? void 0 : lastPath(line, blocks);
    path !== void 0 ? block = blocks.get(path) ?? [] : /^\s+\S/.test(line) && block.push(line.trim());
  }
  return new Map([...blocks].map(([path, lines]) => [path, judge(lines)]));
}
function lastPath(line, blocks) {
  return [...blocks.keys()].find((path) => line.endsWith(`${path}:`));
}
function judge(lines) {
  if (lines.length === 0) return { kind: "unreadable" };
  let good, unknown;
  for (let line of lines) {
    let match = /^(.*?): (OK|NOKEY|NOTFOUND|[A-Z]+)\b/.exec(
      line.replace(/fingerprint: /, "fingerprint ")
    ), [, what = "", result = "BAD"] = match ?? [], keyId = /key (?:ID|fingerprint) ([0-9a-f]+)/i.exec(what)?.[1] ?? "";
    if (result !== "NOTFOUND")
      if (result === "NOKEY") unknown ??= keyId;
      else {
        if (result !== "OK") return { kind: "bad", line };
        /\bsignature\b/i.test(what) && (good ??= keyId);
      }
  }
  return good !== void 0 ? { kind: "good", keyId: good } : unknown === void 0 ? { kind: "unsigned" } : { kind: "no-key", keyId: unknown };
}

// lib/fetch/keyring.ts
var BATCH = 64;
function keySetDigest({ blocks }) {
  return sha256(
    [...new Set(blocks.map((block) => block.replaceAll("\r", "").trim()))].sort().join(`
`)
  );
}
async function checkSignatures(paths, keys) {
  var _stack = [];
  try {
    let folder = __using(_stack, await makeTempDir(), !0);
    let rpmkeys = ["rpmkeys", "--dbpath", join2(folder.path, "db")];
    for (let [index, block] of keys.blocks.entries()) {
      let file = join2(folder.path, `${index}.asc`);
      await writeFile(file, `${block.trim()}
`), await importKey([...rpmkeys, "--import", file], keys);
    }
    let limit = pLimit(availableParallelism2());
    let batches = Array.from(
      { length: Math.ceil(paths.length / BATCH) },
      (_2, index) => paths.slice(index * BATCH, (index + 1) * BATCH)
    );
    let verdicts = await limit.map(batches, async (batch) => {
      let { stdout } = await runTool([...rpmkeys, "--checksig", "--verbose", "--", ...batch], {
        // The number of packages that failed, at most 255.
        okExitCodes: Array.from({ length: 256 }, (_2, code) => code)
      });
      return [...parseRpmkeysOutput(stdout, batch)];
    });
    return new Map(verdicts.flat());
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function importKey(argv, keys) {
  try {
    let { stderr } = await runTool(argv);
    if (/^error: /m.test(stderr)) throw explainToolError(new ToolError(argv, 1, stderr));
  } catch (error) {
    throw error instanceof ToolError ? rejected(keys, error) : error;
  }
}
function rejected(keys, error) {
  return new ConfigError(
    "KEY_REJECTED",
    `rpm does not take a key that [${keys.repoid}] names: ${error.stderr.trim().split(`
`).at(-1) ?? ""}`,
    { place: keys.place, cause: error }
  );
}

// lib/fetch/verify.ts
var NAMED_AT_MOST = 9;
async function assertSigned(candidates, keys, store, log) {
  let digest = keySetDigest(keys), marker = ({ sha256: sha2562 }) => store.verified(digest, sha2562), known = await Promise.all(
    candidates.map(
      (candidate) => stat2(marker(candidate)).then(
        () => !0,
        () => !1
      )
    )
  ), unknown = candidates.filter((_candidate, index) => !known[index]);
  if (unknown.length === 0) return;
  let verdicts = await log.group(
    `Verify signatures of [${keys.repoid}] (${unknown.length})`,
    () => checkSignatures(
      unknown.map(({ path }) => path),
      keys
    )
  ), [first] = unknown;
  first !== void 0 && await makeFolder(dirname(marker(first)));
  let faults = [];
  for (let candidate of unknown) {
    let verdict = verdicts.get(candidate.path) ?? { kind: "unreadable" };
    verdict.kind === "good" ? await writeFile2(marker(candidate), "") : faults.push([candidate, verdict]);
  }
  if (faults.length > 0) throw explain(faults, keys);
}
function explain(faults, keys) {
  let of = (kind) => faults.filter(([, verdict]) => verdict.kind === kind), details = (hint) => ({ place: keys.place, hint }), repository = `[${keys.repoid}]`, bad = [...of("bad"), ...of("unreadable")];
  if (bad.length > 0)
    return new BuildError(
      "SIGNATURE_BAD",
      `the signature of ${names(bad)} from ${repository} does not fit the package`,
      details(
        "The repository serves damaged or forged packages; do not use them. Tell its maintainers."
      )
    );
  let unnamed = of("no-key");
  return unnamed.length > 0 ? new ConfigError(
    "KEY_NOT_NAMED",
    `${names(unnamed)}: signed by a key that "gpgkey" of ${repository} does not name`,
    details('If you trust that key, add its file or URL to "gpgkey".')
  ) : new ConfigError(
    "PACKAGE_UNSIGNED",
    `${names(of("unsigned"))} from ${repository}: not signed, expected a signature by a key that "gpgkey" names`,
    details('If nobody signs this repository, say so with "gpgcheck=0".')
  );
}
function names(faults) {
  let shown = faults.slice(0, NAMED_AT_MOST).map(([{ nevra }, verdict]) => verdict.kind === "no-key" ? `${nevra} (key ID ${verdict.keyId})` : verdict.kind === "bad" ? `${nevra} (${verdict.line})` : nevra), more = faults.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

// lib/fetch/wanted.ts
import { stat as stat3 } from "node:fs/promises";
var NAMED_AT_MOST2 = 9;
function listWanted(packages, repositories) {
  let wanted = /* @__PURE__ */ new Map();
  for (let locked of packages) {
    let nevra = `${locked.name}-${locked.evr}.${locked.arch}`, sha2562 = /^sha256:([0-9a-f]{64})$/.exec(locked.checksum)?.[1];
    if (sha2562 === void 0)
      throw new ConfigError(
        "CHECKSUM_UNSUPPORTED",
        `${nevra} is locked by "${locked.checksum}", expected sha256:<64 hex digits>`,
        { hint: 'Lock again with "treesmith lock".' }
      );
    let repository = repositories.get(locked.repoid);
    if (repository === void 0)
      throw new ConfigError(
        "REPOSITORY_UNDEFINED",
        `${nevra} is locked from [${locked.repoid}], which is not among the repositories of the treefile`,
        { hint: 'Lock again with "treesmith lock", or put the repository back.' }
      );
    wanted.set(`${sha2562} ${repository.id}`, { locked, nevra, sha256: sha2562, repository });
  }
  return [...wanted.values()];
}
async function findMissing(wanted, store, options = {}) {
  let once = [...new Map(wanted.map((item) => [item.sha256, item])).values()], sizes = await Promise.all(once.map(({ sha256: sha2562 }) => sizeOf(store.rpm(sha2562)))), there = once.filter(({ locked }, index) => sizes[index] === locked.size).sort((a, b) => b.locked.size - a.locked.size), place = { kind: "thread", lane: "store" }, digests = await currentTimeline().span(
    `read ${there.length} packages`,
    place,
    () => digestFiles(
      there.map(({ sha256: sha2562 }) => store.rpm(sha2562)),
      options
    )
  ), whole = new Set(there.filter(({ sha256: sha2562 }, index) => digests[index] === sha2562));
  return once.filter((item) => !whole.has(item));
}
async function haveSizes(wanted, store) {
  let sizes = await Promise.all(wanted.map(({ sha256: sha2562 }) => sizeOf(store.rpm(sha2562))));
  return wanted.every(({ locked }, index) => sizes[index] === locked.size);
}
async function warnOfDamage(missing, store, log) {
  for (let { nevra, sha256: sha2562 } of missing)
    await sizeOf(store.rpm(sha2562)) !== void 0 && log.warn(`${nevra} is damaged in the store (${store.rpm(sha2562)}): it is fetched again`);
}
async function sizeOf(path) {
  return stat3(path).then(
    ({ size }) => size,
    () => {
    }
  );
}
function notInStore(missing, total) {
  let shown = missing.slice(0, NAMED_AT_MOST2).map(({ nevra }) => nevra), more = missing.length - shown.length;
  return new ConfigError(
    "NOT_IN_STORE",
    `offline, and ${missing.length} of ${total} packages are not in the store: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    {
      hint: `Run once without --offline; the first would come from ${redactUrl(missing[0]?.locked.url ?? "")}.`
    }
  );
}

// lib/fetch/fetch.ts
async function fetchPackages(options) {
  let repositories = new Map(options.repositories.map((found) => [found.id, found])), wanted = listWanted(options.packages, repositories);
  return await verifyThere(wanted, options) || await withLock(
    join3(options.store.path, "fetch.lock"),
    () => fetchMissing(wanted, options),
    options
  ), new Map(wanted.map(({ sha256: sha2562 }) => [sha2562, options.store.rpm(sha2562)]));
}
async function verifyThere(wanted, options) {
  let { store, lastly = /* @__PURE__ */ new Set() } = options, first = wanted.filter(({ sha256: sha2562 }) => !lastly.has(sha2562)), last = wanted.filter(({ sha256: sha2562 }) => lastly.has(sha2562));
  return !await haveSizes(last, store) || (await findMissing(first, store)).length > 0 ? !1 : (await verifyAll(wanted, /* @__PURE__ */ new Set(), options), options.onOthers?.(), (await findMissing(last, store, { isAside: !0 })).length === 0);
}
async function fetchMissing(wanted, options) {
  let { store, log } = options, missing = await findMissing(wanted, store);
  if (await removeStale(join3(store.path, "tmp")), missing.length > 0) {
    if (await warnOfDamage(missing, store, log), options.offline) throw notInStore(missing, wanted.length);
    let size = missing.reduce((sum, { locked }) => sum + locked.size, 0);
    await log.group(
      `Fetch packages (${missing.length}, ${formatBytes(size)})`,
      () => downloadPackages(missing, options)
    );
  }
  await verifyAll(wanted, new Set(missing.map(({ sha256: sha2562 }) => sha2562)), options), await moveInto(
    dirname2(store.rpm("")),
    missing.map(({ sha256: sha2562 }) => ({
      from: store.unverifiedRpm(sha2562),
      name: basename(store.rpm(sha2562))
    }))
  ), options.unpack === !0 && await unpackPackages(missing, store, log);
}
async function verifyAll(wanted, missing, options) {
  let { store, log } = options;
  for (let repository of new Set(wanted.map((item) => item.repository))) {
    if (!repository.gpgcheck) {
      log.warn(`[${repository.id}] gpgcheck=0: its packages are not verified`, repository.place);
      continue;
    }
    let blocks = await readKeys(repository, missing.size === 0, options), candidates = wanted.filter((item) => item.repository === repository).map((item) => ({
      nevra: item.nevra,
      sha256: item.sha256,
      path: missing.has(item.sha256) ? store.unverifiedRpm(item.sha256) : store.rpm(item.sha256)
    })), keys = { repoid: repository.id, blocks, place: repository.place };
    await assertSigned(candidates, keys, store, log);
  }
}
async function readKeys(repository, preferKept, options) {
  return preferKept ? readRepositoryKeys(repository, { ...options, offline: !0 }).catch((error) => {
    if (options.offline) throw error;
    return readRepositoryKeys(repository, options);
  }) : readRepositoryKeys(repository, options);
}

// lib/build/fetch.ts
async function fetchLocked(workspace, treefile, packages, order = {}) {
  let { repoVars, store, http, log, offline, cache } = workspace, { active, lockedOnly } = await readRepositories(treefile, repoVars), repositories = [...active, ...lockedOnly];
  await cache?.restorePackages(treefile.basearch, packages);
  let unpack = cache === void 0 || cache.keepsStore, paths = await fetchPackages({
    packages,
    repositories,
    store,
    http,
    log,
    offline,
    unpack,
    ...order
  });
  return await cache?.savePackages(treefile.basearch, packages), paths;
}

// lib/build/output-hashes.ts
import { join as join4 } from "node:path";
var IMAGE_VERSION = 2, CONTAINER_VERSION = 2;
async function commitInputHash(workspace, treefile, locked) {
  return inputHash({
    treefile: await composeInputs(treefile),
    layers: await layerCommits(treefile, composeRepo(workspace)),
    packageChecksums: locked.packages.map(({ checksum }) => checksum),
    version: workspace.remix.version,
    sourceDateEpoch: sourceDateEpochOf(workspace, locked)
  });
}
function composeRepo({ store }) {
  return join4(store.path, "ostree");
}
function sourceDateEpochOf(workspace, { packages }) {
  return workspace.sourceDateEpoch ?? packages.reduce((newest, { buildtime }) => Math.max(newest, buildtime), 0);
}
function imageInputHash({ remix }, treefile, commitHash, image) {
  return stageKey("image-inputs", IMAGE_VERSION, {
    commit: commitHash,
    ref: treefile.ref ?? null,
    basearch: treefile.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === void 0 ? null : { ...remix.ostreeRemote },
    gpgKey: remix.sign?.gpgKey ?? null
  });
}
async function containerInputHash({ remix }, treefile, commitHash, container) {
  let base = container.kind === "application" ? remix.containers.find(({ name }) => name === container.base) : void 0;
  return stageKey("container-inputs", CONTAINER_VERSION, {
    commit: commitHash,
    basearch: treefile.basearch,
    container: await containerInputs(container, remix.directory),
    base: base === void 0 ? null : await containerInputs(base, remix.directory),
    osName: remix.name
  });
}
async function containerInputs(container, root) {
  let spec = JSON.parse(JSON.stringify(container));
  if (container.kind === "bootable" || container.files === void 0) return spec;
  let files = [], what = `container ${container.name}`;
  for (let file of await readFilesFolder(container.files, what, root)) {
    let { source, ...rest } = file, digest = file.kind === "file" ? await digestFile(source) : void 0;
    files.push({ ...rest, sha256: digest?.sha256 ?? null });
  }
  return { ...spec, files };
}
function imageInputs(image) {
  return plain(image);
}
function plain(spec) {
  return JSON.parse(JSON.stringify(spec));
}

export {
  fetchLocked,
  IMAGE_VERSION,
  CONTAINER_VERSION,
  commitInputHash,
  composeRepo,
  sourceDateEpochOf,
  imageInputHash,
  containerInputHash,
  imageInputs
};
