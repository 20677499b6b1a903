import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/compose/tree.ts
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
var SYMLINK_LIMIT = 40, Tree = class {
  path;
  constructor(path) {
    this.path = path;
  }
  /**
   * Returns the host path of `path`. The last component is not followed unless `follow` is set;
   * what does not exist stays as it is.
   *
   * @throws BuildError PATH_ESCAPES_TREE for `..` in `path`, and for a loop of links
   */
  async resolve(path, follow = !1) {
    let todo = components(path);
    if (todo.includes("..")) throw escapes(path);
    let done = [];
    for (let links = 0; todo.length > 0; ) {
      let name = todo.shift() ?? "";
      if (name === "..") {
        done.pop();
        continue;
      }
      let here = join(this.path, ...done, name), target = todo.length > 0 || follow ? linkTarget(here) : void 0;
      if (target === void 0) {
        done.push(name);
        continue;
      }
      if (links += 1, links > SYMLINK_LIMIT) throw escapes(path);
      target.startsWith("/") && (done.length = 0), todo.unshift(...components(target));
    }
    return join(this.path, ...done);
  }
  /** What lstat says, or undefined when there is nothing. */
  async lstat(path) {
    return lstatOf(await this.resolve(path));
  }
  /** What stat says, or undefined when there is nothing or the link leads nowhere. */
  async stat(path) {
    let host = await this.resolve(path, !0);
    return orUndefined(() => statSync(host));
  }
  async readlink(path) {
    return linkTarget(await this.resolve(path));
  }
  /** Text of the file, links followed, or undefined when there is none. */
  async read(path) {
    let host = await this.resolve(path, !0);
    return orUndefined(() => readFileSync(host, "utf8"));
  }
  /** Sorted names of a folder; none when it does not exist. */
  async list(path) {
    let host = await this.resolve(path, !0);
    return (orUndefined(() => readdirSync(host)) ?? []).sort(compareBytes);
  }
  /** Writes a file in place of whatever stands there (not through a link); makes its folder. */
  async write(path, data, mode = 420) {
    await this.mkdir(dirname(path));
    let host = await this.resolve(path), temporary = `${host}.treesmith-new`;
    writeFileSync(temporary, data, { flag: "wx" }), chmodSync(temporary, mode), renameSync(temporary, host);
  }
  /** Makes a folder and its parents, mode 0755 whatever the umask. */
  async mkdir(path) {
    let resolved = await this.resolve(path, !0), host = this.path;
    for (let name of components(resolved.slice(this.path.length)))
      host = join(host, name), lstatOf(host) === void 0 && (mkdirSync(host), chmodSync(host, 493));
  }
  /** Makes a symbolic link in place of a file, link or empty folder. */
  async symlink(target, path) {
    await this.mkdir(dirname(path)), await this.remove(path), symlinkSync(target, await this.resolve(path));
  }
  async rename(from, to) {
    await this.mkdir(dirname(to)), renameSync(await this.resolve(from), await this.resolve(to));
  }
  async chmod(path, mode) {
    chmodSync(await this.resolve(path, !0), mode);
  }
  /** Deletes whatever stands at `path`; nothing there is fine. Links are deleted, not followed. */
  async remove(path) {
    if (components(path).length === 0) throw escapes(path);
    let host = await this.resolve(path), found = lstatOf(host);
    found !== void 0 && (found.isDirectory() ? await rm(host, { recursive: !0 }) : unlinkSync(host));
  }
  async touch(path, seconds) {
    lutimesSync(await this.resolve(path), seconds, seconds);
  }
  /**
   * Calls `visit` for everything below `path`, names in byte order, parents before their children
   * or, with `childrenFirst`, after them. `host` is the path on the host.
   */
  async walk(path, visit, order = "parents first") {
    let host = await this.resolve(path, !0);
    lstatOf(host)?.isDirectory() === !0 && await walkFolder(path, host, visit, order);
  }
};
async function walkFolder(path, host, visit, order) {
  for (let name of readdirSync(host).sort(compareBytes)) {
    let child = `${path}${path === "" ? "" : "/"}${name}`, childHost = `${host}/${name}`, stats = lstatSync(childHost);
    order === "parents first" && await visit(child, stats, childHost), stats.isDirectory() && await walkFolder(child, childHost, visit, order), order === "children first" && await visit(child, stats, childHost);
  }
}
function components(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
function linkTarget(path) {
  return lstatOf(path)?.isSymbolicLink() === !0 ? readlinkSync(path) : void 0;
}
function lstatOf(path) {
  return orUndefined(() => lstatSync(path, { throwIfNoEntry: !1 }));
}
function orUndefined(read) {
  try {
    return read();
  } catch (error) {
    let { code } = error;
    if (code === "ENOENT" || code === "ENOTDIR") return;
    throw error;
  }
}
function escapes(path) {
  return new BuildError(
    "PATH_ESCAPES_TREE",
    `${JSON.stringify(path)} is not a path inside the tree`
  );
}

export {
  Tree
};
