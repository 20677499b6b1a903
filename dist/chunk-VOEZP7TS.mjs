import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  MAX_STATE_BYTES,
  describePackages,
  lockedNevras,
  outputId,
  parseBuildState
} from "./chunk-DZYIMEL5.mjs";
import {
  lockedArch
} from "./chunk-LZYFTF7O.mjs";
import {
  commitInputHash,
  containerInputHash,
  imageInputHash
} from "./chunk-3XQMDXT4.mjs";
import {
  solveLock
} from "./chunk-2Z3UPW7G.mjs";
import {
  currentLock
} from "./chunk-BZZJ3KKZ.mjs";
import {
  readLockfile
} from "./chunk-OMOW34LB.mjs";
import {
  HttpStatusError,
  redactUrl
} from "./chunk-MMSKSHK2.mjs";
import {
  packageList
} from "./chunk-2EG5ZA3A.mjs";
import {
  parseNevra
} from "./chunk-77DXW6FU.mjs";
import {
  ARCHITECTURES,
  BASEARCHES,
  isBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  ToolError,
  readTool
} from "./chunk-DBSRCAXI.mjs";
import {
  isChecksum,
  objectChecksum,
  objectPath,
  parseCommit
} from "./chunk-ZFWD6OLO.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/plan/decide.ts
function decideOutputs(wanted, published, { force, known }) {
  let changedCommits = /* @__PURE__ */ new Set();
  return wanted.map(({ packages, ...output }) => {
    let speaking = published.filter(
      ({ basearches }) => basearches === void 0 || basearches.has(output.basearch)
    ), found = speaking.map(({ outputs }) => outputs.get(output.id)).find(Boolean), reason = force ? "asked for" : findReason({ ...output, ...packages && { packages } }, speaking, changedCommits, known);
    reason !== void 0 && output.kind === "commit" && changedCommits.add(output.basearch);
    let shown = found === void 0 ? {} : { published: withoutPackages(found) };
    return { ...output, changed: reason !== void 0, reason: reason ?? "as published", ...shown };
  });
}
function findReason(output, speaking, changedCommits, known) {
  let { id, kind, inputHash, packages } = output;
  if (speaking.length === 0) return "never published";
  let asked = kind === "commit" ? speaking : speaking.filter(({ commitsOnly }) => !commitsOnly), commitChanged = kind !== "commit" && changedCommits.has(output.basearch);
  for (let { source, outputs } of asked) {
    let found = outputs.get(id), where = asked.length === 1 ? "" : ` (${source})`;
    if (found === void 0) return `never published${where}`;
    if (!(found.inputHash === inputHash || commitChanged))
      return kind !== "commit" ? `${kind} spec changed${where}` : `${describeCommit(found, packages, known)}${where}`;
  }
  return commitChanged ? "its commit changed" : void 0;
}
function describeCommit(found, packages, known) {
  if (found.inputHash === void 0) return "published without an input hash";
  let before = found.packages ?? known.get(found.inputHash);
  return before === void 0 || packages === void 0 ? "packages or treefile changed" : describePackages(before, packages) ?? "same package versions; the treefile, its files, the version or the bytes of a package changed";
}
function withoutPackages({ packages: _packages, ...output }) {
  return output;
}

// lib/plan/runners.ts
var HOSTED = {
  x86_64: "ubuntu-24.04",
  aarch64: "ubuntu-24.04-arm"
}, EMULATING = "ubuntu-24.04", LABEL = /^[A-Za-z0-9_][\w .:/-]{0,99}$/;
function parseRunners(lines) {
  let runners = /* @__PURE__ */ new Map();
  for (let line of lines.map((each) => each.trim()).filter((each) => each !== "")) {
    let [basearch = "", ...rest] = line.split("="), labels = rest.join("=").split(",").map((label) => label.trim()), name = basearch.trim();
    if (!isBasearch(name)) throw badRunner(line, `"${name}" is none of ${BASEARCHES.join(", ")}`);
    if (runners.has(name)) throw badRunner(line, `${name} has a runner already`);
    if (!labels.every((label) => LABEL.test(label))) throw badRunner(line, "has no runner label");
    let [first = ""] = labels;
    runners.set(name, {
      runner: labels.length === 1 ? first : labels,
      emulated: labels.length === 1 && isForeign(first, name)
    });
  }
  return runners;
}
function resolveRunner(basearch, runners) {
  let hosted = HOSTED[basearch];
  return runners.get(basearch) ?? { runner: hosted ?? EMULATING, emulated: hosted === void 0 };
}
function isForeign(label, basearch) {
  let match = /^ubuntu-(?:latest|slim|\d\d\.\d\d)(-arm)?$/.exec(label);
  return match === null ? !1 : basearch !== (match[1] === void 0 ? "x86_64" : "aarch64");
}
function badRunner(line, what) {
  let shown = JSON.stringify(line.slice(0, 100));
  return new ConfigError("BAD_RUNNER", `runners: ${shown}: ${what}`, {
    hint: 'Write for example "aarch64=ubuntu-24.04-arm", or "x86_64=self-hosted,linux" for several labels.'
  });
}

// lib/plan/matrix.ts
var MAX_LEGS = 256;
function artifactPrefix(remix) {
  return `treesmith-${remix}+`;
}
function planMatrix(remix, outputs, formats, runners) {
  let changed = outputs.filter((output) => output.changed), include = changed.flatMap((output) => {
    let { basearch, kind, name } = output, together = changed.some(
      (other) => other.basearch === basearch && other.kind !== "commit"
    );
    return kind === "commit" && together ? [] : [
      {
        architecture: basearch,
        image: kind === "image" ? name : "",
        format: kind === "image" ? formats.get(name) ?? "" : "",
        container: kind === "container" ? name : "",
        ...resolveRunner(basearch, runners),
        artifact: `${artifactPrefix(remix)}${[basearch, ...kind === "commit" ? [] : [kind, name]].join("-")}`
      }
    ];
  });
  if (include.length <= MAX_LEGS) return { include };
  throw new ConfigError(
    "TOO_MANY_LEGS",
    `the matrix would have ${include.length} jobs, and GitHub runs at most ${MAX_LEGS}`,
    { hint: "Plan one architecture at a time, or split the remix." }
  );
}

// lib/plan/published-bytes.ts
async function getPublished(http, url, { name, limitBytes }) {
  try {
    return await http.getBytes(url, { limitBytes, headers: { "cache-control": "no-cache" } });
  } catch (error) {
    if (error instanceof HttpStatusError && [404, 410].includes(error.status)) return;
    throw error instanceof BuildError ? unreadable(name, error.message, error) : error;
  }
}
function unreadable(name, why, cause) {
  return new BuildError(
    "PUBLISHED_UNREADABLE",
    `what was published cannot be read from ${name}: ${why}`,
    { cause, hint: "See that the server answers; --force plans everything without asking." }
  );
}
function corrupt(name, why, cause) {
  return new BuildError("PUBLISHED_CORRUPT", `${name}: ${why}`, {
    ...cause === void 0 ? {} : { cause },
    hint: "Somebody changed it, or it is damaged; --force plans everything without asking."
  });
}

// lib/plan/published-commit.ts
var MAX_REF_BYTES = 256, MAX_COMMIT_BYTES = 32 * 1024 * 1024;
async function readOstreeRefs(source, context) {
  let { ref: wanted, name } = source, refs = [...context.refs].filter(([, ref]) => wanted === void 0 || ref === wanted);
  if (refs.length === 0)
    throw new ConfigError(
      "UNKNOWN_REF",
      `no architecture of this remix has the ref ${wanted ?? "that its commit would get"}`,
      { hint: `The treefile gives ${[...context.refs.values()].join(", ") || "none"}.` }
    );
  let found = await Promise.all(
    refs.map(async ([basearch, ref]) => {
      let output = await readRefCommit(source, ref, context);
      return [basearch, output];
    })
  );
  return {
    source: name,
    basearches: new Set(refs.map(([basearch]) => basearch)),
    commitsOnly: !0,
    outputs: new Map(
      found.flatMap(
        ([basearch, output]) => output === void 0 ? [] : [[`${basearch}/commit`, output]]
      )
    )
  };
}
async function readRefCommit({ url, name }, ref, { http, log }) {
  let path = ref.split("/").map(encodeURIComponent).join("/"), line = await getPublished(http, new URL(`refs/heads/${path}`, url).href, {
    name,
    limitBytes: MAX_REF_BYTES
  });
  if (line === void 0) {
    log.info(`${name} has no ref ${ref}: nothing was published yet.`);
    return;
  }
  let commit = line.toString("utf8").trim();
  if (!isChecksum(commit)) throw corrupt(name, `the ref ${ref} leads to no commit`);
  let object = await getPublished(http, new URL(objectPath(commit, "commit"), url).href, {
    name,
    limitBytes: MAX_COMMIT_BYTES
  });
  if (object === void 0)
    throw corrupt(name, `the ref ${ref} leads to ${commit}, which is not there`);
  if (objectChecksum(object) !== commit)
    throw corrupt(name, `commit ${commit} has the SHA-256 ${objectChecksum(object)}`);
  return { ...metadataOf(parse(object, name, commit)), commit, ref };
}
function parse(object, name, commit) {
  try {
    return parseCommit(object);
  } catch (error) {
    throw error instanceof TreesmithError ? corrupt(name, `${commit} is no commit: ${error.message}`, error) : error;
  }
}
function metadataOf({ metadata }) {
  let found = (key) => metadata.find(([name]) => name === key)?.[1], hash = found("rpmostree.inputhash")?.value, list = found("rpmostree.rpmdb.pkglist"), inputHash = typeof hash == "string" ? hash : void 0;
  if (list?.codec.signature !== packageList.signature) return { inputHash };
  let packages = list.value.map(
    ([name, epoch, version, release, arch]) => ({ name, epoch, version, release, arch })
  );
  return { inputHash, packages };
}

// lib/host/network-environment.ts
var NAMES = [
  "REGISTRY_AUTH_FILE",
  "DOCKER_CONFIG",
  "XDG_RUNTIME_DIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy"
];
function networkEnvironment() {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      let value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}

// lib/plan/published-image.ts
var LABEL2 = "rpmostree.inputhash", TIMEOUT_MS = 2 * 6e4, NOT_THERE = /manifest unknown|name unknown|repository name not known|unexpected HTTP status: 404/i, FORGED = /does not match/;
async function readOciLabels(source, { architectures, log }) {
  let { name, reference } = source, common = { source: name, commitsOnly: !0 }, raw = await inspect(["--raw"], reference, log);
  if (raw === void 0)
    return log.info(`${name} is not there: nothing was published yet.`), { ...common, basearches: void 0, outputs: /* @__PURE__ */ new Map() };
  let manifest = parseObject(raw, name);
  if (!Array.isArray(manifest.manifests)) {
    let config = await readConfig(reference, log), basearch = BASEARCHES.find((each) => ARCHITECTURES[each].oci === config.architecture);
    if (basearch === void 0)
      throw corrupt(name, `is for ${JSON.stringify(config.architecture)}, no architecture of ours`);
    let outputs2 = /* @__PURE__ */ new Map([[`${basearch}/commit`, config.output]]);
    return { ...common, basearches: /* @__PURE__ */ new Set([basearch]), outputs: outputs2 };
  }
  let outputs = /* @__PURE__ */ new Map();
  for (let basearch of architectures) {
    let digest = findDigest(manifest.manifests, basearch);
    if (digest === void 0) continue;
    let repository = reference.replace(/@sha256:.*$/, "").replace(/:[^:/]*$/, ""), { output } = await readConfig(`${repository}@${digest}`, log);
    outputs.set(`${basearch}/commit`, output);
  }
  return { ...common, basearches: void 0, outputs };
}
function findDigest(manifests, basearch) {
  for (let entry of manifests) {
    let { digest, platform } = entry ?? {}, { architecture } = platform ?? {};
    if (architecture === ARCHITECTURES[basearch].oci && typeof digest == "string" && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  }
}
async function readConfig(reference, log) {
  let text = await inspect(["--config", "--raw"], reference, log);
  if (text === void 0) throw corrupt(reference, "is named by its index, and is not there");
  let { architecture, config } = parseObject(text, reference), { Labels: labels } = config ?? {}, label = (labels ?? {})[LABEL2];
  return { architecture, output: { inputHash: typeof label == "string" ? label : void 0 } };
}
async function inspect(args, reference, log) {
  let tls = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//.test(reference) ? ["--tls-verify=false"] : [];
  try {
    return await readTool(["skopeo", "inspect", ...args, ...tls, `docker://${reference}`], {
      env: networkEnvironment(),
      timeoutMs: TIMEOUT_MS,
      log
    });
  } catch (error) {
    if (!(error instanceof TreesmithError) || error instanceof ConfigError) throw error;
    let stderr = error instanceof ToolError ? error.stderr : "";
    if (NOT_THERE.test(stderr)) return;
    let why = /msg="((?:[^"\\]|\\.)*)"/.exec(stderr)?.[1]?.replaceAll('\\"', '"');
    throw FORGED.test(stderr) ? corrupt(reference, why ?? error.message, error) : unreadable(reference, why ?? error.message, error);
  }
}
function parseObject(text, name) {
  try {
    let value = JSON.parse(text);
    if (typeof value == "object" && value !== null) return value;
  } catch {
  }
  throw corrupt(name, "is no container image");
}

// lib/plan/published-state.ts
async function readState({ name, url }, { http, remix, log }) {
  let bytes = await getPublished(http, url, { name, limitBytes: MAX_STATE_BYTES });
  bytes === void 0 && log.info(`${name} is not there: nothing was published yet.`);
  let state = bytes === void 0 ? void 0 : parseBuildState(bytes.toString("utf8"), name);
  if (state !== void 0 && state.remix !== remix)
    throw new ConfigError(
      "OTHER_REMIX",
      `${name} is of the remix "${state.remix}", expected "${remix}"`,
      { hint: "Name what this remix published, or plan everything with --force." }
    );
  let outputs = Object.entries(state?.outputs ?? {}).map(([id, { packages, ...output }]) => {
    let nevras = packages === void 0 ? void 0 : parsePackages(packages);
    return [id, nevras === void 0 ? output : { ...output, packages: nevras }];
  });
  return {
    source: name,
    basearches: void 0,
    commitsOnly: !1,
    outputs: new Map(outputs),
    ...state === void 0 ? {} : { state }
  };
}
function parsePackages(packages) {
  try {
    return packages.map(parseNevra);
  } catch (error) {
    if (error instanceof TreesmithError) return;
    throw error;
  }
}

// lib/plan/source.ts
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
function parseSource(line) {
  let text = line.trim();
  if (text === "" || new RegExp("\\p{Cc}", "u").test(text))
    throw badSource(line, "is empty or has control characters");
  return text.startsWith("oci:") ? parseOci(text) : text.startsWith("ostree:") ? parseOstree(text) : { kind: "state", name: nameOf(text), url: toUrl(text, line).href };
}
function isLocal(source) {
  return source.kind !== "oci" && source.url.startsWith("file:");
}
var HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/, REPOSITORY = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/, SUFFIX = /(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
function parseOci(text) {
  let reference = text.slice(4), slash = reference.indexOf("/"), host = reference.slice(0, Math.max(slash, 0)), repository = reference.slice(slash + 1).replace(SUFFIX, "");
  if (!(HOST.test(host) && (/[.:[]/.test(host) || host === "localhost")) || !REPOSITORY.test(repository))
    throw badSource(text, "is no image with its registry, such as oci:ghcr.io/me/anvil:latest");
  return { kind: "oci", name: reference, reference };
}
function parseOstree(text) {
  let [location = "", ref, ...rest] = text.slice(7).split("#");
  if (location === "" || rest.length > 0)
    throw badSource(
      text,
      "is no repository, such as ostree:https://example.org/repo#anvil/1/x86_64"
    );
  if (ref !== void 0 && !isRef(ref)) throw badSource(text, `has "${ref}" for a ref`);
  let url = toUrl(location, text);
  if (url.search !== "") throw badSource(text, "has a query, and files lie below the URL");
  return url.pathname.endsWith("/") || (url.pathname += "/"), { kind: "ostree", name: nameOf(location), url: url.href, ref };
}
function isRef(ref) {
  return /^\w[\w.-]*(?:\/[\w.-]+)*$/.test(ref) && !ref.split("/").some((part) => /^\.+$/.test(part));
}
function toUrl(text, line) {
  if (isAbsolute(text) || !/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text))
    return pathToFileURL(resolve(text));
  let url = URL.parse(text);
  if (url !== null && ["http:", "https:", "file:"].includes(url.protocol)) return url;
  throw badSource(line, "is neither a path nor an http or https URL");
}
function nameOf(text) {
  return text.includes("://") ? redactUrl(text) : text;
}
function badSource(line, what) {
  let shown = redactUrl(line.trim()).slice(0, 200);
  return new ConfigError("BAD_PUBLISHED", `published: ${JSON.stringify(shown)} ${what}`, {
    hint: "Expected the path or URL of a build-state.json, ostree:URL#REF, or oci:REGISTRY/IMAGE:TAG."
  });
}

// lib/plan/published.ts
async function readPublished(line, context) {
  let source = parseSource(line);
  if (context.offline && !isLocal(source))
    throw new ConfigError(
      "PUBLISHED_OFFLINE",
      `${source.name} is on a server, and nothing may be fetched`,
      { hint: "Leave --offline out, or name a build-state.json on this machine." }
    );
  switch (source.kind) {
    case "state":
      return readState(source, context);
    case "ostree":
      return readOstreeRefs(source, context);
    case "oci":
      return readOciLabels(source, context);
  }
}

// lib/build/plan.ts
async function runPlan(workspace, { published, runners, force, update }) {
  let runnerOf = parseRunners(runners), lines = published.map((line) => line.trim()).filter((line) => line !== "");
  for (let line of lines) parseSource(line);
  let { lockfile, lock } = await planLock(workspace, update), wanted = await wantedOutputs(workspace, lockfile), found = force ? [] : await readAll(workspace, lines), known = lock.stale ? await lockedBefore(workspace) : /* @__PURE__ */ new Map(), outputs = decideOutputs(wanted, found, { force, known }), { remix } = workspace, formats = new Map(remix.images.map(({ name, format }) => [name, format]));
  return {
    remix: remix.name,
    changed: outputs.some(({ changed }) => changed),
    outputs,
    artifactPrefix: artifactPrefix(remix.name),
    matrix: planMatrix(remix.name, outputs, formats, runnerOf),
    lock,
    kept: keptOutputs(outputs, found)
  };
}
function formatPlan({ outputs, lock, matrix }) {
  let width = Math.max(...outputs.map(({ id }) => id.length)), rows = outputs.map(
    ({ id, changed, reason }) => `${id.padEnd(width)}  ${changed ? "rebuild" : "keep   "}  ${reason}`
  ), legs = matrix.include.length;
  return [
    ...rows,
    ...lock.stale ? [`${lock.path} is behind the repositories: run "treesmith lock"`] : [],
    legs === 0 ? "Nothing must be rebuilt." : `${legs} ${legs === 1 ? "job" : "jobs"} to run.`
  ];
}
async function planLock(workspace, update) {
  let path = workspace.remix.lockfile;
  if (!update)
    return { lockfile: await currentLock(workspace), lock: { path, stale: !1, changes: [] } };
  let { lockfile, outcome } = await solveLock(workspace);
  return { lockfile, lock: { path, stale: outcome.changed, changes: outcome.changes } };
}
async function wantedOutputs(workspace, lockfile) {
  let { remix, treefiles, architectures } = workspace, wanted = [];
  for (let [basearch, treefile] of treefiles) {
    if (!architectures.includes(basearch)) continue;
    let locked = lockedArch(lockfile, basearch, workspace), commit = await commitInputHash(workspace, treefile, locked), output = (kind, name, inputHash) => ({ id: outputId(basearch, kind, name), kind, basearch, name, inputHash });
    wanted.push({ ...output("commit", "", commit), packages: lockedNevras(locked) });
    for (let image of remix.images) {
      let hash = imageInputHash(workspace, treefile, commit, image);
      wanted.push(output("image", image.name, hash));
    }
    for (let container of remix.containers) {
      let hash = await containerInputHash(workspace, treefile, commit, container);
      wanted.push(output("container", container.name, hash));
    }
  }
  return wanted;
}
async function lockedBefore(workspace) {
  let known = /* @__PURE__ */ new Map(), lockfile = await readLockfile(workspace.remix.lockfile).catch(() => {
  });
  for (let [basearch, treefile] of workspace.treefiles) {
    let locked = lockfile?.arches.find(({ arch }) => arch === basearch);
    locked !== void 0 && known.set(await commitInputHash(workspace, treefile, locked), lockedNevras(locked));
  }
  return known;
}
function readAll(workspace, lines) {
  let { remix, treefiles, architectures, http, log, offline } = workspace, refs = new Map(
    [...treefiles].flatMap(
      ([basearch, { ref }]) => ref === void 0 ? [] : [[basearch, ref]]
    )
  ), context = { remix: remix.name, architectures, refs, http, log, offline };
  return Promise.all(lines.map((line) => readPublished(line, context)));
}
function keptOutputs(outputs, published) {
  let rebuilt = new Set(outputs.filter(({ changed }) => changed).map(({ id }) => id)), states = published.map(({ state }) => state?.outputs ?? {});
  return Object.fromEntries(
    states.flatMap((state) => Object.entries(state)).filter(([id]) => !rebuilt.has(id))
  );
}

export {
  runPlan,
  formatPlan
};
