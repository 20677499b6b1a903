import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  OCI_LAYER_GZIP,
  OCI_LAYER_ZSTD
} from "./chunk-FHFKXTOJ.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  explainFileError
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  stopWorker
} from "./chunk-DXYLZNMC.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/container/layer-annotations.ts
var COMPONENTS = "ostree.components", PACKAGES = "org.treesmith.layer.packages", CONTENT = "org.treesmith.layer.content", SEPARATOR = ",", SHOWN_PATHS = 32;
function formatLayerContent({
  components,
  nevras
}) {
  return { [COMPONENTS]: components.join(SEPARATOR), ...formatLayerPackages(nevras) };
}
function formatLayerPackages(nevras) {
  return nevras.length === 0 ? {} : { [PACKAGES]: [...nevras].sort(compareBytes).join(SEPARATOR) };
}
function readLayerContent({
  annotations
}) {
  let listOf = (key) => (annotations?.[key] ?? "").split(SEPARATOR).filter(Boolean);
  return { components: listOf(COMPONENTS), nevras: listOf(PACKAGES) };
}
function formatCommitContent(checksum) {
  return { [CONTENT]: `commit ${checksum}` };
}
function formatFilesContent(paths) {
  let more = paths.length - SHOWN_PATHS, shown = paths.slice(0, SHOWN_PATHS).map((path) => `/${path}`);
  return { [CONTENT]: [...shown, ...more > 0 ? [`and ${more} more`] : []].join(SEPARATOR) };
}

// lib/container/write-layers.ts
import { open, rm } from "node:fs/promises";
import * as zlib from "node:zlib";

// lib/container/layer-pool.ts
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./layer-worker.ts" : "./layer-worker.mjs",
  import.meta.url
), MAX_THREADS = { gzip: 4, zstd: 3, "zstd:chunked": 3 }, LIMITS = { resourceLimits: { maxYoungGenerationSizeMb: 4 } }, GARBAGE_BYTES = 24 * 2 ** 20, LayerThreads = class {
  workers = [];
  count;
  timeline = currentTimeline();
  /** Why one of them has died. */
  broken;
  ending;
  /**
   * @param threads as many as fit in memory unless given
   * @param most when no more have anything to do
   */
  constructor(compression, threads = Math.min(MAX_THREADS[compression], availableParallelism()), most = threads) {
    this.count = Math.max(1, Math.min(threads, most)), this.start();
  }
  /** Starts all threads that have not been. */
  startAll() {
    for (; this.workers.length < this.count; ) this.start();
  }
  /**
   * Runs all jobs, in their order, and returns what they have become in that order. Afterwards the threads end.
   *
   * @param onDone told of each layer when it is written
   * @throws BuildError CONTENT_WRONG, LAYER_WRITER_FAILED, DISK_FULL; ConfigError OUTPUT_READ_ONLY
   */
  async run(jobs, onDone) {
    this.startAll();
    let facts = /* @__PURE__ */ new Map(), waiting = [...jobs];
    try {
      let turns = this.workers.map((worker, index) => new Turn(worker, `layers ${index + 1}`));
      await Promise.all(
        [...turns, ...turns].map(async (turn) => {
          for (let job = waiting.shift(); job !== void 0; job = waiting.shift()) {
            if (this.broken !== void 0) throw this.broken;
            facts.set(job, await turn.take(job.name, job.task(), this.timeline)), onDone(job);
          }
        })
      );
    } catch (error) {
      throw waiting.length = 0, await this.end(), error;
    }
    return this.end(), jobs.flatMap((job) => facts.get(job) ?? []);
  }
  async [Symbol.asyncDispose]() {
    await this.end();
  }
  start() {
    let data = { garbageBytes: GARBAGE_BYTES / this.count }, worker = new Worker(SCRIPT, { ...LIMITS, workerData: data }), onEnd = (error) => {
      this.broken ??= ended(error);
    };
    worker.on("error", onEnd).on("exit", () => onEnd(new Error("it was stopped"))), this.workers.push(worker);
  }
  end() {
    return this.ending ??= Promise.all(this.workers.map(stopWorker)), this.ending;
  }
}, Turn = class {
  worker;
  lane;
  last = Promise.resolve();
  constructor(worker, lane) {
    this.worker = worker, this.lane = lane;
  }
  async take(name, task, timeline) {
    let before = this.last, running = runTask(this.worker, task);
    return this.last = running.catch(() => {
    }), await before, timeline.span(name, { kind: "thread", lane: this.lane }, () => running);
  }
};
function runTask(worker, task) {
  return new Promise((resolve, reject) => {
    let onMessage = (answer) => {
      answer.path === task.path && (stop(), "facts" in answer ? resolve(answer.facts) : reject(explain(answer.error, task.path)));
    }, onError = (error) => {
      stop(), reject(ended(error));
    }, onExit = () => onError(new Error("it was stopped")), stop = () => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit), worker.postMessage(task);
  });
}
function explain(error, path) {
  let { code, message } = error;
  if (code === "CONTENT_WRONG") return new BuildError("CONTENT_WRONG", message);
  let plain = Object.assign(new Error(message), { code }), known = explainFileError(plain, path);
  return known instanceof Error && known !== plain ? known : failed(message, plain);
}
function ended(error) {
  return failed(`a thread that writes layers has ended: ${String(error)}`, error);
}
function failed(message, cause) {
  return new BuildError("LAYER_WRITER_FAILED", message, { cause });
}

// lib/container/write-layers.ts
async function writeLayers(requests, options) {
  var _stack = [];
  try {
    let { layout, compression, log } = options;
    assertCompression(compression);
    let jobs = [...requests].sort((a, b) => b.sizeBytes - a.sizeBytes).map((request) => {
      let path = layout.newPath(), level = options.level ?? defaultLevel(compression, request.isHot === !0), task = () => ({ entries: request.entries(), path, compression, level });
      return { request, path, name: request.name, task };
    });
    let own = __using(_stack, options.pool === void 0 ? new LayerThreads(compression, options.threads, jobs.length) : void 0, !0);
    let pool = options.pool ?? own;
    let written = /* @__PURE__ */ new Map();
    let syncs = [];
    try {
      let facts = await pool?.run(jobs, ({ path }) => {
        let sync = syncFile(path);
        sync.catch(() => {
        }), syncs.push(sync);
      });
      await Promise.all(syncs), await Promise.all(
        jobs.map(async ({ request, path }, index) => {
          let made = facts?.[index];
          if (made === void 0) return;
          let annotations = { ...request.annotations, ...made.annotations }, descriptor = {
            mediaType: compression === "gzip" ? OCI_LAYER_GZIP : OCI_LAYER_ZSTD,
            digest: `sha256:${made.sha256}`,
            size: made.sizeBytes,
            ...Object.keys(annotations).length === 0 ? {} : { annotations }
          };
          await layout.adoptBlob(path, descriptor), written.set(request, {
            name: request.name,
            descriptor,
            diffId: `sha256:${made.tarSha256}`,
            tarBytes: made.tarBytes,
            differing: made.differing
          });
        })
      );
    } finally {
      await Promise.allSettled(syncs), await Promise.all(jobs.map(({ path }) => rm(path, { force: !0 })));
    }
    let layers = requests.flatMap((request) => written.get(request) ?? []);
    let sizeBytes = layers.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
    log.debug(`${layers.length} layers, ${formatBytes(sizeBytes)} by ${compression}`);
    return layers;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function defaultLevel(compression, isHot) {
  return compression === "gzip" ? isHot ? 9 : 6 : isHot ? 9 : 3;
}
function assertCompression(compression) {
  if (!(compression === "gzip" || "zstdCompressSync" in zlib))
    throw new ConfigError(
      "ZSTD_MISSING",
      `Node ${process.versions.node} cannot compress with zstd`,
      { hint: 'Use Node 22.15 or newer, or "compression: gzip".' }
    );
}
async function syncFile(path) {
  try {
    var _stack = [];
    try {
      let file = __using(_stack, await open(path, "r"), !0);
      await file.sync();
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    throw explainFileError(error, path);
  }
}

// lib/container/change-frequency.ts
function changesPerYear(times, newestSeconds) {
  let recent = times.filter((time) => time > newestSeconds - 31536e3);
  return Math.max(1, recent.length);
}

// lib/container/layer-title.ts
function formatLayerTitle(names) {
  return names.length <= 5 ? names.join(" and ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

// lib/container/partition.ts
function partition(parts, count) {
  let indices = parts.map((_, index) => index);
  return [density, product].map((keyOf) => {
    let order = [...indices].sort((a, b) => keyOf(parts[a]) - keyOf(parts[b]) || a - b), groups = parts.map(() => 0), from = 0;
    for (let [group, end] of cutRuns(
      order.flatMap((index) => parts[index] ?? []),
      count
    ).entries()) {
      for (let index of order.slice(from, end)) groups[index] = group;
      from = end;
    }
    return improve(parts, groups, Math.min(count, parts.length));
  }).reduce(
    (best, other) => groupingCost(parts, other) < groupingCost(parts, best) ? other : best
  );
}
function cutRuns(parts, count) {
  let n = parts.length, runs = Math.min(count, n);
  if (runs === 0) return [];
  let frequencies = prefixSums(parts.map(({ frequency }) => frequency)), sizes = prefixSums(parts.map(({ sizeBytes }) => sizeBytes)), costOf = (from, to) => between(frequencies, from, to) * between(sizes, from, to), best = Float64Array.from({ length: n + 1 }, (_, end) => costOf(0, end)), cuts = [new Uint32Array(n + 1)];
  for (let run = 1; run < runs; run += 1) {
    let next = new Float64Array(n + 1).fill(1 / 0), cut = new Uint32Array(n + 1), previous = best, solve = (low, high, cutLow, cutHigh) => {
      if (low > high) return;
      let end = low + high >> 1, found = cutLow;
      for (let from = cutLow; from <= Math.min(end - 1, cutHigh); from += 1) {
        let cost = (previous[from] ?? 1 / 0) + costOf(from, end);
        cost < (next[end] ?? 1 / 0) && (next[end] = cost, found = from);
      }
      cut[end] = found, solve(low, end - 1, cutLow, found), solve(end + 1, high, found, cutHigh);
    };
    solve(run + 1, n, run, n - 1), cuts.push(cut), best = next;
  }
  let ends = [];
  for (let run = runs - 1, end = n; run >= 0; run -= 1)
    ends.unshift(end), end = cuts[run]?.[end] ?? 0;
  return ends;
}
function improve(parts, start, count) {
  let groups = [...start], sums = Array.from({ length: count }, () => ({ sizeBytes: 0, frequency: 0 })), shift = (group, part, sign) => {
    let sum = sums[group];
    sum !== void 0 && (sum.sizeBytes += sign * part.sizeBytes, sum.frequency += sign * part.frequency);
  };
  for (let [index, part] of parts.entries()) shift(groups[index] ?? 0, part, 1);
  let costIn = (group, { sizeBytes, frequency }) => {
    let sum = sums[group] ?? { sizeBytes: 0, frequency: 0 };
    return sum.sizeBytes * frequency + sum.frequency * sizeBytes;
  };
  for (let pass = 0, moved = !0; moved && pass < 50; pass += 1) {
    moved = !1;
    for (let [index, part] of parts.entries()) {
      let home = groups[index] ?? 0;
      shift(home, part, -1);
      let best = home, least = costIn(home, part) * (1 - 1e-9);
      for (let group = 0; group < count; group += 1) {
        let cost = costIn(group, part);
        cost >= least || (least = cost, best = group);
      }
      shift(best, part, 1), groups[index] = best, best !== home && (moved = !0);
    }
  }
  return groups;
}
function groupingCost(parts, groups) {
  let sums = /* @__PURE__ */ new Map();
  for (let [index, { sizeBytes, frequency }] of parts.entries()) {
    let group = groups[index] ?? 0, sum = sums.get(group) ?? { sizeBytes: 0, frequency: 0 };
    sums.set(group, { sizeBytes: sum.sizeBytes + sizeBytes, frequency: sum.frequency + frequency });
  }
  return [...sums.values()].reduce((total, sum) => total + sum.sizeBytes * sum.frequency, 0);
}
function density(part) {
  return part === void 0 ? 0 : part.sizeBytes / part.frequency;
}
function product(part) {
  return part === void 0 ? 0 : part.sizeBytes * part.frequency;
}
function prefixSums(values) {
  let sums = new Float64Array(values.length + 1);
  for (let [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return sums;
}
function between(sums, from, to) {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

// lib/container/plan-layers.ts
function planLayers(options) {
  let { components, maxLayers, previous } = options, alone = components.filter(({ isAlone }) => isAlone === !0), shared = components.filter(({ isAlone }) => isAlone !== !0), count = maxLayers - alone.length;
  if (count < (shared.length > 0 ? 1 : 0))
    throw new ConfigError(
      "LAYERS_OUT_OF_RANGE",
      `max-layers leaves ${maxLayers} layers for packages and ${alone.length} parts that have their own`,
      { hint: `Write ${alone.length + 2} or more.` }
    );
  let fresh = planAnew(shared, count), kept = previous === void 0 ? fresh : planLike(previous, shared, count), aloneBytes = alone.reduce(
    (sum, { sizeBytes, frequency }) => sum + sizeBytes * frequency,
    0
  ), total = components.reduce((sum, { frequency }) => sum + frequency, 0), expected = (bins) => total === 0 ? 0 : Math.round((aloneBytes + bins.reduce((sum, bin) => sum + bin.cost, 0)) / total);
  return {
    layers: [
      ...kept.map(({ names }) => [...names].sort(compareBytes)),
      ...alone.map(({ name }) => [name])
    ],
    expectedBytes: expected(kept),
    leastBytes: expected(fresh)
  };
}
var Bin = class {
  names = [];
  sizeBytes = 0;
  frequency = 0;
  /** Components of one group change together: their frequency counts once. */
  add({ names, sizeBytes, frequency }) {
    this.names.push(...names), this.sizeBytes += sizeBytes, this.frequency += frequency;
  }
  get cost() {
    return this.sizeBytes * this.frequency;
  }
  /** What it costs more with the unit in it. */
  costWith({ sizeBytes, frequency }) {
    return (this.sizeBytes + sizeBytes) * (this.frequency + frequency) - this.cost;
  }
};
function unitOf(components) {
  return {
    names: components.map(({ name }) => name).sort(compareBytes),
    sizeBytes: components.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    frequency: Math.max(...components.map(({ frequency }) => frequency))
  };
}
function planAnew(components, count) {
  let units = [...groupBy(components, ({ group }) => group).values()].map(unitOf).sort((a, b) => compareBytes(a.names[0] ?? "", b.names[0] ?? "")), bins = /* @__PURE__ */ new Map();
  for (let [index, group] of partition(units, count).entries()) {
    let bin = bins.get(group) ?? new Bin();
    bins.set(group, bin);
    let unit = units[index];
    unit !== void 0 && bin.add(unit);
  }
  return [...bins.values()].sort((a, b) => a.sizeBytes / a.frequency - b.sizeBytes / b.frequency);
}
function planLike(previous, components, count) {
  let layerOf = /* @__PURE__ */ new Map();
  for (let [index, names] of previous.entries())
    for (let name of names) layerOf.has(name) || layerOf.set(name, index);
  let bins = /* @__PURE__ */ new Map(), added = [], groups = [...groupBy(components, ({ group }) => group)].sort(
    ([a], [b]) => compareBytes(a, b)
  );
  for (let [, members] of groups) {
    let home = members.map(({ name }) => layerOf.get(name)).find((layer) => layer !== void 0), byLayer = groupBy(members, ({ name }) => layerOf.get(name) ?? home);
    for (let [layer, found] of byLayer) {
      if (layer === void 0) {
        added.push(unitOf(found));
        continue;
      }
      let bin = bins.get(layer) ?? new Bin();
      bins.set(layer, bin), bin.add(unitOf(found));
    }
  }
  let kept = [...bins].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  for (; kept.length > count; ) mergeCheapest(kept);
  added.sort((a, b) => b.sizeBytes * b.frequency - a.sizeBytes * a.frequency);
  for (let unit of added) {
    let bin = kept.length < count ? new Bin() : cheapest(kept, unit);
    kept.includes(bin) || kept.push(bin), bin.add(unit);
  }
  return kept;
}
function cheapest(bins, unit) {
  return bins.reduce((best, bin) => bin.costWith(unit) < best.costWith(unit) ? bin : best);
}
function mergeCheapest(bins) {
  let least = 1 / 0, pair;
  for (let [index, one] of bins.entries())
    for (let other of bins.slice(index + 1)) {
      let cost = one.costWith(other) - other.cost;
      cost >= least || (least = cost, pair = [one, other]);
    }
  if (pair === void 0) return;
  let [into, from] = pair;
  into.add(from), bins.splice(bins.indexOf(from), 1);
}

// lib/container/package-changes.ts
function formatPackageChanges(added, removed) {
  return [...told("now with", added), ...told("no longer with", removed)].join("; ");
}
function told(what, nevras) {
  if (nevras.length === 0) return [];
  let more = nevras.length > 5 ? ` and ${nevras.length - 5} more` : "";
  return [`${what} ${nevras.slice(0, 5).join(", ")}${more}`];
}

export {
  COMPONENTS,
  formatLayerContent,
  formatLayerPackages,
  readLayerContent,
  formatCommitContent,
  formatFilesContent,
  changesPerYear,
  formatLayerTitle,
  planLayers,
  LayerThreads,
  writeLayers,
  assertCompression,
  formatPackageChanges
};
