import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openServiceCache
} from "./chunk-E53HUHHJ.mjs";
import "./chunk-JWUK6KXY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  startTool
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/runner/cache/client.ts
import { symlink } from "node:fs/promises";
import { join } from "node:path";
var CALL_TIMEOUT_MS = 20 * 60 * 1e3;
var PASSED = /^(ACTIONS_(?!ID_TOKEN)|GITHUB_(REPOSITORY|REF|SERVER_URL|RUN_)|SEGMENT_DOWNLOAD_|(https?|no)_proxy$|NODE_EXTRA_CA_CERTS$)/i;
var UNPACKING = /\btar"? failed with error: /;
async function startCacheClient(root, log) {
  const folder = /^[\w./@+-]+$/.test(root) ? void 0 : await makeTempDir();
  const calls = await startCalls(root, folder).catch(async (error) => {
    await folder?.[Symbol.asyncDispose]();
    throw error;
  });
  const run = async (call) => {
    const path = `~/${call.path}`;
    const answer = await calls.run({ ...call, path });
    const said = answer.lines.filter((line) => /^(?!::(debug|add-mask)::)./.test(line));
    const head = `cache: ${call.verb} ${call.key}: ${answer.result ?? "nothing"}`;
    log.debug([head, ...said].join("\n  "));
    return answer;
  };
  const find = async (verb, path, key, restoreKeys = []) => {
    const { result, lines } = await run({ verb, path, key, restoreKeys });
    if (typeof result === "string") return { kind: "hit", key: result };
    const refusal = refusalIn(lines) ?? { kind: "miss" };
    const isBroken = refusal.kind === "failed" && UNPACKING.test(refusal.reason);
    return isBroken ? { ...refusal, kind: "broken", key: foundKey(lines) ?? key } : refusal;
  };
  const save = async (path, key) => {
    const { result, lines } = await run({ verb: "save", path, key, restoreKeys: [] });
    if (typeof result === "number" && result !== -1) {
      return { kind: "saved", sizeBytes: archiveBytes(lines) };
    }
    const refusal = refusalIn(lines);
    if (refusal?.kind === "denied") return refusal;
    const found = await find("lookup", path, key);
    if (found.kind === "hit" && found.key === key) return { kind: "exists" };
    if (refusal === void 0 || /another job may be/.test(refusal.reason)) return { kind: "busy" };
    return refusal;
  };
  return {
    restore: (path, key, restoreKeys) => find("restore", path, key, restoreKeys),
    lookup: (path, key, restoreKeys) => find("lookup", path, key, restoreKeys),
    save,
    [Symbol.asyncDispose]: async () => {
      await calls.end();
      await folder?.[Symbol.asyncDispose]();
    }
  };
}
async function startCalls(root, folder) {
  const base = folder === void 0 ? root : join(folder.path, "root");
  if (folder !== void 0) await symlink(root, base);
  const child = await startTool([process.execPath, childPath()], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    cwd: root,
    env: clientEnvironment(base)
  });
  return new Calls(child);
}
var Calls = class {
  child;
  waiting = /* @__PURE__ */ new Map();
  ended;
  over;
  stderr = "";
  nextId = 1;
  constructor(child) {
    this.child = child;
    child.stderr?.on("data", (chunk) => {
      this.stderr = `${this.stderr}${chunk.toString()}`.slice(-2e3);
    });
    child.on("message", (message) => {
      const { id, result, lines } = message;
      this.settle(id, { result, lines });
    });
    this.ended = new Promise((done) => {
      const finish = (reason) => {
        this.over ??= reason;
        for (const id of [...this.waiting.keys()]) this.settle(id, failure(this.over));
        done();
      };
      child.on("error", (error) => finish(error.message));
      child.on(
        "exit",
        (code) => finish(`the cache client ended with exit code ${code} ${this.stderr.trim()}`.trim())
      );
    });
  }
  async run(call) {
    if (this.over !== void 0) return failure(this.over);
    const id = this.nextId;
    this.nextId += 1;
    const timer = setTimeout(() => {
      this.over = `the cache client took longer than ${CALL_TIMEOUT_MS / 6e4} minutes`;
      this.child.kill();
    }, CALL_TIMEOUT_MS);
    try {
      return await new Promise((done) => {
        this.waiting.set(id, done);
        this.child.send({ ...call, id }, (error) => {
          if (error !== null) this.settle(id, failure(error.message));
        });
      });
    } finally {
      clearTimeout(timer);
    }
  }
  async end() {
    this.over ??= "the cache is closed";
    if (this.child.connected) this.child.disconnect();
    else this.child.kill();
    await this.ended;
  }
  settle(id, answer) {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
};
function failure(reason) {
  return { result: null, lines: [`::error::${reason}`] };
}
function childPath() {
  const name = import.meta.filename.endsWith(".ts") ? "client-child.ts" : "cache-client.mjs";
  return join(import.meta.dirname, name);
}
function clientEnvironment(base) {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== void 0 && PASSED.test(name)) env[name] = value;
  }
  return { ...env, HOME: base, GITHUB_WORKSPACE: base, RUNNER_TEMP: base };
}
function refusalIn(lines) {
  const skipped = lines.find((line) => /^Cache (save|restore) skipped: /.test(line));
  if (skipped !== void 0) return { kind: "denied", reason: skipped };
  const denied = lines.find((line) => /cache (write|read) denied: /.test(line));
  if (denied !== void 0) return { kind: "denied", reason: plain(denied) };
  const said = lines.findLast((line) => /^::(warning|error)::|^Failed to save: /.test(line));
  return said === void 0 ? void 0 : { kind: "failed", reason: plain(said) };
}
function foundKey(lines) {
  const line = lines.find((text) => text.startsWith("Cache hit for"));
  return /^Cache hit for(?: restore-key)?: (\S+)$/.exec(line ?? "")?.[1];
}
function plain(line) {
  return line.replace(/^::\w+::/, "").replace(/^Failed to (save|restore): /, "").replaceAll("%0A", "\n").replaceAll("%0D", "").replaceAll("%25", "%");
}
function archiveBytes(lines) {
  const line = lines.find((text) => text.startsWith("::debug::File Size: "));
  return Number(/\d+$/.exec(line ?? "")?.[0] ?? 0);
}

// lib/runner/cache/actions-cache.ts
async function openActionsCache(options) {
  const { store, repository, remix, run, log } = options;
  return openServiceCache({
    ...{ store, owner: repository, remix, log },
    writer: `${run.id}-${run.attempt}`,
    start: (root) => startCacheClient(root, log),
    // GitHub keeps what a branch has saved from other branches.
    sharesKept: async () => true
  });
}
export {
  openActionsCache
};
