import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  MADE_FOLDER,
  unsafe
} from "./chunk-HFTTVHUV.mjs";
import {
  ARCHITECTURES,
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// cli/host-architecture.ts
function hostArchitecture() {
  return BASEARCHES.find((name) => ARCHITECTURES[name].node === process.arch) ?? "x86_64";
}

// lib/layers/layer-tree.ts
var WHITEOUT = ".wh.", OPAQUE = ".wh..wh..opq", MAX_LINKS = 40, MAX_MEMBERS = 1e6, MAX_NAME_BYTES = 4096, MAX_DEPTH = 256, LayerTree = class {
  root = { member: MADE_FOLDER, layer: -1, children: /* @__PURE__ */ new Map() };
  count = 0;
  maxMembers;
  constructor(maxMembers = MAX_MEMBERS) {
    this.maxMembers = maxMembers;
  }
  /** Adds a member of a layer. Layers come lowest first. */
  add(member, layer) {
    if (this.count += 1, this.count > this.maxMembers) {
      let message = `the container image has more than ${this.maxMembers} files`;
      throw new BuildError("LAYER_LIMIT", message);
    }
    if (Buffer.byteLength(member.linkName) > MAX_NAME_BYTES)
      throw unsafe(`the target of ${member.name} is too long`);
    let names = splitName(member.name), base = names.pop();
    if (base === void 0) {
      if (member.type !== "folder") throw unsafe(`${member.name} stands for the root`);
      Object.assign(this.root, { member, layer });
      return;
    }
    let parent = this.makeFolder(names, member.name, layer);
    if (base === OPAQUE) {
      removeLower(parent, layer);
      return;
    }
    if (base.startsWith(WHITEOUT)) {
      let name2 = base.slice(WHITEOUT.length);
      if (name2 === "" || name2 === "." || name2 === "..")
        throw unsafe(`${member.name} removes nothing`);
      let old2 = parent.get(name2);
      old2 !== void 0 && old2.layer < layer && (old2.children !== void 0 && removeLower(old2.children, layer), (old2.children?.size ?? 0) === 0 && parent.delete(name2));
      return;
    }
    let old = parent.get(base);
    if (old?.layer === layer && (old.children === void 0 || member.type !== "folder"))
      throw unsafe(`it has ${member.name} twice`);
    let name = Buffer.from(base).toString();
    parent.set(name, this.nodeOf({ ...member, name }, layer, old));
  }
  /** Returns the regular file with this absolute path, links followed within the tree. */
  find(path) {
    return this.walk(partsOf(path));
  }
  /** Yields every name, a folder before what it has, in the order of the bytes of the names. */
  *list() {
    yield ["", this.root], yield* listFolder("", this.root);
  }
  nodeOf(member, layer, old) {
    if (member.type === "folder") return { member, layer, children: old?.children ?? /* @__PURE__ */ new Map() };
    if (member.type !== "hard-link") return { member, layer };
    let target = this.walk(splitName(member.linkName), !1);
    if (target === void 0 || target.children !== void 0)
      throw unsafe(`${member.name} is a hard link to ${member.linkName}, which is no file of it`);
    return target;
  }
  /** Makes the folders on the way, as extraction does, and follows links that lower layers have there. */
  makeFolder(names, what, layer) {
    let state = { links: 0 }, path = [this.root.children ?? /* @__PURE__ */ new Map()], enter = (steps) => {
      for (let name of steps) {
        if (name === "..") {
          path.length > 1 && path.pop();
          continue;
        }
        let here = path.at(-1) ?? /* @__PURE__ */ new Map(), node = here.get(name);
        if (node?.member.type === "link") {
          if (state.links += 1, state.links > MAX_LINKS) throw unsafe(`${what} lies behind too many links`);
          node.member.linkName.startsWith("/") && path.splice(1), enter(partsOf(node.member.linkName));
          continue;
        }
        let children = node?.children ?? /* @__PURE__ */ new Map();
        if (node?.children === void 0) {
          if (node?.layer === layer) throw unsafe(`${what} lies in what is no folder`);
          here.set(name, { member: { ...MADE_FOLDER, name }, layer: node?.layer ?? -1, children });
        }
        if (path.push(children), path.length > MAX_DEPTH) throw unsafe(`${what} lies too deep`);
      }
    };
    return enter(names), path.at(-1) ?? /* @__PURE__ */ new Map();
  }
  walk(names, followLast = !0) {
    let links = 0, path = [this.root], pending = [...names];
    for (let name = pending.shift(); name !== void 0; name = pending.shift()) {
      if (name === "..") {
        path.length > 1 && path.pop();
        continue;
      }
      let node = path.at(-1)?.children?.get(name);
      if (node === void 0) return;
      if (node.member.type !== "link" || pending.length === 0 && !followLast) {
        path.push(node);
        continue;
      }
      if (links += 1, links > MAX_LINKS) return;
      node.member.linkName.startsWith("/") && path.splice(1), pending.unshift(...partsOf(node.member.linkName));
    }
    return path.at(-1);
  }
};
function* listFolder(path, folder) {
  let children = [...folder.children ?? []].sort(([a], [b]) => compareBytes(a, b));
  for (let [name, node] of children) {
    let child = path === "" ? name : `${path}/${name}`;
    yield [child, node], node.children !== void 0 && (yield* listFolder(child, node));
  }
}
function removeLower(children, layer) {
  for (let [name, node] of children)
    node.children !== void 0 && removeLower(node.children, layer), node.layer < layer && (node.children?.size ?? 0) === 0 && children.delete(name);
}
function splitName(name) {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw unsafe("a name is too long");
  if (name.includes("\0")) throw unsafe("a name has a NUL");
  if (name.startsWith("/")) throw unsafe(`${name} is absolute`);
  let parts = partsOf(name);
  if (parts.includes("..")) throw unsafe(`${name} leads out of its folder`);
  return parts;
}
function partsOf(name) {
  return name.split("/").filter((part) => part !== "" && part !== ".");
}

export {
  LayerTree,
  hostArchitecture
};
