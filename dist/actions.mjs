import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertKnownInputs,
  inputReader
} from "./chunk-UDJSOKMO.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/runner/entry.ts
import { join } from "node:path";

// lib/runner/context.ts
function readContext(env) {
  let required = (name) => {
    let value = env[name];
    if (value !== void 0 && value !== "") return value;
    throw new ConfigError("NOT_IN_ACTIONS", `${name} is not set`, {
      hint: 'This file is the entry of a GitHub Action. On a terminal run "treesmith".'
    });
  };
  return {
    workspace: required("GITHUB_WORKSPACE"),
    tempDir: required("RUNNER_TEMP"),
    repository: env.GITHUB_REPOSITORY ?? "",
    ref: env.GITHUB_REF ?? "",
    sha: env.GITHUB_SHA ?? "",
    runId: env.GITHUB_RUN_ID ?? "0",
    runAttempt: env.GITHUB_RUN_ATTEMPT ?? "1",
    apiUrl: (env.GITHUB_API_URL ?? "https://api.github.com").replace(/\/+$/, ""),
    serverUrl: (env.GITHUB_SERVER_URL ?? "https://github.com").replace(/\/+$/, ""),
    hosted: env.RUNNER_ENVIRONMENT === "github-hosted",
    debug: env.RUNNER_DEBUG === "1"
  };
}

// lib/runner/input-names.ts
function inputSpecs(readInputs) {
  let specs = [], asked = (name, type, value) => (specs.push({ name, type }), value);
  return readInputs({
    text: (name) => asked(name, "text", void 0),
    lines: (name) => asked(name, "lines", []),
    boolean: (name) => asked(name, "`true` or `false`", !1),
    oneOf: (name, values) => asked(name, alternatives(values), values[0]),
    someOf: (name, values) => asked(name, `lines of ${alternatives(values)}`, [values[0]]),
    path: (name) => asked(name, "path", ""),
    optionalPath: (name) => asked(name, "path", void 0),
    count: (name) => asked(name, "number", void 0),
    secret: (name) => asked(name, "secret", void 0)
  }), specs;
}
function alternatives(values) {
  let quoted = values.map((value) => `\`${value}\``);
  return [quoted.slice(0, -1).join(", "), quoted.at(-1)].filter((part) => part !== "").join(" or ");
}

// lib/runner/annotations.ts
import { isAbsolute, relative, resolve } from "node:path";

// lib/runner/command.ts
import { stripVTControlCharacters } from "node:util";
function formatCommand(name, properties, message) {
  let list = Object.entries(properties).flatMap(
    ([key, value]) => value === void 0 || value === "" ? [] : [`${key}=${escapeProperty(String(value))}`]
  );
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escapeData(message)}`;
}
function plainLines(text) {
  return text.split(/\r\n|[\n\r]/).map((line) => visible(line).replace(KEY_V2, "$1: ").replaceAll(KEY_V1, "## ["));
}
function plainText(text) {
  return plainLines(text).join(`
`);
}
var KEY_V2 = new RegExp("^([\\s\\p{M}]*):(?=\\p{M}*:)", "u"), KEY_V1 = new RegExp("#\\p{M}*#\\p{M}*\\[", "gu"), UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
function visible(line) {
  return stripVTControlCharacters(line).toWellFormed().replaceAll(UNSEEN, "");
}
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll(`
`, "%0A");
}
function escapeProperty(text) {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// lib/runner/annotations.ts
var SHOWN = 9, MAX_MESSAGE = 4e3, Annotations = class {
  counts = { warning: 0, error: 0 };
  workspace;
  print;
  /** `workspace` is the checked-out repository; only its files can be annotated. */
  constructor(workspace, print) {
    this.workspace = workspace, this.print = print;
  }
  add({ level, message, place }) {
    this.counts[level] += 1;
    let file = place === void 0 ? void 0 : pathInRepository(place.file, this.workspace), where = place === void 0 || file !== void 0 ? "" : `${formatPlace(place)}: `;
    if (this.counts[level] > SHOWN) {
      let there = place === void 0 ? "" : `${formatPlace(place)}: `;
      for (let line of plainLines(`${there}${level}: ${message}`)) this.print(line);
      return;
    }
    let properties = {
      file: file === void 0 ? void 0 : plainLines(file).join(" "),
      line: file === void 0 ? void 0 : place?.line,
      col: file === void 0 ? void 0 : place?.column
    }, text = `${where}${message}`;
    if (text.length > MAX_MESSAGE) for (let line of plainLines(text)) this.print(line);
    this.print(formatCommand(level, properties, shorten(plainText(text))));
  }
  /** Says how many there were beyond those that are shown. To be called once, at the end. */
  close() {
    for (let level of ["warning", "error"]) {
      let more = this.counts[level] - SHOWN;
      if (more <= 0) continue;
      let what = more === 1 ? level : `${level}s`;
      this.print(formatCommand(level, {}, `${more} more ${what} in the log of this step`));
    }
  }
};
function pathInRepository(file, workspace) {
  let path = relative(workspace, resolve(workspace, file));
  return path === "" || path === ".." || path.startsWith("../") || isAbsolute(path) ? void 0 : path;
}
function shorten(text) {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE).toWellFormed()}
\u2026 the rest is in the log of this step`;
}

// lib/runner/log.ts
var PROGRESS_MS = 1e4, QUARTER_MS = 1e3, MIN_MASKED_LENGTH = 4;
function actionsLog(options) {
  let stream = options.stream ?? process.stdout, now = options.now ?? (() => performance.timeOrigin + performance.now()), print = (line) => {
    stream.write(`${line}
`);
  }, say = (text) => {
    for (let line of plainLines(text)) print(line);
  }, annotations = new Annotations(options.workspace, print), timeline = [], isGroupOpen = !1;
  return {
    timeline,
    debug: (message) => {
      options.debug && print(formatCommand("debug", {}, plainText(message)));
    },
    info: say,
    warn: (message, place) => annotations.add({ level: "warning", message, place }),
    group: async (title, body) => {
      let startMs = now(), isInner = isGroupOpen, [head = ""] = plainLines(title);
      print(isInner ? head : formatCommand("group", {}, head)), isGroupOpen = !0;
      let close = (ok) => {
        let endMs = now(), outcome = `${ok ? "done in" : "failed after"} ${formatSeconds(endMs - startMs)}`;
        print(isInner ? `${head}: ${outcome}` : outcome), timeline.push({ title, startMs, endMs, ok }), !isInner && (print("::endgroup::"), isGroupOpen = !1);
      };
      try {
        let result = await currentTimeline().span(title, { kind: "phase" }, body);
        return close(!0), result;
      } catch (error) {
        throw close(!1), error;
      }
    },
    progress: (title, total, unit) => progressLines({ title, total, unit, now, say }),
    mask: (secret) => {
      let parts = secret.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line.length >= MIN_MASKED_LENGTH);
      for (let value of /* @__PURE__ */ new Set([secret, ...parts]))
        value.trim() !== "" && print(formatCommand("add-mask", {}, value));
    },
    fail: (error) => {
      error instanceof TreesmithError || say("This is a fault in Treesmith; please report it.");
      let details = formatDetails(error);
      details !== "" && (print(formatCommand("group", {}, "Details of the error")), say(details), print("::endgroup::")), annotations.add({ level: "error", ...describe(error) });
    },
    close: () => annotations.close()
  };
}
function describe(error) {
  if (!(error instanceof TreesmithError))
    return { message: error instanceof Error ? error.message : String(error) };
  let hint = error.hint === void 0 ? [] : [`hint: ${error.hint}`];
  return { message: [error.message, ...hint, `code: ${error.code}`].join(`
`), place: error.place };
}
function formatDetails(error) {
  if (!(error instanceof Error)) return "";
  let lines = [];
  for (let cause = error.cause; cause instanceof Error && (error.message.includes(cause.message) || lines.push(`cause: ${cause.message}`), !(lines.length > 20)); cause = cause.cause)
    ;
  return error instanceof ConfigError || lines.push(error.stack ?? ""), lines.join(`
`);
}
function progressLines(options) {
  let { title, total, unit, now, say } = options, amount = (count) => unit === "bytes" ? formatBytes(count) : String(count), startMs = now(), value = 0, saidMs = startMs, quarter = 0;
  return {
    advance: (count) => {
      value += count;
      let nowMs = now(), sinceMs = nowMs - saidMs, reached = total > 0 ? Math.floor(4 * value / total) : 0;
      if (!(sinceMs >= PROGRESS_MS || reached > quarter && sinceMs >= QUARTER_MS) || value >= total) return;
      let perSecond = Math.round(value / ((nowMs - startMs) / 1e3)), counted = `${amount(value)} of ${amount(total)}${unit === "bytes" ? "" : ` ${unit}`}`;
      say(`${title}: ${counted}, ${amount(perSecond)}/s`), saidMs = nowMs, quarter = reached;
    },
    done: () => {
      if (saidMs === startMs) return;
      let counted = `${amount(value)}${unit === "bytes" ? "" : ` ${unit}`}`;
      say(`${title}: ${counted} in ${formatSeconds(now() - startMs)}`);
    }
  };
}
function formatSeconds(ms) {
  return `${(ms / 1e3).toFixed(1)} s`;
}

// lib/runner/summary.ts
import { appendFile, stat } from "node:fs/promises";
var MAX_BYTES = 1024 * 1024, NOTE_BYTES = 256;
async function appendSummary(path, markdown, log) {
  if (!(path === void 0 || path === "" || markdown === ""))
    try {
      let { size } = await stat(path), roomBytes = MAX_BYTES - size - NOTE_BYTES;
      if (roomBytes < 0) throw new Error(`the one of this step has ${size} bytes already`);
      await appendFile(path, fitSections(markdown, roomBytes));
    } catch (error) {
      log.warn(`cannot add to the job summary: ${error.message}`);
    }
}
function fitSections(markdown, maxBytes) {
  let sizeBytes = 0, left = 0, kept = splitSections(markdown).filter((section) => {
    let bytes = Buffer.byteLength(section), fits = sizeBytes + bytes <= maxBytes;
    return fits ? sizeBytes += bytes : left += 1, fits;
  });
  if (left === 0) return kept.join("");
  let what = left === 1 ? "1 section is" : `${left} sections are`;
  return `${kept.join("")}
_${what} left out: GitHub takes 1 MiB of a summary._
`;
}
function splitSections(markdown) {
  let sections = [[]], mark;
  for (let line of markdown.split(/(?<=\n)/)) {
    mark === void 0 && line.startsWith("## ") && sections.push([]);
    let [fence] = /^`{3,}/.exec(line) ?? [];
    mark === void 0 ? mark = fence : line.trimEnd() === mark && (mark = void 0), sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join("")).filter((section) => section !== "");
}

// lib/runner/entry.ts
async function runAsStep(options) {
  let { env } = process, log = actionsLog({
    workspace: env.GITHUB_WORKSPACE ?? "",
    debug: env.RUNNER_DEBUG === "1"
  });
  log.info(`Treesmith ${options.name}`);
  let { recordTimeline } = await import("./chunk-7FTEVKZJ.mjs");
  await recordTimeline((recorder) => runStep(options, log, recorder));
}
async function runAsPost(name, load) {
  let { env } = process, log = actionsLog({
    workspace: env.GITHUB_WORKSPACE ?? "",
    debug: env.RUNNER_DEBUG === "1"
  });
  log.info(`Treesmith ${name}, at the end of the job`);
  try {
    let { runPost: runPost2 } = await load(), context = readContext(env);
    await runPost2({ log, context, state: (key) => env[`STATE_${key}`] });
  } catch (error) {
    log.warn(error instanceof Error ? error.message : String(error));
  } finally {
    log.close();
  }
}
async function runStep(options, log, recorder) {
  let { env } = process, action;
  try {
    let context = readContext(env);
    action = await options.load();
    let ports = {
      name: options.name,
      log,
      context,
      recorder,
      entry: join(options.dist, "treesmith.mjs"),
      saveState
    }, result = await runChecked(action, ports);
    await setOutputs(result.outputs), await appendSummary(env.GITHUB_STEP_SUMMARY, result.summary ?? "", log);
  } catch (error) {
    log.fail(error), await setOutputs(action?.failed ?? {}), await summarize(error, log, recorder), process.exitCode = error instanceof ConfigError ? 2 : 1;
  } finally {
    log.close();
  }
}
async function runChecked(action, ports) {
  let names = inputSpecs(action.readInputs).map(({ name }) => name);
  assertKnownInputs(process.env, names);
  let reader = inputReader({
    env: process.env,
    workspace: ports.context.workspace,
    mask: (secret) => ports.log.mask(secret)
  });
  return action.run(action.readInputs(reader), ports);
}
async function summarize(error, log, recorder) {
  let { renderFailure } = await import("./chunk-S4AXQDBK.mjs"), { BootStopped } = await import("./chunk-63J7UTSL.mjs"), markdown = renderFailure(error, log.timeline, {
    recorded: recorder.snapshot(),
    root: process.env.GITHUB_WORKSPACE,
    boot: causesOf(error).find((one) => one instanceof BootStopped)?.remains
  });
  await appendSummary(process.env.GITHUB_STEP_SUMMARY, markdown, log);
}
function causesOf(error) {
  let chain = [];
  for (let one = error; one !== void 0 && !chain.includes(one); )
    chain.push(one), one = one instanceof Error ? one.cause : void 0;
  return chain;
}
async function saveState(name, value) {
  (await import("./chunk-6FMVOU7G.mjs")).saveState(name, value);
}
async function setOutputs(outputs) {
  let core = await import("./chunk-6FMVOU7G.mjs");
  for (let [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

// actions/main.ts
var ACTIONS = {
  setup: () => import("./chunk-VDC32YBD.mjs"),
  lock: () => import("./chunk-RPENVMEC.mjs"),
  plan: () => import("./chunk-2SCN54ZE.mjs"),
  compose: () => import("./chunk-KCAJM643.mjs"),
  "build-image": () => import("./chunk-AS52SWPT.mjs"),
  "build-container": () => import("./chunk-L2SLADRI.mjs"),
  "boot-test": () => import("./chunk-HO64UDBX.mjs"),
  sign: () => import("./chunk-O77ZKAP5.mjs"),
  publish: () => import("./chunk-5FHK4OZH.mjs"),
  collect: () => import("./chunk-BAYOMZLR.mjs")
}, POSTS = {
  setup: () => import("./chunk-EKQPNDB3.mjs")
};
async function runAction(name, dist) {
  let load = ACTIONS[name];
  await runAsStep({ name, load, dist });
}
async function runPost(name) {
  await runAsPost(name, POSTS[name]);
}
export {
  ACTIONS,
  POSTS,
  runAction,
  runPost
};
