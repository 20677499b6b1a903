import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  asRoot,
  isRoot
} from "./chunk-LXN535CL.mjs";
import {
  makeFolder,
  runTool,
  startTool
} from "./chunk-DBSRCAXI.mjs";
import {
  currentTimeline,
  reportingTimeline,
  withTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/privileged-run.ts
import { once } from "node:events";
import { createInterface } from "node:readline";

// lib/host/privileged-wire.ts
function sendingLog(send) {
  let ids = 0;
  return {
    debug: (text) => send({ kind: "debug", text }),
    info: (text) => send({ kind: "info", text }),
    warn: (text, place) => send({ kind: "warn", text, ...place === void 0 ? {} : { place } }),
    group: async (title, body) => {
      ids += 1;
      let id = ids;
      send({ kind: "group", id, title });
      let failed = !0;
      try {
        let result = await body();
        return failed = !1, result;
      } finally {
        send({ kind: "group-end", id, failed });
      }
    },
    progress: (title, total, unit) => {
      ids += 1;
      let id = ids;
      return send({ kind: "progress", id, title, total, unit }), {
        advance: (amount) => send({ kind: "advance", id, amount }),
        done: () => send({ kind: "progress-end", id })
      };
    }
  };
}
var LogReplay = class {
  log;
  groups = /* @__PURE__ */ new Map();
  progresses = /* @__PURE__ */ new Map();
  constructor(log) {
    this.log = log;
  }
  /** Takes a message; returns false when it is none of a log. */
  take(message) {
    switch (message.kind) {
      case "debug":
      case "info":
        return this.log[message.kind](message.text), !0;
      case "warn":
        return this.log.warn(message.text, message.place), !0;
      case "group":
        return this.openGroup(message.id, message.title), !0;
      case "group-end":
        return this.groups.get(message.id)?.(message.failed), this.groups.delete(message.id), !0;
      case "progress": {
        let { id, title, total, unit } = message;
        return this.progresses.set(id, this.log.progress(title, total, unit)), !0;
      }
      case "advance":
        return this.progresses.get(message.id)?.advance(message.amount), !0;
      case "progress-end":
        return this.progresses.get(message.id)?.done(), this.progresses.delete(message.id), !0;
      case "span":
        return currentTimeline().add(message.span), !0;
      case "result":
      case "error":
        return !1;
    }
  }
  /** Ends what the other side could not end any more. */
  end() {
    for (let progress of this.progresses.values()) progress.done();
    for (let close of this.groups.values()) close(!0);
  }
  openGroup(id, title) {
    let closed = new Promise((resolve, reject) => {
      this.groups.set(id, (failed) => failed ? reject(new Error(title)) : resolve());
    });
    this.log.group(title, () => closed).catch(() => {
    });
  }
};
function formatWireError(error) {
  if (!(error instanceof Error))
    return { class: "other", code: "", text: String(error), causes: [] };
  let causes = [];
  for (let { cause } = error; cause instanceof Error; { cause } = cause) causes.push(cause.message);
  return error instanceof TreesmithError ? {
    class: error instanceof ConfigError ? "config" : "build",
    code: error.code,
    text: error.message,
    ...error.place === void 0 ? {} : { place: error.place },
    ...error.hint === void 0 ? {} : { hint: error.hint },
    causes
  } : { class: "other", code: "", text: error.stack ?? error.message, causes };
}
function parseWireError(wire) {
  let cause = wire.causes.reduceRight(
    (inner, text) => new Error(text, inner === void 0 ? {} : { cause: inner }),
    void 0
  ), details = {
    ...wire.place === void 0 ? {} : { place: wire.place },
    ...wire.hint === void 0 ? {} : { hint: wire.hint },
    ...cause === void 0 ? {} : { cause }
  };
  switch (wire.class) {
    case "config":
      return new ConfigError(wire.code, wire.text, details);
    case "build":
      return new BuildError(wire.code, wire.text, details);
    case "other":
      return new Error(wire.text, cause === void 0 ? {} : { cause });
  }
}

// lib/host/privileged-run.ts
var ENV_PASSED = ["PATH", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "NO_COLOR"], STDERR_TAIL_CHARS = 4096;
async function runPrivileged(options) {
  let { task, input, tasks, log } = options;
  if (isRoot()) {
    let body = tasks[task];
    if (body === void 0) throw new RangeError(`no task ${task}`);
    return await body(input, log) ?? null;
  }
  let argv = await asRoot(options.entry, `the stage "${task}"`), child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"], log }), { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-STDERR_TAIL_CHARS);
  }), stdin.on("error", () => {
  });
  let ended = once(child, "close"), request = {
    task,
    input,
    outputs: options.outputs,
    env: passedEnvironment(),
    timeline: currentTimeline().isWanted
  };
  stdin.write(`${JSON.stringify(request)}
`);
  let replay = new LogReplay(log), answer;
  for await (let line of createInterface({ input: stdout })) {
    let message = parseMessage(line);
    message === void 0 ? log.debug(line) : replay.take(message) || (answer = message);
  }
  stdin.end();
  let [exitCode, signal] = await ended;
  if (replay.end(), answer?.kind === "result") return answer.result;
  throw answer?.kind === "error" ? parseWireError(answer) : new BuildError(
    "PRIVILEGED_FAILED",
    `the stage "${task}" ended with ${signal ?? `exit code ${exitCode}`} and no result${complaint === "" ? "" : `:
${complaint.trim()}`}`
  );
}
function parseMessage(line) {
  try {
    return JSON.parse(line);
  } catch {
    return;
  }
}
function passedEnvironment() {
  return Object.fromEntries(
    ENV_PASSED.flatMap((name) => {
      let value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}

// lib/host/privileged-serve.ts
import { lstat } from "node:fs/promises";
import { createInterface as createInterface2 } from "node:readline";
async function servePrivileged(tasks) {
  let send = (message) => process.stdout.write(`${JSON.stringify(message)}
`), lines = createInterface2({ input: process.stdin }), over = !1, outputs = [];
  lines.once("close", () => {
    over || process.kill(process.pid, "SIGTERM");
  });
  try {
    let request = await readRequest(lines);
    outputs = request.outputs, Object.assign(process.env, request.env);
    let body = tasks[request.task];
    if (body === void 0) throw new RangeError(`no task ${request.task}`);
    if (!isRoot()) throw new Error("this is not root");
    let run = () => body(request.input, sendingLog(send)).finally(() => giveBack(outputs)), result = await (request.timeline ? withTimeline(sendingTimeline(send), run) : run());
    send({ kind: "result", result: result ?? null });
  } catch (error) {
    send({ kind: "error", ...formatWireError(error) }), process.exitCode = 1;
  } finally {
    over = !0, lines.close(), process.stdin.destroy();
  }
}
function sendingTimeline(send) {
  return reportingTimeline({
    span: (span) => send({ kind: "span", span }),
    sample: () => {
    }
  });
}
async function readRequest(lines) {
  let line = await new Promise((resolve) => lines.once("line", resolve));
  return JSON.parse(line);
}
async function giveBack(paths) {
  let [uid, gid] = [process.env.SUDO_UID, process.env.SUDO_GID];
  if (!(uid === void 0 || gid === void 0 || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)))
    for (let path of paths)
      await lstat(path).catch(() => {
      }) !== void 0 && await runTool(["chown", "-R", "-P", "-h", `${uid}:${gid}`, "--", path]);
}

// lib/build/privileged.ts
var STAGES = {
  compose: async () => (await import("./chunk-HUOP662Y.mjs")).composeTree,
  "compose-check": async () => (await import("./chunk-L6B2RAL4.mjs")).checkCompose,
  images: async () => (await import("./chunk-AVJOZJAD.mjs")).makeImages,
  "rootfs-container": async () => (await import("./chunk-QT3TGNZH.mjs")).makeRootfsContainer
}, TASKS = Object.fromEntries(
  Object.entries(STAGES).map(([name, load]) => [
    name,
    async (input, log) => await (await load())({ ...input, log })
  ])
);
function preloadStage(stage) {
  isRoot() && STAGES[stage]().catch(() => {
  });
}
async function runAsRoot(stage, options, {
  folders,
  outputs
}, { log, entry }) {
  for (let folder of folders) await makeFolder(folder);
  return await runPrivileged({
    task: stage,
    // A treefile holds Maps for messages alone; what is left is JSON.
    input: options,
    outputs,
    tasks: TASKS,
    log,
    entry: [process.execPath, entry, "root-stage"]
  });
}
function serveRootStage() {
  return servePrivileged(TASKS);
}

export {
  preloadStage,
  runAsRoot,
  serveRootStage
};
