import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertKnownInputs,
  inputReader
} from "./chunk-YIZRE4TM.mjs";
import "./chunk-6YHPK4EX.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/runner/entry.ts
import { join } from "node:path";

// lib/runner/context.ts
function readContext(env) {
  const required = (name) => {
    const value = env[name];
    if (value !== void 0 && value !== "") return value;
    throw new ConfigError("NOT_IN_ACTIONS", `${name} is not set`, {
      hint: 'This file is the entry of a GitHub Action. On a terminal run "treesmith".'
    });
  };
  return {
    workspace: required("GITHUB_WORKSPACE"),
    tempDir: required("RUNNER_TEMP"),
    repository: env["GITHUB_REPOSITORY"] ?? "",
    ref: env["GITHUB_REF"] ?? "",
    sha: env["GITHUB_SHA"] ?? "",
    runId: env["GITHUB_RUN_ID"] ?? "0",
    runAttempt: env["GITHUB_RUN_ATTEMPT"] ?? "1",
    apiUrl: (env["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/, ""),
    serverUrl: (env["GITHUB_SERVER_URL"] ?? "https://github.com").replace(/\/+$/, ""),
    hosted: env["RUNNER_ENVIRONMENT"] === "github-hosted",
    debug: env["RUNNER_DEBUG"] === "1"
  };
}

// lib/runner/input-names.ts
function inputSpecs(readInputs) {
  const specs = [];
  const asked = (name, type, value) => {
    specs.push({ name, type });
    return value;
  };
  readInputs({
    text: (name) => asked(name, "text", void 0),
    lines: (name) => asked(name, "lines", []),
    boolean: (name) => asked(name, "`true` or `false`", false),
    oneOf: (name, values) => asked(name, alternatives(values), values[0]),
    someOf: (name, values) => asked(name, `lines of ${alternatives(values)}`, [values[0]]),
    path: (name) => asked(name, "path", ""),
    optionalPath: (name) => asked(name, "path", void 0),
    count: (name) => asked(name, "number", void 0),
    secret: (name) => asked(name, "secret", void 0)
  });
  return specs;
}
function alternatives(values) {
  const quoted = values.map((value) => `\`${value}\``);
  return [quoted.slice(0, -1).join(", "), quoted.at(-1)].filter((part) => part !== "").join(" or ");
}

// lib/runner/annotations.ts
import { isAbsolute, relative, resolve } from "node:path";

// lib/runner/command.ts
import { stripVTControlCharacters } from "node:util";
function formatCommand(name, properties, message) {
  const list = Object.entries(properties).flatMap(
    ([key, value]) => value === void 0 || value === "" ? [] : [`${key}=${escapeProperty(String(value))}`]
  );
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escapeData(message)}`;
}
function plainLines(text) {
  return text.split(/\r\n|[\n\r]/).map((line) => visible(line).replace(KEY_V2, "$1: ").replaceAll(KEY_V1, "## ["));
}
function plainText(text) {
  return plainLines(text).join("\n");
}
var KEY_V2 = new RegExp("^([\\s\\p{M}]*):(?=\\p{M}*:)", "u");
var KEY_V1 = new RegExp("#\\p{M}*#\\p{M}*\\[", "gu");
var UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
function visible(line) {
  return stripVTControlCharacters(line).toWellFormed().replaceAll(UNSEEN, "");
}
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// lib/runner/annotations.ts
var SHOWN = 9;
var MAX_MESSAGE = 4e3;
var Annotations = class {
  counts = { warning: 0, error: 0 };
  workspace;
  print;
  /** `workspace` is the checked-out repository; only its files can be annotated. */
  constructor(workspace, print) {
    this.workspace = workspace;
    this.print = print;
  }
  add({ level, message, place }) {
    this.counts[level] += 1;
    const file = place === void 0 ? void 0 : pathInRepository(place.file, this.workspace);
    const where = place === void 0 || file !== void 0 ? "" : `${formatPlace(place)}: `;
    if (this.counts[level] > SHOWN) {
      const there = place === void 0 ? "" : `${formatPlace(place)}: `;
      for (const line of plainLines(`${there}${level}: ${message}`)) this.print(line);
      return;
    }
    const properties = {
      file: file === void 0 ? void 0 : plainLines(file).join(" "),
      line: file === void 0 ? void 0 : place?.line,
      col: file === void 0 ? void 0 : place?.column
    };
    const text = `${where}${message}`;
    if (text.length > MAX_MESSAGE) for (const line of plainLines(text)) this.print(line);
    this.print(formatCommand(level, properties, shorten(plainText(text))));
  }
  /** Says how many there were beyond those that are shown. To be called once, at the end. */
  close() {
    for (const level of ["warning", "error"]) {
      const more = this.counts[level] - SHOWN;
      if (more <= 0) continue;
      const what = more === 1 ? level : `${level}s`;
      this.print(formatCommand(level, {}, `${more} more ${what} in the log of this step`));
    }
  }
};
function pathInRepository(file, workspace) {
  const path = relative(workspace, resolve(workspace, file));
  return path === "" || path === ".." || path.startsWith("../") || isAbsolute(path) ? void 0 : path;
}
function shorten(text) {
  if (text.length <= MAX_MESSAGE) return text;
  return `${text.slice(0, MAX_MESSAGE).toWellFormed()}
\u2026 the rest is in the log of this step`;
}

// lib/runner/log.ts
var PROGRESS_MS = 1e4;
var QUARTER_MS = 1e3;
var MIN_MASKED_LENGTH = 4;
function actionsLog(options) {
  const stream = options.stream ?? process.stdout;
  const now = options.now ?? (() => performance.timeOrigin + performance.now());
  const print = (line) => void stream.write(`${line}
`);
  const say = (text) => {
    for (const line of plainLines(text)) print(line);
  };
  const annotations = new Annotations(options.workspace, print);
  const timeline = [];
  let isGroupOpen = false;
  const group = async (title, body) => {
    const startMs = now();
    const isInner = isGroupOpen;
    const [head = ""] = plainLines(title);
    if (isInner) print(head);
    else print(formatCommand("group", {}, head));
    isGroupOpen = true;
    const close = (ok) => {
      const endMs = now();
      const outcome = `${ok ? "done in" : "failed after"} ${formatSeconds(endMs - startMs)}`;
      print(isInner ? `${head}: ${outcome}` : outcome);
      timeline.push({ title, startMs, endMs, ok });
      if (isInner) return;
      print("::endgroup::");
      isGroupOpen = false;
    };
    try {
      const result = await currentTimeline().span(title, { kind: "phase" }, body);
      close(true);
      return result;
    } catch (error) {
      close(false);
      throw error;
    }
  };
  return {
    timeline,
    debug: (message) => {
      if (options.debug) print(formatCommand("debug", {}, plainText(message)));
    },
    info: say,
    warn: (message, place) => annotations.add({ level: "warning", message, place }),
    group,
    progress: (title, total, unit) => progressLines({ title, total, unit, now, say }),
    mask: (secret) => {
      const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
      const parts = lines.filter((line) => line.length >= MIN_MASKED_LENGTH);
      for (const value of /* @__PURE__ */ new Set([secret, ...parts])) {
        if (value.trim() !== "") print(formatCommand("add-mask", {}, value));
      }
    },
    fail: (error) => {
      if (!(error instanceof TreesmithError))
        say("This is a fault in Treesmith; please report it.");
      const details = formatDetails(error);
      if (details !== "") {
        print(formatCommand("group", {}, "Details of the error"));
        say(details);
        print("::endgroup::");
      }
      annotations.add({ level: "error", ...describe(error) });
    },
    close: () => annotations.close()
  };
}
function describe(error) {
  if (!(error instanceof TreesmithError)) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
  const hint = error.hint === void 0 ? [] : [`hint: ${error.hint}`];
  const message = [error.message, ...hint, `code: ${error.code}`].join("\n");
  return { message, place: error.place };
}
function formatDetails(error) {
  if (!(error instanceof Error)) return "";
  const lines = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (!error.message.includes(cause.message)) lines.push(`cause: ${cause.message}`);
    if (lines.length > 20) break;
  }
  if (!(error instanceof ConfigError)) lines.push(error.stack ?? "");
  return lines.join("\n");
}
function progressLines(options) {
  const { title, total, unit, now, say } = options;
  const amount = (count) => unit === "bytes" ? formatBytes(count) : String(count);
  const startMs = now();
  let value = 0;
  let saidMs = startMs;
  let quarter = 0;
  return {
    advance: (count) => {
      value += count;
      const nowMs = now();
      const sinceMs = nowMs - saidMs;
      const reached = total > 0 ? Math.floor(4 * value / total) : 0;
      const isDue = sinceMs >= PROGRESS_MS || reached > quarter && sinceMs >= QUARTER_MS;
      if (!isDue || value >= total) return;
      const perSecond = Math.round(value / ((nowMs - startMs) / 1e3));
      const counted = `${amount(value)} of ${amount(total)}${unit === "bytes" ? "" : ` ${unit}`}`;
      say(`${title}: ${counted}, ${amount(perSecond)}/s`);
      saidMs = nowMs;
      quarter = reached;
    },
    done: () => {
      if (saidMs === startMs) return;
      const counted = `${amount(value)}${unit === "bytes" ? "" : ` ${unit}`}`;
      say(`${title}: ${counted} in ${formatSeconds(now() - startMs)}`);
    }
  };
}
function formatSeconds(ms) {
  return `${(ms / 1e3).toFixed(1)} s`;
}

// lib/runner/summary.ts
import { appendFile, stat } from "node:fs/promises";
var MAX_BYTES = 1024 * 1024;
var NOTE_BYTES = 256;
async function appendSummary(path, markdown, log) {
  if (path === void 0 || path === "" || markdown === "") return;
  try {
    const { size } = await stat(path);
    const roomBytes = MAX_BYTES - size - NOTE_BYTES;
    if (roomBytes < 0) throw new Error(`the one of this step has ${size} bytes already`);
    await appendFile(path, fitSections(markdown, roomBytes));
  } catch (error) {
    log.warn(`cannot add to the job summary: ${error.message}`);
  }
}
function fitSections(markdown, maxBytes) {
  let sizeBytes = 0;
  let left = 0;
  const kept = splitSections(markdown).filter((section) => {
    const bytes = Buffer.byteLength(section);
    const fits = sizeBytes + bytes <= maxBytes;
    if (fits) sizeBytes += bytes;
    else left += 1;
    return fits;
  });
  if (left === 0) return kept.join("");
  const what = left === 1 ? "1 section is" : `${left} sections are`;
  return `${kept.join("")}
_${what} left out: GitHub takes 1 MiB of a summary._
`;
}
function splitSections(markdown) {
  const sections = [[]];
  let mark;
  for (const line of markdown.split(/(?<=\n)/)) {
    if (mark === void 0 && line.startsWith("## ")) sections.push([]);
    const [fence] = /^`{3,}/.exec(line) ?? [];
    if (mark === void 0) mark = fence;
    else if (line.trimEnd() === mark) mark = void 0;
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join("")).filter((section) => section !== "");
}

// lib/runner/entry.ts
async function runAsStep(options) {
  const { env } = process;
  const log = actionsLog({
    workspace: env["GITHUB_WORKSPACE"] ?? "",
    debug: env["RUNNER_DEBUG"] === "1"
  });
  log.info(`Treesmith ${options.name}`);
  const { recordTimeline } = await import("./chunk-ZR4FBLHT.mjs");
  await recordTimeline((recorder) => runStep(options, log, recorder));
}
async function runStep(options, log, recorder) {
  const { env } = process;
  let action;
  try {
    const context = readContext(env);
    action = await options.load();
    const ports = {
      name: options.name,
      log,
      context,
      recorder,
      entry: join(options.dist, "treesmith.mjs")
    };
    const result = await runChecked(action, ports);
    await setOutputs(result.outputs);
    await appendSummary(env["GITHUB_STEP_SUMMARY"], result.summary ?? "", log);
  } catch (error) {
    log.fail(error);
    await setOutputs(action?.failed ?? {});
    await summarize(error, log, recorder);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  } finally {
    log.close();
  }
}
async function runChecked(action, ports) {
  const names = inputSpecs(action.readInputs).map(({ name }) => name);
  assertKnownInputs(process.env, names);
  const reader = inputReader({
    env: process.env,
    workspace: ports.context.workspace,
    mask: (secret) => ports.log.mask(secret)
  });
  return action.run(action.readInputs(reader), ports);
}
async function summarize(error, log, recorder) {
  const { renderFailure } = await import("./chunk-O356GR3L.mjs");
  const markdown = renderFailure(error, log.timeline, {
    recorded: recorder.snapshot(),
    root: process.env["GITHUB_WORKSPACE"]
  });
  await appendSummary(process.env["GITHUB_STEP_SUMMARY"], markdown, log);
}
async function setOutputs(outputs) {
  const core = await import("./chunk-XCUUJKIR.mjs");
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

// actions/main.ts
var ACTIONS = {
  setup: () => import("./chunk-TSPAVMZD.mjs"),
  lock: () => import("./chunk-R2QT7KNC.mjs"),
  plan: () => import("./chunk-SDNKTWOJ.mjs"),
  compose: () => import("./chunk-BB2O2GLT.mjs"),
  "build-image": () => import("./chunk-HSUHH3ND.mjs"),
  "boot-test": () => import("./chunk-N3IFCGJ4.mjs"),
  sign: () => import("./chunk-NLR2BLUJ.mjs"),
  publish: () => import("./chunk-RDMYCEVR.mjs"),
  collect: () => import("./chunk-D4P5LTAJ.mjs")
};
async function runAction(name, dist) {
  const load = ACTIONS[name];
  await runAsStep({ name, load, dist });
}
export {
  ACTIONS,
  runAction
};
