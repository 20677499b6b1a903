import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openServiceCache
} from "./chunk-T6ROHXTZ.mjs";
import "./chunk-FFAHVXNZ.mjs";
import "./chunk-6SUC3BPE.mjs";
import "./chunk-SWBYX6AK.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-3DWESOYY.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  startTool
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/runner/cache/client.ts
import { symlink } from "node:fs/promises";
import { join } from "node:path";
var CALL_TIMEOUT_MS = 1200 * 1e3, PASSED = /^(ACTIONS_(?!ID_TOKEN)|GITHUB_(REPOSITORY|REF|SERVER_URL|RUN_)|SEGMENT_DOWNLOAD_|(https?|no)_proxy$|NODE_EXTRA_CA_CERTS$)/i, UNPACKING = /\btar"? failed with error: /;
async function startCacheClient(root, log) {
  let folder = /^[\w./@+-]+$/.test(root) ? void 0 : await makeTempDir(), calls = await startCalls(root, folder).catch(async (error) => {
    throw await folder?.[Symbol.asyncDispose](), error;
  }), run = async (call) => {
    let path = `~/${call.path}`, answer = await calls.run({ ...call, path }), said = answer.lines.filter((line) => /^(?!::(debug|add-mask)::)./.test(line)), head = `cache: ${call.verb} ${call.key}: ${answer.result ?? "nothing"}`;
    return log.debug([head, ...said].join(`
  `)), answer;
  }, find = async (verb, path, key, restoreKeys = []) => {
    let { result, lines } = await run({ verb, path, key, restoreKeys });
    if (typeof result == "string") return { kind: "hit", key: result };
    let refusal = refusalIn(lines) ?? { kind: "miss" };
    return refusal.kind === "failed" && UNPACKING.test(refusal.reason) ? { ...refusal, kind: "broken", key: foundKey(lines) ?? key } : refusal;
  };
  return {
    restore: (path, key, restoreKeys) => find("restore", path, key, restoreKeys),
    lookup: (path, key, restoreKeys) => find("lookup", path, key, restoreKeys),
    save: async (path, key) => {
      let { result, lines } = await run({ verb: "save", path, key, restoreKeys: [] });
      if (typeof result == "number" && result !== -1)
        return { kind: "saved", sizeBytes: archiveBytes(lines) };
      let refusal = refusalIn(lines);
      if (refusal?.kind === "denied") return refusal;
      let found = await find("lookup", path, key);
      return found.kind === "hit" && found.key === key ? { kind: "exists" } : refusal === void 0 || /another job may be/.test(refusal.reason) ? { kind: "busy" } : refusal;
    },
    [Symbol.asyncDispose]: async () => {
      await calls.end(), await folder?.[Symbol.asyncDispose]();
    }
  };
}
async function startCalls(root, folder) {
  let base = folder === void 0 ? root : join(folder.path, "root");
  folder !== void 0 && await symlink(root, base);
  let child = await startTool([process.execPath, childPath()], {
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
    this.child = child, child.stderr?.on("data", (chunk) => {
      this.stderr = `${this.stderr}${chunk.toString()}`.slice(-2e3);
    }), child.on("message", (message) => {
      let { id, result, lines } = message;
      this.settle(id, { result, lines });
    }), this.ended = new Promise((done) => {
      let finish = (reason) => {
        this.over ??= reason;
        for (let id of [...this.waiting.keys()]) this.settle(id, failure(this.over));
        done();
      };
      child.on("error", (error) => finish(error.message)), child.on(
        "exit",
        (code) => finish(`the cache client ended with exit code ${code} ${this.stderr.trim()}`.trim())
      );
    });
  }
  async run(call) {
    if (this.over !== void 0) return failure(this.over);
    let id = this.nextId;
    this.nextId += 1;
    let timer = setTimeout(() => {
      this.over = `the cache client took longer than ${CALL_TIMEOUT_MS / 6e4} minutes`, this.child.kill();
    }, CALL_TIMEOUT_MS);
    try {
      return await new Promise((done) => {
        this.waiting.set(id, done), this.child.send({ ...call, id }, (error) => {
          error !== null && this.settle(id, failure(error.message));
        });
      });
    } finally {
      clearTimeout(timer);
    }
  }
  async end() {
    this.over ??= "the cache is closed", this.child.connected ? this.child.disconnect() : this.child.kill(), await this.ended;
  }
  settle(id, answer) {
    this.waiting.get(id)?.(answer), this.waiting.delete(id);
  }
};
function failure(reason) {
  return { result: null, lines: [`::error::${reason}`] };
}
function childPath() {
  let name = import.meta.filename.endsWith(".ts") ? "client-child.ts" : "cache-client.mjs";
  return join(import.meta.dirname, name);
}
function clientEnvironment(base) {
  let env = {};
  for (let [name, value] of Object.entries(process.env))
    value !== void 0 && PASSED.test(name) && (env[name] = value);
  return { ...env, HOME: base, GITHUB_WORKSPACE: base, RUNNER_TEMP: base };
}
function refusalIn(lines) {
  let skipped = lines.find((line) => /^Cache (save|restore) skipped: /.test(line));
  if (skipped !== void 0) return { kind: "denied", reason: skipped };
  let denied = lines.find((line) => /cache (write|read) denied: /.test(line));
  if (denied !== void 0) return { kind: "denied", reason: plain(denied) };
  let said = lines.findLast((line) => /^::(warning|error)::|^Failed to save: /.test(line));
  return said === void 0 ? void 0 : { kind: "failed", reason: plain(said) };
}
function foundKey(lines) {
  let line = lines.find((text) => text.startsWith("Cache hit for"));
  return /^Cache hit for(?: restore-key)?: (\S+)$/.exec(line ?? "")?.[1];
}
function plain(line) {
  return line.replace(/^::\w+::/, "").replace(/^Failed to (save|restore): /, "").replaceAll("%0A", `
`).replaceAll("%0D", "").replaceAll("%25", "%");
}
function archiveBytes(lines) {
  let line = lines.find((text) => text.startsWith("::debug::File Size: "));
  return Number(/\d+$/.exec(line ?? "")?.[0] ?? 0);
}

// lib/runner/cache/actions-cache.ts
async function openActionsCache(options) {
  let { store, repository, remix, run, log } = options;
  return openServiceCache({
    store,
    owner: repository,
    remix,
    log,
    writer: `${run.id}-${run.attempt}`,
    start: (root) => startCacheClient(root, log),
    // GitHub keeps what a branch has saved from other branches.
    sharesKept: async () => !0
  });
}
export {
  openActionsCache
};
