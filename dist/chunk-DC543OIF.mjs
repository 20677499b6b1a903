import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  buildPlatforms,
  unknownPlatform
} from "./chunk-LFLORQAR.mjs";
import {
  FORMAT_FACTS,
  assertBootPath,
  remixError,
  resolveFirmware
} from "./chunk-PRTFM5JL.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import {
  __commonJS,
  __require,
  __toESM
} from "./chunk-FIQGJKUD.mjs";

// node_modules/yaml/dist/nodes/identity.js
var require_identity = __commonJS({
  "node_modules/yaml/dist/nodes/identity.js"(exports) {
    "use strict";
    var ALIAS = /* @__PURE__ */ Symbol.for("yaml.alias"), DOC = /* @__PURE__ */ Symbol.for("yaml.document"), MAP = /* @__PURE__ */ Symbol.for("yaml.map"), PAIR = /* @__PURE__ */ Symbol.for("yaml.pair"), SCALAR = /* @__PURE__ */ Symbol.for("yaml.scalar"), SEQ = /* @__PURE__ */ Symbol.for("yaml.seq"), NODE_TYPE = /* @__PURE__ */ Symbol.for("yaml.node.type"), isAlias2 = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === ALIAS, isDocument = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === DOC, isMap2 = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === MAP, isPair = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === PAIR, isScalar2 = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === SCALAR, isSeq2 = (node) => !!node && typeof node == "object" && node[NODE_TYPE] === SEQ;
    function isCollection(node) {
      if (node && typeof node == "object")
        switch (node[NODE_TYPE]) {
          case MAP:
          case SEQ:
            return !0;
        }
      return !1;
    }
    function isNode(node) {
      if (node && typeof node == "object")
        switch (node[NODE_TYPE]) {
          case ALIAS:
          case MAP:
          case SCALAR:
          case SEQ:
            return !0;
        }
      return !1;
    }
    var hasAnchor = (node) => (isScalar2(node) || isCollection(node)) && !!node.anchor;
    exports.ALIAS = ALIAS;
    exports.DOC = DOC;
    exports.MAP = MAP;
    exports.NODE_TYPE = NODE_TYPE;
    exports.PAIR = PAIR;
    exports.SCALAR = SCALAR;
    exports.SEQ = SEQ;
    exports.hasAnchor = hasAnchor;
    exports.isAlias = isAlias2;
    exports.isCollection = isCollection;
    exports.isDocument = isDocument;
    exports.isMap = isMap2;
    exports.isNode = isNode;
    exports.isPair = isPair;
    exports.isScalar = isScalar2;
    exports.isSeq = isSeq2;
  }
});

// node_modules/yaml/dist/visit.js
var require_visit = __commonJS({
  "node_modules/yaml/dist/visit.js"(exports) {
    "use strict";
    var identity = require_identity(), BREAK = /* @__PURE__ */ Symbol("break visit"), SKIP = /* @__PURE__ */ Symbol("skip children"), REMOVE = /* @__PURE__ */ Symbol("remove node");
    function visit(node, visitor) {
      let visitor_ = initVisitor(visitor);
      identity.isDocument(node) ? visit_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE && (node.contents = null) : visit_(null, node, visitor_, Object.freeze([]));
    }
    visit.BREAK = BREAK;
    visit.SKIP = SKIP;
    visit.REMOVE = REMOVE;
    function visit_(key, node, visitor, path) {
      let ctrl = callVisitor(key, node, visitor, path);
      if (identity.isNode(ctrl) || identity.isPair(ctrl))
        return replaceNode(key, path, ctrl), visit_(key, ctrl, visitor, path);
      if (typeof ctrl != "symbol") {
        if (identity.isCollection(node)) {
          path = Object.freeze(path.concat(node));
          for (let i = 0; i < node.items.length; ++i) {
            let ci = visit_(i, node.items[i], visitor, path);
            if (typeof ci == "number")
              i = ci - 1;
            else {
              if (ci === BREAK)
                return BREAK;
              ci === REMOVE && (node.items.splice(i, 1), i -= 1);
            }
          }
        } else if (identity.isPair(node)) {
          path = Object.freeze(path.concat(node));
          let ck = visit_("key", node.key, visitor, path);
          if (ck === BREAK)
            return BREAK;
          ck === REMOVE && (node.key = null);
          let cv = visit_("value", node.value, visitor, path);
          if (cv === BREAK)
            return BREAK;
          cv === REMOVE && (node.value = null);
        }
      }
      return ctrl;
    }
    async function visitAsync(node, visitor) {
      let visitor_ = initVisitor(visitor);
      identity.isDocument(node) ? await visitAsync_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE && (node.contents = null) : await visitAsync_(null, node, visitor_, Object.freeze([]));
    }
    visitAsync.BREAK = BREAK;
    visitAsync.SKIP = SKIP;
    visitAsync.REMOVE = REMOVE;
    async function visitAsync_(key, node, visitor, path) {
      let ctrl = await callVisitor(key, node, visitor, path);
      if (identity.isNode(ctrl) || identity.isPair(ctrl))
        return replaceNode(key, path, ctrl), visitAsync_(key, ctrl, visitor, path);
      if (typeof ctrl != "symbol") {
        if (identity.isCollection(node)) {
          path = Object.freeze(path.concat(node));
          for (let i = 0; i < node.items.length; ++i) {
            let ci = await visitAsync_(i, node.items[i], visitor, path);
            if (typeof ci == "number")
              i = ci - 1;
            else {
              if (ci === BREAK)
                return BREAK;
              ci === REMOVE && (node.items.splice(i, 1), i -= 1);
            }
          }
        } else if (identity.isPair(node)) {
          path = Object.freeze(path.concat(node));
          let ck = await visitAsync_("key", node.key, visitor, path);
          if (ck === BREAK)
            return BREAK;
          ck === REMOVE && (node.key = null);
          let cv = await visitAsync_("value", node.value, visitor, path);
          if (cv === BREAK)
            return BREAK;
          cv === REMOVE && (node.value = null);
        }
      }
      return ctrl;
    }
    function initVisitor(visitor) {
      return typeof visitor == "object" && (visitor.Collection || visitor.Node || visitor.Value) ? Object.assign({
        Alias: visitor.Node,
        Map: visitor.Node,
        Scalar: visitor.Node,
        Seq: visitor.Node
      }, visitor.Value && {
        Map: visitor.Value,
        Scalar: visitor.Value,
        Seq: visitor.Value
      }, visitor.Collection && {
        Map: visitor.Collection,
        Seq: visitor.Collection
      }, visitor) : visitor;
    }
    function callVisitor(key, node, visitor, path) {
      if (typeof visitor == "function")
        return visitor(key, node, path);
      if (identity.isMap(node))
        return visitor.Map?.(key, node, path);
      if (identity.isSeq(node))
        return visitor.Seq?.(key, node, path);
      if (identity.isPair(node))
        return visitor.Pair?.(key, node, path);
      if (identity.isScalar(node))
        return visitor.Scalar?.(key, node, path);
      if (identity.isAlias(node))
        return visitor.Alias?.(key, node, path);
    }
    function replaceNode(key, path, node) {
      let parent = path[path.length - 1];
      if (identity.isCollection(parent))
        parent.items[key] = node;
      else if (identity.isPair(parent))
        key === "key" ? parent.key = node : parent.value = node;
      else if (identity.isDocument(parent))
        parent.contents = node;
      else {
        let pt = identity.isAlias(parent) ? "alias" : "scalar";
        throw new Error(`Cannot replace node with ${pt} parent`);
      }
    }
    exports.visit = visit;
    exports.visitAsync = visitAsync;
  }
});

// node_modules/yaml/dist/doc/directives.js
var require_directives = __commonJS({
  "node_modules/yaml/dist/doc/directives.js"(exports) {
    "use strict";
    var identity = require_identity(), visit = require_visit(), escapeChars = {
      "!": "%21",
      ",": "%2C",
      "[": "%5B",
      "]": "%5D",
      "{": "%7B",
      "}": "%7D"
    }, escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, (ch) => escapeChars[ch]), Directives = class _Directives {
      constructor(yaml, tags) {
        this.docStart = null, this.docEnd = !1, this.yaml = Object.assign({}, _Directives.defaultYaml, yaml), this.tags = Object.assign({}, _Directives.defaultTags, tags);
      }
      clone() {
        let copy = new _Directives(this.yaml, this.tags);
        return copy.docStart = this.docStart, copy;
      }
      /**
       * During parsing, get a Directives instance for the current document and
       * update the stream state according to the current version's spec.
       */
      atDocument() {
        let res = new _Directives(this.yaml, this.tags);
        switch (this.yaml.version) {
          case "1.1":
            this.atNextDocument = !0;
            break;
          case "1.2":
            this.atNextDocument = !1, this.yaml = {
              explicit: _Directives.defaultYaml.explicit,
              version: "1.2"
            }, this.tags = Object.assign({}, _Directives.defaultTags);
            break;
        }
        return res;
      }
      /**
       * @param onError - May be called even if the action was successful
       * @returns `true` on success
       */
      add(line, onError) {
        this.atNextDocument && (this.yaml = { explicit: _Directives.defaultYaml.explicit, version: "1.1" }, this.tags = Object.assign({}, _Directives.defaultTags), this.atNextDocument = !1);
        let parts = line.trim().split(/[ \t]+/), name = parts.shift();
        switch (name) {
          case "%TAG": {
            if (parts.length !== 2 && (onError(0, "%TAG directive should contain exactly two parts"), parts.length < 2))
              return !1;
            let [handle, prefix] = parts;
            return this.tags[handle] = prefix, !0;
          }
          case "%YAML": {
            if (this.yaml.explicit = !0, parts.length !== 1)
              return onError(0, "%YAML directive should contain exactly one part"), !1;
            let [version] = parts;
            if (version === "1.1" || version === "1.2")
              return this.yaml.version = version, !0;
            {
              let isValid = /^\d+\.\d+$/.test(version);
              return onError(6, `Unsupported YAML version ${version}`, isValid), !1;
            }
          }
          default:
            return onError(0, `Unknown directive ${name}`, !0), !1;
        }
      }
      /**
       * Resolves a tag, matching handles to those defined in %TAG directives.
       *
       * @returns Resolved tag, which may also be the non-specific tag `'!'` or a
       *   `'!local'` tag, or `null` if unresolvable.
       */
      tagName(source, onError) {
        if (source === "!")
          return "!";
        if (source[0] !== "!")
          return onError(`Not a valid tag: ${source}`), null;
        if (source[1] === "<") {
          let verbatim = source.slice(2, -1);
          return verbatim === "!" || verbatim === "!!" ? (onError(`Verbatim tags aren't resolved, so ${source} is invalid.`), null) : (source[source.length - 1] !== ">" && onError("Verbatim tags must end with a >"), verbatim);
        }
        let [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
        suffix || onError(`The ${source} tag has no suffix`);
        let prefix = this.tags[handle];
        if (prefix)
          try {
            return prefix + decodeURIComponent(suffix);
          } catch (error) {
            return onError(String(error)), null;
          }
        return handle === "!" ? source : (onError(`Could not resolve tag: ${source}`), null);
      }
      /**
       * Given a fully resolved tag, returns its printable string form,
       * taking into account current tag prefixes and defaults.
       */
      tagString(tag) {
        for (let [handle, prefix] of Object.entries(this.tags))
          if (tag.startsWith(prefix))
            return handle + escapeTagName(tag.substring(prefix.length));
        return tag[0] === "!" ? tag : `!<${tag}>`;
      }
      toString(doc) {
        let lines = this.yaml.explicit ? [`%YAML ${this.yaml.version || "1.2"}`] : [], tagEntries = Object.entries(this.tags), tagNames;
        if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
          let tags = {};
          visit.visit(doc.contents, (_key, node) => {
            identity.isNode(node) && node.tag && (tags[node.tag] = !0);
          }), tagNames = Object.keys(tags);
        } else
          tagNames = [];
        for (let [handle, prefix] of tagEntries)
          handle === "!!" && prefix === "tag:yaml.org,2002:" || (!doc || tagNames.some((tn) => tn.startsWith(prefix))) && lines.push(`%TAG ${handle} ${prefix}`);
        return lines.join(`
`);
      }
    };
    Directives.defaultYaml = { explicit: !1, version: "1.2" };
    Directives.defaultTags = { "!!": "tag:yaml.org,2002:" };
    exports.Directives = Directives;
  }
});

// node_modules/yaml/dist/doc/anchors.js
var require_anchors = __commonJS({
  "node_modules/yaml/dist/doc/anchors.js"(exports) {
    "use strict";
    var identity = require_identity(), visit = require_visit();
    function anchorIsValid(anchor) {
      if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
        let msg = `Anchor must not contain whitespace or control characters: ${JSON.stringify(anchor)}`;
        throw new Error(msg);
      }
      return !0;
    }
    function anchorNames(root) {
      let anchors = /* @__PURE__ */ new Set();
      return visit.visit(root, {
        Value(_key, node) {
          node.anchor && anchors.add(node.anchor);
        }
      }), anchors;
    }
    function findNewAnchor(prefix, exclude) {
      for (let i = 1; ; ++i) {
        let name = `${prefix}${i}`;
        if (!exclude.has(name))
          return name;
      }
    }
    function createNodeAnchors(doc, prefix) {
      let aliasObjects = [], sourceObjects = /* @__PURE__ */ new Map(), prevAnchors = null;
      return {
        onAnchor: (source) => {
          aliasObjects.push(source), prevAnchors ?? (prevAnchors = anchorNames(doc));
          let anchor = findNewAnchor(prefix, prevAnchors);
          return prevAnchors.add(anchor), anchor;
        },
        /**
         * With circular references, the source node is only resolved after all
         * of its child nodes are. This is why anchors are set only after all of
         * the nodes have been created.
         */
        setAnchors: () => {
          for (let source of aliasObjects) {
            let ref = sourceObjects.get(source);
            if (typeof ref == "object" && ref.anchor && (identity.isScalar(ref.node) || identity.isCollection(ref.node)))
              ref.node.anchor = ref.anchor;
            else {
              let error = new Error("Failed to resolve repeated object (this should not happen)");
              throw error.source = source, error;
            }
          }
        },
        sourceObjects
      };
    }
    exports.anchorIsValid = anchorIsValid;
    exports.anchorNames = anchorNames;
    exports.createNodeAnchors = createNodeAnchors;
    exports.findNewAnchor = findNewAnchor;
  }
});

// node_modules/yaml/dist/doc/applyReviver.js
var require_applyReviver = __commonJS({
  "node_modules/yaml/dist/doc/applyReviver.js"(exports) {
    "use strict";
    function applyReviver(reviver, obj, key, val) {
      if (val && typeof val == "object")
        if (Array.isArray(val))
          for (let i = 0, len = val.length; i < len; ++i) {
            let v0 = val[i], v1 = applyReviver(reviver, val, String(i), v0);
            v1 === void 0 ? delete val[i] : v1 !== v0 && (val[i] = v1);
          }
        else if (val instanceof Map)
          for (let k of Array.from(val.keys())) {
            let v0 = val.get(k), v1 = applyReviver(reviver, val, k, v0);
            v1 === void 0 ? val.delete(k) : v1 !== v0 && val.set(k, v1);
          }
        else if (val instanceof Set)
          for (let v0 of Array.from(val)) {
            let v1 = applyReviver(reviver, val, v0, v0);
            v1 === void 0 ? val.delete(v0) : v1 !== v0 && (val.delete(v0), val.add(v1));
          }
        else
          for (let [k, v0] of Object.entries(val)) {
            let v1 = applyReviver(reviver, val, k, v0);
            v1 === void 0 ? delete val[k] : v1 !== v0 && (val[k] = v1);
          }
      return reviver.call(obj, key, val);
    }
    exports.applyReviver = applyReviver;
  }
});

// node_modules/yaml/dist/nodes/toJS.js
var require_toJS = __commonJS({
  "node_modules/yaml/dist/nodes/toJS.js"(exports) {
    "use strict";
    var identity = require_identity();
    function toJS(value, arg, ctx) {
      if (Array.isArray(value))
        return value.map((v, i) => toJS(v, String(i), ctx));
      if (value && typeof value.toJSON == "function") {
        if (!ctx || !identity.hasAnchor(value))
          return value.toJSON(arg, ctx);
        let data = { aliasCount: 0, count: 1, res: void 0 };
        ctx.anchors.set(value, data), ctx.onCreate = (res2) => {
          data.res = res2, delete ctx.onCreate;
        };
        let res = value.toJSON(arg, ctx);
        return ctx.onCreate && ctx.onCreate(res), res;
      }
      return typeof value == "bigint" && !ctx?.keep ? Number(value) : value;
    }
    exports.toJS = toJS;
  }
});

// node_modules/yaml/dist/nodes/Node.js
var require_Node = __commonJS({
  "node_modules/yaml/dist/nodes/Node.js"(exports) {
    "use strict";
    var applyReviver = require_applyReviver(), identity = require_identity(), toJS = require_toJS(), NodeBase = class {
      constructor(type) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: type });
      }
      /** Create a copy of this node.  */
      clone() {
        let copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        return this.range && (copy.range = this.range.slice()), copy;
      }
      /** A plain JavaScript representation of this node. */
      toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        if (!identity.isDocument(doc))
          throw new TypeError("A document argument is required");
        let ctx = {
          anchors: /* @__PURE__ */ new Map(),
          doc,
          keep: !0,
          mapAsMap: mapAsMap === !0,
          mapKeyWarned: !1,
          maxAliasCount: typeof maxAliasCount == "number" ? maxAliasCount : 100
        }, res = toJS.toJS(this, "", ctx);
        if (typeof onAnchor == "function")
          for (let { count, res: res2 } of ctx.anchors.values())
            onAnchor(res2, count);
        return typeof reviver == "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
      }
    };
    exports.NodeBase = NodeBase;
  }
});

// node_modules/yaml/dist/nodes/Alias.js
var require_Alias = __commonJS({
  "node_modules/yaml/dist/nodes/Alias.js"(exports) {
    "use strict";
    var anchors = require_anchors(), visit = require_visit(), identity = require_identity(), Node = require_Node(), toJS = require_toJS(), Alias = class extends Node.NodeBase {
      constructor(source) {
        super(identity.ALIAS), this.source = source, Object.defineProperty(this, "tag", {
          set() {
            throw new Error("Alias nodes cannot have tags");
          }
        });
      }
      /**
       * Resolve the value of this alias within `doc`, finding the last
       * instance of the `source` anchor before this node.
       */
      resolve(doc, ctx) {
        if (ctx?.maxAliasCount === 0)
          throw new ReferenceError("Alias resolution is disabled");
        let nodes;
        ctx?.aliasResolveCache ? nodes = ctx.aliasResolveCache : (nodes = [], visit.visit(doc, {
          Node: (_key, node) => {
            (identity.isAlias(node) || identity.hasAnchor(node)) && nodes.push(node);
          }
        }), ctx && (ctx.aliasResolveCache = nodes));
        let found;
        for (let node of nodes) {
          if (node === this)
            break;
          node.anchor === this.source && (found = node);
        }
        if (found && ctx) {
          let { anchors: anchors2, doc: doc2, maxAliasCount } = ctx, data = anchors2.get(found);
          if (data || (toJS.toJS(found, null, ctx), data = anchors2.get(found)), data?.res === void 0) {
            let msg = "This should not happen: Alias anchor was not resolved?";
            throw new ReferenceError(msg);
          }
          if (maxAliasCount >= 0 && (data.count += 1, data.aliasCount === 0 && (data.aliasCount = getAliasCount(doc2, found, anchors2)), data.count * data.aliasCount > maxAliasCount)) {
            let msg = "Excessive alias count indicates a resource exhaustion attack";
            throw new ReferenceError(msg);
          }
        }
        return found;
      }
      toJSON(_arg, ctx) {
        if (!ctx)
          return { source: this.source };
        let source = this.resolve(ctx.doc, ctx);
        if (!source) {
          let msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
          throw new ReferenceError(msg);
        }
        return ctx.anchors.get(source).res;
      }
      toString(ctx, _onComment, _onChompKeep) {
        let src = `*${this.source}`;
        if (ctx) {
          if (anchors.anchorIsValid(this.source), ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
            let msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
            throw new Error(msg);
          }
          if (ctx.implicitKey)
            return `${src} `;
        }
        return src;
      }
    };
    function getAliasCount(doc, node, anchors2) {
      if (identity.isAlias(node)) {
        let source = node.resolve(doc), anchor = anchors2 && source && anchors2.get(source);
        return anchor ? anchor.count * anchor.aliasCount : 0;
      } else if (identity.isCollection(node)) {
        let count = 0;
        for (let item of node.items) {
          let c = getAliasCount(doc, item, anchors2);
          c > count && (count = c);
        }
        return count;
      } else if (identity.isPair(node)) {
        let kc = getAliasCount(doc, node.key, anchors2), vc = getAliasCount(doc, node.value, anchors2);
        return Math.max(kc, vc);
      }
      return 1;
    }
    exports.Alias = Alias;
  }
});

// node_modules/yaml/dist/nodes/Scalar.js
var require_Scalar = __commonJS({
  "node_modules/yaml/dist/nodes/Scalar.js"(exports) {
    "use strict";
    var identity = require_identity(), Node = require_Node(), toJS = require_toJS(), isScalarValue = (value) => !value || typeof value != "function" && typeof value != "object", Scalar = class extends Node.NodeBase {
      constructor(value) {
        super(identity.SCALAR), this.value = value;
      }
      toJSON(arg, ctx) {
        return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
      }
      toString() {
        return String(this.value);
      }
    };
    Scalar.BLOCK_FOLDED = "BLOCK_FOLDED";
    Scalar.BLOCK_LITERAL = "BLOCK_LITERAL";
    Scalar.PLAIN = "PLAIN";
    Scalar.QUOTE_DOUBLE = "QUOTE_DOUBLE";
    Scalar.QUOTE_SINGLE = "QUOTE_SINGLE";
    exports.Scalar = Scalar;
    exports.isScalarValue = isScalarValue;
  }
});

// node_modules/yaml/dist/doc/createNode.js
var require_createNode = __commonJS({
  "node_modules/yaml/dist/doc/createNode.js"(exports) {
    "use strict";
    var Alias = require_Alias(), identity = require_identity(), Scalar = require_Scalar(), defaultTagPrefix = "tag:yaml.org,2002:";
    function findTagObject(value, tagName, tags) {
      if (tagName) {
        let match = tags.filter((t) => t.tag === tagName), tagObj = match.find((t) => !t.format) ?? match[0];
        if (!tagObj)
          throw new Error(`Tag ${tagName} not found`);
        return tagObj;
      }
      return tags.find((t) => t.identify?.(value) && !t.format);
    }
    function createNode(value, tagName, ctx) {
      if (identity.isDocument(value) && (value = value.contents), identity.isNode(value))
        return value;
      if (identity.isPair(value)) {
        let map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
        return map.items.push(value), map;
      }
      (value instanceof String || value instanceof Number || value instanceof Boolean || typeof BigInt < "u" && value instanceof BigInt) && (value = value.valueOf());
      let { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx, ref;
      if (aliasDuplicateObjects && value && typeof value == "object") {
        if (ref = sourceObjects.get(value), ref)
          return ref.anchor ?? (ref.anchor = onAnchor(value)), new Alias.Alias(ref.anchor);
        ref = { anchor: null, node: null }, sourceObjects.set(value, ref);
      }
      tagName?.startsWith("!!") && (tagName = defaultTagPrefix + tagName.slice(2));
      let tagObj = findTagObject(value, tagName, schema.tags);
      if (!tagObj) {
        if (value && typeof value.toJSON == "function" && (value = value.toJSON()), !value || typeof value != "object") {
          let node2 = new Scalar.Scalar(value);
          return ref && (ref.node = node2), node2;
        }
        tagObj = value instanceof Map ? schema[identity.MAP] : Symbol.iterator in Object(value) ? schema[identity.SEQ] : schema[identity.MAP];
      }
      onTagObj && (onTagObj(tagObj), delete ctx.onTagObj);
      let node = tagObj?.createNode ? tagObj.createNode(ctx.schema, value, ctx) : typeof tagObj?.nodeClass?.from == "function" ? tagObj.nodeClass.from(ctx.schema, value, ctx) : new Scalar.Scalar(value);
      return tagName ? node.tag = tagName : tagObj.default || (node.tag = tagObj.tag), ref && (ref.node = node), node;
    }
    exports.createNode = createNode;
  }
});

// node_modules/yaml/dist/nodes/Collection.js
var require_Collection = __commonJS({
  "node_modules/yaml/dist/nodes/Collection.js"(exports) {
    "use strict";
    var createNode = require_createNode(), identity = require_identity(), Node = require_Node();
    function collectionFromPath(schema, path, value) {
      let v = value;
      for (let i = path.length - 1; i >= 0; --i) {
        let k = path[i];
        if (typeof k == "number" && Number.isInteger(k) && k >= 0) {
          let a = [];
          a[k] = v, v = a;
        } else
          v = /* @__PURE__ */ new Map([[k, v]]);
      }
      return createNode.createNode(v, void 0, {
        aliasDuplicateObjects: !1,
        keepUndefined: !1,
        onAnchor: () => {
          throw new Error("This should not happen, please report a bug.");
        },
        schema,
        sourceObjects: /* @__PURE__ */ new Map()
      });
    }
    var isEmptyPath = (path) => path == null || typeof path == "object" && !!path[Symbol.iterator]().next().done, Collection = class extends Node.NodeBase {
      constructor(type, schema) {
        super(type), Object.defineProperty(this, "schema", {
          value: schema,
          configurable: !0,
          enumerable: !1,
          writable: !0
        });
      }
      /**
       * Create a copy of this collection.
       *
       * @param schema - If defined, overwrites the original's schema
       */
      clone(schema) {
        let copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        return schema && (copy.schema = schema), copy.items = copy.items.map((it) => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it), this.range && (copy.range = this.range.slice()), copy;
      }
      /**
       * Adds a value to the collection. For `!!map` and `!!omap` the value must
       * be a Pair instance or a `{ key, value }` object, which may not have a key
       * that already exists in the map.
       */
      addIn(path, value) {
        if (isEmptyPath(path))
          this.add(value);
        else {
          let [key, ...rest] = path, node = this.get(key, !0);
          if (identity.isCollection(node))
            node.addIn(rest, value);
          else if (node === void 0 && this.schema)
            this.set(key, collectionFromPath(this.schema, rest, value));
          else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
      }
      /**
       * Removes a value from the collection.
       * @returns `true` if the item was found and removed.
       */
      deleteIn(path) {
        let [key, ...rest] = path;
        if (rest.length === 0)
          return this.delete(key);
        let node = this.get(key, !0);
        if (identity.isCollection(node))
          return node.deleteIn(rest);
        throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
      }
      /**
       * Returns item at `key`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      getIn(path, keepScalar) {
        let [key, ...rest] = path, node = this.get(key, !0);
        return rest.length === 0 ? !keepScalar && identity.isScalar(node) ? node.value : node : identity.isCollection(node) ? node.getIn(rest, keepScalar) : void 0;
      }
      hasAllNullValues(allowScalar) {
        return this.items.every((node) => {
          if (!identity.isPair(node))
            return !1;
          let n = node.value;
          return n == null || allowScalar && identity.isScalar(n) && n.value == null && !n.commentBefore && !n.comment && !n.tag;
        });
      }
      /**
       * Checks if the collection includes a value with the key `key`.
       */
      hasIn(path) {
        let [key, ...rest] = path;
        if (rest.length === 0)
          return this.has(key);
        let node = this.get(key, !0);
        return identity.isCollection(node) ? node.hasIn(rest) : !1;
      }
      /**
       * Sets a value in this collection. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      setIn(path, value) {
        let [key, ...rest] = path;
        if (rest.length === 0)
          this.set(key, value);
        else {
          let node = this.get(key, !0);
          if (identity.isCollection(node))
            node.setIn(rest, value);
          else if (node === void 0 && this.schema)
            this.set(key, collectionFromPath(this.schema, rest, value));
          else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
      }
    };
    exports.Collection = Collection;
    exports.collectionFromPath = collectionFromPath;
    exports.isEmptyPath = isEmptyPath;
  }
});

// node_modules/yaml/dist/stringify/stringifyComment.js
var require_stringifyComment = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyComment.js"(exports) {
    "use strict";
    var stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, "#");
    function indentComment(comment, indent) {
      return /^\n+$/.test(comment) ? comment.substring(1) : indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
    }
    var lineComment = (str, indent, comment) => str.endsWith(`
`) ? indentComment(comment, indent) : comment.includes(`
`) ? `
` + indentComment(comment, indent) : (str.endsWith(" ") ? "" : " ") + comment;
    exports.indentComment = indentComment;
    exports.lineComment = lineComment;
    exports.stringifyComment = stringifyComment;
  }
});

// node_modules/yaml/dist/stringify/foldFlowLines.js
var require_foldFlowLines = __commonJS({
  "node_modules/yaml/dist/stringify/foldFlowLines.js"(exports) {
    "use strict";
    var FOLD_FLOW = "flow", FOLD_BLOCK = "block", FOLD_QUOTED = "quoted";
    function foldFlowLines(text, indent, mode = "flow", { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
      if (!lineWidth || lineWidth < 0)
        return text;
      lineWidth < minContentWidth && (minContentWidth = 0);
      let endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
      if (text.length <= endStep)
        return text;
      let folds = [], escapedFolds = {}, end = lineWidth - indent.length;
      typeof indentAtStart == "number" && (indentAtStart > lineWidth - Math.max(2, minContentWidth) ? folds.push(0) : end = lineWidth - indentAtStart);
      let split, prev, overflow = !1, i = -1, escStart = -1, escEnd = -1;
      mode === FOLD_BLOCK && (i = consumeMoreIndentedLines(text, i, indent.length), i !== -1 && (end = i + endStep));
      for (let ch; ch = text[i += 1]; ) {
        if (mode === FOLD_QUOTED && ch === "\\") {
          switch (escStart = i, text[i + 1]) {
            case "x":
              i += 3;
              break;
            case "u":
              i += 5;
              break;
            case "U":
              i += 9;
              break;
            default:
              i += 1;
          }
          escEnd = i;
        }
        if (ch === `
`)
          mode === FOLD_BLOCK && (i = consumeMoreIndentedLines(text, i, indent.length)), end = i + indent.length + endStep, split = void 0;
        else {
          if (ch === " " && prev && prev !== " " && prev !== `
` && prev !== "	") {
            let next = text[i + 1];
            next && next !== " " && next !== `
` && next !== "	" && (split = i);
          }
          if (i >= end)
            if (split)
              folds.push(split), end = split + endStep, split = void 0;
            else if (mode === FOLD_QUOTED) {
              for (; prev === " " || prev === "	"; )
                prev = ch, ch = text[i += 1], overflow = !0;
              let j = i > escEnd + 1 ? i - 2 : escStart - 1;
              if (escapedFolds[j])
                return text;
              folds.push(j), escapedFolds[j] = !0, end = j + endStep, split = void 0;
            } else
              overflow = !0;
        }
        prev = ch;
      }
      if (overflow && onOverflow && onOverflow(), folds.length === 0)
        return text;
      onFold && onFold();
      let res = text.slice(0, folds[0]);
      for (let i2 = 0; i2 < folds.length; ++i2) {
        let fold = folds[i2], end2 = folds[i2 + 1] || text.length;
        fold === 0 ? res = `
${indent}${text.slice(0, end2)}` : (mode === FOLD_QUOTED && escapedFolds[fold] && (res += `${text[fold]}\\`), res += `
${indent}${text.slice(fold + 1, end2)}`);
      }
      return res;
    }
    function consumeMoreIndentedLines(text, i, indent) {
      let end = i, start = i + 1, ch = text[start];
      for (; ch === " " || ch === "	"; )
        if (i < start + indent)
          ch = text[++i];
        else {
          do
            ch = text[++i];
          while (ch && ch !== `
`);
          end = i, start = i + 1, ch = text[start];
        }
      return end;
    }
    exports.FOLD_BLOCK = FOLD_BLOCK;
    exports.FOLD_FLOW = FOLD_FLOW;
    exports.FOLD_QUOTED = FOLD_QUOTED;
    exports.foldFlowLines = foldFlowLines;
  }
});

// node_modules/yaml/dist/stringify/stringifyString.js
var require_stringifyString = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyString.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), foldFlowLines = require_foldFlowLines(), getFoldOptions = (ctx, isBlock) => ({
      indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
      lineWidth: ctx.options.lineWidth,
      minContentWidth: ctx.options.minContentWidth
    }), containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
    function lineLengthOverLimit(str, lineWidth, indentLength) {
      if (!lineWidth || lineWidth < 0)
        return !1;
      let limit = lineWidth - indentLength, strLen = str.length;
      if (strLen <= limit)
        return !1;
      for (let i = 0, start = 0; i < strLen; ++i)
        if (str[i] === `
`) {
          if (i - start > limit)
            return !0;
          if (start = i + 1, strLen - start <= limit)
            return !1;
        }
      return !0;
    }
    function doubleQuotedString(value, ctx) {
      let json = JSON.stringify(value);
      if (ctx.options.doubleQuotedAsJSON)
        return json;
      let { implicitKey } = ctx, minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength, indent = ctx.indent || (containsDocumentMarker(value) ? "  " : ""), str = "", start = 0;
      for (let i = 0, ch = json[i]; ch; ch = json[++i])
        if (ch === " " && json[i + 1] === "\\" && json[i + 2] === "n" && (str += json.slice(start, i) + "\\ ", i += 1, start = i, ch = "\\"), ch === "\\")
          switch (json[i + 1]) {
            case "u":
              {
                str += json.slice(start, i);
                let code = json.substr(i + 2, 4);
                switch (code) {
                  case "0000":
                    str += "\\0";
                    break;
                  case "0007":
                    str += "\\a";
                    break;
                  case "000b":
                    str += "\\v";
                    break;
                  case "001b":
                    str += "\\e";
                    break;
                  case "0085":
                    str += "\\N";
                    break;
                  case "00a0":
                    str += "\\_";
                    break;
                  case "2028":
                    str += "\\L";
                    break;
                  case "2029":
                    str += "\\P";
                    break;
                  default:
                    code.substr(0, 2) === "00" ? str += "\\x" + code.substr(2) : str += json.substr(i, 6);
                }
                i += 5, start = i + 1;
              }
              break;
            case "n":
              if (implicitKey || json[i + 2] === '"' || json.length < minMultiLineLength)
                i += 1;
              else {
                for (str += json.slice(start, i) + `

`; json[i + 2] === "\\" && json[i + 3] === "n" && json[i + 4] !== '"'; )
                  str += `
`, i += 2;
                str += indent, json[i + 2] === " " && (str += "\\"), i += 1, start = i + 1;
              }
              break;
            default:
              i += 1;
          }
      return str = start ? str + json.slice(start) : json, implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, !1));
    }
    function singleQuotedString(value, ctx) {
      if (ctx.options.singleQuote === !1 || ctx.implicitKey && value.includes(`
`) || /[ \t]\n|\n[ \t]/.test(value))
        return doubleQuotedString(value, ctx);
      let indent = ctx.indent || (containsDocumentMarker(value) ? "  " : ""), res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&
${indent}`) + "'";
      return ctx.implicitKey ? res : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, !1));
    }
    function quotedString(value, ctx) {
      let { singleQuote } = ctx.options, qs;
      if (singleQuote === !1)
        qs = doubleQuotedString;
      else {
        let hasDouble = value.includes('"'), hasSingle = value.includes("'");
        hasDouble && !hasSingle ? qs = singleQuotedString : hasSingle && !hasDouble ? qs = doubleQuotedString : qs = singleQuote ? singleQuotedString : doubleQuotedString;
      }
      return qs(value, ctx);
    }
    var blockEndNewlines;
    try {
      blockEndNewlines = new RegExp(`(^|(?<!
))
+(?!
|$)`, "g");
    } catch {
      blockEndNewlines = /\n+(?!\n|$)/g;
    }
    function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
      let { blockQuote, commentString, lineWidth } = ctx.options;
      if (!blockQuote || /\n[\t ]+$/.test(value))
        return quotedString(value, ctx);
      let indent = ctx.indent || (ctx.forceBlockIndent || containsDocumentMarker(value) ? "  " : ""), literal = blockQuote === "literal" ? !0 : blockQuote === "folded" || type === Scalar.Scalar.BLOCK_FOLDED ? !1 : type === Scalar.Scalar.BLOCK_LITERAL ? !0 : !lineLengthOverLimit(value, lineWidth, indent.length);
      if (!value)
        return literal ? `|
` : `>
`;
      let chomp, endStart;
      for (endStart = value.length; endStart > 0; --endStart) {
        let ch = value[endStart - 1];
        if (ch !== `
` && ch !== "	" && ch !== " ")
          break;
      }
      let end = value.substring(endStart), endNlPos = end.indexOf(`
`);
      endNlPos === -1 ? chomp = "-" : value === end || endNlPos !== end.length - 1 ? (chomp = "+", onChompKeep && onChompKeep()) : chomp = "", end && (value = value.slice(0, -end.length), end[end.length - 1] === `
` && (end = end.slice(0, -1)), end = end.replace(blockEndNewlines, `$&${indent}`));
      let startWithSpace = !1, startEnd, startNlPos = -1;
      for (startEnd = 0; startEnd < value.length; ++startEnd) {
        let ch = value[startEnd];
        if (ch === " ")
          startWithSpace = !0;
        else if (ch === `
`)
          startNlPos = startEnd;
        else
          break;
      }
      let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
      start && (value = value.substring(start.length), start = start.replace(/\n+/g, `$&${indent}`));
      let header = (startWithSpace ? indent ? "2" : "1" : "") + chomp;
      if (comment && (header += " " + commentString(comment.replace(/ ?[\r\n]+/g, " ")), onComment && onComment()), !literal) {
        let foldedValue = value.replace(/\n+/g, `
$&`).replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, "$1$2").replace(/\n+/g, `$&${indent}`), literalFallback = !1, foldOptions = getFoldOptions(ctx, !0);
        blockQuote !== "folded" && type !== Scalar.Scalar.BLOCK_FOLDED && (foldOptions.onOverflow = () => {
          literalFallback = !0;
        });
        let body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
        if (!literalFallback)
          return `>${header}
${indent}${body}`;
      }
      return value = value.replace(/\n+/g, `$&${indent}`), `|${header}
${indent}${start}${value}${end}`;
    }
    function plainString(item, ctx, onComment, onChompKeep) {
      let { type, value } = item, { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
      if (implicitKey && value.includes(`
`) || inFlow && /[[\]{},]/.test(value))
        return quotedString(value, ctx);
      if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value))
        return implicitKey || inFlow || !value.includes(`
`) ? quotedString(value, ctx) : blockString(item, ctx, onComment, onChompKeep);
      if (!implicitKey && !inFlow && type !== Scalar.Scalar.PLAIN && value.includes(`
`))
        return blockString(item, ctx, onComment, onChompKeep);
      if (containsDocumentMarker(value)) {
        if (indent === "")
          return ctx.forceBlockIndent = !0, blockString(item, ctx, onComment, onChompKeep);
        if (implicitKey && indent === indentStep)
          return quotedString(value, ctx);
      }
      let str = value.replace(/\n+/g, `$&
${indent}`);
      if (actualString) {
        let test = (tag) => tag.default && tag.tag !== "tag:yaml.org,2002:str" && tag.test?.test(str), { compat, tags } = ctx.doc.schema;
        if (tags.some(test) || compat?.some(test))
          return quotedString(value, ctx);
      }
      return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, !1));
    }
    function stringifyString(item, ctx, onComment, onChompKeep) {
      let { implicitKey, inFlow } = ctx, ss = typeof item.value == "string" ? item : Object.assign({}, item, { value: String(item.value) }), { type } = item;
      type !== Scalar.Scalar.QUOTE_DOUBLE && /[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value) && (type = Scalar.Scalar.QUOTE_DOUBLE);
      let _stringify = (_type) => {
        switch (_type) {
          case Scalar.Scalar.BLOCK_FOLDED:
          case Scalar.Scalar.BLOCK_LITERAL:
            return implicitKey || inFlow ? quotedString(ss.value, ctx) : blockString(ss, ctx, onComment, onChompKeep);
          case Scalar.Scalar.QUOTE_DOUBLE:
            return doubleQuotedString(ss.value, ctx);
          case Scalar.Scalar.QUOTE_SINGLE:
            return singleQuotedString(ss.value, ctx);
          case Scalar.Scalar.PLAIN:
            return plainString(ss, ctx, onComment, onChompKeep);
          default:
            return null;
        }
      }, res = _stringify(type);
      if (res === null) {
        let { defaultKeyType, defaultStringType } = ctx.options, t = implicitKey && defaultKeyType || defaultStringType;
        if (res = _stringify(t), res === null)
          throw new Error(`Unsupported default string type ${t}`);
      }
      return res;
    }
    exports.stringifyString = stringifyString;
  }
});

// node_modules/yaml/dist/stringify/stringify.js
var require_stringify = __commonJS({
  "node_modules/yaml/dist/stringify/stringify.js"(exports) {
    "use strict";
    var anchors = require_anchors(), identity = require_identity(), stringifyComment = require_stringifyComment(), stringifyString = require_stringifyString();
    function createStringifyContext(doc, options) {
      let opt = Object.assign({
        blockQuote: !0,
        commentString: stringifyComment.stringifyComment,
        defaultKeyType: null,
        defaultStringType: "PLAIN",
        directives: null,
        doubleQuotedAsJSON: !1,
        doubleQuotedMinMultiLineLength: 40,
        falseStr: "false",
        flowCollectionPadding: !0,
        indentSeq: !0,
        lineWidth: 80,
        minContentWidth: 20,
        nullStr: "null",
        simpleKeys: !1,
        singleQuote: null,
        trailingComma: !1,
        trueStr: "true",
        verifyAliasOrder: !0
      }, doc.schema.toStringOptions, options), inFlow;
      switch (opt.collectionStyle) {
        case "block":
          inFlow = !1;
          break;
        case "flow":
          inFlow = !0;
          break;
        default:
          inFlow = null;
      }
      return {
        anchors: /* @__PURE__ */ new Set(),
        doc,
        flowCollectionPadding: opt.flowCollectionPadding ? " " : "",
        indent: "",
        indentStep: typeof opt.indent == "number" ? " ".repeat(opt.indent) : "  ",
        inFlow,
        options: opt
      };
    }
    function getTagObject(tags, item) {
      if (item.tag) {
        let match = tags.filter((t) => t.tag === item.tag);
        if (match.length > 0)
          return match.find((t) => t.format === item.format) ?? match[0];
      }
      let tagObj, obj;
      if (identity.isScalar(item)) {
        obj = item.value;
        let match = tags.filter((t) => t.identify?.(obj));
        if (match.length > 1) {
          let testMatch = match.filter((t) => t.test);
          testMatch.length > 0 && (match = testMatch);
        }
        tagObj = match.find((t) => t.format === item.format) ?? match.find((t) => !t.format);
      } else
        obj = item, tagObj = tags.find((t) => t.nodeClass && obj instanceof t.nodeClass);
      if (!tagObj) {
        let name = obj?.constructor?.name ?? (obj === null ? "null" : typeof obj);
        throw new Error(`Tag not resolved for ${name} value`);
      }
      return tagObj;
    }
    function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
      if (!doc.directives)
        return "";
      let props = [], anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
      anchor && anchors.anchorIsValid(anchor) && (anchors$1.add(anchor), props.push(`&${anchor}`));
      let tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
      return tag && props.push(doc.directives.tagString(tag)), props.join(" ");
    }
    function stringify(item, ctx, onComment, onChompKeep) {
      if (identity.isPair(item))
        return item.toString(ctx, onComment, onChompKeep);
      if (identity.isAlias(item)) {
        if (ctx.doc.directives)
          return item.toString(ctx);
        if (ctx.resolvedAliases?.has(item))
          throw new TypeError("Cannot stringify circular structure without alias nodes");
        ctx.resolvedAliases ? ctx.resolvedAliases.add(item) : ctx.resolvedAliases = /* @__PURE__ */ new Set([item]), item = item.resolve(ctx.doc);
      }
      let tagObj, node = identity.isNode(item) ? item : ctx.doc.createNode(item, { onTagObj: (o) => tagObj = o });
      tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
      let props = stringifyProps(node, tagObj, ctx);
      props.length > 0 && (ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1);
      let str = typeof tagObj.stringify == "function" ? tagObj.stringify(node, ctx, onComment, onChompKeep) : identity.isScalar(node) ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep) : node.toString(ctx, onComment, onChompKeep);
      return props ? identity.isScalar(node) || str[0] === "{" || str[0] === "[" ? `${props} ${str}` : `${props}
${ctx.indent}${str}` : str;
    }
    exports.createStringifyContext = createStringifyContext;
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/stringify/stringifyPair.js
var require_stringifyPair = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyPair.js"(exports) {
    "use strict";
    var identity = require_identity(), Scalar = require_Scalar(), stringify = require_stringify(), stringifyComment = require_stringifyComment();
    function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
      let { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx, keyComment = identity.isNode(key) && key.comment || null;
      if (simpleKeys) {
        if (keyComment)
          throw new Error("With simple keys, key nodes cannot have comments");
        if (identity.isCollection(key) || !identity.isNode(key) && typeof key == "object") {
          let msg = "With simple keys, collection cannot be used as a key value";
          throw new Error(msg);
        }
      }
      let explicitKey = !simpleKeys && (!key || keyComment && value == null && !ctx.inFlow || identity.isCollection(key) || (identity.isScalar(key) ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL : typeof key == "object"));
      ctx = Object.assign({}, ctx, {
        allNullValues: !1,
        implicitKey: !explicitKey && (simpleKeys || !allNullValues),
        indent: indent + indentStep
      });
      let keyCommentDone = !1, chompKeep = !1, str = stringify.stringify(key, ctx, () => keyCommentDone = !0, () => chompKeep = !0);
      if (!explicitKey && !ctx.inFlow && str.length > 1024) {
        if (simpleKeys)
          throw new Error("With simple keys, single line scalar must not span more than 1024 characters");
        explicitKey = !0;
      }
      if (ctx.inFlow) {
        if (allNullValues || value == null)
          return keyCommentDone && onComment && onComment(), str === "" ? "?" : explicitKey ? `? ${str}` : str;
      } else if (allNullValues && !simpleKeys || value == null && explicitKey)
        return str = `? ${str}`, keyComment && !keyCommentDone ? str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment)) : chompKeep && onChompKeep && onChompKeep(), str;
      keyCommentDone && (keyComment = null), explicitKey ? (keyComment && (str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment))), str = `? ${str}
${indent}:`) : (str = `${str}:`, keyComment && (str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment))));
      let vsb, vcb, valueComment;
      identity.isNode(value) ? (vsb = !!value.spaceBefore, vcb = value.commentBefore, valueComment = value.comment) : (vsb = !1, vcb = null, valueComment = null, value && typeof value == "object" && (value = doc.createNode(value))), ctx.implicitKey = !1, !explicitKey && !keyComment && identity.isScalar(value) && (ctx.indentAtStart = str.length + 1), chompKeep = !1, !indentSeq && indentStep.length >= 2 && !ctx.inFlow && !explicitKey && identity.isSeq(value) && !value.flow && !value.tag && !value.anchor && (ctx.indent = ctx.indent.substring(2));
      let valueCommentDone = !1, valueStr = stringify.stringify(value, ctx, () => valueCommentDone = !0, () => chompKeep = !0), ws = " ";
      if (keyComment || vsb || vcb) {
        if (ws = vsb ? `
` : "", vcb) {
          let cs = commentString(vcb);
          ws += `
${stringifyComment.indentComment(cs, ctx.indent)}`;
        }
        valueStr === "" && !ctx.inFlow ? ws === `
` && valueComment && (ws = `

`) : ws += `
${ctx.indent}`;
      } else if (!explicitKey && identity.isCollection(value)) {
        let vs0 = valueStr[0], nl0 = valueStr.indexOf(`
`), hasNewline = nl0 !== -1, flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
        if (hasNewline || !flow) {
          let hasPropsLine = !1;
          if (hasNewline && (vs0 === "&" || vs0 === "!")) {
            let sp0 = valueStr.indexOf(" ");
            vs0 === "&" && sp0 !== -1 && sp0 < nl0 && valueStr[sp0 + 1] === "!" && (sp0 = valueStr.indexOf(" ", sp0 + 1)), (sp0 === -1 || nl0 < sp0) && (hasPropsLine = !0);
          }
          hasPropsLine || (ws = `
${ctx.indent}`);
        }
      } else (valueStr === "" || valueStr[0] === `
`) && (ws = "");
      return str += ws + valueStr, ctx.inFlow ? valueCommentDone && onComment && onComment() : valueComment && !valueCommentDone ? str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment)) : chompKeep && onChompKeep && onChompKeep(), str;
    }
    exports.stringifyPair = stringifyPair;
  }
});

// node_modules/yaml/dist/log.js
var require_log = __commonJS({
  "node_modules/yaml/dist/log.js"(exports) {
    "use strict";
    var node_process = __require("process");
    function debug(logLevel, ...messages) {
      logLevel === "debug" && console.log(...messages);
    }
    function warn(logLevel, warning) {
      (logLevel === "debug" || logLevel === "warn") && (typeof node_process.emitWarning == "function" ? node_process.emitWarning(warning) : console.warn(warning));
    }
    exports.debug = debug;
    exports.warn = warn;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/merge.js
var require_merge = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/merge.js"(exports) {
    "use strict";
    var identity = require_identity(), Scalar = require_Scalar(), MERGE_KEY = "<<", merge = {
      identify: (value) => value === MERGE_KEY || typeof value == "symbol" && value.description === MERGE_KEY,
      default: "key",
      tag: "tag:yaml.org,2002:merge",
      test: /^<<$/,
      resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), {
        addToJSMap: addMergeToJSMap
      }),
      stringify: () => MERGE_KEY
    }, isMergeKey = (ctx, key) => (merge.identify(key) || identity.isScalar(key) && (!key.type || key.type === Scalar.Scalar.PLAIN) && merge.identify(key.value)) && ctx?.doc.schema.tags.some((tag) => tag.tag === merge.tag && tag.default);
    function addMergeToJSMap(ctx, map, value) {
      let source = resolveAliasValue(ctx, value);
      if (identity.isSeq(source))
        for (let it of source.items)
          mergeValue(ctx, map, it);
      else if (Array.isArray(source))
        for (let it of source)
          mergeValue(ctx, map, it);
      else
        mergeValue(ctx, map, source);
    }
    function mergeValue(ctx, map, value) {
      let source = resolveAliasValue(ctx, value);
      if (!identity.isMap(source))
        throw new Error("Merge sources must be maps or map aliases");
      let srcMap = source.toJSON(null, ctx, Map);
      for (let [key, value2] of srcMap)
        map instanceof Map ? map.has(key) || map.set(key, value2) : map instanceof Set ? map.add(key) : Object.prototype.hasOwnProperty.call(map, key) || Object.defineProperty(map, key, {
          value: value2,
          writable: !0,
          enumerable: !0,
          configurable: !0
        });
      return map;
    }
    function resolveAliasValue(ctx, value) {
      return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
    }
    exports.addMergeToJSMap = addMergeToJSMap;
    exports.isMergeKey = isMergeKey;
    exports.merge = merge;
  }
});

// node_modules/yaml/dist/nodes/addPairToJSMap.js
var require_addPairToJSMap = __commonJS({
  "node_modules/yaml/dist/nodes/addPairToJSMap.js"(exports) {
    "use strict";
    var log = require_log(), merge = require_merge(), stringify = require_stringify(), identity = require_identity(), toJS = require_toJS();
    function addPairToJSMap(ctx, map, { key, value }) {
      if (identity.isNode(key) && key.addToJSMap)
        key.addToJSMap(ctx, map, value);
      else if (merge.isMergeKey(ctx, key))
        merge.addMergeToJSMap(ctx, map, value);
      else {
        let jsKey = toJS.toJS(key, "", ctx);
        if (map instanceof Map)
          map.set(jsKey, toJS.toJS(value, jsKey, ctx));
        else if (map instanceof Set)
          map.add(jsKey);
        else {
          let stringKey = stringifyKey(key, jsKey, ctx), jsValue = toJS.toJS(value, stringKey, ctx);
          stringKey in map ? Object.defineProperty(map, stringKey, {
            value: jsValue,
            writable: !0,
            enumerable: !0,
            configurable: !0
          }) : map[stringKey] = jsValue;
        }
      }
      return map;
    }
    function stringifyKey(key, jsKey, ctx) {
      if (jsKey === null)
        return "";
      if (typeof jsKey != "object")
        return String(jsKey);
      if (identity.isNode(key) && ctx?.doc) {
        let strCtx = stringify.createStringifyContext(ctx.doc, {});
        strCtx.anchors = /* @__PURE__ */ new Set();
        for (let node of ctx.anchors.keys())
          strCtx.anchors.add(node.anchor);
        strCtx.inFlow = !0, strCtx.inStringifyKey = !0;
        let strKey = key.toString(strCtx);
        if (!ctx.mapKeyWarned) {
          let jsonStr = JSON.stringify(strKey);
          jsonStr.length > 40 && (jsonStr = jsonStr.substring(0, 36) + '..."'), log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`), ctx.mapKeyWarned = !0;
        }
        return strKey;
      }
      return JSON.stringify(jsKey);
    }
    exports.addPairToJSMap = addPairToJSMap;
  }
});

// node_modules/yaml/dist/nodes/Pair.js
var require_Pair = __commonJS({
  "node_modules/yaml/dist/nodes/Pair.js"(exports) {
    "use strict";
    var createNode = require_createNode(), stringifyPair = require_stringifyPair(), addPairToJSMap = require_addPairToJSMap(), identity = require_identity();
    function createPair(key, value, ctx) {
      let k = createNode.createNode(key, void 0, ctx), v = createNode.createNode(value, void 0, ctx);
      return new Pair(k, v);
    }
    var Pair = class _Pair {
      constructor(key, value = null) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR }), this.key = key, this.value = value;
      }
      clone(schema) {
        let { key, value } = this;
        return identity.isNode(key) && (key = key.clone(schema)), identity.isNode(value) && (value = value.clone(schema)), new _Pair(key, value);
      }
      toJSON(_, ctx) {
        let pair = ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
        return addPairToJSMap.addPairToJSMap(ctx, pair, this);
      }
      toString(ctx, onComment, onChompKeep) {
        return ctx?.doc ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep) : JSON.stringify(this);
      }
    };
    exports.Pair = Pair;
    exports.createPair = createPair;
  }
});

// node_modules/yaml/dist/stringify/stringifyCollection.js
var require_stringifyCollection = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyCollection.js"(exports) {
    "use strict";
    var identity = require_identity(), stringify = require_stringify(), stringifyComment = require_stringifyComment();
    function stringifyCollection(collection, ctx, options) {
      return (ctx.inFlow ?? collection.flow ? stringifyFlowCollection : stringifyBlockCollection)(collection, ctx, options);
    }
    function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
      let { indent, options: { commentString } } = ctx, itemCtx = Object.assign({}, ctx, { indent: itemIndent, type: null }), chompKeep = !1, lines = [];
      for (let i = 0; i < items.length; ++i) {
        let item = items[i], comment2 = null;
        if (identity.isNode(item))
          !chompKeep && item.spaceBefore && lines.push(""), addCommentBefore(ctx, lines, item.commentBefore, chompKeep), item.comment && (comment2 = item.comment);
        else if (identity.isPair(item)) {
          let ik = identity.isNode(item.key) ? item.key : null;
          ik && (!chompKeep && ik.spaceBefore && lines.push(""), addCommentBefore(ctx, lines, ik.commentBefore, chompKeep));
        }
        chompKeep = !1;
        let str2 = stringify.stringify(item, itemCtx, () => comment2 = null, () => chompKeep = !0);
        comment2 && (str2 += stringifyComment.lineComment(str2, itemIndent, commentString(comment2))), chompKeep && comment2 && (chompKeep = !1), lines.push(blockItemPrefix + str2);
      }
      let str;
      if (lines.length === 0)
        str = flowChars.start + flowChars.end;
      else {
        str = lines[0];
        for (let i = 1; i < lines.length; ++i) {
          let line = lines[i];
          str += line ? `
${indent}${line}` : `
`;
        }
      }
      return comment ? (str += `
` + stringifyComment.indentComment(commentString(comment), indent), onComment && onComment()) : chompKeep && onChompKeep && onChompKeep(), str;
    }
    function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
      let { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
      itemIndent += indentStep;
      let itemCtx = Object.assign({}, ctx, {
        indent: itemIndent,
        inFlow: !0,
        type: null
      }), reqNewline = !1, linesAtValue = 0, lines = [];
      for (let i = 0; i < items.length; ++i) {
        let item = items[i], comment = null;
        if (identity.isNode(item))
          item.spaceBefore && lines.push(""), addCommentBefore(ctx, lines, item.commentBefore, !1), item.comment && (comment = item.comment);
        else if (identity.isPair(item)) {
          let ik = identity.isNode(item.key) ? item.key : null;
          ik && (ik.spaceBefore && lines.push(""), addCommentBefore(ctx, lines, ik.commentBefore, !1), ik.comment && (reqNewline = !0));
          let iv = identity.isNode(item.value) ? item.value : null;
          iv ? (iv.comment && (comment = iv.comment), iv.commentBefore && (reqNewline = !0)) : item.value == null && ik?.comment && (comment = ik.comment);
        }
        comment && (reqNewline = !0);
        let str = stringify.stringify(item, itemCtx, () => comment = null);
        reqNewline || (reqNewline = lines.length > linesAtValue || str.includes(`
`)), i < items.length - 1 ? str += "," : ctx.options.trailingComma && (ctx.options.lineWidth > 0 && (reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) + (str.length + 2) > ctx.options.lineWidth)), reqNewline && (str += ",")), comment && (str += stringifyComment.lineComment(str, itemIndent, commentString(comment))), lines.push(str), linesAtValue = lines.length;
      }
      let { start, end } = flowChars;
      if (lines.length === 0)
        return start + end;
      if (!reqNewline) {
        let len = lines.reduce((sum, line) => sum + line.length + 2, 2);
        reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
      }
      if (reqNewline) {
        let str = start;
        for (let line of lines)
          str += line ? `
${indentStep}${indent}${line}` : `
`;
        return `${str}
${indent}${end}`;
      } else
        return `${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`;
    }
    function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
      if (comment && chompKeep && (comment = comment.replace(/^\n+/, "")), comment) {
        let ic = stringifyComment.indentComment(commentString(comment), indent);
        lines.push(ic.trimStart());
      }
    }
    exports.stringifyCollection = stringifyCollection;
  }
});

// node_modules/yaml/dist/nodes/YAMLMap.js
var require_YAMLMap = __commonJS({
  "node_modules/yaml/dist/nodes/YAMLMap.js"(exports) {
    "use strict";
    var stringifyCollection = require_stringifyCollection(), addPairToJSMap = require_addPairToJSMap(), Collection = require_Collection(), identity = require_identity(), Pair = require_Pair(), Scalar = require_Scalar();
    function findPair(items, key) {
      let k = identity.isScalar(key) ? key.value : key;
      for (let it of items)
        if (identity.isPair(it) && (it.key === key || it.key === k || identity.isScalar(it.key) && it.key.value === k))
          return it;
    }
    var YAMLMap = class extends Collection.Collection {
      static get tagName() {
        return "tag:yaml.org,2002:map";
      }
      constructor(schema) {
        super(identity.MAP, schema), this.items = [];
      }
      /**
       * A generic collection parsing method that can be extended
       * to other node classes that inherit from YAMLMap
       */
      static from(schema, obj, ctx) {
        let { keepUndefined, replacer } = ctx, map = new this(schema), add = (key, value) => {
          if (typeof replacer == "function")
            value = replacer.call(obj, key, value);
          else if (Array.isArray(replacer) && !replacer.includes(key))
            return;
          (value !== void 0 || keepUndefined) && map.items.push(Pair.createPair(key, value, ctx));
        };
        if (obj instanceof Map)
          for (let [key, value] of obj)
            add(key, value);
        else if (obj && typeof obj == "object")
          for (let key of Object.keys(obj))
            add(key, obj[key]);
        return typeof schema.sortMapEntries == "function" && map.items.sort(schema.sortMapEntries), map;
      }
      /**
       * Adds a value to the collection.
       *
       * @param overwrite - If not set `true`, using a key that is already in the
       *   collection will throw. Otherwise, overwrites the previous value.
       */
      add(pair, overwrite) {
        let _pair;
        identity.isPair(pair) ? _pair = pair : !pair || typeof pair != "object" || !("key" in pair) ? _pair = new Pair.Pair(pair, pair?.value) : _pair = new Pair.Pair(pair.key, pair.value);
        let prev = findPair(this.items, _pair.key), sortEntries = this.schema?.sortMapEntries;
        if (prev) {
          if (!overwrite)
            throw new Error(`Key ${_pair.key} already set`);
          identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value) ? prev.value.value = _pair.value : prev.value = _pair.value;
        } else if (sortEntries) {
          let i = this.items.findIndex((item) => sortEntries(_pair, item) < 0);
          i === -1 ? this.items.push(_pair) : this.items.splice(i, 0, _pair);
        } else
          this.items.push(_pair);
      }
      delete(key) {
        let it = findPair(this.items, key);
        return it ? this.items.splice(this.items.indexOf(it), 1).length > 0 : !1;
      }
      get(key, keepScalar) {
        let node = findPair(this.items, key)?.value;
        return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? void 0;
      }
      has(key) {
        return !!findPair(this.items, key);
      }
      set(key, value) {
        this.add(new Pair.Pair(key, value), !0);
      }
      /**
       * @param ctx - Conversion context, originally set in Document#toJS()
       * @param {Class} Type - If set, forces the returned collection type
       * @returns Instance of Type, Map, or Object
       */
      toJSON(_, ctx, Type) {
        let map = Type ? new Type() : ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
        ctx?.onCreate && ctx.onCreate(map);
        for (let item of this.items)
          addPairToJSMap.addPairToJSMap(ctx, map, item);
        return map;
      }
      toString(ctx, onComment, onChompKeep) {
        if (!ctx)
          return JSON.stringify(this);
        for (let item of this.items)
          if (!identity.isPair(item))
            throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
        return !ctx.allNullValues && this.hasAllNullValues(!1) && (ctx = Object.assign({}, ctx, { allNullValues: !0 })), stringifyCollection.stringifyCollection(this, ctx, {
          blockItemPrefix: "",
          flowChars: { start: "{", end: "}" },
          itemIndent: ctx.indent || "",
          onChompKeep,
          onComment
        });
      }
    };
    exports.YAMLMap = YAMLMap;
    exports.findPair = findPair;
  }
});

// node_modules/yaml/dist/schema/common/map.js
var require_map = __commonJS({
  "node_modules/yaml/dist/schema/common/map.js"(exports) {
    "use strict";
    var identity = require_identity(), YAMLMap = require_YAMLMap(), map = {
      collection: "map",
      default: !0,
      nodeClass: YAMLMap.YAMLMap,
      tag: "tag:yaml.org,2002:map",
      resolve(map2, onError) {
        return identity.isMap(map2) || onError("Expected a mapping for this tag"), map2;
      },
      createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
    };
    exports.map = map;
  }
});

// node_modules/yaml/dist/nodes/YAMLSeq.js
var require_YAMLSeq = __commonJS({
  "node_modules/yaml/dist/nodes/YAMLSeq.js"(exports) {
    "use strict";
    var createNode = require_createNode(), stringifyCollection = require_stringifyCollection(), Collection = require_Collection(), identity = require_identity(), Scalar = require_Scalar(), toJS = require_toJS(), YAMLSeq = class extends Collection.Collection {
      static get tagName() {
        return "tag:yaml.org,2002:seq";
      }
      constructor(schema) {
        super(identity.SEQ, schema), this.items = [];
      }
      add(value) {
        this.items.push(value);
      }
      /**
       * Removes a value from the collection.
       *
       * `key` must contain a representation of an integer for this to succeed.
       * It may be wrapped in a `Scalar`.
       *
       * @returns `true` if the item was found and removed.
       */
      delete(key) {
        let idx = asItemIndex(key);
        return typeof idx != "number" ? !1 : this.items.splice(idx, 1).length > 0;
      }
      get(key, keepScalar) {
        let idx = asItemIndex(key);
        if (typeof idx != "number")
          return;
        let it = this.items[idx];
        return !keepScalar && identity.isScalar(it) ? it.value : it;
      }
      /**
       * Checks if the collection includes a value with the key `key`.
       *
       * `key` must contain a representation of an integer for this to succeed.
       * It may be wrapped in a `Scalar`.
       */
      has(key) {
        let idx = asItemIndex(key);
        return typeof idx == "number" && idx < this.items.length;
      }
      /**
       * Sets a value in this collection. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       *
       * If `key` does not contain a representation of an integer, this will throw.
       * It may be wrapped in a `Scalar`.
       */
      set(key, value) {
        let idx = asItemIndex(key);
        if (typeof idx != "number")
          throw new Error(`Expected a valid index, not ${key}.`);
        let prev = this.items[idx];
        identity.isScalar(prev) && Scalar.isScalarValue(value) ? prev.value = value : this.items[idx] = value;
      }
      toJSON(_, ctx) {
        let seq = [];
        ctx?.onCreate && ctx.onCreate(seq);
        let i = 0;
        for (let item of this.items)
          seq.push(toJS.toJS(item, String(i++), ctx));
        return seq;
      }
      toString(ctx, onComment, onChompKeep) {
        return ctx ? stringifyCollection.stringifyCollection(this, ctx, {
          blockItemPrefix: "- ",
          flowChars: { start: "[", end: "]" },
          itemIndent: (ctx.indent || "") + "  ",
          onChompKeep,
          onComment
        }) : JSON.stringify(this);
      }
      static from(schema, obj, ctx) {
        let { replacer } = ctx, seq = new this(schema);
        if (obj && Symbol.iterator in Object(obj)) {
          let i = 0;
          for (let it of obj) {
            if (typeof replacer == "function") {
              let key = obj instanceof Set ? it : String(i++);
              it = replacer.call(obj, key, it);
            }
            seq.items.push(createNode.createNode(it, void 0, ctx));
          }
        }
        return seq;
      }
    };
    function asItemIndex(key) {
      let idx = identity.isScalar(key) ? key.value : key;
      return idx && typeof idx == "string" && (idx = Number(idx)), typeof idx == "number" && Number.isInteger(idx) && idx >= 0 ? idx : null;
    }
    exports.YAMLSeq = YAMLSeq;
  }
});

// node_modules/yaml/dist/schema/common/seq.js
var require_seq = __commonJS({
  "node_modules/yaml/dist/schema/common/seq.js"(exports) {
    "use strict";
    var identity = require_identity(), YAMLSeq = require_YAMLSeq(), seq = {
      collection: "seq",
      default: !0,
      nodeClass: YAMLSeq.YAMLSeq,
      tag: "tag:yaml.org,2002:seq",
      resolve(seq2, onError) {
        return identity.isSeq(seq2) || onError("Expected a sequence for this tag"), seq2;
      },
      createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
    };
    exports.seq = seq;
  }
});

// node_modules/yaml/dist/schema/common/string.js
var require_string = __commonJS({
  "node_modules/yaml/dist/schema/common/string.js"(exports) {
    "use strict";
    var stringifyString = require_stringifyString(), string = {
      identify: (value) => typeof value == "string",
      default: !0,
      tag: "tag:yaml.org,2002:str",
      resolve: (str) => str,
      stringify(item, ctx, onComment, onChompKeep) {
        return ctx = Object.assign({ actualString: !0 }, ctx), stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
      }
    };
    exports.string = string;
  }
});

// node_modules/yaml/dist/schema/common/null.js
var require_null = __commonJS({
  "node_modules/yaml/dist/schema/common/null.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), nullTag = {
      identify: (value) => value == null,
      createNode: () => new Scalar.Scalar(null),
      default: !0,
      tag: "tag:yaml.org,2002:null",
      test: /^(?:~|[Nn]ull|NULL)?$/,
      resolve: () => new Scalar.Scalar(null),
      stringify: ({ source }, ctx) => typeof source == "string" && nullTag.test.test(source) ? source : ctx.options.nullStr
    };
    exports.nullTag = nullTag;
  }
});

// node_modules/yaml/dist/schema/core/bool.js
var require_bool = __commonJS({
  "node_modules/yaml/dist/schema/core/bool.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), boolTag = {
      identify: (value) => typeof value == "boolean",
      default: !0,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
      resolve: (str) => new Scalar.Scalar(str[0] === "t" || str[0] === "T"),
      stringify({ source, value }, ctx) {
        if (source && boolTag.test.test(source)) {
          let sv = source[0] === "t" || source[0] === "T";
          if (value === sv)
            return source;
        }
        return value ? ctx.options.trueStr : ctx.options.falseStr;
      }
    };
    exports.boolTag = boolTag;
  }
});

// node_modules/yaml/dist/stringify/stringifyNumber.js
var require_stringifyNumber = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyNumber.js"(exports) {
    "use strict";
    function stringifyNumber({ format, minFractionDigits, tag, value }) {
      if (typeof value == "bigint")
        return String(value);
      let num = typeof value == "number" ? value : Number(value);
      if (!isFinite(num))
        return isNaN(num) ? ".nan" : num < 0 ? "-.inf" : ".inf";
      let n = Object.is(value, -0) ? "-0" : JSON.stringify(value);
      if (!format && minFractionDigits && (!tag || tag === "tag:yaml.org,2002:float") && /^-?\d/.test(n) && !n.includes("e")) {
        let i = n.indexOf(".");
        i < 0 && (i = n.length, n += ".");
        let d = minFractionDigits - (n.length - i - 1);
        for (; d-- > 0; )
          n += "0";
      }
      return n;
    }
    exports.stringifyNumber = stringifyNumber;
  }
});

// node_modules/yaml/dist/schema/core/float.js
var require_float = __commonJS({
  "node_modules/yaml/dist/schema/core/float.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), stringifyNumber = require_stringifyNumber(), floatNaN = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
      resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
      stringify: stringifyNumber.stringifyNumber
    }, floatExp = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      format: "EXP",
      test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
      resolve: (str) => parseFloat(str),
      stringify(node) {
        let num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
      }
    }, float = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
      resolve(str) {
        let node = new Scalar.Scalar(parseFloat(str)), dot = str.indexOf(".");
        return dot !== -1 && str[str.length - 1] === "0" && (node.minFractionDigits = str.length - dot - 1), node;
      },
      stringify: stringifyNumber.stringifyNumber
    };
    exports.float = float;
    exports.floatExp = floatExp;
    exports.floatNaN = floatNaN;
  }
});

// node_modules/yaml/dist/schema/core/int.js
var require_int = __commonJS({
  "node_modules/yaml/dist/schema/core/int.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber(), intIdentify = (value) => typeof value == "bigint" || Number.isInteger(value), intResolve = (str, offset, radix, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix);
    function intStringify(node, radix, prefix) {
      let { value } = node;
      return intIdentify(value) && value >= 0 ? prefix + value.toString(radix) : stringifyNumber.stringifyNumber(node);
    }
    var intOct = {
      identify: (value) => intIdentify(value) && value >= 0,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "OCT",
      test: /^0o[0-7]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
      stringify: (node) => intStringify(node, 8, "0o")
    }, int = {
      identify: intIdentify,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      test: /^[-+]?[0-9]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
      stringify: stringifyNumber.stringifyNumber
    }, intHex = {
      identify: (value) => intIdentify(value) && value >= 0,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "HEX",
      test: /^0x[0-9a-fA-F]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
      stringify: (node) => intStringify(node, 16, "0x")
    };
    exports.int = int;
    exports.intHex = intHex;
    exports.intOct = intOct;
  }
});

// node_modules/yaml/dist/schema/core/schema.js
var require_schema = __commonJS({
  "node_modules/yaml/dist/schema/core/schema.js"(exports) {
    "use strict";
    var map = require_map(), _null = require_null(), seq = require_seq(), string = require_string(), bool = require_bool(), float = require_float(), int = require_int(), schema = [
      map.map,
      seq.seq,
      string.string,
      _null.nullTag,
      bool.boolTag,
      int.intOct,
      int.int,
      int.intHex,
      float.floatNaN,
      float.floatExp,
      float.float
    ];
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/json/schema.js
var require_schema2 = __commonJS({
  "node_modules/yaml/dist/schema/json/schema.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), map = require_map(), seq = require_seq();
    function intIdentify(value) {
      return typeof value == "bigint" || Number.isInteger(value);
    }
    var stringifyJSON = ({ value }) => JSON.stringify(value), jsonScalars = [
      {
        identify: (value) => typeof value == "string",
        default: !0,
        tag: "tag:yaml.org,2002:str",
        resolve: (str) => str,
        stringify: stringifyJSON
      },
      {
        identify: (value) => value == null,
        createNode: () => new Scalar.Scalar(null),
        default: !0,
        tag: "tag:yaml.org,2002:null",
        test: /^null$/,
        resolve: () => null,
        stringify: stringifyJSON
      },
      {
        identify: (value) => typeof value == "boolean",
        default: !0,
        tag: "tag:yaml.org,2002:bool",
        test: /^true$|^false$/,
        resolve: (str) => str === "true",
        stringify: stringifyJSON
      },
      {
        identify: intIdentify,
        default: !0,
        tag: "tag:yaml.org,2002:int",
        test: /^-?(?:0|[1-9][0-9]*)$/,
        resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
        stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
      },
      {
        identify: (value) => typeof value == "number",
        default: !0,
        tag: "tag:yaml.org,2002:float",
        test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
        resolve: (str) => parseFloat(str),
        stringify: stringifyJSON
      }
    ], jsonError = {
      default: !0,
      tag: "",
      test: /^/,
      resolve(str, onError) {
        return onError(`Unresolved plain scalar ${JSON.stringify(str)}`), str;
      }
    }, schema = [map.map, seq.seq].concat(jsonScalars, jsonError);
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/binary.js
var require_binary = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/binary.js"(exports) {
    "use strict";
    var node_buffer = __require("buffer"), Scalar = require_Scalar(), stringifyString = require_stringifyString(), binary = {
      identify: (value) => value instanceof Uint8Array,
      // Buffer inherits from Uint8Array
      default: !1,
      tag: "tag:yaml.org,2002:binary",
      /**
       * Returns a Buffer in node and an Uint8Array in browsers
       *
       * To use the resulting buffer as an image, you'll want to do something like:
       *
       *   const blob = new Blob([buffer], { type: 'image/jpeg' })
       *   document.querySelector('#photo').src = URL.createObjectURL(blob)
       */
      resolve(src, onError) {
        if (typeof node_buffer.Buffer == "function")
          return node_buffer.Buffer.from(src, "base64");
        if (typeof atob == "function") {
          let str = atob(src.replace(/[\n\r]/g, "")), buffer = new Uint8Array(str.length);
          for (let i = 0; i < str.length; ++i)
            buffer[i] = str.charCodeAt(i);
          return buffer;
        } else
          return onError("This environment does not support reading binary tags; either Buffer or atob is required"), src;
      },
      stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
        if (!value)
          return "";
        let buf = value, str;
        if (typeof node_buffer.Buffer == "function")
          str = buf instanceof node_buffer.Buffer ? buf.toString("base64") : node_buffer.Buffer.from(buf.buffer).toString("base64");
        else if (typeof btoa == "function") {
          let s = "";
          for (let i = 0; i < buf.length; ++i)
            s += String.fromCharCode(buf[i]);
          str = btoa(s);
        } else
          throw new Error("This environment does not support writing binary tags; either Buffer or btoa is required");
        if (type ?? (type = Scalar.Scalar.BLOCK_LITERAL), type !== Scalar.Scalar.QUOTE_DOUBLE) {
          let lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth), n = Math.ceil(str.length / lineWidth), lines = new Array(n);
          for (let i = 0, o = 0; i < n; ++i, o += lineWidth)
            lines[i] = str.substr(o, lineWidth);
          str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? `
` : " ");
        }
        return stringifyString.stringifyString({ comment, type, value: str }, ctx, onComment, onChompKeep);
      }
    };
    exports.binary = binary;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/pairs.js
var require_pairs = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/pairs.js"(exports) {
    "use strict";
    var identity = require_identity(), Pair = require_Pair(), Scalar = require_Scalar(), YAMLSeq = require_YAMLSeq();
    function resolvePairs(seq, onError) {
      if (identity.isSeq(seq))
        for (let i = 0; i < seq.items.length; ++i) {
          let item = seq.items[i];
          if (!identity.isPair(item)) {
            if (identity.isMap(item)) {
              item.items.length > 1 && onError("Each pair must have its own sequence indicator");
              let pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
              if (item.commentBefore && (pair.key.commentBefore = pair.key.commentBefore ? `${item.commentBefore}
${pair.key.commentBefore}` : item.commentBefore), item.comment) {
                let cn = pair.value ?? pair.key;
                cn.comment = cn.comment ? `${item.comment}
${cn.comment}` : item.comment;
              }
              item = pair;
            }
            seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
          }
        }
      else
        onError("Expected a sequence for this tag");
      return seq;
    }
    function createPairs(schema, iterable, ctx) {
      let { replacer } = ctx, pairs2 = new YAMLSeq.YAMLSeq(schema);
      pairs2.tag = "tag:yaml.org,2002:pairs";
      let i = 0;
      if (iterable && Symbol.iterator in Object(iterable))
        for (let it of iterable) {
          typeof replacer == "function" && (it = replacer.call(iterable, String(i++), it));
          let key, value;
          if (Array.isArray(it))
            if (it.length === 2)
              key = it[0], value = it[1];
            else
              throw new TypeError(`Expected [key, value] tuple: ${it}`);
          else if (it && it instanceof Object) {
            let keys = Object.keys(it);
            if (keys.length === 1)
              key = keys[0], value = it[key];
            else
              throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
          } else
            key = it;
          pairs2.items.push(Pair.createPair(key, value, ctx));
        }
      return pairs2;
    }
    var pairs = {
      collection: "seq",
      default: !1,
      tag: "tag:yaml.org,2002:pairs",
      resolve: resolvePairs,
      createNode: createPairs
    };
    exports.createPairs = createPairs;
    exports.pairs = pairs;
    exports.resolvePairs = resolvePairs;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/omap.js
var require_omap = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/omap.js"(exports) {
    "use strict";
    var identity = require_identity(), toJS = require_toJS(), YAMLMap = require_YAMLMap(), YAMLSeq = require_YAMLSeq(), pairs = require_pairs(), YAMLOMap = class _YAMLOMap extends YAMLSeq.YAMLSeq {
      constructor() {
        super(), this.add = YAMLMap.YAMLMap.prototype.add.bind(this), this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this), this.get = YAMLMap.YAMLMap.prototype.get.bind(this), this.has = YAMLMap.YAMLMap.prototype.has.bind(this), this.set = YAMLMap.YAMLMap.prototype.set.bind(this), this.tag = _YAMLOMap.tag;
      }
      /**
       * If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
       * but TypeScript won't allow widening the signature of a child method.
       */
      toJSON(_, ctx) {
        if (!ctx)
          return super.toJSON(_);
        let map = /* @__PURE__ */ new Map();
        ctx?.onCreate && ctx.onCreate(map);
        for (let pair of this.items) {
          let key, value;
          if (identity.isPair(pair) ? (key = toJS.toJS(pair.key, "", ctx), value = toJS.toJS(pair.value, key, ctx)) : key = toJS.toJS(pair, "", ctx), map.has(key))
            throw new Error("Ordered maps must not include duplicate keys");
          map.set(key, value);
        }
        return map;
      }
      static from(schema, iterable, ctx) {
        let pairs$1 = pairs.createPairs(schema, iterable, ctx), omap2 = new this();
        return omap2.items = pairs$1.items, omap2;
      }
    };
    YAMLOMap.tag = "tag:yaml.org,2002:omap";
    var omap = {
      collection: "seq",
      identify: (value) => value instanceof Map,
      nodeClass: YAMLOMap,
      default: !1,
      tag: "tag:yaml.org,2002:omap",
      resolve(seq, onError) {
        let pairs$1 = pairs.resolvePairs(seq, onError), seenKeys = [];
        for (let { key } of pairs$1.items)
          identity.isScalar(key) && (seenKeys.includes(key.value) ? onError(`Ordered maps must not include duplicate keys: ${key.value}`) : seenKeys.push(key.value));
        return Object.assign(new YAMLOMap(), pairs$1);
      },
      createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
    };
    exports.YAMLOMap = YAMLOMap;
    exports.omap = omap;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/bool.js
var require_bool2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/bool.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    function boolStringify({ value, source }, ctx) {
      return source && (value ? trueTag : falseTag).test.test(source) ? source : value ? ctx.options.trueStr : ctx.options.falseStr;
    }
    var trueTag = {
      identify: (value) => value === !0,
      default: !0,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
      resolve: () => new Scalar.Scalar(!0),
      stringify: boolStringify
    }, falseTag = {
      identify: (value) => value === !1,
      default: !0,
      tag: "tag:yaml.org,2002:bool",
      test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
      resolve: () => new Scalar.Scalar(!1),
      stringify: boolStringify
    };
    exports.falseTag = falseTag;
    exports.trueTag = trueTag;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/float.js
var require_float2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/float.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), stringifyNumber = require_stringifyNumber(), floatNaN = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
      resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
      stringify: stringifyNumber.stringifyNumber
    }, floatExp = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      format: "EXP",
      test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
      resolve: (str) => parseFloat(str.replace(/_/g, "")),
      stringify(node) {
        let num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
      }
    }, float = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
      resolve(str) {
        let node = new Scalar.Scalar(parseFloat(str.replace(/_/g, ""))), dot = str.indexOf(".");
        if (dot !== -1) {
          let f = str.substring(dot + 1).replace(/_/g, "");
          f[f.length - 1] === "0" && (node.minFractionDigits = f.length);
        }
        return node;
      },
      stringify: stringifyNumber.stringifyNumber
    };
    exports.float = float;
    exports.floatExp = floatExp;
    exports.floatNaN = floatNaN;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/int.js
var require_int2 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/int.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber(), intIdentify = (value) => typeof value == "bigint" || Number.isInteger(value);
    function intResolve(str, offset, radix, { intAsBigInt }) {
      let sign = str[0];
      if ((sign === "-" || sign === "+") && (offset += 1), str = str.substring(offset).replace(/_/g, ""), intAsBigInt) {
        switch (radix) {
          case 2:
            str = `0b${str}`;
            break;
          case 8:
            str = `0o${str}`;
            break;
          case 16:
            str = `0x${str}`;
            break;
        }
        let n2 = BigInt(str);
        return sign === "-" ? BigInt(-1) * n2 : n2;
      }
      let n = parseInt(str, radix);
      return sign === "-" ? -1 * n : n;
    }
    function intStringify(node, radix, prefix) {
      let { value } = node;
      if (intIdentify(value)) {
        let str = value.toString(radix);
        return value < 0 ? "-" + prefix + str.substr(1) : prefix + str;
      }
      return stringifyNumber.stringifyNumber(node);
    }
    var intBin = {
      identify: intIdentify,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "BIN",
      test: /^[-+]?0b[0-1_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
      stringify: (node) => intStringify(node, 2, "0b")
    }, intOct = {
      identify: intIdentify,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "OCT",
      test: /^[-+]?0[0-7_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
      stringify: (node) => intStringify(node, 8, "0")
    }, int = {
      identify: intIdentify,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      test: /^[-+]?[0-9][0-9_]*$/,
      resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
      stringify: stringifyNumber.stringifyNumber
    }, intHex = {
      identify: intIdentify,
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "HEX",
      test: /^[-+]?0x[0-9a-fA-F_]+$/,
      resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
      stringify: (node) => intStringify(node, 16, "0x")
    };
    exports.int = int;
    exports.intBin = intBin;
    exports.intHex = intHex;
    exports.intOct = intOct;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/set.js
var require_set = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/set.js"(exports) {
    "use strict";
    var identity = require_identity(), Pair = require_Pair(), YAMLMap = require_YAMLMap(), YAMLSet = class _YAMLSet extends YAMLMap.YAMLMap {
      constructor(schema) {
        super(schema), this.tag = _YAMLSet.tag;
      }
      add(key) {
        let pair;
        identity.isPair(key) ? pair = key : key && typeof key == "object" && "key" in key && "value" in key && key.value === null ? pair = new Pair.Pair(key.key, null) : pair = new Pair.Pair(key, null), YAMLMap.findPair(this.items, pair.key) || this.items.push(pair);
      }
      /**
       * If `keepPair` is `true`, returns the Pair matching `key`.
       * Otherwise, returns the value of that Pair's key.
       */
      get(key, keepPair) {
        let pair = YAMLMap.findPair(this.items, key);
        return !keepPair && identity.isPair(pair) ? identity.isScalar(pair.key) ? pair.key.value : pair.key : pair;
      }
      set(key, value) {
        if (typeof value != "boolean")
          throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
        let prev = YAMLMap.findPair(this.items, key);
        prev && !value ? this.items.splice(this.items.indexOf(prev), 1) : !prev && value && this.items.push(new Pair.Pair(key));
      }
      toJSON(_, ctx) {
        return super.toJSON(_, ctx, Set);
      }
      toString(ctx, onComment, onChompKeep) {
        if (!ctx)
          return JSON.stringify(this);
        if (this.hasAllNullValues(!0))
          return super.toString(Object.assign({}, ctx, { allNullValues: !0 }), onComment, onChompKeep);
        throw new Error("Set items must all have null values");
      }
      static from(schema, iterable, ctx) {
        let { replacer } = ctx, set2 = new this(schema);
        if (iterable && Symbol.iterator in Object(iterable))
          for (let value of iterable)
            typeof replacer == "function" && (value = replacer.call(iterable, value, value)), set2.items.push(Pair.createPair(value, null, ctx));
        return set2;
      }
    };
    YAMLSet.tag = "tag:yaml.org,2002:set";
    var set = {
      collection: "map",
      identify: (value) => value instanceof Set,
      nodeClass: YAMLSet,
      default: !1,
      tag: "tag:yaml.org,2002:set",
      createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
      resolve(map, onError) {
        if (identity.isMap(map)) {
          if (map.hasAllNullValues(!0))
            return Object.assign(new YAMLSet(), map);
          onError("Set items must all have null values");
        } else
          onError("Expected a mapping for this tag");
        return map;
      }
    };
    exports.YAMLSet = YAMLSet;
    exports.set = set;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/timestamp.js
var require_timestamp = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/timestamp.js"(exports) {
    "use strict";
    var stringifyNumber = require_stringifyNumber();
    function parseSexagesimal(str, asBigInt) {
      let sign = str[0], parts = sign === "-" || sign === "+" ? str.substring(1) : str, num = (n) => asBigInt ? BigInt(n) : Number(n), res = parts.replace(/_/g, "").split(":").reduce((res2, p) => res2 * num(60) + num(p), num(0));
      return sign === "-" ? num(-1) * res : res;
    }
    function stringifySexagesimal(node) {
      let { value } = node, num = (n) => n;
      if (typeof value == "bigint")
        num = (n) => BigInt(n);
      else if (isNaN(value) || !isFinite(value))
        return stringifyNumber.stringifyNumber(node);
      let sign = "";
      value < 0 && (sign = "-", value *= num(-1));
      let _60 = num(60), parts = [value % _60];
      return value < 60 ? parts.unshift(0) : (value = (value - parts[0]) / _60, parts.unshift(value % _60), value >= 60 && (value = (value - parts[0]) / _60, parts.unshift(value))), sign + parts.map((n) => String(n).padStart(2, "0")).join(":").replace(/000000\d*$/, "");
    }
    var intTime = {
      identify: (value) => typeof value == "bigint" || Number.isInteger(value),
      default: !0,
      tag: "tag:yaml.org,2002:int",
      format: "TIME",
      test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
      resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
      stringify: stringifySexagesimal
    }, floatTime = {
      identify: (value) => typeof value == "number",
      default: !0,
      tag: "tag:yaml.org,2002:float",
      format: "TIME",
      test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
      resolve: (str) => parseSexagesimal(str, !1),
      stringify: stringifySexagesimal
    }, timestamp = {
      identify: (value) => value instanceof Date,
      default: !0,
      tag: "tag:yaml.org,2002:timestamp",
      // If the time zone is omitted, the timestamp is assumed to be specified in UTC. The time part
      // may be omitted altogether, resulting in a date format. In such a case, the time part is
      // assumed to be 00:00:00Z (start of day, UTC).
      test: RegExp("^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),
      resolve(str) {
        let match = str.match(timestamp.test);
        if (!match)
          throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");
        let [, year, month, day, hour, minute, second] = match.map(Number), millisec = match[7] ? Number((match[7] + "00").substr(1, 3)) : 0, date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec), tz = match[8];
        if (tz && tz !== "Z") {
          let d = parseSexagesimal(tz, !1);
          Math.abs(d) < 30 && (d *= 60), date -= 6e4 * d;
        }
        return new Date(date);
      },
      stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, "") ?? ""
    };
    exports.floatTime = floatTime;
    exports.intTime = intTime;
    exports.timestamp = timestamp;
  }
});

// node_modules/yaml/dist/schema/yaml-1.1/schema.js
var require_schema3 = __commonJS({
  "node_modules/yaml/dist/schema/yaml-1.1/schema.js"(exports) {
    "use strict";
    var map = require_map(), _null = require_null(), seq = require_seq(), string = require_string(), binary = require_binary(), bool = require_bool2(), float = require_float2(), int = require_int2(), merge = require_merge(), omap = require_omap(), pairs = require_pairs(), set = require_set(), timestamp = require_timestamp(), schema = [
      map.map,
      seq.seq,
      string.string,
      _null.nullTag,
      bool.trueTag,
      bool.falseTag,
      int.intBin,
      int.intOct,
      int.int,
      int.intHex,
      float.floatNaN,
      float.floatExp,
      float.float,
      binary.binary,
      merge.merge,
      omap.omap,
      pairs.pairs,
      set.set,
      timestamp.intTime,
      timestamp.floatTime,
      timestamp.timestamp
    ];
    exports.schema = schema;
  }
});

// node_modules/yaml/dist/schema/tags.js
var require_tags = __commonJS({
  "node_modules/yaml/dist/schema/tags.js"(exports) {
    "use strict";
    var map = require_map(), _null = require_null(), seq = require_seq(), string = require_string(), bool = require_bool(), float = require_float(), int = require_int(), schema = require_schema(), schema$1 = require_schema2(), binary = require_binary(), merge = require_merge(), omap = require_omap(), pairs = require_pairs(), schema$2 = require_schema3(), set = require_set(), timestamp = require_timestamp(), schemas = /* @__PURE__ */ new Map([
      ["core", schema.schema],
      ["failsafe", [map.map, seq.seq, string.string]],
      ["json", schema$1.schema],
      ["yaml11", schema$2.schema],
      ["yaml-1.1", schema$2.schema]
    ]), tagsByName = {
      binary: binary.binary,
      bool: bool.boolTag,
      float: float.float,
      floatExp: float.floatExp,
      floatNaN: float.floatNaN,
      floatTime: timestamp.floatTime,
      int: int.int,
      intHex: int.intHex,
      intOct: int.intOct,
      intTime: timestamp.intTime,
      map: map.map,
      merge: merge.merge,
      null: _null.nullTag,
      omap: omap.omap,
      pairs: pairs.pairs,
      seq: seq.seq,
      set: set.set,
      timestamp: timestamp.timestamp
    }, coreKnownTags = {
      "tag:yaml.org,2002:binary": binary.binary,
      "tag:yaml.org,2002:merge": merge.merge,
      "tag:yaml.org,2002:omap": omap.omap,
      "tag:yaml.org,2002:pairs": pairs.pairs,
      "tag:yaml.org,2002:set": set.set,
      "tag:yaml.org,2002:timestamp": timestamp.timestamp
    };
    function getTags(customTags, schemaName, addMergeTag) {
      let schemaTags = schemas.get(schemaName);
      if (schemaTags && !customTags)
        return addMergeTag && !schemaTags.includes(merge.merge) ? schemaTags.concat(merge.merge) : schemaTags.slice();
      let tags = schemaTags;
      if (!tags)
        if (Array.isArray(customTags))
          tags = [];
        else {
          let keys = Array.from(schemas.keys()).filter((key) => key !== "yaml11").map((key) => JSON.stringify(key)).join(", ");
          throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
        }
      if (Array.isArray(customTags))
        for (let tag of customTags)
          tags = tags.concat(tag);
      else typeof customTags == "function" && (tags = customTags(tags.slice()));
      return addMergeTag && (tags = tags.concat(merge.merge)), tags.reduce((tags2, tag) => {
        let tagObj = typeof tag == "string" ? tagsByName[tag] : tag;
        if (!tagObj) {
          let tagName = JSON.stringify(tag), keys = Object.keys(tagsByName).map((key) => JSON.stringify(key)).join(", ");
          throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
        }
        return tags2.includes(tagObj) || tags2.push(tagObj), tags2;
      }, []);
    }
    exports.coreKnownTags = coreKnownTags;
    exports.getTags = getTags;
  }
});

// node_modules/yaml/dist/schema/Schema.js
var require_Schema = __commonJS({
  "node_modules/yaml/dist/schema/Schema.js"(exports) {
    "use strict";
    var identity = require_identity(), map = require_map(), seq = require_seq(), string = require_string(), tags = require_tags(), sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0, Schema = class _Schema {
      constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
        this.compat = Array.isArray(compat) ? tags.getTags(compat, "compat") : compat ? tags.getTags(null, compat) : null, this.name = typeof schema == "string" && schema || "core", this.knownTags = resolveKnownTags ? tags.coreKnownTags : {}, this.tags = tags.getTags(customTags, this.name, merge), this.toStringOptions = toStringDefaults ?? null, Object.defineProperty(this, identity.MAP, { value: map.map }), Object.defineProperty(this, identity.SCALAR, { value: string.string }), Object.defineProperty(this, identity.SEQ, { value: seq.seq }), this.sortMapEntries = typeof sortMapEntries == "function" ? sortMapEntries : sortMapEntries === !0 ? sortMapEntriesByKey : null;
      }
      clone() {
        let copy = Object.create(_Schema.prototype, Object.getOwnPropertyDescriptors(this));
        return copy.tags = this.tags.slice(), copy;
      }
    };
    exports.Schema = Schema;
  }
});

// node_modules/yaml/dist/stringify/stringifyDocument.js
var require_stringifyDocument = __commonJS({
  "node_modules/yaml/dist/stringify/stringifyDocument.js"(exports) {
    "use strict";
    var identity = require_identity(), stringify = require_stringify(), stringifyComment = require_stringifyComment();
    function stringifyDocument(doc, options) {
      let lines = [], hasDirectives = options.directives === !0;
      if (options.directives !== !1 && doc.directives) {
        let dir = doc.directives.toString(doc);
        dir ? (lines.push(dir), hasDirectives = !0) : doc.directives.docStart && (hasDirectives = !0);
      }
      hasDirectives && lines.push("---");
      let ctx = stringify.createStringifyContext(doc, options), { commentString } = ctx.options;
      if (doc.commentBefore) {
        lines.length !== 1 && lines.unshift("");
        let cs = commentString(doc.commentBefore);
        lines.unshift(stringifyComment.indentComment(cs, ""));
      }
      let chompKeep = !1, contentComment = null;
      if (doc.contents) {
        if (identity.isNode(doc.contents)) {
          if (doc.contents.spaceBefore && hasDirectives && lines.push(""), doc.contents.commentBefore) {
            let cs = commentString(doc.contents.commentBefore);
            lines.push(stringifyComment.indentComment(cs, ""));
          }
          ctx.forceBlockIndent = !!doc.comment, contentComment = doc.contents.comment;
        }
        let onChompKeep = contentComment ? void 0 : () => chompKeep = !0, body = stringify.stringify(doc.contents, ctx, () => contentComment = null, onChompKeep);
        contentComment && (body += stringifyComment.lineComment(body, "", commentString(contentComment))), (body[0] === "|" || body[0] === ">") && lines[lines.length - 1] === "---" ? lines[lines.length - 1] = `--- ${body}` : lines.push(body);
      } else
        lines.push(stringify.stringify(doc.contents, ctx));
      if (doc.directives?.docEnd)
        if (doc.comment) {
          let cs = commentString(doc.comment);
          cs.includes(`
`) ? (lines.push("..."), lines.push(stringifyComment.indentComment(cs, ""))) : lines.push(`... ${cs}`);
        } else
          lines.push("...");
      else {
        let dc = doc.comment;
        dc && chompKeep && (dc = dc.replace(/^\n+/, "")), dc && ((!chompKeep || contentComment) && lines[lines.length - 1] !== "" && lines.push(""), lines.push(stringifyComment.indentComment(commentString(dc), "")));
      }
      return lines.join(`
`) + `
`;
    }
    exports.stringifyDocument = stringifyDocument;
  }
});

// node_modules/yaml/dist/doc/Document.js
var require_Document = __commonJS({
  "node_modules/yaml/dist/doc/Document.js"(exports) {
    "use strict";
    var Alias = require_Alias(), Collection = require_Collection(), identity = require_identity(), Pair = require_Pair(), toJS = require_toJS(), Schema = require_Schema(), stringifyDocument = require_stringifyDocument(), anchors = require_anchors(), applyReviver = require_applyReviver(), createNode = require_createNode(), directives = require_directives(), Document = class _Document {
      constructor(value, replacer, options) {
        this.commentBefore = null, this.comment = null, this.errors = [], this.warnings = [], Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
        let _replacer = null;
        typeof replacer == "function" || Array.isArray(replacer) ? _replacer = replacer : options === void 0 && replacer && (options = replacer, replacer = void 0);
        let opt = Object.assign({
          intAsBigInt: !1,
          keepSourceTokens: !1,
          logLevel: "warn",
          prettyErrors: !0,
          strict: !0,
          stringKeys: !1,
          uniqueKeys: !0,
          version: "1.2"
        }, options);
        this.options = opt;
        let { version } = opt;
        options?._directives ? (this.directives = options._directives.atDocument(), this.directives.yaml.explicit && (version = this.directives.yaml.version)) : this.directives = new directives.Directives({ version }), this.setSchema(version, options), this.contents = value === void 0 ? null : this.createNode(value, _replacer, options);
      }
      /**
       * Create a deep copy of this Document and its contents.
       *
       * Custom Node values that inherit from `Object` still refer to their original instances.
       */
      clone() {
        let copy = Object.create(_Document.prototype, {
          [identity.NODE_TYPE]: { value: identity.DOC }
        });
        return copy.commentBefore = this.commentBefore, copy.comment = this.comment, copy.errors = this.errors.slice(), copy.warnings = this.warnings.slice(), copy.options = Object.assign({}, this.options), this.directives && (copy.directives = this.directives.clone()), copy.schema = this.schema.clone(), copy.contents = identity.isNode(this.contents) ? this.contents.clone(copy.schema) : this.contents, this.range && (copy.range = this.range.slice()), copy;
      }
      /** Adds a value to the document. */
      add(value) {
        assertCollection(this.contents) && this.contents.add(value);
      }
      /** Adds a value to the document. */
      addIn(path, value) {
        assertCollection(this.contents) && this.contents.addIn(path, value);
      }
      /**
       * Create a new `Alias` node, ensuring that the target `node` has the required anchor.
       *
       * If `node` already has an anchor, `name` is ignored.
       * Otherwise, the `node.anchor` value will be set to `name`,
       * or if an anchor with that name is already present in the document,
       * `name` will be used as a prefix for a new unique anchor.
       * If `name` is undefined, the generated anchor will use 'a' as a prefix.
       */
      createAlias(node, name) {
        if (!node.anchor) {
          let prev = anchors.anchorNames(this);
          node.anchor = // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
          !name || prev.has(name) ? anchors.findNewAnchor(name || "a", prev) : name;
        }
        return new Alias.Alias(node.anchor);
      }
      createNode(value, replacer, options) {
        let _replacer;
        if (typeof replacer == "function")
          value = replacer.call({ "": value }, "", value), _replacer = replacer;
        else if (Array.isArray(replacer)) {
          let keyToStr = (v) => typeof v == "number" || v instanceof String || v instanceof Number, asStr = replacer.filter(keyToStr).map(String);
          asStr.length > 0 && (replacer = replacer.concat(asStr)), _replacer = replacer;
        } else options === void 0 && replacer && (options = replacer, replacer = void 0);
        let { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {}, { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(
          this,
          // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
          anchorPrefix || "a"
        ), ctx = {
          aliasDuplicateObjects: aliasDuplicateObjects ?? !0,
          keepUndefined: keepUndefined ?? !1,
          onAnchor,
          onTagObj,
          replacer: _replacer,
          schema: this.schema,
          sourceObjects
        }, node = createNode.createNode(value, tag, ctx);
        return flow && identity.isCollection(node) && (node.flow = !0), setAnchors(), node;
      }
      /**
       * Convert a key and a value into a `Pair` using the current schema,
       * recursively wrapping all values as `Scalar` or `Collection` nodes.
       */
      createPair(key, value, options = {}) {
        let k = this.createNode(key, null, options), v = this.createNode(value, null, options);
        return new Pair.Pair(k, v);
      }
      /**
       * Removes a value from the document.
       * @returns `true` if the item was found and removed.
       */
      delete(key) {
        return assertCollection(this.contents) ? this.contents.delete(key) : !1;
      }
      /**
       * Removes a value from the document.
       * @returns `true` if the item was found and removed.
       */
      deleteIn(path) {
        return Collection.isEmptyPath(path) ? this.contents == null ? !1 : (this.contents = null, !0) : assertCollection(this.contents) ? this.contents.deleteIn(path) : !1;
      }
      /**
       * Returns item at `key`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      get(key, keepScalar) {
        return identity.isCollection(this.contents) ? this.contents.get(key, keepScalar) : void 0;
      }
      /**
       * Returns item at `path`, or `undefined` if not found. By default unwraps
       * scalar values from their surrounding node; to disable set `keepScalar` to
       * `true` (collections are always returned intact).
       */
      getIn(path, keepScalar) {
        return Collection.isEmptyPath(path) ? !keepScalar && identity.isScalar(this.contents) ? this.contents.value : this.contents : identity.isCollection(this.contents) ? this.contents.getIn(path, keepScalar) : void 0;
      }
      /**
       * Checks if the document includes a value with the key `key`.
       */
      has(key) {
        return identity.isCollection(this.contents) ? this.contents.has(key) : !1;
      }
      /**
       * Checks if the document includes a value at `path`.
       */
      hasIn(path) {
        return Collection.isEmptyPath(path) ? this.contents !== void 0 : identity.isCollection(this.contents) ? this.contents.hasIn(path) : !1;
      }
      /**
       * Sets a value in this document. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      set(key, value) {
        this.contents == null ? this.contents = Collection.collectionFromPath(this.schema, [key], value) : assertCollection(this.contents) && this.contents.set(key, value);
      }
      /**
       * Sets a value in this document. For `!!set`, `value` needs to be a
       * boolean to add/remove the item from the set.
       */
      setIn(path, value) {
        Collection.isEmptyPath(path) ? this.contents = value : this.contents == null ? this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value) : assertCollection(this.contents) && this.contents.setIn(path, value);
      }
      /**
       * Change the YAML version and schema used by the document.
       * A `null` version disables support for directives, explicit tags, anchors, and aliases.
       * It also requires the `schema` option to be given as a `Schema` instance value.
       *
       * Overrides all previously set schema options.
       */
      setSchema(version, options = {}) {
        typeof version == "number" && (version = String(version));
        let opt;
        switch (version) {
          case "1.1":
            this.directives ? this.directives.yaml.version = "1.1" : this.directives = new directives.Directives({ version: "1.1" }), opt = { resolveKnownTags: !1, schema: "yaml-1.1" };
            break;
          case "1.2":
          case "next":
            this.directives ? this.directives.yaml.version = version : this.directives = new directives.Directives({ version }), opt = { resolveKnownTags: !0, schema: "core" };
            break;
          case null:
            this.directives && delete this.directives, opt = null;
            break;
          default: {
            let sv = JSON.stringify(version);
            throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
          }
        }
        if (options.schema instanceof Object)
          this.schema = options.schema;
        else if (opt)
          this.schema = new Schema.Schema(Object.assign(opt, options));
        else
          throw new Error("With a null YAML version, the { schema: Schema } option is required");
      }
      // json & jsonArg are only used from toJSON()
      toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        let ctx = {
          anchors: /* @__PURE__ */ new Map(),
          doc: this,
          keep: !json,
          mapAsMap: mapAsMap === !0,
          mapKeyWarned: !1,
          maxAliasCount: typeof maxAliasCount == "number" ? maxAliasCount : 100
        }, res = toJS.toJS(this.contents, jsonArg ?? "", ctx);
        if (typeof onAnchor == "function")
          for (let { count, res: res2 } of ctx.anchors.values())
            onAnchor(res2, count);
        return typeof reviver == "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
      }
      /**
       * A JSON representation of the document `contents`.
       *
       * @param jsonArg Used by `JSON.stringify` to indicate the array index or
       *   property name.
       */
      toJSON(jsonArg, onAnchor) {
        return this.toJS({ json: !0, jsonArg, mapAsMap: !1, onAnchor });
      }
      /** A YAML representation of the document. */
      toString(options = {}) {
        if (this.errors.length > 0)
          throw new Error("Document with errors cannot be stringified");
        if ("indent" in options && (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
          let s = JSON.stringify(options.indent);
          throw new Error(`"indent" option must be a positive integer, not ${s}`);
        }
        return stringifyDocument.stringifyDocument(this, options);
      }
    };
    function assertCollection(contents) {
      if (identity.isCollection(contents))
        return !0;
      throw new Error("Expected a YAML collection as document contents");
    }
    exports.Document = Document;
  }
});

// node_modules/yaml/dist/errors.js
var require_errors = __commonJS({
  "node_modules/yaml/dist/errors.js"(exports) {
    "use strict";
    var YAMLError = class extends Error {
      constructor(name, pos, code, message) {
        super(), this.name = name, this.code = code, this.message = message, this.pos = pos;
      }
    }, YAMLParseError = class extends YAMLError {
      constructor(pos, code, message) {
        super("YAMLParseError", pos, code, message);
      }
    }, YAMLWarning = class extends YAMLError {
      constructor(pos, code, message) {
        super("YAMLWarning", pos, code, message);
      }
    }, prettifyError = (src, lc) => (error) => {
      if (error.pos[0] === -1)
        return;
      error.linePos = error.pos.map((pos) => lc.linePos(pos));
      let { line, col } = error.linePos[0];
      error.message += ` at line ${line}, column ${col}`;
      let ci = col - 1, lineStr = src.substring(lc.lineStarts[line - 1], lc.lineStarts[line]).replace(/[\n\r]+$/, "");
      if (ci >= 60 && lineStr.length > 80) {
        let trimStart = Math.min(ci - 39, lineStr.length - 79);
        lineStr = "\u2026" + lineStr.substring(trimStart), ci -= trimStart - 1;
      }
      if (lineStr.length > 80 && (lineStr = lineStr.substring(0, 79) + "\u2026"), line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
        let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
        prev.length > 80 && (prev = prev.substring(0, 79) + `\u2026
`), lineStr = prev + lineStr;
      }
      if (/[^ ]/.test(lineStr)) {
        let count = 1, end = error.linePos[1];
        end?.line === line && end.col > col && (count = Math.max(1, Math.min(end.col - col, 80 - ci)));
        let pointer = " ".repeat(ci) + "^".repeat(count);
        error.message += `:

${lineStr}
${pointer}
`;
      }
    };
    exports.YAMLError = YAMLError;
    exports.YAMLParseError = YAMLParseError;
    exports.YAMLWarning = YAMLWarning;
    exports.prettifyError = prettifyError;
  }
});

// node_modules/yaml/dist/compose/resolve-props.js
var require_resolve_props = __commonJS({
  "node_modules/yaml/dist/compose/resolve-props.js"(exports) {
    "use strict";
    function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
      let spaceBefore = !1, atNewline = startOnNewline, hasSpace = startOnNewline, comment = "", commentSep = "", hasNewline = !1, reqSpace = !1, tab = null, anchor = null, tag = null, newlineAfterProp = null, comma = null, found = null, start = null;
      for (let token of tokens)
        switch (reqSpace && (token.type !== "space" && token.type !== "newline" && token.type !== "comma" && onError(token.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space"), reqSpace = !1), tab && (atNewline && token.type !== "comment" && token.type !== "newline" && onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation"), tab = null), token.type) {
          case "space":
            !flow && (indicator !== "doc-start" || next?.type !== "flow-collection") && token.source.includes("	") && (tab = token), hasSpace = !0;
            break;
          case "comment": {
            hasSpace || onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
            let cb = token.source.substring(1) || " ";
            comment ? comment += commentSep + cb : comment = cb, commentSep = "", atNewline = !1;
            break;
          }
          case "newline":
            atNewline ? comment ? comment += token.source : (!found || indicator !== "seq-item-ind") && (spaceBefore = !0) : commentSep += token.source, atNewline = !0, hasNewline = !0, (anchor || tag) && (newlineAfterProp = token), hasSpace = !0;
            break;
          case "anchor":
            anchor && onError(token, "MULTIPLE_ANCHORS", "A node can have at most one anchor"), token.source.endsWith(":") && onError(token.offset + token.source.length - 1, "BAD_ALIAS", "Anchor ending in : is ambiguous", !0), anchor = token, start ?? (start = token.offset), atNewline = !1, hasSpace = !1, reqSpace = !0;
            break;
          case "tag": {
            tag && onError(token, "MULTIPLE_TAGS", "A node can have at most one tag"), tag = token, start ?? (start = token.offset), atNewline = !1, hasSpace = !1, reqSpace = !0;
            break;
          }
          case indicator:
            (anchor || tag) && onError(token, "BAD_PROP_ORDER", `Anchors and tags must be after the ${token.source} indicator`), found && onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.source} in ${flow ?? "collection"}`), found = token, atNewline = indicator === "seq-item-ind" || indicator === "explicit-key-ind", hasSpace = !1;
            break;
          case "comma":
            if (flow) {
              comma && onError(token, "UNEXPECTED_TOKEN", `Unexpected , in ${flow}`), comma = token, atNewline = !1, hasSpace = !1;
              break;
            }
          // else fallthrough
          default:
            onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.type} token`), atNewline = !1, hasSpace = !1;
        }
      let last = tokens[tokens.length - 1], end = last ? last.offset + last.source.length : offset;
      return reqSpace && next && next.type !== "space" && next.type !== "newline" && next.type !== "comma" && (next.type !== "scalar" || next.source !== "") && onError(next.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space"), tab && (atNewline && tab.indent <= parentIndent || next?.type === "block-map" || next?.type === "block-seq") && onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation"), {
        comma,
        found,
        spaceBefore,
        comment,
        hasNewline,
        anchor,
        tag,
        newlineAfterProp,
        end,
        start: start ?? end
      };
    }
    exports.resolveProps = resolveProps;
  }
});

// node_modules/yaml/dist/compose/util-contains-newline.js
var require_util_contains_newline = __commonJS({
  "node_modules/yaml/dist/compose/util-contains-newline.js"(exports) {
    "use strict";
    function containsNewline(key) {
      if (!key)
        return null;
      switch (key.type) {
        case "alias":
        case "scalar":
        case "double-quoted-scalar":
        case "single-quoted-scalar":
          if (key.source.includes(`
`))
            return !0;
          if (key.end) {
            for (let st of key.end)
              if (st.type === "newline")
                return !0;
          }
          return !1;
        case "flow-collection":
          for (let it of key.items) {
            for (let st of it.start)
              if (st.type === "newline")
                return !0;
            if (it.sep) {
              for (let st of it.sep)
                if (st.type === "newline")
                  return !0;
            }
            if (containsNewline(it.key) || containsNewline(it.value))
              return !0;
          }
          return !1;
        default:
          return !0;
      }
    }
    exports.containsNewline = containsNewline;
  }
});

// node_modules/yaml/dist/compose/util-flow-indent-check.js
var require_util_flow_indent_check = __commonJS({
  "node_modules/yaml/dist/compose/util-flow-indent-check.js"(exports) {
    "use strict";
    var utilContainsNewline = require_util_contains_newline();
    function flowIndentCheck(indent, fc, onError) {
      if (fc?.type === "flow-collection") {
        let end = fc.end[0];
        end.indent === indent && (end.source === "]" || end.source === "}") && utilContainsNewline.containsNewline(fc) && onError(end, "BAD_INDENT", "Flow end indicator should be more indented than parent", !0);
      }
    }
    exports.flowIndentCheck = flowIndentCheck;
  }
});

// node_modules/yaml/dist/compose/util-map-includes.js
var require_util_map_includes = __commonJS({
  "node_modules/yaml/dist/compose/util-map-includes.js"(exports) {
    "use strict";
    var identity = require_identity();
    function mapIncludes(ctx, items, search) {
      let { uniqueKeys } = ctx.options;
      if (uniqueKeys === !1)
        return !1;
      let isEqual = typeof uniqueKeys == "function" ? uniqueKeys : (a, b) => a === b || identity.isScalar(a) && identity.isScalar(b) && a.value === b.value;
      return items.some((pair) => isEqual(pair.key, search));
    }
    exports.mapIncludes = mapIncludes;
  }
});

// node_modules/yaml/dist/compose/resolve-block-map.js
var require_resolve_block_map = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-map.js"(exports) {
    "use strict";
    var Pair = require_Pair(), YAMLMap = require_YAMLMap(), resolveProps = require_resolve_props(), utilContainsNewline = require_util_contains_newline(), utilFlowIndentCheck = require_util_flow_indent_check(), utilMapIncludes = require_util_map_includes(), startColMsg = "All mapping items must start at the same column";
    function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
      let NodeClass = tag?.nodeClass ?? YAMLMap.YAMLMap, map = new NodeClass(ctx.schema);
      ctx.atRoot && (ctx.atRoot = !1);
      let offset = bm.offset, commentEnd = null;
      for (let collItem of bm.items) {
        let { start, key, sep, value } = collItem, keyProps = resolveProps.resolveProps(start, {
          indicator: "explicit-key-ind",
          next: key ?? sep?.[0],
          offset,
          onError,
          parentIndent: bm.indent,
          startOnNewline: !0
        }), implicitKey = !keyProps.found;
        if (implicitKey) {
          if (key && (key.type === "block-seq" ? onError(offset, "BLOCK_AS_IMPLICIT_KEY", "A block sequence may not be used as an implicit map key") : "indent" in key && key.indent !== bm.indent && onError(offset, "BAD_INDENT", startColMsg)), !keyProps.anchor && !keyProps.tag && !sep) {
            commentEnd = keyProps.end, keyProps.comment && (map.comment ? map.comment += `
` + keyProps.comment : map.comment = keyProps.comment);
            continue;
          }
          (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) && onError(key ?? start[start.length - 1], "MULTILINE_IMPLICIT_KEY", "Implicit keys need to be on a single line");
        } else keyProps.found?.indent !== bm.indent && onError(offset, "BAD_INDENT", startColMsg);
        ctx.atKey = !0;
        let keyStart = keyProps.end, keyNode = key ? composeNode(ctx, key, keyProps, onError) : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
        ctx.schema.compat && utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError), ctx.atKey = !1, utilMapIncludes.mapIncludes(ctx, map.items, keyNode) && onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
        let valueProps = resolveProps.resolveProps(sep ?? [], {
          indicator: "map-value-ind",
          next: value,
          offset: keyNode.range[2],
          onError,
          parentIndent: bm.indent,
          startOnNewline: !key || key.type === "block-scalar"
        });
        if (offset = valueProps.end, valueProps.found) {
          implicitKey && (value?.type === "block-map" && !valueProps.hasNewline && onError(offset, "BLOCK_AS_IMPLICIT_KEY", "Nested mappings are not allowed in compact mappings"), ctx.options.strict && keyProps.start < valueProps.found.offset - 1024 && onError(keyNode.range, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit block mapping key"));
          let valueNode = value ? composeNode(ctx, value, valueProps, onError) : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
          ctx.schema.compat && utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError), offset = valueNode.range[2];
          let pair = new Pair.Pair(keyNode, valueNode);
          ctx.options.keepSourceTokens && (pair.srcToken = collItem), map.items.push(pair);
        } else {
          implicitKey && onError(keyNode.range, "MISSING_CHAR", "Implicit map keys need to be followed by map values"), valueProps.comment && (keyNode.comment ? keyNode.comment += `
` + valueProps.comment : keyNode.comment = valueProps.comment);
          let pair = new Pair.Pair(keyNode);
          ctx.options.keepSourceTokens && (pair.srcToken = collItem), map.items.push(pair);
        }
      }
      return commentEnd && commentEnd < offset && onError(commentEnd, "IMPOSSIBLE", "Map comment with trailing content"), map.range = [bm.offset, offset, commentEnd ?? offset], map;
    }
    exports.resolveBlockMap = resolveBlockMap;
  }
});

// node_modules/yaml/dist/compose/resolve-block-seq.js
var require_resolve_block_seq = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-seq.js"(exports) {
    "use strict";
    var YAMLSeq = require_YAMLSeq(), resolveProps = require_resolve_props(), utilFlowIndentCheck = require_util_flow_indent_check();
    function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
      let NodeClass = tag?.nodeClass ?? YAMLSeq.YAMLSeq, seq = new NodeClass(ctx.schema);
      ctx.atRoot && (ctx.atRoot = !1), ctx.atKey && (ctx.atKey = !1);
      let offset = bs.offset, commentEnd = null;
      for (let { start, value } of bs.items) {
        let props = resolveProps.resolveProps(start, {
          indicator: "seq-item-ind",
          next: value,
          offset,
          onError,
          parentIndent: bs.indent,
          startOnNewline: !0
        });
        if (!props.found)
          if (props.anchor || props.tag || value)
            value?.type === "block-seq" ? onError(props.end, "BAD_INDENT", "All sequence items must start at the same column") : onError(offset, "MISSING_CHAR", "Sequence item without - indicator");
          else {
            commentEnd = props.end, props.comment && (seq.comment = props.comment);
            continue;
          }
        let node = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, start, null, props, onError);
        ctx.schema.compat && utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError), offset = node.range[2], seq.items.push(node);
      }
      return seq.range = [bs.offset, offset, commentEnd ?? offset], seq;
    }
    exports.resolveBlockSeq = resolveBlockSeq;
  }
});

// node_modules/yaml/dist/compose/resolve-end.js
var require_resolve_end = __commonJS({
  "node_modules/yaml/dist/compose/resolve-end.js"(exports) {
    "use strict";
    function resolveEnd(end, offset, reqSpace, onError) {
      let comment = "";
      if (end) {
        let hasSpace = !1, sep = "";
        for (let token of end) {
          let { source, type } = token;
          switch (type) {
            case "space":
              hasSpace = !0;
              break;
            case "comment": {
              reqSpace && !hasSpace && onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
              let cb = source.substring(1) || " ";
              comment ? comment += sep + cb : comment = cb, sep = "";
              break;
            }
            case "newline":
              comment && (sep += source), hasSpace = !0;
              break;
            default:
              onError(token, "UNEXPECTED_TOKEN", `Unexpected ${type} at node end`);
          }
          offset += source.length;
        }
      }
      return { comment, offset };
    }
    exports.resolveEnd = resolveEnd;
  }
});

// node_modules/yaml/dist/compose/resolve-flow-collection.js
var require_resolve_flow_collection = __commonJS({
  "node_modules/yaml/dist/compose/resolve-flow-collection.js"(exports) {
    "use strict";
    var identity = require_identity(), Pair = require_Pair(), YAMLMap = require_YAMLMap(), YAMLSeq = require_YAMLSeq(), resolveEnd = require_resolve_end(), resolveProps = require_resolve_props(), utilContainsNewline = require_util_contains_newline(), utilMapIncludes = require_util_map_includes(), blockMsg = "Block collections are not allowed within flow collections", isBlock = (token) => token && (token.type === "block-map" || token.type === "block-seq");
    function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
      let isMap2 = fc.start.source === "{", fcName = isMap2 ? "flow map" : "flow sequence", NodeClass = tag?.nodeClass ?? (isMap2 ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq), coll = new NodeClass(ctx.schema);
      coll.flow = !0;
      let atRoot = ctx.atRoot;
      atRoot && (ctx.atRoot = !1), ctx.atKey && (ctx.atKey = !1);
      let offset = fc.offset + fc.start.source.length;
      for (let i = 0; i < fc.items.length; ++i) {
        let collItem = fc.items[i], { start, key, sep, value } = collItem, props = resolveProps.resolveProps(start, {
          flow: fcName,
          indicator: "explicit-key-ind",
          next: key ?? sep?.[0],
          offset,
          onError,
          parentIndent: fc.indent,
          startOnNewline: !1
        });
        if (!props.found) {
          if (!props.anchor && !props.tag && !sep && !value) {
            i === 0 && props.comma ? onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`) : i < fc.items.length - 1 && onError(props.start, "UNEXPECTED_TOKEN", `Unexpected empty item in ${fcName}`), props.comment && (coll.comment ? coll.comment += `
` + props.comment : coll.comment = props.comment), offset = props.end;
            continue;
          }
          !isMap2 && ctx.options.strict && utilContainsNewline.containsNewline(key) && onError(
            key,
            // checked by containsNewline()
            "MULTILINE_IMPLICIT_KEY",
            "Implicit keys of flow sequence pairs need to be on a single line"
          );
        }
        if (i === 0)
          props.comma && onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
        else if (props.comma || onError(props.start, "MISSING_CHAR", `Missing , between ${fcName} items`), props.comment) {
          let prevItemComment = "";
          loop: for (let st of start)
            switch (st.type) {
              case "comma":
              case "space":
                break;
              case "comment":
                prevItemComment = st.source.substring(1);
                break loop;
              default:
                break loop;
            }
          if (prevItemComment) {
            let prev = coll.items[coll.items.length - 1];
            identity.isPair(prev) && (prev = prev.value ?? prev.key), prev.comment ? prev.comment += `
` + prevItemComment : prev.comment = prevItemComment, props.comment = props.comment.substring(prevItemComment.length + 1);
          }
        }
        if (!isMap2 && !sep && !props.found) {
          let valueNode = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, sep, null, props, onError);
          coll.items.push(valueNode), offset = valueNode.range[2], isBlock(value) && onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
        } else {
          ctx.atKey = !0;
          let keyStart = props.end, keyNode = key ? composeNode(ctx, key, props, onError) : composeEmptyNode(ctx, keyStart, start, null, props, onError);
          isBlock(key) && onError(keyNode.range, "BLOCK_IN_FLOW", blockMsg), ctx.atKey = !1;
          let valueProps = resolveProps.resolveProps(sep ?? [], {
            flow: fcName,
            indicator: "map-value-ind",
            next: value,
            offset: keyNode.range[2],
            onError,
            parentIndent: fc.indent,
            startOnNewline: !1
          });
          if (valueProps.found) {
            if (!isMap2 && !props.found && ctx.options.strict) {
              if (sep)
                for (let st of sep) {
                  if (st === valueProps.found)
                    break;
                  if (st.type === "newline") {
                    onError(st, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
                    break;
                  }
                }
              props.start < valueProps.found.offset - 1024 && onError(valueProps.found, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key");
            }
          } else value && ("source" in value && value.source?.[0] === ":" ? onError(value, "MISSING_CHAR", `Missing space after : in ${fcName}`) : onError(valueProps.start, "MISSING_CHAR", `Missing , or : between ${fcName} items`));
          let valueNode = value ? composeNode(ctx, value, valueProps, onError) : valueProps.found ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError) : null;
          valueNode ? isBlock(value) && onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg) : valueProps.comment && (keyNode.comment ? keyNode.comment += `
` + valueProps.comment : keyNode.comment = valueProps.comment);
          let pair = new Pair.Pair(keyNode, valueNode);
          if (ctx.options.keepSourceTokens && (pair.srcToken = collItem), isMap2) {
            let map = coll;
            utilMapIncludes.mapIncludes(ctx, map.items, keyNode) && onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique"), map.items.push(pair);
          } else {
            let map = new YAMLMap.YAMLMap(ctx.schema);
            map.flow = !0, map.items.push(pair);
            let endRange = (valueNode ?? keyNode).range;
            map.range = [keyNode.range[0], endRange[1], endRange[2]], coll.items.push(map);
          }
          offset = valueNode ? valueNode.range[2] : valueProps.end;
        }
      }
      let expectedEnd = isMap2 ? "}" : "]", [ce, ...ee] = fc.end, cePos = offset;
      if (ce?.source === expectedEnd)
        cePos = ce.offset + ce.source.length;
      else {
        let name = fcName[0].toUpperCase() + fcName.substring(1), msg = atRoot ? `${name} must end with a ${expectedEnd}` : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
        onError(offset, atRoot ? "MISSING_CHAR" : "BAD_INDENT", msg), ce && ce.source.length !== 1 && ee.unshift(ce);
      }
      if (ee.length > 0) {
        let end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
        end.comment && (coll.comment ? coll.comment += `
` + end.comment : coll.comment = end.comment), coll.range = [fc.offset, cePos, end.offset];
      } else
        coll.range = [fc.offset, cePos, cePos];
      return coll;
    }
    exports.resolveFlowCollection = resolveFlowCollection;
  }
});

// node_modules/yaml/dist/compose/compose-collection.js
var require_compose_collection = __commonJS({
  "node_modules/yaml/dist/compose/compose-collection.js"(exports) {
    "use strict";
    var identity = require_identity(), Scalar = require_Scalar(), YAMLMap = require_YAMLMap(), YAMLSeq = require_YAMLSeq(), resolveBlockMap = require_resolve_block_map(), resolveBlockSeq = require_resolve_block_seq(), resolveFlowCollection = require_resolve_flow_collection();
    function resolveCollection(CN, ctx, token, onError, tagName, tag) {
      let coll = token.type === "block-map" ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag) : token.type === "block-seq" ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag) : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag), Coll = coll.constructor;
      return tagName === "!" || tagName === Coll.tagName ? (coll.tag = Coll.tagName, coll) : (tagName && (coll.tag = tagName), coll);
    }
    function composeCollection(CN, ctx, token, props, onError) {
      let tagToken = props.tag, tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null;
      if (token.type === "block-seq") {
        let { anchor, newlineAfterProp: nl } = props, lastProp = anchor && tagToken ? anchor.offset > tagToken.offset ? anchor : tagToken : anchor ?? tagToken;
        lastProp && (!nl || nl.offset < lastProp.offset) && onError(lastProp, "MISSING_CHAR", "Missing newline after block sequence props");
      }
      let expType = token.type === "block-map" ? "map" : token.type === "block-seq" ? "seq" : token.start.source === "{" ? "map" : "seq";
      if (!tagToken || !tagName || tagName === "!" || tagName === YAMLMap.YAMLMap.tagName && expType === "map" || tagName === YAMLSeq.YAMLSeq.tagName && expType === "seq")
        return resolveCollection(CN, ctx, token, onError, tagName);
      let tag = ctx.schema.tags.find((t) => t.tag === tagName && t.collection === expType);
      if (!tag) {
        let kt = ctx.schema.knownTags[tagName];
        if (kt?.collection === expType)
          ctx.schema.tags.push(Object.assign({}, kt, { default: !1 })), tag = kt;
        else
          return kt ? onError(tagToken, "BAD_COLLECTION_TYPE", `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? "scalar"}`, !0) : onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, !0), resolveCollection(CN, ctx, token, onError, tagName);
      }
      let coll = resolveCollection(CN, ctx, token, onError, tagName, tag), res = tag.resolve?.(coll, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg), ctx.options) ?? coll, node = identity.isNode(res) ? res : new Scalar.Scalar(res);
      return node.range = coll.range, node.tag = tagName, tag?.format && (node.format = tag.format), node;
    }
    exports.composeCollection = composeCollection;
  }
});

// node_modules/yaml/dist/compose/resolve-block-scalar.js
var require_resolve_block_scalar = __commonJS({
  "node_modules/yaml/dist/compose/resolve-block-scalar.js"(exports) {
    "use strict";
    var Scalar = require_Scalar();
    function resolveBlockScalar(ctx, scalar, onError) {
      let start = scalar.offset, header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
      if (!header)
        return { value: "", type: null, comment: "", range: [start, start, start] };
      let type = header.mode === ">" ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL, lines = scalar.source ? splitLines(scalar.source) : [], chompStart = lines.length;
      for (let i = lines.length - 1; i >= 0; --i) {
        let content = lines[i][1];
        if (content === "" || content === "\r")
          chompStart = i;
        else
          break;
      }
      if (chompStart === 0) {
        let value2 = header.chomp === "+" && lines.length > 0 ? `
`.repeat(Math.max(1, lines.length - 1)) : "", end2 = start + header.length;
        return scalar.source && (end2 += scalar.source.length), { value: value2, type, comment: header.comment, range: [start, end2, end2] };
      }
      let trimIndent = scalar.indent + header.indent, offset = scalar.offset + header.length, contentStart = 0;
      for (let i = 0; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        if (content === "" || content === "\r")
          header.indent === 0 && indent.length > trimIndent && (trimIndent = indent.length);
        else {
          indent.length < trimIndent && onError(offset + indent.length, "MISSING_CHAR", "Block scalars with more-indented leading empty lines must use an explicit indentation indicator"), header.indent === 0 && (trimIndent = indent.length), contentStart = i, trimIndent === 0 && !ctx.atRoot && onError(offset, "BAD_INDENT", "Block scalar values in collections must be indented");
          break;
        }
        offset += indent.length + content.length + 1;
      }
      for (let i = lines.length - 1; i >= chompStart; --i)
        lines[i][0].length > trimIndent && (chompStart = i + 1);
      let value = "", sep = "", prevMoreIndented = !1;
      for (let i = 0; i < contentStart; ++i)
        value += lines[i][0].slice(trimIndent) + `
`;
      for (let i = contentStart; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        offset += indent.length + content.length + 1;
        let crlf = content[content.length - 1] === "\r";
        if (crlf && (content = content.slice(0, -1)), content && indent.length < trimIndent) {
          let message = `Block scalar lines must not be less indented than their ${header.indent ? "explicit indentation indicator" : "first line"}`;
          onError(offset - content.length - (crlf ? 2 : 1), "BAD_INDENT", message), indent = "";
        }
        type === Scalar.Scalar.BLOCK_LITERAL ? (value += sep + indent.slice(trimIndent) + content, sep = `
`) : indent.length > trimIndent || content[0] === "	" ? (sep === " " ? sep = `
` : !prevMoreIndented && sep === `
` && (sep = `

`), value += sep + indent.slice(trimIndent) + content, sep = `
`, prevMoreIndented = !0) : content === "" ? sep === `
` ? value += `
` : sep = `
` : (value += sep + content, sep = " ", prevMoreIndented = !1);
      }
      switch (header.chomp) {
        case "-":
          break;
        case "+":
          for (let i = chompStart; i < lines.length; ++i)
            value += `
` + lines[i][0].slice(trimIndent);
          value[value.length - 1] !== `
` && (value += `
`);
          break;
        default:
          value += `
`;
      }
      let end = start + header.length + scalar.source.length;
      return { value, type, comment: header.comment, range: [start, end, end] };
    }
    function parseBlockScalarHeader({ offset, props }, strict, onError) {
      if (props[0].type !== "block-scalar-header")
        return onError(props[0], "IMPOSSIBLE", "Block scalar header not found"), null;
      let { source } = props[0], mode = source[0], indent = 0, chomp = "", error = -1;
      for (let i = 1; i < source.length; ++i) {
        let ch = source[i];
        if (!chomp && (ch === "-" || ch === "+"))
          chomp = ch;
        else {
          let n = Number(ch);
          !indent && n ? indent = n : error === -1 && (error = offset + i);
        }
      }
      error !== -1 && onError(error, "UNEXPECTED_TOKEN", `Block scalar header includes extra characters: ${source}`);
      let hasSpace = !1, comment = "", length = source.length;
      for (let i = 1; i < props.length; ++i) {
        let token = props[i];
        switch (token.type) {
          case "space":
            hasSpace = !0;
          // fallthrough
          case "newline":
            length += token.source.length;
            break;
          case "comment":
            strict && !hasSpace && onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters"), length += token.source.length, comment = token.source.substring(1);
            break;
          case "error":
            onError(token, "UNEXPECTED_TOKEN", token.message), length += token.source.length;
            break;
          /* istanbul ignore next should not happen */
          default: {
            let message = `Unexpected token in block scalar header: ${token.type}`;
            onError(token, "UNEXPECTED_TOKEN", message);
            let ts = token.source;
            ts && typeof ts == "string" && (length += ts.length);
          }
        }
      }
      return { mode, indent, chomp, comment, length };
    }
    function splitLines(source) {
      let split = source.split(/\n( *)/), first = split[0], m = first.match(/^( *)/), lines = [m?.[1] ? [m[1], first.slice(m[1].length)] : ["", first]];
      for (let i = 1; i < split.length; i += 2)
        lines.push([split[i], split[i + 1]]);
      return lines;
    }
    exports.resolveBlockScalar = resolveBlockScalar;
  }
});

// node_modules/yaml/dist/compose/resolve-flow-scalar.js
var require_resolve_flow_scalar = __commonJS({
  "node_modules/yaml/dist/compose/resolve-flow-scalar.js"(exports) {
    "use strict";
    var Scalar = require_Scalar(), resolveEnd = require_resolve_end();
    function resolveFlowScalar(scalar, strict, onError) {
      let { offset, type, source, end } = scalar, _type, value, _onError = (rel, code, msg) => onError(offset + rel, code, msg);
      switch (type) {
        case "scalar":
          _type = Scalar.Scalar.PLAIN, value = plainValue2(source, _onError);
          break;
        case "single-quoted-scalar":
          _type = Scalar.Scalar.QUOTE_SINGLE, value = singleQuotedValue(source, _onError);
          break;
        case "double-quoted-scalar":
          _type = Scalar.Scalar.QUOTE_DOUBLE, value = doubleQuotedValue(source, _onError);
          break;
        /* istanbul ignore next should not happen */
        default:
          return onError(scalar, "UNEXPECTED_TOKEN", `Expected a flow scalar value, but found: ${type}`), {
            value: "",
            type: null,
            comment: "",
            range: [offset, offset + source.length, offset + source.length]
          };
      }
      let valueEnd = offset + source.length, re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
      return {
        value,
        type: _type,
        comment: re.comment,
        range: [offset, valueEnd, re.offset]
      };
    }
    function plainValue2(source, onError) {
      let badChar = "";
      switch (source[0]) {
        /* istanbul ignore next should not happen */
        case "	":
          badChar = "a tab character";
          break;
        case ",":
          badChar = "flow indicator character ,";
          break;
        case "%":
          badChar = "directive indicator character %";
          break;
        case "|":
        case ">": {
          badChar = `block scalar indicator ${source[0]}`;
          break;
        }
        case "@":
        case "`": {
          badChar = `reserved character ${source[0]}`;
          break;
        }
      }
      return badChar && onError(0, "BAD_SCALAR_START", `Plain value cannot start with ${badChar}`), unfoldLines(source);
    }
    function singleQuotedValue(source, onError) {
      return (source[source.length - 1] !== "'" || source.length === 1) && onError(source.length, "MISSING_CHAR", "Missing closing 'quote"), unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
    }
    function unfoldLines(source) {
      let line = /(.*?)\r?\n/sy, match = line.exec(source);
      if (!match)
        return source;
      let trimEnd, trimBoth;
      try {
        trimEnd = new RegExp("(?<![ 	])[ 	]+$"), trimBoth = new RegExp("^[ 	]+|(?<![ 	])[ 	]+$", "g");
      } catch {
        trimEnd = /[ \t]+$/, trimBoth = /^[ \t]+|[ \t]+$/g;
      }
      let res = match[1].replace(trimEnd, ""), sep = " ", pos = line.lastIndex;
      for (; match = line.exec(source); ) {
        let lm = match[1].replace(trimBoth, "");
        lm === "" ? sep === `
` ? res += sep : sep = `
` : (res += sep + lm, sep = " "), pos = line.lastIndex;
      }
      let last = /[ \t]*(.*)/sy;
      return last.lastIndex = pos, match = last.exec(source), res + sep + (match?.[1] ?? "");
    }
    function doubleQuotedValue(source, onError) {
      let res = "";
      for (let i = 1; i < source.length - 1; ++i) {
        let ch = source[i];
        if (!(ch === "\r" && source[i + 1] === `
`))
          if (ch === `
`) {
            let { fold, offset } = foldNewline(source, i);
            res += fold, i = offset;
          } else if (ch === "\\") {
            let next = source[++i], cc = escapeCodes[next];
            if (cc)
              res += cc;
            else if (next === `
`)
              for (next = source[i + 1]; next === " " || next === "	"; )
                next = source[++i + 1];
            else if (next === "\r" && source[i + 1] === `
`)
              for (next = source[++i + 1]; next === " " || next === "	"; )
                next = source[++i + 1];
            else if (next === "x" || next === "u" || next === "U") {
              let length = next === "x" ? 2 : next === "u" ? 4 : 8;
              res += parseCharCode(source, i + 1, length, onError), i += length;
            } else {
              let raw = source.substr(i - 1, 2);
              onError(i - 1, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`), res += raw;
            }
          } else if (ch === " " || ch === "	") {
            let wsStart = i, next = source[i + 1];
            for (; next === " " || next === "	"; )
              next = source[++i + 1];
            next !== `
` && !(next === "\r" && source[i + 2] === `
`) && (res += i > wsStart ? source.slice(wsStart, i + 1) : ch);
          } else
            res += ch;
      }
      return (source[source.length - 1] !== '"' || source.length === 1) && onError(source.length, "MISSING_CHAR", 'Missing closing "quote'), res;
    }
    function foldNewline(source, offset) {
      let fold = "", ch = source[offset + 1];
      for (; (ch === " " || ch === "	" || ch === `
` || ch === "\r") && !(ch === "\r" && source[offset + 2] !== `
`); )
        ch === `
` && (fold += `
`), offset += 1, ch = source[offset + 1];
      return fold || (fold = " "), { fold, offset };
    }
    var escapeCodes = {
      0: "\0",
      // null character
      a: "\x07",
      // bell character
      b: "\b",
      // backspace
      e: "\x1B",
      // escape character
      f: "\f",
      // form feed
      n: `
`,
      // line feed
      r: "\r",
      // carriage return
      t: "	",
      // horizontal tab
      v: "\v",
      // vertical tab
      N: "\x85",
      // Unicode next line
      _: "\xA0",
      // Unicode non-breaking space
      L: "\u2028",
      // Unicode line separator
      P: "\u2029",
      // Unicode paragraph separator
      " ": " ",
      '"': '"',
      "/": "/",
      "\\": "\\",
      "	": "	"
    };
    function parseCharCode(source, offset, length, onError) {
      let cc = source.substr(offset, length), code = cc.length === length && /^[0-9a-fA-F]+$/.test(cc) ? parseInt(cc, 16) : NaN;
      try {
        return String.fromCodePoint(code);
      } catch {
        let raw = source.substr(offset - 2, length + 2);
        return onError(offset - 2, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`), raw;
      }
    }
    exports.resolveFlowScalar = resolveFlowScalar;
  }
});

// node_modules/yaml/dist/compose/compose-scalar.js
var require_compose_scalar = __commonJS({
  "node_modules/yaml/dist/compose/compose-scalar.js"(exports) {
    "use strict";
    var identity = require_identity(), Scalar = require_Scalar(), resolveBlockScalar = require_resolve_block_scalar(), resolveFlowScalar = require_resolve_flow_scalar();
    function composeScalar(ctx, token, tagToken, onError) {
      let { value, type, comment, range } = token.type === "block-scalar" ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError) : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError), tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null, tag;
      ctx.options.stringKeys && ctx.atKey ? tag = ctx.schema[identity.SCALAR] : tagName ? tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError) : token.type === "scalar" ? tag = findScalarTagByTest(ctx, value, token, onError) : tag = ctx.schema[identity.SCALAR];
      let scalar;
      try {
        let res = tag.resolve(value, (msg) => onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), ctx.options);
        scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
      } catch (error) {
        let msg = error instanceof Error ? error.message : String(error);
        onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), scalar = new Scalar.Scalar(value);
      }
      return scalar.range = range, scalar.source = value, type && (scalar.type = type), tagName && (scalar.tag = tagName), tag.format && (scalar.format = tag.format), comment && (scalar.comment = comment), scalar;
    }
    function findScalarTagByName(schema, value, tagName, tagToken, onError) {
      if (tagName === "!")
        return schema[identity.SCALAR];
      let matchWithTest = [];
      for (let tag of schema.tags)
        if (!tag.collection && tag.tag === tagName)
          if (tag.default && tag.test)
            matchWithTest.push(tag);
          else
            return tag;
      for (let tag of matchWithTest)
        if (tag.test?.test(value))
          return tag;
      let kt = schema.knownTags[tagName];
      return kt && !kt.collection ? (schema.tags.push(Object.assign({}, kt, { default: !1, test: void 0 })), kt) : (onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, tagName !== "tag:yaml.org,2002:str"), schema[identity.SCALAR]);
    }
    function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
      let tag = schema.tags.find((tag2) => (tag2.default === !0 || atKey && tag2.default === "key") && tag2.test?.test(value)) || schema[identity.SCALAR];
      if (schema.compat) {
        let compat = schema.compat.find((tag2) => tag2.default && tag2.test?.test(value)) ?? schema[identity.SCALAR];
        if (tag.tag !== compat.tag) {
          let ts = directives.tagString(tag.tag), cs = directives.tagString(compat.tag), msg = `Value may be parsed as either ${ts} or ${cs}`;
          onError(token, "TAG_RESOLVE_FAILED", msg, !0);
        }
      }
      return tag;
    }
    exports.composeScalar = composeScalar;
  }
});

// node_modules/yaml/dist/compose/util-empty-scalar-position.js
var require_util_empty_scalar_position = __commonJS({
  "node_modules/yaml/dist/compose/util-empty-scalar-position.js"(exports) {
    "use strict";
    function emptyScalarPosition(offset, before, pos) {
      if (before) {
        pos ?? (pos = before.length);
        for (let i = pos - 1; i >= 0; --i) {
          let st = before[i];
          switch (st.type) {
            case "space":
            case "comment":
            case "newline":
              offset -= st.source.length;
              continue;
          }
          for (st = before[++i]; st?.type === "space"; )
            offset += st.source.length, st = before[++i];
          break;
        }
      }
      return offset;
    }
    exports.emptyScalarPosition = emptyScalarPosition;
  }
});

// node_modules/yaml/dist/compose/compose-node.js
var require_compose_node = __commonJS({
  "node_modules/yaml/dist/compose/compose-node.js"(exports) {
    "use strict";
    var Alias = require_Alias(), identity = require_identity(), composeCollection = require_compose_collection(), composeScalar = require_compose_scalar(), resolveEnd = require_resolve_end(), utilEmptyScalarPosition = require_util_empty_scalar_position(), CN = { composeNode, composeEmptyNode };
    function composeNode(ctx, token, props, onError) {
      let atKey = ctx.atKey, { spaceBefore, comment, anchor, tag } = props, node, isSrcToken = !0;
      switch (token.type) {
        case "alias":
          node = composeAlias(ctx, token, onError), (anchor || tag) && onError(token, "ALIAS_PROPS", "An alias node must not specify any properties");
          break;
        case "scalar":
        case "single-quoted-scalar":
        case "double-quoted-scalar":
        case "block-scalar":
          node = composeScalar.composeScalar(ctx, token, tag, onError), anchor && (node.anchor = anchor.source.substring(1));
          break;
        case "block-map":
        case "block-seq":
        case "flow-collection":
          try {
            node = composeCollection.composeCollection(CN, ctx, token, props, onError), anchor && (node.anchor = anchor.source.substring(1));
          } catch (error) {
            let message = error instanceof Error ? error.message : String(error);
            onError(token, "RESOURCE_EXHAUSTION", message);
          }
          break;
        default: {
          let message = token.type === "error" ? token.message : `Unsupported token (type: ${token.type})`;
          onError(token, "UNEXPECTED_TOKEN", message), isSrcToken = !1;
        }
      }
      return node ?? (node = composeEmptyNode(ctx, token.offset, void 0, null, props, onError)), anchor && node.anchor === "" && onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string"), atKey && ctx.options.stringKeys && (!identity.isScalar(node) || typeof node.value != "string" || node.tag && node.tag !== "tag:yaml.org,2002:str") && onError(tag ?? token, "NON_STRING_KEY", "With stringKeys, all keys must be strings"), spaceBefore && (node.spaceBefore = !0), comment && (token.type === "scalar" && token.source === "" ? node.comment = comment : node.commentBefore = comment), ctx.options.keepSourceTokens && isSrcToken && (node.srcToken = token), node;
    }
    function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
      let token = {
        type: "scalar",
        offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
        indent: -1,
        source: ""
      }, node = composeScalar.composeScalar(ctx, token, tag, onError);
      return anchor && (node.anchor = anchor.source.substring(1), node.anchor === "" && onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string")), spaceBefore && (node.spaceBefore = !0), comment && (node.comment = comment, node.range[2] = end), node;
    }
    function composeAlias({ options }, { offset, source, end }, onError) {
      let alias = new Alias.Alias(source.substring(1));
      alias.source === "" && onError(offset, "BAD_ALIAS", "Alias cannot be an empty string"), alias.source.endsWith(":") && onError(offset + source.length - 1, "BAD_ALIAS", "Alias ending in : is ambiguous", !0);
      let valueEnd = offset + source.length, re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
      return alias.range = [offset, valueEnd, re.offset], re.comment && (alias.comment = re.comment), alias;
    }
    exports.composeEmptyNode = composeEmptyNode;
    exports.composeNode = composeNode;
  }
});

// node_modules/yaml/dist/compose/compose-doc.js
var require_compose_doc = __commonJS({
  "node_modules/yaml/dist/compose/compose-doc.js"(exports) {
    "use strict";
    var Document = require_Document(), composeNode = require_compose_node(), resolveEnd = require_resolve_end(), resolveProps = require_resolve_props();
    function composeDoc(options, directives, { offset, start, value, end }, onError) {
      let opts = Object.assign({ _directives: directives }, options), doc = new Document.Document(void 0, opts), ctx = {
        atKey: !1,
        atRoot: !0,
        directives: doc.directives,
        options: doc.options,
        schema: doc.schema
      }, props = resolveProps.resolveProps(start, {
        indicator: "doc-start",
        next: value ?? end?.[0],
        offset,
        onError,
        parentIndent: 0,
        startOnNewline: !0
      });
      props.found && (doc.directives.docStart = !0, value && (value.type === "block-map" || value.type === "block-seq") && !props.hasNewline && onError(props.end, "MISSING_CHAR", "Block collection cannot start on same line with directives-end marker")), doc.contents = value ? composeNode.composeNode(ctx, value, props, onError) : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
      let contentEnd = doc.contents.range[2], re = resolveEnd.resolveEnd(end, contentEnd, !1, onError);
      return re.comment && (doc.comment = re.comment), doc.range = [offset, contentEnd, re.offset], doc;
    }
    exports.composeDoc = composeDoc;
  }
});

// node_modules/yaml/dist/compose/composer.js
var require_composer = __commonJS({
  "node_modules/yaml/dist/compose/composer.js"(exports) {
    "use strict";
    var node_process = __require("process"), directives = require_directives(), Document = require_Document(), errors = require_errors(), identity = require_identity(), composeDoc = require_compose_doc(), resolveEnd = require_resolve_end();
    function getErrorPos(src) {
      if (typeof src == "number")
        return [src, src + 1];
      if (Array.isArray(src))
        return src.length === 2 ? src : [src[0], src[1]];
      let { offset, source } = src;
      return [offset, offset + (typeof source == "string" ? source.length : 1)];
    }
    function parsePrelude(prelude) {
      let comment = "", atComment = !1, afterEmptyLine = !1;
      for (let i = 0; i < prelude.length; ++i) {
        let source = prelude[i];
        switch (source[0]) {
          case "#":
            comment += (comment === "" ? "" : afterEmptyLine ? `

` : `
`) + (source.substring(1) || " "), atComment = !0, afterEmptyLine = !1;
            break;
          case "%":
            prelude[i + 1]?.[0] !== "#" && (i += 1), atComment = !1;
            break;
          default:
            atComment || (afterEmptyLine = !0), atComment = !1;
        }
      }
      return { comment, afterEmptyLine };
    }
    var Composer = class {
      constructor(options = {}) {
        this.doc = null, this.atDirectives = !1, this.prelude = [], this.errors = [], this.warnings = [], this.onError = (source, code, message, warning) => {
          let pos = getErrorPos(source);
          warning ? this.warnings.push(new errors.YAMLWarning(pos, code, message)) : this.errors.push(new errors.YAMLParseError(pos, code, message));
        }, this.directives = new directives.Directives({ version: options.version || "1.2" }), this.options = options;
      }
      decorate(doc, afterDoc) {
        let { comment, afterEmptyLine } = parsePrelude(this.prelude);
        if (comment) {
          let dc = doc.contents;
          if (afterDoc)
            doc.comment = doc.comment ? `${doc.comment}
${comment}` : comment;
          else if (afterEmptyLine || doc.directives.docStart || !dc)
            doc.commentBefore = comment;
          else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
            let it = dc.items[0];
            identity.isPair(it) && (it = it.key);
            let cb = it.commentBefore;
            it.commentBefore = cb ? `${comment}
${cb}` : comment;
          } else {
            let cb = dc.commentBefore;
            dc.commentBefore = cb ? `${comment}
${cb}` : comment;
          }
        }
        if (afterDoc) {
          for (let i = 0; i < this.errors.length; ++i)
            doc.errors.push(this.errors[i]);
          for (let i = 0; i < this.warnings.length; ++i)
            doc.warnings.push(this.warnings[i]);
        } else
          doc.errors = this.errors, doc.warnings = this.warnings;
        this.prelude = [], this.errors = [], this.warnings = [];
      }
      /**
       * Current stream status information.
       *
       * Mostly useful at the end of input for an empty stream.
       */
      streamInfo() {
        return {
          comment: parsePrelude(this.prelude).comment,
          directives: this.directives,
          errors: this.errors,
          warnings: this.warnings
        };
      }
      /**
       * Compose tokens into documents.
       *
       * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
       * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
       */
      *compose(tokens, forceDoc = !1, endOffset = -1) {
        for (let token of tokens)
          yield* this.next(token);
        yield* this.end(forceDoc, endOffset);
      }
      /** Advance the composer by one CST token. */
      *next(token) {
        switch (node_process.env.LOG_STREAM && console.dir(token, { depth: null }), token.type) {
          case "directive":
            this.directives.add(token.source, (offset, message, warning) => {
              let pos = getErrorPos(token);
              pos[0] += offset, this.onError(pos, "BAD_DIRECTIVE", message, warning);
            }), this.prelude.push(token.source), this.atDirectives = !0;
            break;
          case "document": {
            let doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
            this.atDirectives && !doc.directives.docStart && this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line"), this.decorate(doc, !1), this.doc && (yield this.doc), this.doc = doc, this.atDirectives = !1;
            break;
          }
          case "byte-order-mark":
          case "space":
            break;
          case "comment":
          case "newline":
            this.prelude.push(token.source);
            break;
          case "error": {
            let msg = token.source ? `${token.message}: ${JSON.stringify(token.source)}` : token.message, error = new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg);
            this.atDirectives || !this.doc ? this.errors.push(error) : this.doc.errors.push(error);
            break;
          }
          case "doc-end": {
            if (!this.doc) {
              let msg = "Unexpected doc-end without preceding document";
              this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg));
              break;
            }
            this.doc.directives.docEnd = !0;
            let end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
            if (this.decorate(this.doc, !0), end.comment) {
              let dc = this.doc.comment;
              this.doc.comment = dc ? `${dc}
${end.comment}` : end.comment;
            }
            this.doc.range[2] = end.offset;
            break;
          }
          default:
            this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", `Unsupported token ${token.type}`));
        }
      }
      /**
       * Call at end of input to yield any remaining document.
       *
       * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
       * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
       */
      *end(forceDoc = !1, endOffset = -1) {
        if (this.doc)
          this.decorate(this.doc, !0), yield this.doc, this.doc = null;
        else if (forceDoc) {
          let opts = Object.assign({ _directives: this.directives }, this.options), doc = new Document.Document(void 0, opts);
          this.atDirectives && this.onError(endOffset, "MISSING_CHAR", "Missing directives-end indicator line"), doc.range = [0, endOffset, endOffset], this.decorate(doc, !1), yield doc;
        }
      }
    };
    exports.Composer = Composer;
  }
});

// node_modules/yaml/dist/parse/cst-scalar.js
var require_cst_scalar = __commonJS({
  "node_modules/yaml/dist/parse/cst-scalar.js"(exports) {
    "use strict";
    var resolveBlockScalar = require_resolve_block_scalar(), resolveFlowScalar = require_resolve_flow_scalar(), errors = require_errors(), stringifyString = require_stringifyString();
    function resolveAsScalar(token, strict = !0, onError) {
      if (token) {
        let _onError = (pos, code, message) => {
          let offset = typeof pos == "number" ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
          if (onError)
            onError(offset, code, message);
          else
            throw new errors.YAMLParseError([offset, offset + 1], code, message);
        };
        switch (token.type) {
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
          case "block-scalar":
            return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
        }
      }
      return null;
    }
    function createScalarToken(value, context) {
      let { implicitKey = !1, indent, inFlow = !1, offset = -1, type = "PLAIN" } = context, source = stringifyString.stringifyString({ type, value }, {
        implicitKey,
        indent: indent > 0 ? " ".repeat(indent) : "",
        inFlow,
        options: { blockQuote: !0, lineWidth: -1 }
      }), end = context.end ?? [
        { type: "newline", offset: -1, indent, source: `
` }
      ];
      switch (source[0]) {
        case "|":
        case ">": {
          let he = source.indexOf(`
`), head = source.substring(0, he), body = source.substring(he + 1) + `
`, props = [
            { type: "block-scalar-header", offset, indent, source: head }
          ];
          return addEndtoBlockProps(props, end) || props.push({ type: "newline", offset: -1, indent, source: `
` }), { type: "block-scalar", offset, indent, props, source: body };
        }
        case '"':
          return { type: "double-quoted-scalar", offset, indent, source, end };
        case "'":
          return { type: "single-quoted-scalar", offset, indent, source, end };
        default:
          return { type: "scalar", offset, indent, source, end };
      }
    }
    function setScalarValue(token, value, context = {}) {
      let { afterKey = !1, implicitKey = !1, inFlow = !1, type } = context, indent = "indent" in token ? token.indent : null;
      if (afterKey && typeof indent == "number" && (indent += 2), !type)
        switch (token.type) {
          case "single-quoted-scalar":
            type = "QUOTE_SINGLE";
            break;
          case "double-quoted-scalar":
            type = "QUOTE_DOUBLE";
            break;
          case "block-scalar": {
            let header = token.props[0];
            if (header.type !== "block-scalar-header")
              throw new Error("Invalid block scalar header");
            type = header.source[0] === ">" ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
            break;
          }
          default:
            type = "PLAIN";
        }
      let source = stringifyString.stringifyString({ type, value }, {
        implicitKey: implicitKey || indent === null,
        indent: indent !== null && indent > 0 ? " ".repeat(indent) : "",
        inFlow,
        options: { blockQuote: !0, lineWidth: -1 }
      });
      switch (source[0]) {
        case "|":
        case ">":
          setBlockScalarValue(token, source);
          break;
        case '"':
          setFlowScalarValue(token, source, "double-quoted-scalar");
          break;
        case "'":
          setFlowScalarValue(token, source, "single-quoted-scalar");
          break;
        default:
          setFlowScalarValue(token, source, "scalar");
      }
    }
    function setBlockScalarValue(token, source) {
      let he = source.indexOf(`
`), head = source.substring(0, he), body = source.substring(he + 1) + `
`;
      if (token.type === "block-scalar") {
        let header = token.props[0];
        if (header.type !== "block-scalar-header")
          throw new Error("Invalid block scalar header");
        header.source = head, token.source = body;
      } else {
        let { offset } = token, indent = "indent" in token ? token.indent : -1, props = [
          { type: "block-scalar-header", offset, indent, source: head }
        ];
        addEndtoBlockProps(props, "end" in token ? token.end : void 0) || props.push({ type: "newline", offset: -1, indent, source: `
` });
        for (let key of Object.keys(token))
          key !== "type" && key !== "offset" && delete token[key];
        Object.assign(token, { type: "block-scalar", indent, props, source: body });
      }
    }
    function addEndtoBlockProps(props, end) {
      if (end)
        for (let st of end)
          switch (st.type) {
            case "space":
            case "comment":
              props.push(st);
              break;
            case "newline":
              return props.push(st), !0;
          }
      return !1;
    }
    function setFlowScalarValue(token, source, type) {
      switch (token.type) {
        case "scalar":
        case "double-quoted-scalar":
        case "single-quoted-scalar":
          token.type = type, token.source = source;
          break;
        case "block-scalar": {
          let end = token.props.slice(1), oa = source.length;
          token.props[0].type === "block-scalar-header" && (oa -= token.props[0].source.length);
          for (let tok of end)
            tok.offset += oa;
          delete token.props, Object.assign(token, { type, source, end });
          break;
        }
        case "block-map":
        case "block-seq": {
          let nl = { type: "newline", offset: token.offset + source.length, indent: token.indent, source: `
` };
          delete token.items, Object.assign(token, { type, source, end: [nl] });
          break;
        }
        default: {
          let indent = "indent" in token ? token.indent : -1, end = "end" in token && Array.isArray(token.end) ? token.end.filter((st) => st.type === "space" || st.type === "comment" || st.type === "newline") : [];
          for (let key of Object.keys(token))
            key !== "type" && key !== "offset" && delete token[key];
          Object.assign(token, { type, indent, source, end });
        }
      }
    }
    exports.createScalarToken = createScalarToken;
    exports.resolveAsScalar = resolveAsScalar;
    exports.setScalarValue = setScalarValue;
  }
});

// node_modules/yaml/dist/parse/cst-stringify.js
var require_cst_stringify = __commonJS({
  "node_modules/yaml/dist/parse/cst-stringify.js"(exports) {
    "use strict";
    var stringify = (cst) => "type" in cst ? stringifyToken(cst) : stringifyItem(cst);
    function stringifyToken(token) {
      switch (token.type) {
        case "block-scalar": {
          let res = "";
          for (let tok of token.props)
            res += stringifyToken(tok);
          return res + token.source;
        }
        case "block-map":
        case "block-seq": {
          let res = "";
          for (let item of token.items)
            res += stringifyItem(item);
          return res;
        }
        case "flow-collection": {
          let res = token.start.source;
          for (let item of token.items)
            res += stringifyItem(item);
          for (let st of token.end)
            res += st.source;
          return res;
        }
        case "document": {
          let res = stringifyItem(token);
          if (token.end)
            for (let st of token.end)
              res += st.source;
          return res;
        }
        default: {
          let res = token.source;
          if ("end" in token && token.end)
            for (let st of token.end)
              res += st.source;
          return res;
        }
      }
    }
    function stringifyItem({ start, key, sep, value }) {
      let res = "";
      for (let st of start)
        res += st.source;
      if (key && (res += stringifyToken(key)), sep)
        for (let st of sep)
          res += st.source;
      return value && (res += stringifyToken(value)), res;
    }
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/parse/cst-visit.js
var require_cst_visit = __commonJS({
  "node_modules/yaml/dist/parse/cst-visit.js"(exports) {
    "use strict";
    var BREAK = /* @__PURE__ */ Symbol("break visit"), SKIP = /* @__PURE__ */ Symbol("skip children"), REMOVE = /* @__PURE__ */ Symbol("remove item");
    function visit(cst, visitor) {
      "type" in cst && cst.type === "document" && (cst = { start: cst.start, value: cst.value }), _visit(Object.freeze([]), cst, visitor);
    }
    visit.BREAK = BREAK;
    visit.SKIP = SKIP;
    visit.REMOVE = REMOVE;
    visit.itemAtPath = (cst, path) => {
      let item = cst;
      for (let [field, index] of path) {
        let tok = item?.[field];
        if (tok && "items" in tok)
          item = tok.items[index];
        else
          return;
      }
      return item;
    };
    visit.parentCollection = (cst, path) => {
      let parent = visit.itemAtPath(cst, path.slice(0, -1)), field = path[path.length - 1][0], coll = parent?.[field];
      if (coll && "items" in coll)
        return coll;
      throw new Error("Parent collection not found");
    };
    function _visit(path, item, visitor) {
      let ctrl = visitor(item, path);
      if (typeof ctrl == "symbol")
        return ctrl;
      for (let field of ["key", "value"]) {
        let token = item[field];
        if (token && "items" in token) {
          for (let i = 0; i < token.items.length; ++i) {
            let ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
            if (typeof ci == "number")
              i = ci - 1;
            else {
              if (ci === BREAK)
                return BREAK;
              ci === REMOVE && (token.items.splice(i, 1), i -= 1);
            }
          }
          typeof ctrl == "function" && field === "key" && (ctrl = ctrl(item, path));
        }
      }
      return typeof ctrl == "function" ? ctrl(item, path) : ctrl;
    }
    exports.visit = visit;
  }
});

// node_modules/yaml/dist/parse/cst.js
var require_cst = __commonJS({
  "node_modules/yaml/dist/parse/cst.js"(exports) {
    "use strict";
    var cstScalar = require_cst_scalar(), cstStringify = require_cst_stringify(), cstVisit = require_cst_visit(), BOM = "\uFEFF", DOCUMENT = "", FLOW_END = "", SCALAR = "", isCollection = (token) => !!token && "items" in token, isScalar2 = (token) => !!token && (token.type === "scalar" || token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar" || token.type === "block-scalar");
    function prettyToken(token) {
      switch (token) {
        case BOM:
          return "<BOM>";
        case DOCUMENT:
          return "<DOC>";
        case FLOW_END:
          return "<FLOW_END>";
        case SCALAR:
          return "<SCALAR>";
        default:
          return JSON.stringify(token);
      }
    }
    function tokenType(source) {
      switch (source) {
        case BOM:
          return "byte-order-mark";
        case DOCUMENT:
          return "doc-mode";
        case FLOW_END:
          return "flow-error-end";
        case SCALAR:
          return "scalar";
        case "---":
          return "doc-start";
        case "...":
          return "doc-end";
        case "":
        case `
`:
        case `\r
`:
          return "newline";
        case "-":
          return "seq-item-ind";
        case "?":
          return "explicit-key-ind";
        case ":":
          return "map-value-ind";
        case "{":
          return "flow-map-start";
        case "}":
          return "flow-map-end";
        case "[":
          return "flow-seq-start";
        case "]":
          return "flow-seq-end";
        case ",":
          return "comma";
      }
      switch (source[0]) {
        case " ":
        case "	":
          return "space";
        case "#":
          return "comment";
        case "%":
          return "directive-line";
        case "*":
          return "alias";
        case "&":
          return "anchor";
        case "!":
          return "tag";
        case "'":
          return "single-quoted-scalar";
        case '"':
          return "double-quoted-scalar";
        case "|":
        case ">":
          return "block-scalar-header";
      }
      return null;
    }
    exports.createScalarToken = cstScalar.createScalarToken;
    exports.resolveAsScalar = cstScalar.resolveAsScalar;
    exports.setScalarValue = cstScalar.setScalarValue;
    exports.stringify = cstStringify.stringify;
    exports.visit = cstVisit.visit;
    exports.BOM = BOM;
    exports.DOCUMENT = DOCUMENT;
    exports.FLOW_END = FLOW_END;
    exports.SCALAR = SCALAR;
    exports.isCollection = isCollection;
    exports.isScalar = isScalar2;
    exports.prettyToken = prettyToken;
    exports.tokenType = tokenType;
  }
});

// node_modules/yaml/dist/parse/lexer.js
var require_lexer = __commonJS({
  "node_modules/yaml/dist/parse/lexer.js"(exports) {
    "use strict";
    var cst = require_cst();
    function isEmpty(ch) {
      switch (ch) {
        case void 0:
        case " ":
        case `
`:
        case "\r":
        case "	":
          return !0;
        default:
          return !1;
      }
    }
    var hexDigits = new Set("0123456789ABCDEFabcdef"), tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()"), flowIndicatorChars = new Set(",[]{}"), invalidAnchorChars = new Set(` ,[]{}
\r	`), isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch), Lexer = class {
      constructor() {
        this.atEnd = !1, this.blockScalarIndent = -1, this.blockScalarKeep = !1, this.buffer = "", this.flowKey = !1, this.flowLevel = 0, this.indentNext = 0, this.indentValue = 0, this.lineEndPos = null, this.next = null, this.pos = 0;
      }
      /**
       * Generate YAML tokens from the `source` string. If `incomplete`,
       * a part of the last line may be left as a buffer for the next call.
       *
       * @returns A generator of lexical tokens
       */
      *lex(source, incomplete = !1) {
        if (source) {
          if (typeof source != "string")
            throw TypeError("source is not a string");
          this.buffer = this.buffer ? this.buffer + source : source, this.lineEndPos = null;
        }
        this.atEnd = !incomplete;
        let next = this.next ?? "stream";
        for (; next && (incomplete || this.hasChars(1)); )
          next = yield* this.parseNext(next);
      }
      atLineEnd() {
        let i = this.pos, ch = this.buffer[i];
        for (; ch === " " || ch === "	"; )
          ch = this.buffer[++i];
        return !ch || ch === "#" || ch === `
` ? !0 : ch === "\r" ? this.buffer[i + 1] === `
` : !1;
      }
      charAt(n) {
        return this.buffer[this.pos + n];
      }
      continueScalar(offset) {
        let ch = this.buffer[offset];
        if (this.indentNext > 0) {
          let indent = 0;
          for (; ch === " "; )
            ch = this.buffer[++indent + offset];
          if (ch === "\r") {
            let next = this.buffer[indent + offset + 1];
            if (next === `
` || !next && !this.atEnd)
              return offset + indent + 1;
          }
          return ch === `
` || indent >= this.indentNext || !ch && !this.atEnd ? offset + indent : -1;
        }
        if (ch === "-" || ch === ".") {
          let dt = this.buffer.substr(offset, 3);
          if ((dt === "---" || dt === "...") && isEmpty(this.buffer[offset + 3]))
            return -1;
        }
        return offset;
      }
      getLine() {
        let end = this.lineEndPos;
        return (typeof end != "number" || end !== -1 && end < this.pos) && (end = this.buffer.indexOf(`
`, this.pos), this.lineEndPos = end), end === -1 ? this.atEnd ? this.buffer.substring(this.pos) : null : (this.buffer[end - 1] === "\r" && (end -= 1), this.buffer.substring(this.pos, end));
      }
      hasChars(n) {
        return this.pos + n <= this.buffer.length;
      }
      setNext(state) {
        return this.buffer = this.buffer.substring(this.pos), this.pos = 0, this.lineEndPos = null, this.next = state, null;
      }
      peek(n) {
        return this.buffer.substr(this.pos, n);
      }
      *parseNext(next) {
        switch (next) {
          case "stream":
            return yield* this.parseStream();
          case "line-start":
            return yield* this.parseLineStart();
          case "block-start":
            return yield* this.parseBlockStart();
          case "doc":
            return yield* this.parseDocument();
          case "flow":
            return yield* this.parseFlowCollection();
          case "quoted-scalar":
            return yield* this.parseQuotedScalar();
          case "block-scalar":
            return yield* this.parseBlockScalar();
          case "plain-scalar":
            return yield* this.parsePlainScalar();
        }
      }
      *parseStream() {
        let line = this.getLine();
        if (line === null)
          return this.setNext("stream");
        if (line[0] === cst.BOM && (yield* this.pushCount(1), line = line.substring(1)), line[0] === "%") {
          let dirEnd = line.length, cs = line.indexOf("#");
          for (; cs !== -1; ) {
            let ch = line[cs - 1];
            if (ch === " " || ch === "	") {
              dirEnd = cs - 1;
              break;
            } else
              cs = line.indexOf("#", cs + 1);
          }
          for (; ; ) {
            let ch = line[dirEnd - 1];
            if (ch === " " || ch === "	")
              dirEnd -= 1;
            else
              break;
          }
          let n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(!0));
          return yield* this.pushCount(line.length - n), this.pushNewline(), "stream";
        }
        if (this.atLineEnd()) {
          let sp = yield* this.pushSpaces(!0);
          return yield* this.pushCount(line.length - sp), yield* this.pushNewline(), "stream";
        }
        return yield cst.DOCUMENT, yield* this.parseLineStart();
      }
      *parseLineStart() {
        let ch = this.charAt(0);
        if (!ch && !this.atEnd)
          return this.setNext("line-start");
        if (ch === "-" || ch === ".") {
          if (!this.atEnd && !this.hasChars(4))
            return this.setNext("line-start");
          let s = this.peek(3);
          if ((s === "---" || s === "...") && isEmpty(this.charAt(3)))
            return yield* this.pushCount(3), this.indentValue = 0, this.indentNext = 0, s === "---" ? "doc" : "stream";
        }
        return this.indentValue = yield* this.pushSpaces(!1), this.indentNext > this.indentValue && !isEmpty(this.charAt(1)) && (this.indentNext = this.indentValue), yield* this.parseBlockStart();
      }
      *parseBlockStart() {
        let [ch0, ch1] = this.peek(2);
        if (!ch1 && !this.atEnd)
          return this.setNext("block-start");
        if ((ch0 === "-" || ch0 === "?" || ch0 === ":") && isEmpty(ch1)) {
          let n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(!0));
          return this.indentNext = this.indentValue + 1, this.indentValue += n, "block-start";
        }
        return "doc";
      }
      *parseDocument() {
        yield* this.pushSpaces(!0);
        let line = this.getLine();
        if (line === null)
          return this.setNext("doc");
        let n = yield* this.pushIndicators();
        switch (line[n]) {
          case "#":
            yield* this.pushCount(line.length - n);
          // fallthrough
          case void 0:
            return yield* this.pushNewline(), yield* this.parseLineStart();
          case "{":
          case "[":
            return yield* this.pushCount(1), this.flowKey = !1, this.flowLevel = 1, "flow";
          case "}":
          case "]":
            return yield* this.pushCount(1), "doc";
          case "*":
            return yield* this.pushUntil(isNotAnchorChar), "doc";
          case '"':
          case "'":
            return yield* this.parseQuotedScalar();
          case "|":
          case ">":
            return n += yield* this.parseBlockScalarHeader(), n += yield* this.pushSpaces(!0), yield* this.pushCount(line.length - n), yield* this.pushNewline(), yield* this.parseBlockScalar();
          default:
            return yield* this.parsePlainScalar();
        }
      }
      *parseFlowCollection() {
        let nl, sp, indent = -1;
        do
          nl = yield* this.pushNewline(), nl > 0 ? (sp = yield* this.pushSpaces(!1), this.indentValue = indent = sp) : sp = 0, sp += yield* this.pushSpaces(!0);
        while (nl + sp > 0);
        let line = this.getLine();
        if (line === null)
          return this.setNext("flow");
        if ((indent !== -1 && indent < this.indentNext && line[0] !== "#" || indent === 0 && (line.startsWith("---") || line.startsWith("...")) && isEmpty(line[3])) && !(indent === this.indentNext - 1 && this.flowLevel === 1 && (line[0] === "]" || line[0] === "}")))
          return this.flowLevel = 0, yield cst.FLOW_END, yield* this.parseLineStart();
        let n = 0;
        for (; line[n] === ","; )
          n += yield* this.pushCount(1), n += yield* this.pushSpaces(!0), this.flowKey = !1;
        switch (n += yield* this.pushIndicators(), line[n]) {
          case void 0:
            return "flow";
          case "#":
            return yield* this.pushCount(line.length - n), "flow";
          case "{":
          case "[":
            return yield* this.pushCount(1), this.flowKey = !1, this.flowLevel += 1, "flow";
          case "}":
          case "]":
            return yield* this.pushCount(1), this.flowKey = !0, this.flowLevel -= 1, this.flowLevel ? "flow" : "doc";
          case "*":
            return yield* this.pushUntil(isNotAnchorChar), "flow";
          case '"':
          case "'":
            return this.flowKey = !0, yield* this.parseQuotedScalar();
          case ":": {
            let next = this.charAt(1);
            if (this.flowKey || isEmpty(next) || next === ",")
              return this.flowKey = !1, yield* this.pushCount(1), yield* this.pushSpaces(!0), "flow";
          }
          // fallthrough
          default:
            return this.flowKey = !1, yield* this.parsePlainScalar();
        }
      }
      *parseQuotedScalar() {
        let quote = this.charAt(0), end = this.buffer.indexOf(quote, this.pos + 1);
        if (quote === "'")
          for (; end !== -1 && this.buffer[end + 1] === "'"; )
            end = this.buffer.indexOf("'", end + 2);
        else
          for (; end !== -1; ) {
            let n = 0;
            for (; this.buffer[end - 1 - n] === "\\"; )
              n += 1;
            if (n % 2 === 0)
              break;
            end = this.buffer.indexOf('"', end + 1);
          }
        let qb = this.buffer.substring(0, end), nl = qb.indexOf(`
`, this.pos);
        if (nl !== -1) {
          for (; nl !== -1; ) {
            let cs = this.continueScalar(nl + 1);
            if (cs === -1)
              break;
            nl = qb.indexOf(`
`, cs);
          }
          nl !== -1 && (end = nl - (qb[nl - 1] === "\r" ? 2 : 1));
        }
        if (end === -1) {
          if (!this.atEnd)
            return this.setNext("quoted-scalar");
          end = this.buffer.length;
        }
        return yield* this.pushToIndex(end + 1, !1), this.flowLevel ? "flow" : "doc";
      }
      *parseBlockScalarHeader() {
        this.blockScalarIndent = -1, this.blockScalarKeep = !1;
        let i = this.pos;
        for (; ; ) {
          let ch = this.buffer[++i];
          if (ch === "+")
            this.blockScalarKeep = !0;
          else if (ch > "0" && ch <= "9")
            this.blockScalarIndent = Number(ch) - 1;
          else if (ch !== "-")
            break;
        }
        return yield* this.pushUntil((ch) => isEmpty(ch) || ch === "#");
      }
      *parseBlockScalar() {
        let nl = this.pos - 1, indent = 0, ch;
        loop: for (let i2 = this.pos; ch = this.buffer[i2]; ++i2)
          switch (ch) {
            case " ":
              indent += 1;
              break;
            case `
`:
              nl = i2, indent = 0;
              break;
            case "\r": {
              let next = this.buffer[i2 + 1];
              if (!next && !this.atEnd)
                return this.setNext("block-scalar");
              if (next === `
`)
                break;
            }
            // fallthrough
            default:
              break loop;
          }
        if (!ch && !this.atEnd)
          return this.setNext("block-scalar");
        if (indent >= this.indentNext) {
          this.blockScalarIndent === -1 ? this.indentNext = indent : this.indentNext = this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
          do {
            let cs = this.continueScalar(nl + 1);
            if (cs === -1)
              break;
            nl = this.buffer.indexOf(`
`, cs);
          } while (nl !== -1);
          if (nl === -1) {
            if (!this.atEnd)
              return this.setNext("block-scalar");
            nl = this.buffer.length;
          }
        }
        let i = nl + 1;
        for (ch = this.buffer[i]; ch === " "; )
          ch = this.buffer[++i];
        if (ch === "	") {
          for (; ch === "	" || ch === " " || ch === "\r" || ch === `
`; )
            ch = this.buffer[++i];
          nl = i - 1;
        } else if (!this.blockScalarKeep)
          do {
            let i2 = nl - 1, ch2 = this.buffer[i2];
            ch2 === "\r" && (ch2 = this.buffer[--i2]);
            let lastChar = i2;
            for (; ch2 === " "; )
              ch2 = this.buffer[--i2];
            if (ch2 === `
` && i2 >= this.pos && i2 + 1 + indent > lastChar)
              nl = i2;
            else
              break;
          } while (!0);
        return yield cst.SCALAR, yield* this.pushToIndex(nl + 1, !0), yield* this.parseLineStart();
      }
      *parsePlainScalar() {
        let inFlow = this.flowLevel > 0, end = this.pos - 1, i = this.pos - 1, ch;
        for (; ch = this.buffer[++i]; )
          if (ch === ":") {
            let next = this.buffer[i + 1];
            if (isEmpty(next) || inFlow && flowIndicatorChars.has(next))
              break;
            end = i;
          } else if (isEmpty(ch)) {
            let next = this.buffer[i + 1];
            if (ch === "\r" && (next === `
` ? (i += 1, ch = `
`, next = this.buffer[i + 1]) : end = i), next === "#" || inFlow && flowIndicatorChars.has(next))
              break;
            if (ch === `
`) {
              let cs = this.continueScalar(i + 1);
              if (cs === -1)
                break;
              i = Math.max(i, cs - 2);
            }
          } else {
            if (inFlow && flowIndicatorChars.has(ch))
              break;
            end = i;
          }
        return !ch && !this.atEnd ? this.setNext("plain-scalar") : (yield cst.SCALAR, yield* this.pushToIndex(end + 1, !0), inFlow ? "flow" : "doc");
      }
      *pushCount(n) {
        return n > 0 ? (yield this.buffer.substr(this.pos, n), this.pos += n, n) : 0;
      }
      *pushToIndex(i, allowEmpty) {
        let s = this.buffer.slice(this.pos, i);
        return s ? (yield s, this.pos += s.length, s.length) : (allowEmpty && (yield ""), 0);
      }
      *pushIndicators() {
        let n = 0;
        loop: for (; ; ) {
          switch (this.charAt(0)) {
            case "!":
              n += yield* this.pushTag(), n += yield* this.pushSpaces(!0);
              continue loop;
            case "&":
              n += yield* this.pushUntil(isNotAnchorChar), n += yield* this.pushSpaces(!0);
              continue loop;
            case "-":
            // this is an error
            case "?":
            // this is an error outside flow collections
            case ":": {
              let inFlow = this.flowLevel > 0, ch1 = this.charAt(1);
              if (isEmpty(ch1) || inFlow && flowIndicatorChars.has(ch1)) {
                inFlow ? this.flowKey && (this.flowKey = !1) : this.indentNext = this.indentValue + 1, n += yield* this.pushCount(1), n += yield* this.pushSpaces(!0);
                continue loop;
              }
            }
          }
          break loop;
        }
        return n;
      }
      *pushTag() {
        if (this.charAt(1) === "<") {
          let i = this.pos + 2, ch = this.buffer[i];
          for (; !isEmpty(ch) && ch !== ">"; )
            ch = this.buffer[++i];
          return yield* this.pushToIndex(ch === ">" ? i + 1 : i, !1);
        } else {
          let i = this.pos + 1, ch = this.buffer[i];
          for (; ch; )
            if (tagChars.has(ch))
              ch = this.buffer[++i];
            else if (ch === "%" && hexDigits.has(this.buffer[i + 1]) && hexDigits.has(this.buffer[i + 2]))
              ch = this.buffer[i += 3];
            else
              break;
          return yield* this.pushToIndex(i, !1);
        }
      }
      *pushNewline() {
        let ch = this.buffer[this.pos];
        return ch === `
` ? yield* this.pushCount(1) : ch === "\r" && this.charAt(1) === `
` ? yield* this.pushCount(2) : 0;
      }
      *pushSpaces(allowTabs) {
        let i = this.pos - 1, ch;
        do
          ch = this.buffer[++i];
        while (ch === " " || allowTabs && ch === "	");
        let n = i - this.pos;
        return n > 0 && (yield this.buffer.substr(this.pos, n), this.pos = i), n;
      }
      *pushUntil(test) {
        let i = this.pos, ch = this.buffer[i];
        for (; !test(ch); )
          ch = this.buffer[++i];
        return yield* this.pushToIndex(i, !1);
      }
    };
    exports.Lexer = Lexer;
  }
});

// node_modules/yaml/dist/parse/line-counter.js
var require_line_counter = __commonJS({
  "node_modules/yaml/dist/parse/line-counter.js"(exports) {
    "use strict";
    var LineCounter2 = class {
      constructor() {
        this.lineStarts = [], this.addNewLine = (offset) => this.lineStarts.push(offset), this.linePos = (offset) => {
          let low = 0, high = this.lineStarts.length;
          for (; low < high; ) {
            let mid = low + high >> 1;
            this.lineStarts[mid] < offset ? low = mid + 1 : high = mid;
          }
          if (this.lineStarts[low] === offset)
            return { line: low + 1, col: 1 };
          if (low === 0)
            return { line: 0, col: offset };
          let start = this.lineStarts[low - 1];
          return { line: low, col: offset - start + 1 };
        };
      }
    };
    exports.LineCounter = LineCounter2;
  }
});

// node_modules/yaml/dist/parse/parser.js
var require_parser = __commonJS({
  "node_modules/yaml/dist/parse/parser.js"(exports) {
    "use strict";
    var node_process = __require("process"), cst = require_cst(), lexer = require_lexer();
    function includesToken(list, type) {
      for (let i = 0; i < list.length; ++i)
        if (list[i].type === type)
          return !0;
      return !1;
    }
    function findNonEmptyIndex(list) {
      for (let i = 0; i < list.length; ++i)
        switch (list[i].type) {
          case "space":
          case "comment":
          case "newline":
            break;
          default:
            return i;
        }
      return -1;
    }
    function isFlowToken(token) {
      switch (token?.type) {
        case "alias":
        case "scalar":
        case "single-quoted-scalar":
        case "double-quoted-scalar":
        case "flow-collection":
          return !0;
        default:
          return !1;
      }
    }
    function getPrevProps(parent) {
      switch (parent.type) {
        case "document":
          return parent.start;
        case "block-map": {
          let it = parent.items[parent.items.length - 1];
          return it.sep ?? it.start;
        }
        case "block-seq":
          return parent.items[parent.items.length - 1].start;
        /* istanbul ignore next should not happen */
        default:
          return [];
      }
    }
    function getFirstKeyStartProps(prev) {
      if (prev.length === 0)
        return [];
      let i = prev.length;
      loop: for (; --i >= 0; )
        switch (prev[i].type) {
          case "doc-start":
          case "explicit-key-ind":
          case "map-value-ind":
          case "seq-item-ind":
          case "newline":
            break loop;
        }
      for (; prev[++i]?.type === "space"; )
        ;
      return prev.splice(i, prev.length);
    }
    function arrayPushArray(target, source) {
      if (source.length < 1e5)
        Array.prototype.push.apply(target, source);
      else
        for (let i = 0; i < source.length; ++i)
          target.push(source[i]);
    }
    function fixFlowSeqItems(fc) {
      if (fc.start.type === "flow-seq-start")
        for (let it of fc.items)
          it.sep && !it.value && !includesToken(it.start, "explicit-key-ind") && !includesToken(it.sep, "map-value-ind") && (it.key && (it.value = it.key), delete it.key, isFlowToken(it.value) ? it.value.end ? arrayPushArray(it.value.end, it.sep) : it.value.end = it.sep : arrayPushArray(it.start, it.sep), delete it.sep);
    }
    var Parser = class {
      /**
       * @param onNewLine - If defined, called separately with the start position of
       *   each new line (in `parse()`, including the start of input).
       */
      constructor(onNewLine) {
        this.atNewLine = !0, this.atScalar = !1, this.indent = 0, this.offset = 0, this.onKeyLine = !1, this.stack = [], this.source = "", this.type = "", this.lexer = new lexer.Lexer(), this.onNewLine = onNewLine;
      }
      /**
       * Parse `source` as a YAML stream.
       * If `incomplete`, a part of the last line may be left as a buffer for the next call.
       *
       * Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
       *
       * @returns A generator of tokens representing each directive, document, and other structure.
       */
      *parse(source, incomplete = !1) {
        this.onNewLine && this.offset === 0 && this.onNewLine(0);
        for (let lexeme of this.lexer.lex(source, incomplete))
          yield* this.next(lexeme);
        incomplete || (yield* this.end());
      }
      /**
       * Advance the parser by the `source` of one lexical token.
       */
      *next(source) {
        if (this.source = source, node_process.env.LOG_TOKENS && console.log("|", cst.prettyToken(source)), this.atScalar) {
          this.atScalar = !1, yield* this.step(), this.offset += source.length;
          return;
        }
        let type = cst.tokenType(source);
        if (type)
          if (type === "scalar")
            this.atNewLine = !1, this.atScalar = !0, this.type = "scalar";
          else {
            switch (this.type = type, yield* this.step(), type) {
              case "newline":
                this.atNewLine = !0, this.indent = 0, this.onNewLine && this.onNewLine(this.offset + source.length);
                break;
              case "space":
                this.atNewLine && source[0] === " " && (this.indent += source.length);
                break;
              case "explicit-key-ind":
              case "map-value-ind":
              case "seq-item-ind":
                this.atNewLine && (this.indent += source.length);
                break;
              case "doc-mode":
              case "flow-error-end":
                return;
              default:
                this.atNewLine = !1;
            }
            this.offset += source.length;
          }
        else {
          let message = `Not a YAML token: ${source}`;
          yield* this.pop({ type: "error", offset: this.offset, message, source }), this.offset += source.length;
        }
      }
      /** Call at end of input to push out any remaining constructions */
      *end() {
        for (; this.stack.length > 0; )
          yield* this.pop();
      }
      get sourceToken() {
        return {
          type: this.type,
          offset: this.offset,
          indent: this.indent,
          source: this.source
        };
      }
      *step() {
        let top = this.peek(1);
        if (this.type === "doc-end" && top?.type !== "doc-end") {
          for (; this.stack.length > 0; )
            yield* this.pop();
          this.stack.push({
            type: "doc-end",
            offset: this.offset,
            source: this.source
          });
          return;
        }
        if (!top)
          return yield* this.stream();
        switch (top.type) {
          case "document":
            return yield* this.document(top);
          case "alias":
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return yield* this.scalar(top);
          case "block-scalar":
            return yield* this.blockScalar(top);
          case "block-map":
            return yield* this.blockMap(top);
          case "block-seq":
            return yield* this.blockSequence(top);
          case "flow-collection":
            return yield* this.flowCollection(top);
          case "doc-end":
            return yield* this.documentEnd(top);
        }
        yield* this.pop();
      }
      peek(n) {
        return this.stack[this.stack.length - n];
      }
      *pop(error) {
        let token = error ?? this.stack.pop();
        if (!token)
          yield { type: "error", offset: this.offset, source: "", message: "Tried to pop an empty stack" };
        else if (this.stack.length === 0)
          yield token;
        else {
          let top = this.peek(1);
          switch (token.type === "block-scalar" ? token.indent = "indent" in top ? top.indent : 0 : token.type === "flow-collection" && top.type === "document" && (token.indent = 0), token.type === "flow-collection" && fixFlowSeqItems(token), top.type) {
            case "document":
              top.value = token;
              break;
            case "block-scalar":
              top.props.push(token);
              break;
            case "block-map": {
              let it = top.items[top.items.length - 1];
              if (it.value) {
                top.items.push({ start: [], key: token, sep: [] }), this.onKeyLine = !0;
                return;
              } else if (it.sep)
                it.value = token;
              else {
                Object.assign(it, { key: token, sep: [] }), this.onKeyLine = !it.explicitKey;
                return;
              }
              break;
            }
            case "block-seq": {
              let it = top.items[top.items.length - 1];
              it.value ? top.items.push({ start: [], value: token }) : it.value = token;
              break;
            }
            case "flow-collection": {
              let it = top.items[top.items.length - 1];
              !it || it.value ? top.items.push({ start: [], key: token, sep: [] }) : it.sep ? it.value = token : Object.assign(it, { key: token, sep: [] });
              return;
            }
            /* istanbul ignore next should not happen */
            default:
              yield* this.pop(), yield* this.pop(token);
          }
          if ((top.type === "document" || top.type === "block-map" || top.type === "block-seq") && (token.type === "block-map" || token.type === "block-seq")) {
            let last = token.items[token.items.length - 1];
            last && !last.sep && !last.value && last.start.length > 0 && findNonEmptyIndex(last.start) === -1 && (token.indent === 0 || last.start.every((st) => st.type !== "comment" || st.indent < token.indent)) && (top.type === "document" ? top.end = last.start : top.items.push({ start: last.start }), token.items.splice(-1, 1));
          }
        }
      }
      *stream() {
        switch (this.type) {
          case "directive-line":
            yield { type: "directive", offset: this.offset, source: this.source };
            return;
          case "byte-order-mark":
          case "space":
          case "comment":
          case "newline":
            yield this.sourceToken;
            return;
          case "doc-mode":
          case "doc-start": {
            let doc = {
              type: "document",
              offset: this.offset,
              start: []
            };
            this.type === "doc-start" && doc.start.push(this.sourceToken), this.stack.push(doc);
            return;
          }
        }
        yield {
          type: "error",
          offset: this.offset,
          message: `Unexpected ${this.type} token in YAML stream`,
          source: this.source
        };
      }
      *document(doc) {
        if (doc.value)
          return yield* this.lineEnd(doc);
        switch (this.type) {
          case "doc-start": {
            findNonEmptyIndex(doc.start) !== -1 ? (yield* this.pop(), yield* this.step()) : doc.start.push(this.sourceToken);
            return;
          }
          case "anchor":
          case "tag":
          case "space":
          case "comment":
          case "newline":
            doc.start.push(this.sourceToken);
            return;
        }
        let bv = this.startBlockValue(doc);
        bv ? this.stack.push(bv) : yield {
          type: "error",
          offset: this.offset,
          message: `Unexpected ${this.type} token in YAML document`,
          source: this.source
        };
      }
      *scalar(scalar) {
        if (this.type === "map-value-ind") {
          let prev = getPrevProps(this.peek(2)), start = getFirstKeyStartProps(prev), sep;
          scalar.end ? (sep = scalar.end, sep.push(this.sourceToken), delete scalar.end) : sep = [this.sourceToken];
          let map = {
            type: "block-map",
            offset: scalar.offset,
            indent: scalar.indent,
            items: [{ start, key: scalar, sep }]
          };
          this.onKeyLine = !0, this.stack[this.stack.length - 1] = map;
        } else
          yield* this.lineEnd(scalar);
      }
      *blockScalar(scalar) {
        switch (this.type) {
          case "space":
          case "comment":
          case "newline":
            scalar.props.push(this.sourceToken);
            return;
          case "scalar":
            if (scalar.source = this.source, this.atNewLine = !0, this.indent = 0, this.onNewLine) {
              let nl = this.source.indexOf(`
`) + 1;
              for (; nl !== 0; )
                this.onNewLine(this.offset + nl), nl = this.source.indexOf(`
`, nl) + 1;
            }
            yield* this.pop();
            break;
          /* istanbul ignore next should not happen */
          default:
            yield* this.pop(), yield* this.step();
        }
      }
      *blockMap(map) {
        let it = map.items[map.items.length - 1];
        switch (this.type) {
          case "newline":
            if (this.onKeyLine = !1, it.value) {
              let end = "end" in it.value ? it.value.end : void 0;
              (Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment" ? end?.push(this.sourceToken) : map.items.push({ start: [this.sourceToken] });
            } else it.sep ? it.sep.push(this.sourceToken) : it.start.push(this.sourceToken);
            return;
          case "space":
          case "comment":
            if (it.value)
              map.items.push({ start: [this.sourceToken] });
            else if (it.sep)
              it.sep.push(this.sourceToken);
            else {
              if (this.atIndentedComment(it.start, map.indent)) {
                let end = map.items[map.items.length - 2]?.value?.end;
                if (Array.isArray(end)) {
                  arrayPushArray(end, it.start), end.push(this.sourceToken), map.items.pop();
                  return;
                }
              }
              it.start.push(this.sourceToken);
            }
            return;
        }
        if (this.indent >= map.indent) {
          let atMapIndent = !this.onKeyLine && this.indent === map.indent, atNextItem = atMapIndent && (it.sep || it.explicitKey) && this.type !== "seq-item-ind", start = [];
          if (atNextItem && it.sep && !it.value) {
            let nl = [];
            for (let i = 0; i < it.sep.length; ++i) {
              let st = it.sep[i];
              switch (st.type) {
                case "newline":
                  nl.push(i);
                  break;
                case "space":
                  break;
                case "comment":
                  st.indent > map.indent && (nl.length = 0);
                  break;
                default:
                  nl.length = 0;
              }
            }
            nl.length >= 2 && (start = it.sep.splice(nl[1]));
          }
          switch (this.type) {
            case "anchor":
            case "tag":
              atNextItem || it.value ? (start.push(this.sourceToken), map.items.push({ start }), this.onKeyLine = !0) : it.sep ? it.sep.push(this.sourceToken) : it.start.push(this.sourceToken);
              return;
            case "explicit-key-ind":
              !it.sep && !it.explicitKey ? (it.start.push(this.sourceToken), it.explicitKey = !0) : atNextItem || it.value ? (start.push(this.sourceToken), map.items.push({ start, explicitKey: !0 })) : this.stack.push({
                type: "block-map",
                offset: this.offset,
                indent: this.indent,
                items: [{ start: [this.sourceToken], explicitKey: !0 }]
              }), this.onKeyLine = !0;
              return;
            case "map-value-ind":
              if (it.explicitKey)
                if (it.sep)
                  if (it.value)
                    map.items.push({ start: [], key: null, sep: [this.sourceToken] });
                  else if (includesToken(it.sep, "map-value-ind"))
                    this.stack.push({
                      type: "block-map",
                      offset: this.offset,
                      indent: this.indent,
                      items: [{ start, key: null, sep: [this.sourceToken] }]
                    });
                  else if (isFlowToken(it.key) && !includesToken(it.sep, "newline")) {
                    let start2 = getFirstKeyStartProps(it.start), key = it.key, sep = it.sep;
                    sep.push(this.sourceToken), delete it.key, delete it.sep, this.stack.push({
                      type: "block-map",
                      offset: this.offset,
                      indent: this.indent,
                      items: [{ start: start2, key, sep }]
                    });
                  } else start.length > 0 ? it.sep = it.sep.concat(start, this.sourceToken) : it.sep.push(this.sourceToken);
                else if (includesToken(it.start, "newline"))
                  Object.assign(it, { key: null, sep: [this.sourceToken] });
                else {
                  let start2 = getFirstKeyStartProps(it.start);
                  this.stack.push({
                    type: "block-map",
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: start2, key: null, sep: [this.sourceToken] }]
                  });
                }
              else
                it.sep ? it.value || atNextItem ? map.items.push({ start, key: null, sep: [this.sourceToken] }) : includesToken(it.sep, "map-value-ind") ? this.stack.push({
                  type: "block-map",
                  offset: this.offset,
                  indent: this.indent,
                  items: [{ start: [], key: null, sep: [this.sourceToken] }]
                }) : it.sep.push(this.sourceToken) : Object.assign(it, { key: null, sep: [this.sourceToken] });
              this.onKeyLine = !0;
              return;
            case "alias":
            case "scalar":
            case "single-quoted-scalar":
            case "double-quoted-scalar": {
              let fs = this.flowScalar(this.type);
              atNextItem || it.value ? (map.items.push({ start, key: fs, sep: [] }), this.onKeyLine = !0) : it.sep ? this.stack.push(fs) : (Object.assign(it, { key: fs, sep: [] }), this.onKeyLine = !0);
              return;
            }
            default: {
              let bv = this.startBlockValue(map);
              if (bv) {
                if (bv.type === "block-seq") {
                  if (!it.explicitKey && it.sep && !includesToken(it.sep, "newline")) {
                    yield* this.pop({
                      type: "error",
                      offset: this.offset,
                      message: "Unexpected block-seq-ind on same line with key",
                      source: this.source
                    });
                    return;
                  }
                } else atMapIndent && map.items.push({ start });
                this.stack.push(bv);
                return;
              }
            }
          }
        }
        yield* this.pop(), yield* this.step();
      }
      *blockSequence(seq) {
        let it = seq.items[seq.items.length - 1];
        switch (this.type) {
          case "newline":
            if (it.value) {
              let end = "end" in it.value ? it.value.end : void 0;
              (Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment" ? end?.push(this.sourceToken) : seq.items.push({ start: [this.sourceToken] });
            } else
              it.start.push(this.sourceToken);
            return;
          case "space":
          case "comment":
            if (it.value)
              seq.items.push({ start: [this.sourceToken] });
            else {
              if (this.atIndentedComment(it.start, seq.indent)) {
                let end = seq.items[seq.items.length - 2]?.value?.end;
                if (Array.isArray(end)) {
                  arrayPushArray(end, it.start), end.push(this.sourceToken), seq.items.pop();
                  return;
                }
              }
              it.start.push(this.sourceToken);
            }
            return;
          case "anchor":
          case "tag":
            if (it.value || this.indent <= seq.indent)
              break;
            it.start.push(this.sourceToken);
            return;
          case "seq-item-ind":
            if (this.indent !== seq.indent)
              break;
            it.value || includesToken(it.start, "seq-item-ind") ? seq.items.push({ start: [this.sourceToken] }) : it.start.push(this.sourceToken);
            return;
        }
        if (this.indent > seq.indent) {
          let bv = this.startBlockValue(seq);
          if (bv) {
            this.stack.push(bv);
            return;
          }
        }
        yield* this.pop(), yield* this.step();
      }
      *flowCollection(fc) {
        let it = fc.items[fc.items.length - 1];
        if (this.type === "flow-error-end") {
          let top;
          do
            yield* this.pop(), top = this.peek(1);
          while (top?.type === "flow-collection");
        } else if (fc.end.length === 0) {
          switch (this.type) {
            case "comma":
            case "explicit-key-ind":
              !it || it.sep ? fc.items.push({ start: [this.sourceToken] }) : it.start.push(this.sourceToken);
              return;
            case "map-value-ind":
              !it || it.value ? fc.items.push({ start: [], key: null, sep: [this.sourceToken] }) : it.sep ? it.sep.push(this.sourceToken) : Object.assign(it, { key: null, sep: [this.sourceToken] });
              return;
            case "space":
            case "comment":
            case "newline":
            case "anchor":
            case "tag":
              !it || it.value ? fc.items.push({ start: [this.sourceToken] }) : it.sep ? it.sep.push(this.sourceToken) : it.start.push(this.sourceToken);
              return;
            case "alias":
            case "scalar":
            case "single-quoted-scalar":
            case "double-quoted-scalar": {
              let fs = this.flowScalar(this.type);
              !it || it.value ? fc.items.push({ start: [], key: fs, sep: [] }) : it.sep ? this.stack.push(fs) : Object.assign(it, { key: fs, sep: [] });
              return;
            }
            case "flow-map-end":
            case "flow-seq-end":
              fc.end.push(this.sourceToken);
              return;
          }
          let bv = this.startBlockValue(fc);
          bv ? this.stack.push(bv) : (yield* this.pop(), yield* this.step());
        } else {
          let parent = this.peek(2);
          if (parent.type === "block-map" && (this.type === "map-value-ind" && parent.indent === fc.indent || this.type === "newline" && !parent.items[parent.items.length - 1].sep))
            yield* this.pop(), yield* this.step();
          else if (this.type === "map-value-ind" && parent.type !== "flow-collection") {
            let prev = getPrevProps(parent), start = getFirstKeyStartProps(prev);
            fixFlowSeqItems(fc);
            let sep = fc.end.splice(1, fc.end.length);
            sep.push(this.sourceToken);
            let map = {
              type: "block-map",
              offset: fc.offset,
              indent: fc.indent,
              items: [{ start, key: fc, sep }]
            };
            this.onKeyLine = !0, this.stack[this.stack.length - 1] = map;
          } else
            yield* this.lineEnd(fc);
        }
      }
      flowScalar(type) {
        if (this.onNewLine) {
          let nl = this.source.indexOf(`
`) + 1;
          for (; nl !== 0; )
            this.onNewLine(this.offset + nl), nl = this.source.indexOf(`
`, nl) + 1;
        }
        return {
          type,
          offset: this.offset,
          indent: this.indent,
          source: this.source
        };
      }
      startBlockValue(parent) {
        switch (this.type) {
          case "alias":
          case "scalar":
          case "single-quoted-scalar":
          case "double-quoted-scalar":
            return this.flowScalar(this.type);
          case "block-scalar-header":
            return {
              type: "block-scalar",
              offset: this.offset,
              indent: this.indent,
              props: [this.sourceToken],
              source: ""
            };
          case "flow-map-start":
          case "flow-seq-start":
            return {
              type: "flow-collection",
              offset: this.offset,
              indent: this.indent,
              start: this.sourceToken,
              items: [],
              end: []
            };
          case "seq-item-ind":
            return {
              type: "block-seq",
              offset: this.offset,
              indent: this.indent,
              items: [{ start: [this.sourceToken] }]
            };
          case "explicit-key-ind": {
            this.onKeyLine = !0;
            let prev = getPrevProps(parent), start = getFirstKeyStartProps(prev);
            return start.push(this.sourceToken), {
              type: "block-map",
              offset: this.offset,
              indent: this.indent,
              items: [{ start, explicitKey: !0 }]
            };
          }
          case "map-value-ind": {
            this.onKeyLine = !0;
            let prev = getPrevProps(parent), start = getFirstKeyStartProps(prev);
            return {
              type: "block-map",
              offset: this.offset,
              indent: this.indent,
              items: [{ start, key: null, sep: [this.sourceToken] }]
            };
          }
        }
        return null;
      }
      atIndentedComment(start, indent) {
        return this.type !== "comment" || this.indent <= indent ? !1 : start.every((st) => st.type === "newline" || st.type === "space");
      }
      *documentEnd(docEnd) {
        this.type !== "doc-mode" && (docEnd.end ? docEnd.end.push(this.sourceToken) : docEnd.end = [this.sourceToken], this.type === "newline" && (yield* this.pop()));
      }
      *lineEnd(token) {
        switch (this.type) {
          case "comma":
          case "doc-start":
          case "doc-end":
          case "flow-seq-end":
          case "flow-map-end":
          case "map-value-ind":
            yield* this.pop(), yield* this.step();
            break;
          case "newline":
            this.onKeyLine = !1;
          default:
            token.end ? token.end.push(this.sourceToken) : token.end = [this.sourceToken], this.type === "newline" && (yield* this.pop());
        }
      }
    };
    exports.Parser = Parser;
  }
});

// node_modules/yaml/dist/public-api.js
var require_public_api = __commonJS({
  "node_modules/yaml/dist/public-api.js"(exports) {
    "use strict";
    var composer = require_composer(), Document = require_Document(), errors = require_errors(), log = require_log(), identity = require_identity(), lineCounter = require_line_counter(), parser = require_parser();
    function parseOptions(options) {
      let prettyErrors = options.prettyErrors !== !1;
      return { lineCounter: options.lineCounter || prettyErrors && new lineCounter.LineCounter() || null, prettyErrors };
    }
    function parseAllDocuments(source, options = {}) {
      let { lineCounter: lineCounter2, prettyErrors } = parseOptions(options), parser$1 = new parser.Parser(lineCounter2?.addNewLine), composer$1 = new composer.Composer(options), docs = Array.from(composer$1.compose(parser$1.parse(source)));
      if (prettyErrors && lineCounter2)
        for (let doc of docs)
          doc.errors.forEach(errors.prettifyError(source, lineCounter2)), doc.warnings.forEach(errors.prettifyError(source, lineCounter2));
      return docs.length > 0 ? docs : Object.assign([], { empty: !0 }, composer$1.streamInfo());
    }
    function parseDocument2(source, options = {}) {
      let { lineCounter: lineCounter2, prettyErrors } = parseOptions(options), parser$1 = new parser.Parser(lineCounter2?.addNewLine), composer$1 = new composer.Composer(options), doc = null;
      for (let _doc of composer$1.compose(parser$1.parse(source), !0, source.length))
        if (!doc)
          doc = _doc;
        else if (doc.options.logLevel !== "silent") {
          doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), "MULTIPLE_DOCS", "Source contains multiple documents; please use YAML.parseAllDocuments()"));
          break;
        }
      return prettyErrors && lineCounter2 && (doc.errors.forEach(errors.prettifyError(source, lineCounter2)), doc.warnings.forEach(errors.prettifyError(source, lineCounter2))), doc;
    }
    function parse(src, reviver, options) {
      let _reviver;
      typeof reviver == "function" ? _reviver = reviver : options === void 0 && reviver && typeof reviver == "object" && (options = reviver);
      let doc = parseDocument2(src, options);
      if (!doc)
        return null;
      if (doc.warnings.forEach((warning) => log.warn(doc.options.logLevel, warning)), doc.errors.length > 0) {
        if (doc.options.logLevel !== "silent")
          throw doc.errors[0];
        doc.errors = [];
      }
      return doc.toJS(Object.assign({ reviver: _reviver }, options));
    }
    function stringify(value, replacer, options) {
      let _replacer = null;
      if (typeof replacer == "function" || Array.isArray(replacer) ? _replacer = replacer : options === void 0 && replacer && (options = replacer), typeof options == "string" && (options = options.length), typeof options == "number") {
        let indent = Math.round(options);
        options = indent < 1 ? void 0 : indent > 8 ? { indent: 8 } : { indent };
      }
      if (value === void 0) {
        let { keepUndefined } = options ?? replacer ?? {};
        if (!keepUndefined)
          return;
      }
      return identity.isDocument(value) && !_replacer ? value.toString(options) : new Document.Document(value, _replacer, options).toString(options);
    }
    exports.parse = parse;
    exports.parseAllDocuments = parseAllDocuments;
    exports.parseDocument = parseDocument2;
    exports.stringify = stringify;
  }
});

// node_modules/yaml/dist/index.js
var require_dist = __commonJS({
  "node_modules/yaml/dist/index.js"(exports) {
    "use strict";
    var composer = require_composer(), Document = require_Document(), Schema = require_Schema(), errors = require_errors(), Alias = require_Alias(), identity = require_identity(), Pair = require_Pair(), Scalar = require_Scalar(), YAMLMap = require_YAMLMap(), YAMLSeq = require_YAMLSeq(), cst = require_cst(), lexer = require_lexer(), lineCounter = require_line_counter(), parser = require_parser(), publicApi = require_public_api(), visit = require_visit();
    exports.Composer = composer.Composer;
    exports.Document = Document.Document;
    exports.Schema = Schema.Schema;
    exports.YAMLError = errors.YAMLError;
    exports.YAMLParseError = errors.YAMLParseError;
    exports.YAMLWarning = errors.YAMLWarning;
    exports.Alias = Alias.Alias;
    exports.isAlias = identity.isAlias;
    exports.isCollection = identity.isCollection;
    exports.isDocument = identity.isDocument;
    exports.isMap = identity.isMap;
    exports.isNode = identity.isNode;
    exports.isPair = identity.isPair;
    exports.isScalar = identity.isScalar;
    exports.isSeq = identity.isSeq;
    exports.Pair = Pair.Pair;
    exports.Scalar = Scalar.Scalar;
    exports.YAMLMap = YAMLMap.YAMLMap;
    exports.YAMLSeq = YAMLSeq.YAMLSeq;
    exports.CST = cst;
    exports.Lexer = lexer.Lexer;
    exports.LineCounter = lineCounter.LineCounter;
    exports.Parser = parser.Parser;
    exports.parse = publicApi.parse;
    exports.parseAllDocuments = publicApi.parseAllDocuments;
    exports.parseDocument = publicApi.parseDocument;
    exports.stringify = publicApi.stringify;
    exports.visit = visit.visit;
    exports.visitAsync = visit.visitAsync;
  }
});

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: !0 });
    function ucs2length(str) {
      let len = str.length, length = 0, pos = 0, value;
      for (; pos < len; )
        length++, value = str.charCodeAt(pos++), value >= 55296 && value <= 56319 && pos < len && (value = str.charCodeAt(pos), (value & 64512) === 56320 && pos++);
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// lib/remix/document.ts
var import_yaml = __toESM(require_dist(), 1);
var MAX_DEPTH = 64, MAX_ALIASES = 100;
function parseDocument(text, file, format) {
  let lines = new import_yaml.LineCounter(), placeAt = (offset = 0) => {
    let { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  format === "json" && assertJson(text, file);
  let document = parseNodes(text, lines, placeAt);
  return {
    file,
    format,
    value: format === "json" ? JSON.parse(text) : plainValue(document, file),
    placeOf: (path) => placeAt(findNode(document, path).value?.range?.[0]),
    placeOfKey: (path) => {
      let { key, value } = findNode(document, path);
      return placeAt((key ?? value)?.range?.[0]);
    }
  };
}
function parseNodes(text, lines, placeAt) {
  let document = (0, import_yaml.parseDocument)(text, { lineCounter: lines, prettyErrors: !1, version: "1.2" }), fault = document.errors[0] ?? document.warnings[0];
  if (fault === void 0)
    return new NodeChecker(document, placeAt).check(document.contents), document;
  let place = placeAt(fault.pos[0]);
  throw fault.code === "DUPLICATE_KEY" ? remixError("DUPLICATE_KEY", "the same key stands here twice", place) : remixError("SYNTAX", `not valid YAML: ${fault.message}`, place);
}
function assertJson(text, file) {
  try {
    JSON.parse(text);
  } catch (error) {
    let message = error instanceof Error ? error.message : String(error), position = /line (\d+) column (\d+)/.exec(message), place = position === null ? { file } : { file, line: Number(position[1]), column: Number(position[2]) };
    throw remixError("SYNTAX", `not valid JSON: ${message}`, place, "A file whose name ends in .yaml or .yml is read as YAML, any other as JSON.");
  }
}
var NodeChecker = class {
  #document;
  #placeAt;
  #aliases = 0;
  constructor(document, placeAt) {
    this.#document = document, this.#placeAt = placeAt;
  }
  check(node, depth = 0) {
    if (depth > MAX_DEPTH && this.#fail(`nested deeper than ${MAX_DEPTH} levels`, node), (0, import_yaml.isAlias)(node))
      this.#aliases += 1, this.#aliases > MAX_ALIASES && this.#fail(`more than ${MAX_ALIASES} aliases`, node), node.resolve(this.#document) === void 0 && this.#fail(`alias *${node.source} leads nowhere`, node);
    else if ((0, import_yaml.isSeq)(node))
      for (let item of node.items) this.check(item, depth + 1);
    else if ((0, import_yaml.isMap)(node))
      for (let pair of node.items)
        (0, import_yaml.isScalar)(pair.key) || this.#fail("a key must be a plain word", pair.key), this.check(pair.value, depth + 1);
  }
  #fail(message, node) {
    throw remixError("SYNTAX", message, this.#placeAt(node?.range?.[0]));
  }
};
function plainValue(document, file) {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    let message = error instanceof Error ? error.message : String(error);
    throw remixError("SYNTAX", `not usable YAML: ${message}`, { file });
  }
}
function findNode(document, path) {
  let value = document.contents, key;
  for (let step of path) {
    let container = (0, import_yaml.isAlias)(value) ? value.resolve(document) : value, next, nextKey;
    if ((0, import_yaml.isMap)(container)) {
      let pair = container.items.find(
        (item) => (0, import_yaml.isScalar)(item.key) && String(item.key.value) === String(step)
      );
      nextKey = pair?.key, next = pair?.value ?? nextKey;
    } else (0, import_yaml.isSeq)(container) && (next = container.items[Number(step)]);
    if (next == null) break;
    value = next, key = nextKey === void 0 ? void 0 : nextKey;
  }
  return { key, value };
}

// lib/remix/source.ts
import { constants, open, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
async function readSource(path, name, limitBytes, place) {
  let file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error) => {
      throw accessError(error, name, place);
    }
  );
  try {
    let { size, dev, ino, isFile } = await file.stat().then((s) => ({ ...s, isFile: s.isFile() }));
    if (!isFile) throw remixError("FILE_UNREADABLE", `${name} is not a regular file`, place);
    if (size > limitBytes) {
      let limit = `the limit is ${formatBytes(limitBytes)}`;
      throw remixError(
        "FILE_TOO_LARGE",
        `${name} has ${formatBytes(size)}; ${limit}`,
        place ?? { file: name }
      );
    }
    let bytes = await file.readFile();
    return { text: decodeUtf8(bytes, name), identity: `${dev}:${ino}` };
  } finally {
    await file.close();
  }
}
async function resolveExternal(reference) {
  let { path, key, place, directory, root } = reference;
  assertRelative(path, key, place);
  let real = await realpath(`${directory}/${path}`).catch((error) => {
    throw accessError(error, `${key}: ${path}`, place);
  });
  if (!(await Promise.all([realpath(directory), realpath(root)])).some((folder) => isInside(real, folder)))
    throw remixError(
      "PATH_UNSAFE",
      `${key}: ${path} leads out of the treefile's folder, to ${real}`,
      place
    );
  return real;
}
function assertRelative(path, key, place) {
  if (isAbsolute(path) || path === "" || path.includes("\0")) {
    let hint = `Write it relative to the folder of ${place.file}.`;
    throw remixError(
      "PATH_UNSAFE",
      `${key}: ${JSON.stringify(path)} is not a relative path`,
      place,
      hint
    );
  }
}
async function pathBeside(from, path) {
  let raw = `${dirname(from)}/${path}`, tidy = join(raw), [physical, lexical] = await Promise.all(
    [raw, tidy].map((each) => realpath(each).catch(() => ""))
  );
  return physical === lexical ? tidy : raw;
}
function isInside(path, folder) {
  let below = relative(folder, path);
  return below !== "" && !isAbsolute(below) && below.split("/")[0] !== "..";
}
function accessError(error, name, place) {
  let code = error.code;
  return code === "ENOENT" || code === "ENOTDIR" ? remixError("FILE_MISSING", `${name} does not exist`, place) : remixError("FILE_UNREADABLE", `${name} cannot be read (${code ?? String(error)})`, place);
}
function decodeUtf8(bytes, name) {
  try {
    return new TextDecoder("utf-8", { fatal: !0 }).decode(bytes);
  } catch {
    throw remixError("SYNTAX", `${name} is not UTF-8 text`, { file: name });
  }
}

// lib/remix/remix.ts
import { dirname as dirname2, resolve as resolve2 } from "node:path";

// schemas/remix.schema.json
var remix_schema_default = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "remix.yaml",
  description: "One product: a treefile, the architectures it is built for, and what is made of the commit. No secret stands in this file.",
  type: "object",
  "x-expected": "a mapping of keys to values",
  additionalProperties: !1,
  required: ["name", "treefile", "architectures"],
  properties: {
    name: {
      description: "Name of the product: part of file names, and the stateroot in images.",
      type: "string",
      pattern: "^[a-z0-9][a-z0-9._-]{0,62}$",
      "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63'
    },
    treefile: {
      description: "The treefile, relative to this file.",
      type: "string",
      minLength: 1,
      "x-expected": "a path"
    },
    architectures: {
      description: "Base architectures to build for.",
      type: "array",
      minItems: 1,
      uniqueItems: !0,
      items: {
        type: "string",
        enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"]
      },
      "x-expected": "a list of different base architectures, such as [x86_64, aarch64]"
    },
    lockfile: {
      description: "The lockfile, relative to this file. Default rpms.lock.yaml.",
      type: "string",
      minLength: 1,
      "x-expected": "a path"
    },
    version: {
      description: "Version of the commits. Without it the treefile's automatic-version-prefix counts on.",
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$",
      "x-expected": 'letters, digits, ".", "_", "~", "+" and "-", in quotes when it looks like a number'
    },
    sign: {
      description: "Who signs. Secret keys are in the keyring or the environment, never here.",
      type: "object",
      additionalProperties: !1,
      properties: {
        "gpg-key": {
          description: "Fingerprint of the OpenPGP key that signs commits.",
          type: "string",
          pattern: "^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$",
          "x-expected": "a whole OpenPGP fingerprint (40 or 64 hex digits), in quotes"
        }
      }
    },
    "ostree-remote": {
      description: "The remote that a deployed system pulls updates from.",
      type: "object",
      additionalProperties: !1,
      required: ["name", "url"],
      properties: {
        name: {
          description: "Name of the remote in the deployed system.",
          type: "string",
          pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
          "x-expected": 'letters, digits, ".", "_" and "-"'
        },
        url: {
          description: "URL of the OSTree repository, without user and password.",
          type: "string",
          pattern: "^(https?|file)://",
          "x-expected": "a URL that begins with https://, http:// or file://"
        }
      }
    },
    platforms: {
      description: "Platforms of the user's own, and changes to ours: aws, azure, gcp, metal, qemu, vmware. What a kernel is told there.",
      type: "object",
      "x-expected": "a mapping of names to platforms",
      additionalProperties: {
        type: "object",
        additionalProperties: !1,
        "x-expected": "a mapping of keys to values",
        properties: {
          like: {
            description: "The platform that it begins as. Default: ours of the same name, else nothing but the consoles of qemu.",
            type: "string",
            minLength: 1,
            "x-expected": "the name of a platform"
          },
          "kernel-arguments": {
            description: "Kernel arguments, one each.",
            type: "array",
            items: {
              type: "string",
              pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$',
              "x-expected": "one kernel argument, without space outside of double quotes"
            }
          },
          consoles: {
            description: "Consoles as console= takes them, the main one last; serial is the first serial port of the architecture.",
            type: "array",
            uniqueItems: !0,
            items: {
              type: "string",
              pattern: "^[A-Za-z0-9,._:@/-]+$",
              "x-expected": "a console such as tty0, ttyS0,115200n8 or serial"
            },
            "x-expected": "a list of different consoles, such as [tty0, serial]"
          },
          ignition: {
            description: "Name of the platform for Ignition, when the tree has it (ignition.platform.id).",
            type: "string",
            pattern: "^[a-z0-9-]+$",
            "x-expected": 'lower-case letters, digits and "-"'
          },
          "cloud-init": {
            description: "Datasource of cloud-init, when the tree has it (ci.ds). Without it cloud-init looks for one.",
            type: "string",
            pattern: "^[A-Za-z0-9]+$",
            "x-expected": "the name of a datasource, such as Ec2"
          }
        }
      }
    },
    images: {
      description: "Disk images to make of the commit.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: !1,
        required: ["name", "format"],
        properties: {
          name: {
            description: "Name of the image, part of its file name.",
            type: "string",
            pattern: "^[a-z0-9][a-z0-9._-]{0,62}$",
            "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63'
          },
          format: {
            description: "Format of the image.",
            type: "string",
            enum: [
              "raw",
              "qcow2",
              "vmdk",
              "ova",
              "vhd",
              "vhdx",
              "gce",
              "ami",
              "containerdisk",
              "raw.xz",
              "raw.zst",
              "iso",
              "pxe",
              "kernel+initrd",
              "wsl",
              "tar"
            ]
          },
          architectures: {
            description: "Architectures that it is made for. Default: all of the remix.",
            type: "array",
            minItems: 1,
            uniqueItems: !0,
            items: {
              type: "string",
              enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"]
            },
            "x-expected": "a list of different base architectures, such as [x86_64, aarch64]"
          },
          size: {
            description: "Size of the disk as the guest sees it, in MiB, GiB or TiB: 4 GiB. Default 10 GiB.",
            type: ["string", "integer"],
            "x-expected": 'a size such as "4 GiB"'
          },
          platform: {
            description: "Where it runs: a platform of ours or of platforms. Default by format: qemu, vmware, azure, gcp, aws or metal.",
            type: "string",
            minLength: 1,
            "x-expected": "the name of a platform"
          },
          firmware: {
            description: "What the image boots from. Default: everything that the architecture has.",
            type: "array",
            minItems: 1,
            uniqueItems: !0,
            items: {
              type: "string",
              enum: ["uefi", "bios", "openfirmware", "zipl"]
            },
            "x-expected": "a list of different kinds of firmware, such as [uefi, bios]"
          },
          bootloader: {
            description: "What starts the kernel. systemd-boot and uki boot by UEFI alone, and do not follow upgrades by themselves. Default grub.",
            type: "string",
            enum: ["grub", "systemd-boot", "uki"]
          },
          filesystem: {
            description: "Root file system. erofs is read-only: no upgrades. Default ext4.",
            type: "string",
            enum: ["ext4", "xfs", "btrfs", "erofs"]
          },
          partitions: {
            description: "Partitions of the user's own, empty, between the boot partitions and the root.",
            type: "array",
            maxItems: 16,
            "x-expected": "a list of at most 16 partitions",
            items: {
              type: "object",
              additionalProperties: !1,
              required: ["label", "size"],
              properties: {
                label: {
                  description: "Name of the partition, and label of its file system.",
                  type: "string",
                  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$",
                  "x-expected": 'letters, digits, ".", "_" and "-", at most 36'
                },
                size: {
                  description: "Its size, in MiB, GiB or TiB.",
                  type: ["string", "integer"],
                  "x-expected": 'a size such as "4 GiB"'
                },
                offset: {
                  description: "Where on the disk it begins. Default: where the one before ends.",
                  type: ["string", "integer"],
                  "x-expected": 'a size such as "4 GiB"'
                },
                filesystem: {
                  description: "Its file system, or none. Default ext4.",
                  type: "string",
                  enum: ["ext4", "xfs", "btrfs", "fat", "none"]
                },
                "mount-point": {
                  description: "Where the system mounts it: /var or a folder below it.",
                  type: "string",
                  pattern: "^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$",
                  "x-expected": "/var or a path below it"
                }
              }
            }
          },
          "regenerate-uuids": {
            description: "Whether a machine draws new identifiers of its file systems and partitions when it starts for the first time. Default false: they are derived from the commit.",
            type: "boolean"
          },
          compression: {
            description: "How its contents are compressed. Which there are depends on the format: docs/images.md.",
            type: "string",
            enum: ["none", "zlib", "zstd", "gzip", "xz"]
          },
          vmware: {
            description: "Of an ova or vmdk: what VMware is told of the virtual machine.",
            type: "object",
            additionalProperties: !1,
            properties: {
              "hardware-version": {
                description: "Version of the virtual hardware (vmx-17). Default 17.",
                type: "integer",
                minimum: 7,
                maximum: 30,
                "x-expected": "a whole number, 7 to 30"
              },
              "os-type": {
                description: "VMware's name of the guest system. Default other5xLinux64Guest.",
                type: "string",
                pattern: "^[A-Za-z0-9_]{1,40}$",
                "x-expected": "a name such as other5xLinux64Guest"
              }
            }
          },
          "kernel-arguments": {
            description: "Kernel arguments, one each, after those that booting needs.",
            type: "array",
            items: {
              type: "string",
              pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$',
              "x-expected": "one kernel argument, without space outside of double quotes"
            }
          }
        }
      }
    },
    containers: {
      description: "Container images to make.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: !1,
        required: ["name", "kind"],
        properties: {
          name: {
            description: "Name of the container image.",
            type: "string",
            pattern: "^[a-z0-9][a-z0-9._-]{0,62}$",
            "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63'
          },
          kind: {
            description: "bootable: the whole commit. base: some packages and what they require. application: a base with packages, files and a program on top.",
            type: "string",
            enum: ["bootable", "base", "application"]
          },
          packages: {
            description: "With kind base or application: packages of the lock, as a treefile names them.",
            type: "array",
            minItems: 1,
            items: {
              type: "string",
              minLength: 1,
              maxLength: 512,
              pattern: "^[^\\x00-\\x1f]*$",
              "x-expected": "the name of a package"
            },
            "x-expected": "a list of package names"
          },
          base: {
            description: "With kind application: the container of kind base that it is made of. Its layers stay the same blobs.",
            type: "string",
            minLength: 1,
            "x-expected": "the name of another container"
          },
          files: {
            description: "With kind base or application: a folder, relative to this file, that is laid over the packages as one layer of its own. Files belong to root.",
            type: "string",
            minLength: 1,
            "x-expected": "a path"
          },
          units: {
            description: "With kind base or application: systemd units to enable. Default: none, not even those of presets.",
            type: "array",
            items: {
              type: "string",
              pattern: "^[A-Za-z0-9:_.@\\\\-]{1,255}$",
              "x-expected": "the name of a unit, such as sshd.service"
            },
            "x-expected": "a list of units"
          },
          architectures: {
            description: "Architectures that it is made for. Default: all of the remix.",
            type: "array",
            minItems: 1,
            uniqueItems: !0,
            items: {
              type: "string",
              enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"]
            },
            "x-expected": "a list of different base architectures, such as [x86_64, aarch64]"
          },
          compression: {
            description: "How its layers are compressed. Every client reads gzip; zstd is faster and smaller. Default gzip.",
            type: "string",
            enum: ["gzip", "zstd", "zstd:chunked"]
          },
          "compression-level": {
            description: "Level of the compression: 1 to 9 for gzip, 1 to 19 for zstd.",
            type: "integer",
            minimum: 1,
            maximum: 19,
            "x-expected": "a whole number, 1 to 9 for gzip, 1 to 19 for zstd"
          },
          "max-layers": {
            description: "With kind bootable or base: most layers that its packages are split into, 5 or more for bootable. Default 64 for bootable, 1 for base.",
            type: "integer",
            minimum: 1,
            maximum: 120,
            "x-expected": "a whole number, 1 to 120"
          },
          labels: {
            description: "Labels of the image's configuration.",
            type: "object",
            propertyNames: {
              pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$",
              "x-expected": 'names of letters, digits, ".", "_", "/" and "-"'
            },
            additionalProperties: {
              type: "string",
              maxLength: 4096,
              "x-expected": "a string"
            },
            "x-expected": "a mapping of names to strings"
          },
          annotations: {
            description: "Annotations of the image's manifest.",
            type: "object",
            propertyNames: {
              pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$",
              "x-expected": 'names of letters, digits, ".", "_", "/" and "-"'
            },
            additionalProperties: {
              type: "string",
              maxLength: 4096,
              "x-expected": "a string"
            },
            "x-expected": "a mapping of names to strings"
          },
          entrypoint: {
            description: "Program and arguments that are always run. Set in an application, it takes the cmd of its base away.",
            type: "array",
            minItems: 1,
            items: {
              type: "string"
            },
            "x-expected": "a list of strings"
          },
          cmd: {
            description: "Arguments of entrypoint, or a program and its arguments, that whoever runs the container may replace.",
            type: "array",
            minItems: 1,
            items: {
              type: "string"
            },
            "x-expected": "a list of strings"
          },
          env: {
            description: "Environment variables. PATH is set unless given.",
            type: "object",
            propertyNames: {
              pattern: "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
              "x-expected": 'names of variables: letters, digits and "_"'
            },
            additionalProperties: {
              type: "string",
              pattern: "^[^\\x00]*$",
              "x-expected": "a string"
            },
            "x-expected": "a mapping of variables to strings"
          },
          user: {
            description: "With kind base or application: who runs the program: user, uid, user:group or uid:gid. A name must be an account of the container. Default root.",
            type: "string",
            pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$",
            "x-expected": "a user, or user:group, in quotes when it is a number"
          },
          "working-dir": {
            description: "With kind base or application: folder that the program starts in. Default /.",
            type: "string",
            pattern: "^/[^\\x00-\\x1f]*$",
            "x-expected": "an absolute path"
          },
          "exposed-ports": {
            description: "Ports that the program listens on: 8080, 53/udp.",
            type: "array",
            uniqueItems: !0,
            items: {
              type: ["string", "integer"],
              pattern: "^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$",
              minimum: 1,
              maximum: 65535,
              "x-expected": "a port, such as 8080 or 53/udp"
            },
            "x-expected": "a list of different ports"
          },
          volumes: {
            description: "With kind base or application: folders that hold data of the program, and are kept apart from the container.",
            type: "array",
            uniqueItems: !0,
            items: {
              type: "string",
              pattern: "^/[^\\x00-\\x1f]+$",
              "x-expected": "an absolute path"
            },
            "x-expected": "a list of different paths"
          },
          "stop-signal": {
            description: "Signal that ends the program. Default SIGTERM.",
            type: "string",
            pattern: "^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$",
            "x-expected": "the name of a signal, such as SIGTERM or SIGRTMIN+3"
          }
        },
        allOf: [
          {
            if: {
              properties: {
                kind: {
                  const: "base"
                }
              },
              required: ["kind"]
            },
            then: {
              required: ["packages"]
            }
          },
          {
            if: {
              properties: {
                kind: {
                  const: "application"
                }
              },
              required: ["kind"]
            },
            then: {
              required: ["base"]
            }
          }
        ]
      }
    },
    tests: {
      description: "Commands that must succeed in the booted guest, as root.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: !1,
        required: ["name", "run"],
        properties: {
          name: {
            description: "What the test says, for the log.",
            type: "string",
            pattern: "^[^\\x00-\\x1f]{1,200}$",
            "x-expected": "one line of at most 200 characters"
          },
          run: {
            description: "Script for /bin/sh; exit code 0 means success.",
            type: "string",
            minLength: 1
          },
          timeout: {
            description: "Seconds that it may take. Default 60.",
            type: "integer",
            minimum: 1,
            maximum: 3600,
            "x-expected": "a whole number of seconds, 1 to 3600"
          }
        }
      }
    }
  }
};

// lib/remix/container.ts
import { resolve } from "node:path";
var DEFAULT_MAX_LAYERS = { bootable: 64, base: 1 }, MIN_BOOTABLE_LAYERS = 5, MAX_LEVELS = { gzip: 9, zstd: 19, "zstd:chunked": 19 }, FOREIGN_KEYS = {
  bootable: {
    packages: "a bootable container has the packages of the treefile",
    base: "a bootable container is the commit, and has no base",
    files: 'a bootable container is the commit: use "add-files" or "ostree-layers" of the treefile',
    units: 'a bootable container is the commit: use "units" of the treefile',
    user: "a bootable container is started by root",
    "working-dir": "a bootable container starts a system, not a program",
    volumes: "a bootable container has its state in /var"
  },
  base: { base: "only an application container has a base" },
  application: {
    "max-layers": "an application container has one layer of packages and one of files"
  }
}, OWN_LABELS = /^(containers\.bootc$|ostree\.)/;
function buildContainers(raw, context) {
  let containers = raw.map((container, index) => buildContainer(container, index, context));
  for (let [index, container] of containers.entries())
    container.kind === "application" && assertBase(container, index, containers, context);
  return containers;
}
function buildContainer(raw, index, { architectures, directory, document }) {
  let name = `containers[${index}]`, placeOf = (...below) => document.placeOf(["containers", index, ...below]);
  for (let [key, why] of Object.entries(FOREIGN_KEYS[raw.kind])) {
    if (raw[key] === void 0) continue;
    let place = document.placeOfKey(["containers", index, key]);
    throw remixError("CONFLICTING_KEYS", `${name}.${key}: ${why}`, place);
  }
  let foreign = (raw.architectures ?? []).findIndex((each) => !architectures.includes(each));
  if (foreign >= 0) {
    let message = `${name}.architectures: ${raw.architectures?.[foreign]} is not among the remix's: ${architectures.join(", ")}`;
    throw remixError("BAD_VALUE", message, placeOf("architectures", foreign));
  }
  let compression = raw.compression ?? "gzip", level = raw["compression-level"];
  if (level !== void 0 && level > MAX_LEVELS[compression]) {
    let message = `${name}.compression-level: expected 1 to ${MAX_LEVELS[compression]} for ${compression}, got ${level}`;
    throw remixError("BAD_VALUE", message, placeOf("compression-level"));
  }
  for (let label of Object.keys(raw.labels ?? {})) {
    if (!OWN_LABELS.test(label)) continue;
    let message = `${name}.labels: ${label} says that an image is a commit, and is set by kind: bootable`;
    throw remixError(
      "BAD_VALUE",
      message,
      document.placeOfKey(["containers", index, "labels", label])
    );
  }
  let common = {
    name: raw.name,
    architectures: raw.architectures ?? [],
    compression,
    ...level === void 0 ? {} : { compressionLevel: level },
    labels: raw.labels ?? {},
    annotations: raw.annotations ?? {},
    process: buildProcess(raw)
  };
  if (raw.kind === "bootable") {
    let maxLayers = raw["max-layers"] ?? DEFAULT_MAX_LAYERS.bootable;
    if (maxLayers < MIN_BOOTABLE_LAYERS) {
      let message = `${name}.max-layers: expected ${MIN_BOOTABLE_LAYERS} or more for kind bootable, got ${maxLayers}`;
      throw remixError("BAD_VALUE", message, placeOf("max-layers"));
    }
    return { ...common, kind: raw.kind, maxLayers };
  }
  raw.files !== void 0 && assertFiles(raw.files, name, placeOf("files"));
  let content = {
    packages: raw.packages ?? [],
    units: raw.units ?? [],
    ...raw.files === void 0 ? {} : { files: resolve(directory, raw.files) }
  };
  if (raw.kind === "base") {
    let maxLayers = raw["max-layers"] ?? DEFAULT_MAX_LAYERS.base;
    return { ...common, ...content, kind: raw.kind, maxLayers };
  }
  return { ...common, ...content, kind: raw.kind, base: raw.base ?? "" };
}
function buildProcess(raw) {
  let { entrypoint, cmd, user } = raw, workingDir = raw["working-dir"], stopSignal = raw["stop-signal"];
  return {
    ...entrypoint === void 0 ? {} : { entrypoint },
    ...cmd === void 0 ? {} : { cmd },
    env: raw.env ?? {},
    ...user === void 0 ? {} : { user },
    ...workingDir === void 0 ? {} : { workingDir },
    exposedPorts: (raw["exposed-ports"] ?? []).map(
      (port) => String(port).includes("/") ? String(port) : `${port}/tcp`
    ),
    volumes: raw.volumes ?? [],
    ...stopSignal === void 0 ? {} : { stopSignal }
  };
}
function assertFiles(files, name, place) {
  if (assertRelative(files, `${name}.files`, place), !files.split("/").includes("..")) return;
  let message = `${name}.files: ${JSON.stringify(files)} leads out of the folder of remix.yaml`;
  throw remixError("PATH_UNSAFE", message, place);
}
function assertBase(application, index, containers, { architectures, document }) {
  let { base } = application, key = `containers[${index}].base`, place = document.placeOf(["containers", index, "base"]), bases = containers.filter(({ kind }) => kind === "base").map((each) => each.name), found = containers.find((each) => each.name === base);
  if (found === void 0) {
    let near = nearestName(base, bases), known = bases.length === 0 ? "There is none of kind base." : `Bases: ${bases.join(", ")}.`, hint = near === void 0 ? known : `Did you mean ${near}?`;
    throw remixError("BAD_VALUE", `${key}: there is no container "${base}"`, place, hint);
  }
  if (found.kind !== "base") {
    let what = base === application.name ? "itself" : `of kind ${found.kind}`;
    throw remixError("BAD_VALUE", `${key}: "${base}" is ${what}, not of kind base`, place, "An application is made of a container of kind base.");
  }
  let missing = (application.architectures.length > 0 ? application.architectures : architectures).find(
    (basearch) => found.architectures.length > 0 && !found.architectures.includes(basearch)
  );
  if (missing !== void 0)
    throw remixError(
      "BAD_VALUE",
      `${key}: "${base}" is not made for ${missing}, only for ${found.architectures.join(", ")}`,
      place,
      `Add ${missing} to the architectures of "${base}", or set "architectures" here.`
    );
}

// lib/remix/size.ts
var UNITS = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }, DEFAULT_IMAGE_BYTES = 10 * 2 ** 30, MIN_BYTES = 256 * 2 ** 20, MAX_BYTES = 16 * 2 ** 40;
function parseDiskSize(value, name, place) {
  let sizeBytes = parsePartitionSize(value, name, place);
  if (sizeBytes < MIN_BYTES)
    throw remixError("BAD_VALUE", `${name}: expected 256 MiB to 16 TiB, got ${value}`, place);
  return sizeBytes;
}
function parsePartitionSize(value, name, place) {
  let match = /^([0-9]+(?:\.[0-9]+)?) ?(MiB|GiB|TiB)$/.exec(String(value)), [, amount, unit] = match ?? [];
  if (amount === void 0 || unit === void 0)
    throw remixError(
      "BAD_VALUE",
      `${name}: expected a size such as "4 GiB", got ${JSON.stringify(value)}`,
      place,
      hintFor(String(value))
    );
  let sizeBytes = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (sizeBytes === 0 || sizeBytes > MAX_BYTES)
    throw remixError("BAD_VALUE", `${name}: expected 1 MiB to 16 TiB, got ${value}`, place);
  if (sizeBytes % 2 ** 20 !== 0)
    throw remixError("BAD_VALUE", `${name}: ${value} is not a whole number of MiB`, place);
  return sizeBytes;
}
function hintFor(value) {
  let match = /^([0-9.]+) ?([kmgt])?i?b?$/i.exec(value.trim()), [, amount, letter] = match ?? [];
  if (amount === void 0) return "Write a number and MiB, GiB or TiB.";
  let unit = letter === void 0 ? "GiB" : letter.toLowerCase() === "k" ? "MiB" : `${letter.toUpperCase()}iB`;
  return `Sizes are in binary units. Write "${amount} ${unit}", if that is meant.`;
}

// lib/remix/image-partitions.ts
var TAKEN = ["root", "boot", "esp", "bios-boot", "efi-system", "xbootldr"], LABEL_LIMITS = { fat: 11, xfs: 12, ext4: 16, btrfs: 36, none: 36 }, MIN_BYTES2 = { xfs: 300, btrfs: 128, ext4: 16, fat: 33, none: 1 }, MIB = 2 ** 20;
function buildPartitions(raw, index, diskBytes, document) {
  let labels = new Set(TAKEN), mountPoints = /* @__PURE__ */ new Set(), freeBytes = 0, before = "";
  return raw.map((partition, nth) => {
    let { label } = partition, name = `images[${index}].partitions[${nth}]`, fail = (key, message, hint) => {
      let place = document.placeOf(["images", index, "partitions", nth, key]);
      throw remixError("BAD_VALUE", `${name}.${key}: ${message}`, place, hint);
    }, size = (key, value) => parsePartitionSize(
      value,
      `${name}.${key}`,
      document.placeOf(["images", index, "partitions", nth, key])
    ), filesystem = partition.filesystem ?? "ext4", mountPoint = partition["mount-point"];
    labels.has(label.toLowerCase()) && fail("label", `"${label}" is taken`), labels.add(label.toLowerCase()), label.length > LABEL_LIMITS[filesystem] && fail("label", `expected at most ${LABEL_LIMITS[filesystem]} characters for ${filesystem}`), mountPoint !== void 0 && (filesystem === "none" && fail("mount-point", "there is no file system to mount"), mountPoints.has(mountPoint) && fail("mount-point", `${mountPoint} is taken`), mountPoints.add(mountPoint));
    let sizeBytes = size("size", partition.size);
    sizeBytes < MIN_BYTES2[filesystem] * MIB && fail("size", `${filesystem} needs ${MIN_BYTES2[filesystem]} MiB or more`);
    let offsetBytes = partition.offset === void 0 ? void 0 : size("offset", partition.offset);
    return offsetBytes !== void 0 && offsetBytes < freeBytes && fail(
      "offset",
      `${label} would begin at ${formatBytes(offsetBytes)}, within ${before}, which ends at ${formatBytes(freeBytes)}`,
      'List partitions in their order on the disk, or leave out "offset".'
    ), freeBytes = (offsetBytes ?? freeBytes) + sizeBytes, before = label, freeBytes >= diskBytes && fail(
      "size",
      `${label} would end at ${formatBytes(freeBytes)} or later on a disk of ${formatBytes(diskBytes)}, and the root file system comes after it`,
      'Set a larger "size" for the image.'
    ), {
      label,
      sizeBytes,
      ...offsetBytes === void 0 ? {} : { offsetBytes },
      filesystem,
      ...mountPoint === void 0 ? {} : { mountPoint }
    };
  });
}

// lib/remix/image.ts
var DEFAULT_VMWARE = { hardwareVersion: 17, osType: "other5xLinux64Guest" };
function defaultImage(name, format, platforms) {
  let { platform, compressions } = FORMAT_FACTS[format];
  return {
    name,
    format,
    architectures: [],
    sizeBytes: DEFAULT_IMAGE_BYTES,
    platform: platforms.get(platform) ?? { name: platform, kernelArguments: [], consoles: [] },
    firmware: [],
    bootloader: "grub",
    filesystem: "ext4",
    partitions: [],
    regenerateUuids: !1,
    compression: compressions[0],
    vmware: DEFAULT_VMWARE,
    kernelArguments: []
  };
}
function buildImageSpec(raw, index, context) {
  let { document, platforms } = context, path = ["images", index], name = `images[${index}]`, placeOf = (...below) => document.placeOf([...path, ...below]), defaults = defaultImage(raw.name, raw.format, platforms), { compressions, madeOf, platform: usual } = FORMAT_FACTS[raw.format], architectures = raw.architectures ?? context.architectures, foreign = architectures.findIndex((basearch) => !context.architectures.includes(basearch));
  if (foreign >= 0) {
    let message = `${name}.architectures: ${architectures[foreign]} is not among the remix's: ${context.architectures.join(", ")}`;
    throw remixError("BAD_VALUE", message, placeOf("architectures", foreign));
  }
  for (let basearch of architectures)
    assertBootPath(raw.format, basearch, name, placeOf("format"));
  assertFirmware(raw, name, architectures, placeOf);
  let compression = raw.compression ?? compressions[0];
  if (!compressions.includes(compression)) {
    let message = `${name}.compression: expected ${compressions.join(" or ")} for format ${raw.format}, got ${compression}`;
    throw remixError("BAD_VALUE", message, placeOf("compression"));
  }
  if (raw.vmware !== void 0 && raw.format !== "ova" && raw.format !== "vmdk") {
    let message = `${name}.vmware: only an ova or vmdk has a virtual machine of VMware, not ${raw.format}`;
    throw remixError("CONFLICTING_KEYS", message, placeOf("vmware"));
  }
  if (raw.partitions !== void 0 && madeOf === "tree" && raw.format !== "iso") {
    let message = `${name}.partitions: an image of format ${raw.format} is no disk`;
    throw remixError("CONFLICTING_KEYS", message, placeOf("partitions"));
  }
  if (raw["regenerate-uuids"] === !0 && (raw.filesystem ?? "ext4") !== "ext4") {
    let message = `${name}.regenerate-uuids: the identifiers of ${raw.filesystem} cannot change while it is mounted`;
    throw remixError("CONFLICTING_KEYS", message, placeOf("regenerate-uuids"), 'Use "filesystem: ext4", or leave it out.');
  }
  let platform = platforms.get(raw.platform ?? usual);
  if (platform === void 0)
    throw unknownPlatform(
      `${name}.platform`,
      raw.platform ?? usual,
      platforms,
      placeOf("platform")
    );
  let sizeBytes = raw.size === void 0 ? DEFAULT_IMAGE_BYTES : parseDiskSize(raw.size, `${name}.size`, placeOf("size")), vmware = {
    hardwareVersion: raw.vmware?.["hardware-version"] ?? DEFAULT_VMWARE.hardwareVersion,
    osType: raw.vmware?.["os-type"] ?? DEFAULT_VMWARE.osType
  };
  return {
    ...defaults,
    architectures: raw.architectures ?? [],
    sizeBytes,
    platform,
    firmware: raw.firmware ?? [],
    bootloader: raw.bootloader ?? "grub",
    filesystem: raw.filesystem ?? "ext4",
    partitions: buildPartitions(raw.partitions ?? [], index, sizeBytes, document),
    regenerateUuids: raw["regenerate-uuids"] ?? !1,
    compression,
    vmware,
    kernelArguments: raw["kernel-arguments"] ?? []
  };
}
function assertFirmware(raw, name, architectures, placeOf) {
  let asked = raw.firmware ?? [];
  for (let [nth, kind] of asked.entries()) {
    if (architectures.some((basearch) => ARCHITECTURES[basearch].firmware.includes(kind))) continue;
    let message = `${name}.firmware: none of ${architectures.join(", ")} boots from ${kind}`;
    throw remixError("BAD_VALUE", message, placeOf("firmware", nth));
  }
  let bootloader = raw.bootloader ?? "grub";
  if (bootloader !== "grub" && asked.includes("bios"))
    throw remixError(
      "CONFLICTING_KEYS",
      `${name}.bootloader: ${bootloader} is started by UEFI alone, not by bios`,
      placeOf("bootloader"),
      'Use "bootloader: grub", or leave bios out of "firmware".'
    );
  if (FORMAT_FACTS[raw.format].madeOf !== "tree")
    for (let basearch of architectures) {
      if (resolveFirmware(asked, basearch, bootloader).length > 0) continue;
      let message = `${name}.firmware: a disk for ${basearch} cannot boot by ${asked.join(", ")}`;
      throw remixError("BAD_VALUE", message, placeOf("firmware"));
    }
}

// schemas/treefile.schema.json
var treefile_schema_default = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Treefile",
  description: "What goes into an OSTree commit: rpm-ostree's treefile, as Treesmith reads it. x-merge says how a key of an included file and of the file that includes it come together: first (the outer file wins), concat (the included file's elements come first), set (union), map (union of keys, the outer file wins), file (counts only in its own file). x-envsubst marks the keys in which ${variable} is replaced.",
  type: "object",
  "x-expected": "a treefile: a mapping of keys to values",
  additionalProperties: !1,
  properties: {
    include: {
      description: "Treefiles to build upon, relative to this file. Keys of this file win over theirs; lists are joined. The same file twice is an error.",
      type: ["string", "array"],
      items: { type: "string", minLength: 1 },
      minLength: 1,
      "x-expected": "a path or a list of paths",
      "x-group": "Inheritance and evaluation",
      "x-merge": "file"
    },
    "arch-include": {
      description: "As include, for one basearch each. Comes after include.",
      type: "object",
      additionalProperties: {
        type: ["string", "array"],
        items: { type: "string", minLength: 1 },
        minLength: 1,
        "x-expected": "a path or a list of paths"
      },
      "x-group": "Inheritance and evaluation",
      "x-merge": "file"
    },
    "conditional-include": {
      description: "As include, when a condition holds. Comes after arch-include.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: !1,
        required: ["if", "include"],
        properties: {
          if: {
            description: "variable, operator (== != < <= > >=) and value (a number, true, false or a string in double quotes); all of a list must hold. Only numbers have an order.",
            type: ["string", "array"],
            items: { type: "string" },
            minItems: 1,
            "x-expected": "a condition such as 'releasever >= 35', or a list of conditions"
          },
          include: {
            description: "Treefiles, or the keys of a treefile in place. Keys in place cannot include further files, define variables or name files.",
            type: ["string", "array", "object"],
            items: { type: "string", minLength: 1 },
            minLength: 1,
            if: { type: "object" },
            then: { $ref: "#" },
            "x-expected": "a path, a list of paths, or the keys of a treefile"
          }
        }
      },
      "x-group": "Inheritance and evaluation",
      "x-merge": "file"
    },
    variables: {
      description: "Variables for if: and for ${name}. basearch and releasever are there already and cannot be set. The first definition met counts: the outer file's, then the earlier include's.",
      type: "object",
      additionalProperties: {
        type: ["string", "boolean", "integer"],
        minimum: 0,
        maximum: 9007199254740991,
        "x-expected": "a string, true, false or a whole number"
      },
      "x-group": "Inheritance and evaluation",
      "x-merge": "file"
    },
    edition: {
      description: 'Set of defaults. "2024" makes boot-location modules and tmp-is-dir true where its own file does not set them. Default "2014".',
      type: "string",
      enum: ["2014", "2024"],
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    basearch: {
      description: "Base architecture that this file is for; evaluating it for another one is an error. Not needed.",
      type: "string",
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    container: {
      description: "The tree is not a host: no kernel, initramfs or /boot. Implies boot-location: modules, selinux: false, tmp-is-dir: true, preserve-passwd: false and no check of passwd and group. Default false.",
      type: "boolean",
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    rojig: {
      description: "Leftover that names the product.",
      type: "object",
      additionalProperties: !1,
      required: ["name", "summary", "license"],
      properties: {
        name: { description: "Name of the product.", type: "string" },
        summary: { description: "One line about it.", type: "string" },
        license: { description: "Its licence.", type: "string" },
        description: { description: "More about it.", type: "string" }
      },
      "x-envsubst": !0,
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    "platform-module": {
      description: "Leftover of modularity. Accepted, does nothing.",
      type: "string",
      deprecated: !0,
      "x-envsubst": !0,
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    packages: {
      description: `Packages to install: names, provides, paths of files, comps groups (@id). Elements are split at white space; what stands in single quotes stays together: "'podman >= 4.1'".`,
      type: "array",
      items: { type: "string" },
      "x-group": "Packages and repositories",
      "x-merge": "set"
    },
    "bootstrap-packages": {
      description: "Old name for more packages.",
      type: "array",
      items: { type: "string" },
      deprecated: !0,
      "x-group": "Packages and repositories",
      "x-merge": "set"
    },
    bootstrap_packages: {
      $ref: "#/properties/bootstrap-packages",
      "x-alias": "bootstrap-packages"
    },
    groups: {
      description: "Comps groups to install, mandatory, default and optional packages alike. Not in rpm-ostree itself: melody, which Ultramarine puts before it, has it. @id in packages leaves the optional ones out.",
      type: "array",
      items: {
        type: ["object", "string"],
        additionalProperties: !1,
        required: ["id"],
        minLength: 1,
        "x-expected": "the id of a group, or {id, optional, blacklist}",
        properties: {
          id: {
            description: "Id of the group in comps.xml.",
            type: "string",
            minLength: 1
          },
          optional: {
            description: "Install the group's optional packages too. Default true.",
            type: "boolean"
          },
          blacklist: {
            description: "Packages of the group to leave out.",
            type: "array",
            items: { type: "string", minLength: 1 }
          }
        }
      },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    "exclude-packages": {
      description: "Packages that must not get in: a weak dependency on one is dropped, a hard one is an error.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    "repo-packages": {
      description: "Packages to install from one repository only. For a package that stands in several entries the outer file's last one counts.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: !1,
        required: ["repo", "packages"],
        "x-expected": "{repo, packages}",
        properties: {
          repo: { description: "Id of the repository.", type: "string", minLength: 1 },
          packages: {
            description: "Packages, split as in packages.",
            type: "array",
            items: { type: "string" }
          }
        }
      },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    repos: {
      description: "Ids of the repositories to use, from the .repo files beside the outermost treefile. Without it: all that are enabled there.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    "lockfile-repos": {
      description: "Repositories used for packages that the lockfile already names, never to choose new ones.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    releasever: {
      description: "$releasever of the .repo files; also a variable.",
      type: ["string", "integer"],
      minimum: 0,
      maximum: 9007199254740991,
      "x-expected": "a string or a whole number",
      "x-group": "Packages and repositories",
      "x-merge": "first"
    },
    repovars: {
      description: "More variables of the .repo files. Not releasever or basearch.",
      type: "object",
      additionalProperties: { type: "string" },
      "x-group": "Packages and repositories",
      "x-merge": "map"
    },
    recommends: {
      description: "Install what packages recommend. Default true.",
      type: "boolean",
      "x-group": "Packages and repositories",
      "x-merge": "first"
    },
    documentation: {
      description: "Install documentation; false leaves out files marked %doc. Default true.",
      type: "boolean",
      "x-group": "Packages and repositories",
      "x-merge": "first"
    },
    "install-langs": {
      description: "Languages whose files are installed (%_install_langs). Default: all.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    "ostree-layers": {
      description: "Refs in the target repository to check out over the packages. A file that is there already is an error.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    "ostree-override-layers": {
      description: "As ostree-layers, after them; files that are there already are replaced.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Packages and repositories",
      "x-merge": "concat"
    },
    postprocess: {
      description: "Scripts to run in the tree, without network. A file's own come after those of its includes, those of a later include before those of an earlier one.",
      type: "array",
      items: { type: "string" },
      "x-group": "Content",
      "x-merge": "concat"
    },
    "postprocess-script": {
      description: "Path of one executable script to run in the tree after all of postprocess.",
      type: "string",
      minLength: 1,
      "x-external": !0,
      "x-group": "Content",
      "x-merge": "first"
    },
    "add-files": {
      description: "Files to copy into the tree: [source, destination]. The source is relative to this treefile; the destination lies in /usr (not /usr/local), /etc, /bin, /sbin, /lib or /lib64.",
      type: "array",
      items: {
        type: "array",
        items: { type: "string", minLength: 1 },
        minItems: 2,
        maxItems: 2,
        "x-expected": "a list of two paths: [source, destination]"
      },
      "x-external": !0,
      "x-group": "Content",
      "x-merge": "concat"
    },
    "remove-files": {
      description: "Files and folders to delete from the tree, relative to its root.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Content",
      "x-merge": "concat"
    },
    "remove-from-packages": {
      description: "Files of a package to leave out: [package, regular expression, ...]. An expression may match any part of the absolute path.",
      type: "array",
      items: {
        type: "array",
        items: { type: "string", minLength: 1 },
        minItems: 2,
        "x-expected": "a list: [package, regular expression, ...]"
      },
      "x-group": "Content",
      "x-merge": "concat"
    },
    units: {
      description: "Systemd units to enable. Not with machineid-compat: false; ship a preset then.",
      type: "array",
      items: {
        type: "string",
        pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$",
        "x-expected": "the name of a systemd unit"
      },
      "x-group": "Content",
      "x-merge": "concat"
    },
    "default-target": {
      description: "Systemd target to boot into.",
      type: "string",
      pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$",
      "x-expected": "the name of a systemd target",
      "x-group": "Content",
      "x-merge": "first"
    },
    default_target: { $ref: "#/properties/default-target", "x-alias": "default-target" },
    "mutate-os-release": {
      description: "Text in VERSION and PRETTY_NAME of os-release that is replaced by the commit's version; OSTREE_VERSION is added.",
      type: "string",
      "x-envsubst": !0,
      "x-group": "Content",
      "x-merge": "first"
    },
    "container-cmd": {
      description: "CMD of the container image made of the commit.",
      type: "array",
      items: { type: "string" },
      "x-group": "Content",
      "x-merge": "first"
    },
    "readonly-executables": {
      description: "Take the write bits off executables. Default false.",
      type: "boolean",
      "x-group": "Content",
      "x-merge": "first"
    },
    cliwrap: {
      description: "Replace some binaries by wrappers.",
      type: "boolean",
      deprecated: !0,
      "x-group": "Content",
      "x-merge": "first"
    },
    "cliwrap-binaries": {
      description: "Which binaries cliwrap replaces.",
      type: "array",
      items: { type: "string" },
      deprecated: !0,
      "x-group": "Content",
      "x-merge": "concat"
    },
    "etc-group-members": {
      description: "Groups that stay in /etc/group, so that people can be added to them.",
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Users and groups",
      "x-merge": "concat"
    },
    "preserve-passwd": {
      description: "Keep the numbers of users and groups of the commit before, or of the file of check-passwd. Default true.",
      type: "boolean",
      "x-group": "Users and groups",
      "x-merge": "first"
    },
    "check-passwd": {
      description: "Fail when users go or change their numbers, compared with: none, previous (the commit before, the default), file or data.",
      type: "object",
      additionalProperties: !1,
      required: ["type"],
      properties: {
        type: {
          description: "What to compare with.",
          type: "string",
          enum: ["none", "previous", "file", "data"]
        },
        filename: {
          description: "With type: file, a passwd file relative to this treefile.",
          type: "string",
          minLength: 1
        },
        entries: {
          description: "With type: data, user to uid, or to [uid, gid].",
          type: "object",
          additionalProperties: {
            type: ["integer", "array"],
            minimum: 0,
            maximum: 4294967295,
            items: { type: "integer", minimum: 0, maximum: 4294967295 },
            minItems: 1,
            maxItems: 2,
            "x-expected": "a uid or [uid, gid]"
          }
        }
      },
      allOf: [
        {
          if: { properties: { type: { const: "file" } }, required: ["type"] },
          then: { required: ["filename"] }
        },
        {
          if: { properties: { type: { const: "data" } }, required: ["type"] },
          then: { required: ["entries"] }
        }
      ],
      "x-group": "Users and groups",
      "x-merge": "first"
    },
    "check-groups": {
      description: "As check-passwd, for groups.",
      type: "object",
      additionalProperties: !1,
      required: ["type"],
      properties: {
        type: {
          description: "What to compare with.",
          type: "string",
          enum: ["none", "previous", "file", "data"]
        },
        filename: {
          description: "With type: file, a group file relative to this treefile.",
          type: "string",
          minLength: 1
        },
        entries: {
          description: "With type: data, group to gid.",
          type: "object",
          additionalProperties: { type: "integer", minimum: 0, maximum: 4294967295 }
        }
      },
      allOf: [
        {
          if: { properties: { type: { const: "file" } }, required: ["type"] },
          then: { required: ["filename"] }
        },
        {
          if: { properties: { type: { const: "data" } }, required: ["type"] },
          then: { required: ["entries"] }
        }
      ],
      "x-group": "Users and groups",
      "x-merge": "first"
    },
    "ignore-removed-users": {
      description: 'Users that may go; "*" for all.',
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Users and groups",
      "x-merge": "set"
    },
    "ignore-removed-groups": {
      description: 'Groups that may go; "*" for all.',
      type: "array",
      items: { type: "string", minLength: 1 },
      "x-group": "Users and groups",
      "x-merge": "set"
    },
    sysusers: {
      description: "When systemd-sysusers runs: if the packages' RPM macro asks for it (compose-auto, the default) or always (compose-forced).",
      type: "string",
      enum: ["compose-auto", "compose-forced"],
      "x-group": "Users and groups",
      "x-merge": "first"
    },
    selinux: {
      description: "Label files by the tree's SELinux policy. Default true.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "selinux-label-version": {
      description: "1 labels /usr/etc as if it were /etc. Default 0.",
      type: "integer",
      enum: [0, 1],
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    ima: {
      description: "Carry IMA signatures of RPMs into the commit. Default false.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "ignore-devices": {
      description: "Leave out device nodes instead of failing. Default true.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "boot-location": {
      description: "Where the kernel lies: /usr/lib/modules (modules, kernel-install) or /usr/lib/ostree-boot too (new, the default of edition 2014).",
      type: "string",
      enum: ["new", "modules", "kernel-install"],
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    boot_location: { $ref: "#/properties/boot-location", "x-alias": "boot-location" },
    "initramfs-args": {
      description: "Arguments of dracut. Default --no-hostonly. Ship files in /usr/lib/dracut/dracut.conf.d instead.",
      type: "array",
      items: { type: "string" },
      deprecated: !0,
      "x-group": "Layout, boot and labels",
      "x-merge": "concat"
    },
    "no-initramfs": {
      description: "Make no initramfs. Default false.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "tmp-is-dir": {
      description: "/tmp is a folder, not a link to sysroot/tmp. Default false, true in edition 2024.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "opt-usrlocal": {
      description: "/opt and /usr/local: links into /var (var, the default), folders of the tree (root) or writable overlays (stateoverlay).",
      type: "string",
      enum: ["var", "root", "stateoverlay", "state-overlay"],
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "machineid-compat": {
      description: "Ship an empty /etc/machine-id; false ships none, and first boot applies presets. Default true.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    rpmdb: {
      description: "Format of the RPM database: the tree's own (target, the default; bdb, ndb and sqlite mean the same) or the host's.",
      type: "string",
      enum: ["target", "host", "bdb", "b-d-b", "ndb", "sqlite"],
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    "rpmdb-normalize": {
      description: "Make the RPM database the same for the same packages. Treesmith always does.",
      type: "boolean",
      "x-group": "Layout, boot and labels",
      "x-merge": "first"
    },
    ref: {
      description: "Ref of the commit: exampleos/${releasever}/${basearch}/stable.",
      type: "string",
      minLength: 1,
      "x-envsubst": !0,
      "x-group": "Commit",
      "x-merge": "first"
    },
    metadata: {
      description: "Anything, for other tools. ${variable} is replaced in its strings, not deeper.",
      type: "object",
      "x-envsubst": !0,
      "x-group": "Commit",
      "x-merge": "map"
    },
    "add-commit-metadata": {
      description: "Metadata of the commit. ${variable} is replaced in its strings, not deeper.",
      type: "object",
      "x-envsubst": !0,
      "x-group": "Commit",
      "x-merge": "map"
    },
    "automatic-version-prefix": {
      description: "Version of the commit; .1, .2 and so on is added for each commit after the first. <date:%Y%m%d> stands for the date.",
      type: "string",
      minLength: 1,
      "x-envsubst": !0,
      "x-group": "Commit",
      "x-merge": "first"
    },
    automatic_version_prefix: {
      $ref: "#/properties/automatic-version-prefix",
      "x-alias": "automatic-version-prefix"
    },
    "automatic-version-suffix": {
      description: 'Character between automatic-version-prefix and the number. Default ".".',
      type: "string",
      pattern: "^[\\x00-\\x7f]$",
      "x-expected": "one ASCII character",
      "x-group": "Commit",
      "x-merge": "first"
    },
    "gpg-key": {
      description: "Id of the OpenPGP key that signs the commit; the secret key is in the keyring.",
      type: "string",
      minLength: 1,
      "x-group": "Commit",
      "x-merge": "first"
    },
    gpg_key: { $ref: "#/properties/gpg-key", "x-alias": "gpg-key" },
    "repo-metadata": {
      description: "Where metadata of the repositories goes: inline (in the commit, the default), detached or disabled.",
      type: "string",
      enum: ["inline", "detached", "disabled"],
      "x-group": "Commit",
      "x-merge": "first"
    },
    "advisories-metadata": {
      description: "Where advisories go: inline (in the commit, the default), detached or disabled.",
      type: "string",
      enum: ["inline", "detached", "disabled"],
      "x-group": "Commit",
      "x-merge": "first"
    }
  },
  patternProperties: {
    "^packages-(?!local$|local-fileoverride$).": {
      description: "packages-x86_64, packages-aarch64 and so on: packages for one basearch only.",
      type: "array",
      items: { type: "string" },
      "x-group": "Packages and repositories",
      "x-merge": "set"
    }
  }
};

// lib/remix/compile-schema.ts
var remix = validate0, schema0 = { $schema: "http://json-schema.org/draft-07/schema#", title: "remix.yaml", description: "One product: a treefile, the architectures it is built for, and what is made of the commit. No secret stands in this file.", type: "object", "x-expected": "a mapping of keys to values", additionalProperties: !1, required: ["name", "treefile", "architectures"], properties: { name: { description: "Name of the product: part of file names, and the stateroot in images.", type: "string", pattern: "^[a-z0-9][a-z0-9._-]{0,62}$", "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63' }, treefile: { description: "The treefile, relative to this file.", type: "string", minLength: 1, "x-expected": "a path" }, architectures: { description: "Base architectures to build for.", type: "array", minItems: 1, uniqueItems: !0, items: { type: "string", enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"] }, "x-expected": "a list of different base architectures, such as [x86_64, aarch64]" }, lockfile: { description: "The lockfile, relative to this file. Default rpms.lock.yaml.", type: "string", minLength: 1, "x-expected": "a path" }, version: { description: "Version of the commits. Without it the treefile's automatic-version-prefix counts on.", type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$", "x-expected": 'letters, digits, ".", "_", "~", "+" and "-", in quotes when it looks like a number' }, sign: { description: "Who signs. Secret keys are in the keyring or the environment, never here.", type: "object", additionalProperties: !1, properties: { "gpg-key": { description: "Fingerprint of the OpenPGP key that signs commits.", type: "string", pattern: "^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$", "x-expected": "a whole OpenPGP fingerprint (40 or 64 hex digits), in quotes" } } }, "ostree-remote": { description: "The remote that a deployed system pulls updates from.", type: "object", additionalProperties: !1, required: ["name", "url"], properties: { name: { description: "Name of the remote in the deployed system.", type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$", "x-expected": 'letters, digits, ".", "_" and "-"' }, url: { description: "URL of the OSTree repository, without user and password.", type: "string", pattern: "^(https?|file)://", "x-expected": "a URL that begins with https://, http:// or file://" } } }, platforms: { description: "Platforms of the user's own, and changes to ours: aws, azure, gcp, metal, qemu, vmware. What a kernel is told there.", type: "object", "x-expected": "a mapping of names to platforms", additionalProperties: { type: "object", additionalProperties: !1, "x-expected": "a mapping of keys to values", properties: { like: { description: "The platform that it begins as. Default: ours of the same name, else nothing but the consoles of qemu.", type: "string", minLength: 1, "x-expected": "the name of a platform" }, "kernel-arguments": { description: "Kernel arguments, one each.", type: "array", items: { type: "string", pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$', "x-expected": "one kernel argument, without space outside of double quotes" } }, consoles: { description: "Consoles as console= takes them, the main one last; serial is the first serial port of the architecture.", type: "array", uniqueItems: !0, items: { type: "string", pattern: "^[A-Za-z0-9,._:@/-]+$", "x-expected": "a console such as tty0, ttyS0,115200n8 or serial" }, "x-expected": "a list of different consoles, such as [tty0, serial]" }, ignition: { description: "Name of the platform for Ignition, when the tree has it (ignition.platform.id).", type: "string", pattern: "^[a-z0-9-]+$", "x-expected": 'lower-case letters, digits and "-"' }, "cloud-init": { description: "Datasource of cloud-init, when the tree has it (ci.ds). Without it cloud-init looks for one.", type: "string", pattern: "^[A-Za-z0-9]+$", "x-expected": "the name of a datasource, such as Ec2" } } } }, images: { description: "Disk images to make of the commit.", type: "array", items: { type: "object", additionalProperties: !1, required: ["name", "format"], properties: { name: { description: "Name of the image, part of its file name.", type: "string", pattern: "^[a-z0-9][a-z0-9._-]{0,62}$", "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63' }, format: { description: "Format of the image.", type: "string", enum: ["raw", "qcow2", "vmdk", "ova", "vhd", "vhdx", "gce", "ami", "containerdisk", "raw.xz", "raw.zst", "iso", "pxe", "kernel+initrd", "wsl", "tar"] }, architectures: { description: "Architectures that it is made for. Default: all of the remix.", type: "array", minItems: 1, uniqueItems: !0, items: { type: "string", enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"] }, "x-expected": "a list of different base architectures, such as [x86_64, aarch64]" }, size: { description: "Size of the disk as the guest sees it, in MiB, GiB or TiB: 4 GiB. Default 10 GiB.", type: ["string", "integer"], "x-expected": 'a size such as "4 GiB"' }, platform: { description: "Where it runs: a platform of ours or of platforms. Default by format: qemu, vmware, azure, gcp, aws or metal.", type: "string", minLength: 1, "x-expected": "the name of a platform" }, firmware: { description: "What the image boots from. Default: everything that the architecture has.", type: "array", minItems: 1, uniqueItems: !0, items: { type: "string", enum: ["uefi", "bios", "openfirmware", "zipl"] }, "x-expected": "a list of different kinds of firmware, such as [uefi, bios]" }, bootloader: { description: "What starts the kernel. systemd-boot and uki boot by UEFI alone, and do not follow upgrades by themselves. Default grub.", type: "string", enum: ["grub", "systemd-boot", "uki"] }, filesystem: { description: "Root file system. erofs is read-only: no upgrades. Default ext4.", type: "string", enum: ["ext4", "xfs", "btrfs", "erofs"] }, partitions: { description: "Partitions of the user's own, empty, between the boot partitions and the root.", type: "array", maxItems: 16, "x-expected": "a list of at most 16 partitions", items: { type: "object", additionalProperties: !1, required: ["label", "size"], properties: { label: { description: "Name of the partition, and label of its file system.", type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$", "x-expected": 'letters, digits, ".", "_" and "-", at most 36' }, size: { description: "Its size, in MiB, GiB or TiB.", type: ["string", "integer"], "x-expected": 'a size such as "4 GiB"' }, offset: { description: "Where on the disk it begins. Default: where the one before ends.", type: ["string", "integer"], "x-expected": 'a size such as "4 GiB"' }, filesystem: { description: "Its file system, or none. Default ext4.", type: "string", enum: ["ext4", "xfs", "btrfs", "fat", "none"] }, "mount-point": { description: "Where the system mounts it: /var or a folder below it.", type: "string", pattern: "^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$", "x-expected": "/var or a path below it" } } } }, "regenerate-uuids": { description: "Whether a machine draws new identifiers of its file systems and partitions when it starts for the first time. Default false: they are derived from the commit.", type: "boolean" }, compression: { description: "How its contents are compressed. Which there are depends on the format: docs/images.md.", type: "string", enum: ["none", "zlib", "zstd", "gzip", "xz"] }, vmware: { description: "Of an ova or vmdk: what VMware is told of the virtual machine.", type: "object", additionalProperties: !1, properties: { "hardware-version": { description: "Version of the virtual hardware (vmx-17). Default 17.", type: "integer", minimum: 7, maximum: 30, "x-expected": "a whole number, 7 to 30" }, "os-type": { description: "VMware's name of the guest system. Default other5xLinux64Guest.", type: "string", pattern: "^[A-Za-z0-9_]{1,40}$", "x-expected": "a name such as other5xLinux64Guest" } } }, "kernel-arguments": { description: "Kernel arguments, one each, after those that booting needs.", type: "array", items: { type: "string", pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$', "x-expected": "one kernel argument, without space outside of double quotes" } } } } }, containers: { description: "Container images to make.", type: "array", items: { type: "object", additionalProperties: !1, required: ["name", "kind"], properties: { name: { description: "Name of the container image.", type: "string", pattern: "^[a-z0-9][a-z0-9._-]{0,62}$", "x-expected": 'lower-case letters, digits, ".", "_" and "-", at most 63' }, kind: { description: "bootable: the whole commit. base: some packages and what they require. application: a base with packages, files and a program on top.", type: "string", enum: ["bootable", "base", "application"] }, packages: { description: "With kind base or application: packages of the lock, as a treefile names them.", type: "array", minItems: 1, items: { type: "string", minLength: 1, maxLength: 512, pattern: "^[^\\x00-\\x1f]*$", "x-expected": "the name of a package" }, "x-expected": "a list of package names" }, base: { description: "With kind application: the container of kind base that it is made of. Its layers stay the same blobs.", type: "string", minLength: 1, "x-expected": "the name of another container" }, files: { description: "With kind base or application: a folder, relative to this file, that is laid over the packages as one layer of its own. Files belong to root.", type: "string", minLength: 1, "x-expected": "a path" }, units: { description: "With kind base or application: systemd units to enable. Default: none, not even those of presets.", type: "array", items: { type: "string", pattern: "^[A-Za-z0-9:_.@\\\\-]{1,255}$", "x-expected": "the name of a unit, such as sshd.service" }, "x-expected": "a list of units" }, architectures: { description: "Architectures that it is made for. Default: all of the remix.", type: "array", minItems: 1, uniqueItems: !0, items: { type: "string", enum: ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64"] }, "x-expected": "a list of different base architectures, such as [x86_64, aarch64]" }, compression: { description: "How its layers are compressed. Every client reads gzip; zstd is faster and smaller. Default gzip.", type: "string", enum: ["gzip", "zstd", "zstd:chunked"] }, "compression-level": { description: "Level of the compression: 1 to 9 for gzip, 1 to 19 for zstd.", type: "integer", minimum: 1, maximum: 19, "x-expected": "a whole number, 1 to 9 for gzip, 1 to 19 for zstd" }, "max-layers": { description: "With kind bootable or base: most layers that its packages are split into, 5 or more for bootable. Default 64 for bootable, 1 for base.", type: "integer", minimum: 1, maximum: 120, "x-expected": "a whole number, 1 to 120" }, labels: { description: "Labels of the image's configuration.", type: "object", propertyNames: { pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$", "x-expected": 'names of letters, digits, ".", "_", "/" and "-"' }, additionalProperties: { type: "string", maxLength: 4096, "x-expected": "a string" }, "x-expected": "a mapping of names to strings" }, annotations: { description: "Annotations of the image's manifest.", type: "object", propertyNames: { pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$", "x-expected": 'names of letters, digits, ".", "_", "/" and "-"' }, additionalProperties: { type: "string", maxLength: 4096, "x-expected": "a string" }, "x-expected": "a mapping of names to strings" }, entrypoint: { description: "Program and arguments that are always run. Set in an application, it takes the cmd of its base away.", type: "array", minItems: 1, items: { type: "string" }, "x-expected": "a list of strings" }, cmd: { description: "Arguments of entrypoint, or a program and its arguments, that whoever runs the container may replace.", type: "array", minItems: 1, items: { type: "string" }, "x-expected": "a list of strings" }, env: { description: "Environment variables. PATH is set unless given.", type: "object", propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]{0,254}$", "x-expected": 'names of variables: letters, digits and "_"' }, additionalProperties: { type: "string", pattern: "^[^\\x00]*$", "x-expected": "a string" }, "x-expected": "a mapping of variables to strings" }, user: { description: "With kind base or application: who runs the program: user, uid, user:group or uid:gid. A name must be an account of the container. Default root.", type: "string", pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$", "x-expected": "a user, or user:group, in quotes when it is a number" }, "working-dir": { description: "With kind base or application: folder that the program starts in. Default /.", type: "string", pattern: "^/[^\\x00-\\x1f]*$", "x-expected": "an absolute path" }, "exposed-ports": { description: "Ports that the program listens on: 8080, 53/udp.", type: "array", uniqueItems: !0, items: { type: ["string", "integer"], pattern: "^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$", minimum: 1, maximum: 65535, "x-expected": "a port, such as 8080 or 53/udp" }, "x-expected": "a list of different ports" }, volumes: { description: "With kind base or application: folders that hold data of the program, and are kept apart from the container.", type: "array", uniqueItems: !0, items: { type: "string", pattern: "^/[^\\x00-\\x1f]+$", "x-expected": "an absolute path" }, "x-expected": "a list of different paths" }, "stop-signal": { description: "Signal that ends the program. Default SIGTERM.", type: "string", pattern: "^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$", "x-expected": "the name of a signal, such as SIGTERM or SIGRTMIN+3" } }, allOf: [{ if: { properties: { kind: { const: "base" } }, required: ["kind"] }, then: { required: ["packages"] } }, { if: { properties: { kind: { const: "application" } }, required: ["kind"] }, then: { required: ["base"] } }] } }, tests: { description: "Commands that must succeed in the booted guest, as root.", type: "array", items: { type: "object", additionalProperties: !1, required: ["name", "run"], properties: { name: { description: "What the test says, for the log.", type: "string", pattern: "^[^\\x00-\\x1f]{1,200}$", "x-expected": "one line of at most 200 characters" }, run: { description: "Script for /bin/sh; exit code 0 means success.", type: "string", minLength: 1 }, timeout: { description: "Seconds that it may take. Default 60.", type: "integer", minimum: 1, maximum: 3600, "x-expected": "a whole number of seconds, 1 to 3600" } } } } } }, func0 = Object.prototype.hasOwnProperty, func1 = require_ucs2length().default, pattern0 = new RegExp("^[a-z0-9][a-z0-9._-]{0,62}$", "u"), pattern1 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$", "u"), pattern2 = new RegExp("^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$", "u"), pattern3 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u"), pattern4 = new RegExp("^(https?|file)://", "u"), pattern5 = new RegExp('^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$', "u"), pattern6 = new RegExp("^[A-Za-z0-9,._:@/-]+$", "u"), pattern7 = new RegExp("^[a-z0-9-]+$", "u"), pattern8 = new RegExp("^[A-Za-z0-9]+$", "u"), pattern10 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$", "u"), pattern11 = new RegExp("^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$", "u"), pattern12 = new RegExp("^[A-Za-z0-9_]{1,40}$", "u"), pattern15 = new RegExp("^[^\\x00-\\x1f]*$", "u"), pattern16 = new RegExp("^[A-Za-z0-9:_.@\\\\-]{1,255}$", "u"), pattern17 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$", "u"), pattern19 = new RegExp("^[A-Za-z_][A-Za-z0-9_]{0,254}$", "u"), pattern20 = new RegExp("^[^\\x00]*$", "u"), pattern21 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$", "u"), pattern22 = new RegExp("^/[^\\x00-\\x1f]*$", "u"), pattern23 = new RegExp("^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$", "u"), pattern24 = new RegExp("^/[^\\x00-\\x1f]+$", "u"), pattern25 = new RegExp("^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$", "u"), pattern26 = new RegExp("^[^\\x00-\\x1f]{1,200}$", "u");
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema0.required, parentSchema: schema0, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.treefile === void 0) {
      let err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "treefile" }, message: "must have required property 'treefile'", schema: schema0.required, parentSchema: schema0, data };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    if (data.architectures === void 0) {
      let err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "architectures" }, message: "must have required property 'architectures'", schema: schema0.required, parentSchema: schema0, data };
      vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
    }
    for (let key0 in data)
      if (!func0.call(schema0.properties, key0)) {
        let err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0, data };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern0.test(data0)) {
          let err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9][a-z0-9._-]{0,62}$" }, message: 'must match pattern "^[a-z0-9][a-z0-9._-]{0,62}$"', schema: "^[a-z0-9][a-z0-9._-]{0,62}$", parentSchema: schema0.properties.name, data: data0 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.name.type, parentSchema: schema0.properties.name, data: data0 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.treefile !== void 0) {
      let data1 = data.treefile;
      if (typeof data1 == "string") {
        if (func1(data1) < 1) {
          let err6 = { instancePath: instancePath + "/treefile", schemaPath: "#/properties/treefile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.treefile, data: data1 };
          vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
        }
      } else {
        let err7 = { instancePath: instancePath + "/treefile", schemaPath: "#/properties/treefile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.treefile.type, parentSchema: schema0.properties.treefile, data: data1 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.architectures !== void 0) {
      let data2 = data.architectures;
      if (Array.isArray(data2)) {
        if (data2.length < 1) {
          let err8 = { instancePath: instancePath + "/architectures", schemaPath: "#/properties/architectures/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.architectures, data: data2 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
        let len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (typeof data3 != "string") {
            let err9 = { instancePath: instancePath + "/architectures/" + i0, schemaPath: "#/properties/architectures/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.architectures.items.type, parentSchema: schema0.properties.architectures.items, data: data3 };
            vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
          }
          if (!(data3 === "x86_64" || data3 === "aarch64" || data3 === "ppc64le" || data3 === "s390x" || data3 === "riscv64")) {
            let err10 = { instancePath: instancePath + "/architectures/" + i0, schemaPath: "#/properties/architectures/items/enum", keyword: "enum", params: { allowedValues: schema0.properties.architectures.items.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.architectures.items.enum, parentSchema: schema0.properties.architectures.items, data: data3 };
            vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
          }
        }
        let i1 = data2.length, j0;
        if (i1 > 1) {
          let indices0 = {};
          for (; i1--; ) {
            let item0 = data2[i1];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err11 = { instancePath: instancePath + "/architectures", schemaPath: "#/properties/architectures/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)", schema: !0, parentSchema: schema0.properties.architectures, data: data2 };
                vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      } else {
        let err12 = { instancePath: instancePath + "/architectures", schemaPath: "#/properties/architectures/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.architectures.type, parentSchema: schema0.properties.architectures, data: data2 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
    if (data.lockfile !== void 0) {
      let data4 = data.lockfile;
      if (typeof data4 == "string") {
        if (func1(data4) < 1) {
          let err13 = { instancePath: instancePath + "/lockfile", schemaPath: "#/properties/lockfile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.lockfile, data: data4 };
          vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
        }
      } else {
        let err14 = { instancePath: instancePath + "/lockfile", schemaPath: "#/properties/lockfile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.lockfile.type, parentSchema: schema0.properties.lockfile, data: data4 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
    }
    if (data.version !== void 0) {
      let data5 = data.version;
      if (typeof data5 == "string") {
        if (!pattern1.test(data5)) {
          let err15 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$"', schema: "^[A-Za-z0-9][A-Za-z0-9._~+-]{0,127}$", parentSchema: schema0.properties.version, data: data5 };
          vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
        }
      } else {
        let err16 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.version.type, parentSchema: schema0.properties.version, data: data5 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
    }
    if (data.sign !== void 0) {
      let data6 = data.sign;
      if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
        for (let key1 in data6)
          if (key1 !== "gpg-key") {
            let err17 = { instancePath: instancePath + "/sign", schemaPath: "#/properties/sign/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.sign, data: data6 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
        if (data6["gpg-key"] !== void 0) {
          let data7 = data6["gpg-key"];
          if (typeof data7 == "string") {
            if (!pattern2.test(data7)) {
              let err18 = { instancePath: instancePath + "/sign/gpg-key", schemaPath: "#/properties/sign/properties/gpg-key/pattern", keyword: "pattern", params: { pattern: "^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$" }, message: 'must match pattern "^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$"', schema: "^(([0-9A-Fa-f]{4} *){10}|([0-9A-Fa-f]{4} *){16})$", parentSchema: schema0.properties.sign.properties["gpg-key"], data: data7 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
          } else {
            let err19 = { instancePath: instancePath + "/sign/gpg-key", schemaPath: "#/properties/sign/properties/gpg-key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.sign.properties["gpg-key"].type, parentSchema: schema0.properties.sign.properties["gpg-key"], data: data7 };
            vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
          }
        }
      } else {
        let err20 = { instancePath: instancePath + "/sign", schemaPath: "#/properties/sign/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.sign.type, parentSchema: schema0.properties.sign, data: data6 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data["ostree-remote"] !== void 0) {
      let data8 = data["ostree-remote"];
      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
        if (data8.name === void 0) {
          let err21 = { instancePath: instancePath + "/ostree-remote", schemaPath: "#/properties/ostree-remote/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema0.properties["ostree-remote"].required, parentSchema: schema0.properties["ostree-remote"], data: data8 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
        if (data8.url === void 0) {
          let err22 = { instancePath: instancePath + "/ostree-remote", schemaPath: "#/properties/ostree-remote/required", keyword: "required", params: { missingProperty: "url" }, message: "must have required property 'url'", schema: schema0.properties["ostree-remote"].required, parentSchema: schema0.properties["ostree-remote"], data: data8 };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
        for (let key2 in data8)
          if (!(key2 === "name" || key2 === "url")) {
            let err23 = { instancePath: instancePath + "/ostree-remote", schemaPath: "#/properties/ostree-remote/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties["ostree-remote"], data: data8 };
            vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
          }
        if (data8.name !== void 0) {
          let data9 = data8.name;
          if (typeof data9 == "string") {
            if (!pattern3.test(data9)) {
              let err24 = { instancePath: instancePath + "/ostree-remote/name", schemaPath: "#/properties/ostree-remote/properties/name/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._-]*$"', schema: "^[A-Za-z0-9][A-Za-z0-9._-]*$", parentSchema: schema0.properties["ostree-remote"].properties.name, data: data9 };
              vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
            }
          } else {
            let err25 = { instancePath: instancePath + "/ostree-remote/name", schemaPath: "#/properties/ostree-remote/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties["ostree-remote"].properties.name.type, parentSchema: schema0.properties["ostree-remote"].properties.name, data: data9 };
            vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
          }
        }
        if (data8.url !== void 0) {
          let data10 = data8.url;
          if (typeof data10 == "string") {
            if (!pattern4.test(data10)) {
              let err26 = { instancePath: instancePath + "/ostree-remote/url", schemaPath: "#/properties/ostree-remote/properties/url/pattern", keyword: "pattern", params: { pattern: "^(https?|file)://" }, message: 'must match pattern "^(https?|file)://"', schema: "^(https?|file)://", parentSchema: schema0.properties["ostree-remote"].properties.url, data: data10 };
              vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
            }
          } else {
            let err27 = { instancePath: instancePath + "/ostree-remote/url", schemaPath: "#/properties/ostree-remote/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties["ostree-remote"].properties.url.type, parentSchema: schema0.properties["ostree-remote"].properties.url, data: data10 };
            vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
          }
        }
      } else {
        let err28 = { instancePath: instancePath + "/ostree-remote", schemaPath: "#/properties/ostree-remote/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties["ostree-remote"].type, parentSchema: schema0.properties["ostree-remote"], data: data8 };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
    }
    if (data.platforms !== void 0) {
      let data11 = data.platforms;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11))
        for (let key3 in data11) {
          let data12 = data11[key3];
          if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
            for (let key4 in data12)
              if (!(key4 === "like" || key4 === "kernel-arguments" || key4 === "consoles" || key4 === "ignition" || key4 === "cloud-init")) {
                let err29 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/platforms/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.platforms.additionalProperties, data: data12 };
                vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
              }
            if (data12.like !== void 0) {
              let data13 = data12.like;
              if (typeof data13 == "string") {
                if (func1(data13) < 1) {
                  let err30 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/like", schemaPath: "#/properties/platforms/additionalProperties/properties/like/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.platforms.additionalProperties.properties.like, data: data13 };
                  vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
                }
              } else {
                let err31 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/like", schemaPath: "#/properties/platforms/additionalProperties/properties/like/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.platforms.additionalProperties.properties.like.type, parentSchema: schema0.properties.platforms.additionalProperties.properties.like, data: data13 };
                vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
              }
            }
            if (data12["kernel-arguments"] !== void 0) {
              let data14 = data12["kernel-arguments"];
              if (Array.isArray(data14)) {
                let len1 = data14.length;
                for (let i2 = 0; i2 < len1; i2++) {
                  let data15 = data14[i2];
                  if (typeof data15 == "string") {
                    if (!pattern5.test(data15)) {
                      let err32 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/kernel-arguments/" + i2, schemaPath: "#/properties/platforms/additionalProperties/properties/kernel-arguments/items/pattern", keyword: "pattern", params: { pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$' }, message: 'must match pattern "^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$"', schema: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$', parentSchema: schema0.properties.platforms.additionalProperties.properties["kernel-arguments"].items, data: data15 };
                      vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
                    }
                  } else {
                    let err33 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/kernel-arguments/" + i2, schemaPath: "#/properties/platforms/additionalProperties/properties/kernel-arguments/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.platforms.additionalProperties.properties["kernel-arguments"].items.type, parentSchema: schema0.properties.platforms.additionalProperties.properties["kernel-arguments"].items, data: data15 };
                    vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
                  }
                }
              } else {
                let err34 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/kernel-arguments", schemaPath: "#/properties/platforms/additionalProperties/properties/kernel-arguments/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.platforms.additionalProperties.properties["kernel-arguments"].type, parentSchema: schema0.properties.platforms.additionalProperties.properties["kernel-arguments"], data: data14 };
                vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
              }
            }
            if (data12.consoles !== void 0) {
              let data16 = data12.consoles;
              if (Array.isArray(data16)) {
                let len2 = data16.length;
                for (let i3 = 0; i3 < len2; i3++) {
                  let data17 = data16[i3];
                  if (typeof data17 == "string") {
                    if (!pattern6.test(data17)) {
                      let err35 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/consoles/" + i3, schemaPath: "#/properties/platforms/additionalProperties/properties/consoles/items/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9,._:@/-]+$" }, message: 'must match pattern "^[A-Za-z0-9,._:@/-]+$"', schema: "^[A-Za-z0-9,._:@/-]+$", parentSchema: schema0.properties.platforms.additionalProperties.properties.consoles.items, data: data17 };
                      vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
                    }
                  } else {
                    let err36 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/consoles/" + i3, schemaPath: "#/properties/platforms/additionalProperties/properties/consoles/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.platforms.additionalProperties.properties.consoles.items.type, parentSchema: schema0.properties.platforms.additionalProperties.properties.consoles.items, data: data17 };
                    vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
                  }
                }
                let i4 = data16.length, j1;
                if (i4 > 1) {
                  let indices1 = {};
                  for (; i4--; ) {
                    let item1 = data16[i4];
                    if (typeof item1 == "string") {
                      if (typeof indices1[item1] == "number") {
                        j1 = indices1[item1];
                        let err37 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/consoles", schemaPath: "#/properties/platforms/additionalProperties/properties/consoles/uniqueItems", keyword: "uniqueItems", params: { i: i4, j: j1 }, message: "must NOT have duplicate items (items ## " + j1 + " and " + i4 + " are identical)", schema: !0, parentSchema: schema0.properties.platforms.additionalProperties.properties.consoles, data: data16 };
                        vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
                        break;
                      }
                      indices1[item1] = i4;
                    }
                  }
                }
              } else {
                let err38 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/consoles", schemaPath: "#/properties/platforms/additionalProperties/properties/consoles/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.platforms.additionalProperties.properties.consoles.type, parentSchema: schema0.properties.platforms.additionalProperties.properties.consoles, data: data16 };
                vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
              }
            }
            if (data12.ignition !== void 0) {
              let data18 = data12.ignition;
              if (typeof data18 == "string") {
                if (!pattern7.test(data18)) {
                  let err39 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignition", schemaPath: "#/properties/platforms/additionalProperties/properties/ignition/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9-]+$" }, message: 'must match pattern "^[a-z0-9-]+$"', schema: "^[a-z0-9-]+$", parentSchema: schema0.properties.platforms.additionalProperties.properties.ignition, data: data18 };
                  vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
                }
              } else {
                let err40 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/ignition", schemaPath: "#/properties/platforms/additionalProperties/properties/ignition/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.platforms.additionalProperties.properties.ignition.type, parentSchema: schema0.properties.platforms.additionalProperties.properties.ignition, data: data18 };
                vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
              }
            }
            if (data12["cloud-init"] !== void 0) {
              let data19 = data12["cloud-init"];
              if (typeof data19 == "string") {
                if (!pattern8.test(data19)) {
                  let err41 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/cloud-init", schemaPath: "#/properties/platforms/additionalProperties/properties/cloud-init/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9]+$" }, message: 'must match pattern "^[A-Za-z0-9]+$"', schema: "^[A-Za-z0-9]+$", parentSchema: schema0.properties.platforms.additionalProperties.properties["cloud-init"], data: data19 };
                  vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
                }
              } else {
                let err42 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/cloud-init", schemaPath: "#/properties/platforms/additionalProperties/properties/cloud-init/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.platforms.additionalProperties.properties["cloud-init"].type, parentSchema: schema0.properties.platforms.additionalProperties.properties["cloud-init"], data: data19 };
                vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
              }
            }
          } else {
            let err43 = { instancePath: instancePath + "/platforms/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/platforms/additionalProperties/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.platforms.additionalProperties.type, parentSchema: schema0.properties.platforms.additionalProperties, data: data12 };
            vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
          }
        }
      else {
        let err44 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.platforms.type, parentSchema: schema0.properties.platforms, data: data11 };
        vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
      }
    }
    if (data.images !== void 0) {
      let data20 = data.images;
      if (Array.isArray(data20)) {
        let len3 = data20.length;
        for (let i5 = 0; i5 < len3; i5++) {
          let data21 = data20[i5];
          if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
            if (data21.name === void 0) {
              let err45 = { instancePath: instancePath + "/images/" + i5, schemaPath: "#/properties/images/items/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema0.properties.images.items.required, parentSchema: schema0.properties.images.items, data: data21 };
              vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
            }
            if (data21.format === void 0) {
              let err46 = { instancePath: instancePath + "/images/" + i5, schemaPath: "#/properties/images/items/required", keyword: "required", params: { missingProperty: "format" }, message: "must have required property 'format'", schema: schema0.properties.images.items.required, parentSchema: schema0.properties.images.items, data: data21 };
              vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
            }
            for (let key5 in data21)
              if (!func0.call(schema0.properties.images.items.properties, key5)) {
                let err47 = { instancePath: instancePath + "/images/" + i5, schemaPath: "#/properties/images/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.images.items, data: data21 };
                vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
              }
            if (data21.name !== void 0) {
              let data22 = data21.name;
              if (typeof data22 == "string") {
                if (!pattern0.test(data22)) {
                  let err48 = { instancePath: instancePath + "/images/" + i5 + "/name", schemaPath: "#/properties/images/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9][a-z0-9._-]{0,62}$" }, message: 'must match pattern "^[a-z0-9][a-z0-9._-]{0,62}$"', schema: "^[a-z0-9][a-z0-9._-]{0,62}$", parentSchema: schema0.properties.images.items.properties.name, data: data22 };
                  vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
                }
              } else {
                let err49 = { instancePath: instancePath + "/images/" + i5 + "/name", schemaPath: "#/properties/images/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.name.type, parentSchema: schema0.properties.images.items.properties.name, data: data22 };
                vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
              }
            }
            if (data21.format !== void 0) {
              let data23 = data21.format;
              if (typeof data23 != "string") {
                let err50 = { instancePath: instancePath + "/images/" + i5 + "/format", schemaPath: "#/properties/images/items/properties/format/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.format.type, parentSchema: schema0.properties.images.items.properties.format, data: data23 };
                vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
              }
              if (!(data23 === "raw" || data23 === "qcow2" || data23 === "vmdk" || data23 === "ova" || data23 === "vhd" || data23 === "vhdx" || data23 === "gce" || data23 === "ami" || data23 === "containerdisk" || data23 === "raw.xz" || data23 === "raw.zst" || data23 === "iso" || data23 === "pxe" || data23 === "kernel+initrd" || data23 === "wsl" || data23 === "tar")) {
                let err51 = { instancePath: instancePath + "/images/" + i5 + "/format", schemaPath: "#/properties/images/items/properties/format/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.format.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.format.enum, parentSchema: schema0.properties.images.items.properties.format, data: data23 };
                vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
              }
            }
            if (data21.architectures !== void 0) {
              let data24 = data21.architectures;
              if (Array.isArray(data24)) {
                if (data24.length < 1) {
                  let err52 = { instancePath: instancePath + "/images/" + i5 + "/architectures", schemaPath: "#/properties/images/items/properties/architectures/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.images.items.properties.architectures, data: data24 };
                  vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
                }
                let len4 = data24.length;
                for (let i6 = 0; i6 < len4; i6++) {
                  let data25 = data24[i6];
                  if (typeof data25 != "string") {
                    let err53 = { instancePath: instancePath + "/images/" + i5 + "/architectures/" + i6, schemaPath: "#/properties/images/items/properties/architectures/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.architectures.items.type, parentSchema: schema0.properties.images.items.properties.architectures.items, data: data25 };
                    vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
                  }
                  if (!(data25 === "x86_64" || data25 === "aarch64" || data25 === "ppc64le" || data25 === "s390x" || data25 === "riscv64")) {
                    let err54 = { instancePath: instancePath + "/images/" + i5 + "/architectures/" + i6, schemaPath: "#/properties/images/items/properties/architectures/items/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.architectures.items.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.architectures.items.enum, parentSchema: schema0.properties.images.items.properties.architectures.items, data: data25 };
                    vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
                  }
                }
                let i7 = data24.length, j2;
                if (i7 > 1) {
                  let indices2 = {};
                  for (; i7--; ) {
                    let item2 = data24[i7];
                    if (typeof item2 == "string") {
                      if (typeof indices2[item2] == "number") {
                        j2 = indices2[item2];
                        let err55 = { instancePath: instancePath + "/images/" + i5 + "/architectures", schemaPath: "#/properties/images/items/properties/architectures/uniqueItems", keyword: "uniqueItems", params: { i: i7, j: j2 }, message: "must NOT have duplicate items (items ## " + j2 + " and " + i7 + " are identical)", schema: !0, parentSchema: schema0.properties.images.items.properties.architectures, data: data24 };
                        vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
                        break;
                      }
                      indices2[item2] = i7;
                    }
                  }
                }
              } else {
                let err56 = { instancePath: instancePath + "/images/" + i5 + "/architectures", schemaPath: "#/properties/images/items/properties/architectures/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.images.items.properties.architectures.type, parentSchema: schema0.properties.images.items.properties.architectures, data: data24 };
                vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
              }
            }
            if (data21.size !== void 0) {
              let data26 = data21.size;
              if (typeof data26 != "string" && !(typeof data26 == "number" && !(data26 % 1) && !isNaN(data26) && isFinite(data26))) {
                let err57 = { instancePath: instancePath + "/images/" + i5 + "/size", schemaPath: "#/properties/images/items/properties/size/type", keyword: "type", params: { type: schema0.properties.images.items.properties.size.type }, message: "must be string,integer", schema: schema0.properties.images.items.properties.size.type, parentSchema: schema0.properties.images.items.properties.size, data: data26 };
                vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
              }
            }
            if (data21.platform !== void 0) {
              let data27 = data21.platform;
              if (typeof data27 == "string") {
                if (func1(data27) < 1) {
                  let err58 = { instancePath: instancePath + "/images/" + i5 + "/platform", schemaPath: "#/properties/images/items/properties/platform/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.images.items.properties.platform, data: data27 };
                  vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
                }
              } else {
                let err59 = { instancePath: instancePath + "/images/" + i5 + "/platform", schemaPath: "#/properties/images/items/properties/platform/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.platform.type, parentSchema: schema0.properties.images.items.properties.platform, data: data27 };
                vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
              }
            }
            if (data21.firmware !== void 0) {
              let data28 = data21.firmware;
              if (Array.isArray(data28)) {
                if (data28.length < 1) {
                  let err60 = { instancePath: instancePath + "/images/" + i5 + "/firmware", schemaPath: "#/properties/images/items/properties/firmware/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.images.items.properties.firmware, data: data28 };
                  vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
                }
                let len5 = data28.length;
                for (let i8 = 0; i8 < len5; i8++) {
                  let data29 = data28[i8];
                  if (typeof data29 != "string") {
                    let err61 = { instancePath: instancePath + "/images/" + i5 + "/firmware/" + i8, schemaPath: "#/properties/images/items/properties/firmware/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.firmware.items.type, parentSchema: schema0.properties.images.items.properties.firmware.items, data: data29 };
                    vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
                  }
                  if (!(data29 === "uefi" || data29 === "bios" || data29 === "openfirmware" || data29 === "zipl")) {
                    let err62 = { instancePath: instancePath + "/images/" + i5 + "/firmware/" + i8, schemaPath: "#/properties/images/items/properties/firmware/items/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.firmware.items.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.firmware.items.enum, parentSchema: schema0.properties.images.items.properties.firmware.items, data: data29 };
                    vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
                  }
                }
                let i9 = data28.length, j3;
                if (i9 > 1) {
                  let indices3 = {};
                  for (; i9--; ) {
                    let item3 = data28[i9];
                    if (typeof item3 == "string") {
                      if (typeof indices3[item3] == "number") {
                        j3 = indices3[item3];
                        let err63 = { instancePath: instancePath + "/images/" + i5 + "/firmware", schemaPath: "#/properties/images/items/properties/firmware/uniqueItems", keyword: "uniqueItems", params: { i: i9, j: j3 }, message: "must NOT have duplicate items (items ## " + j3 + " and " + i9 + " are identical)", schema: !0, parentSchema: schema0.properties.images.items.properties.firmware, data: data28 };
                        vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
                        break;
                      }
                      indices3[item3] = i9;
                    }
                  }
                }
              } else {
                let err64 = { instancePath: instancePath + "/images/" + i5 + "/firmware", schemaPath: "#/properties/images/items/properties/firmware/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.images.items.properties.firmware.type, parentSchema: schema0.properties.images.items.properties.firmware, data: data28 };
                vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
              }
            }
            if (data21.bootloader !== void 0) {
              let data30 = data21.bootloader;
              if (typeof data30 != "string") {
                let err65 = { instancePath: instancePath + "/images/" + i5 + "/bootloader", schemaPath: "#/properties/images/items/properties/bootloader/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.bootloader.type, parentSchema: schema0.properties.images.items.properties.bootloader, data: data30 };
                vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
              }
              if (!(data30 === "grub" || data30 === "systemd-boot" || data30 === "uki")) {
                let err66 = { instancePath: instancePath + "/images/" + i5 + "/bootloader", schemaPath: "#/properties/images/items/properties/bootloader/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.bootloader.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.bootloader.enum, parentSchema: schema0.properties.images.items.properties.bootloader, data: data30 };
                vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
              }
            }
            if (data21.filesystem !== void 0) {
              let data31 = data21.filesystem;
              if (typeof data31 != "string") {
                let err67 = { instancePath: instancePath + "/images/" + i5 + "/filesystem", schemaPath: "#/properties/images/items/properties/filesystem/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.filesystem.type, parentSchema: schema0.properties.images.items.properties.filesystem, data: data31 };
                vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
              }
              if (!(data31 === "ext4" || data31 === "xfs" || data31 === "btrfs" || data31 === "erofs")) {
                let err68 = { instancePath: instancePath + "/images/" + i5 + "/filesystem", schemaPath: "#/properties/images/items/properties/filesystem/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.filesystem.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.filesystem.enum, parentSchema: schema0.properties.images.items.properties.filesystem, data: data31 };
                vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
              }
            }
            if (data21.partitions !== void 0) {
              let data32 = data21.partitions;
              if (Array.isArray(data32)) {
                if (data32.length > 16) {
                  let err69 = { instancePath: instancePath + "/images/" + i5 + "/partitions", schemaPath: "#/properties/images/items/properties/partitions/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items", schema: 16, parentSchema: schema0.properties.images.items.properties.partitions, data: data32 };
                  vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
                }
                let len6 = data32.length;
                for (let i10 = 0; i10 < len6; i10++) {
                  let data33 = data32[i10];
                  if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
                    if (data33.label === void 0) {
                      let err70 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10, schemaPath: "#/properties/images/items/properties/partitions/items/required", keyword: "required", params: { missingProperty: "label" }, message: "must have required property 'label'", schema: schema0.properties.images.items.properties.partitions.items.required, parentSchema: schema0.properties.images.items.properties.partitions.items, data: data33 };
                      vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
                    }
                    if (data33.size === void 0) {
                      let err71 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10, schemaPath: "#/properties/images/items/properties/partitions/items/required", keyword: "required", params: { missingProperty: "size" }, message: "must have required property 'size'", schema: schema0.properties.images.items.properties.partitions.items.required, parentSchema: schema0.properties.images.items.properties.partitions.items, data: data33 };
                      vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
                    }
                    for (let key6 in data33)
                      if (!(key6 === "label" || key6 === "size" || key6 === "offset" || key6 === "filesystem" || key6 === "mount-point")) {
                        let err72 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10, schemaPath: "#/properties/images/items/properties/partitions/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.images.items.properties.partitions.items, data: data33 };
                        vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
                      }
                    if (data33.label !== void 0) {
                      let data34 = data33.label;
                      if (typeof data34 == "string") {
                        if (!pattern10.test(data34)) {
                          let err73 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/label", schemaPath: "#/properties/images/items/properties/partitions/items/properties/label/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$"', schema: "^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$", parentSchema: schema0.properties.images.items.properties.partitions.items.properties.label, data: data34 };
                          vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                        }
                      } else {
                        let err74 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/label", schemaPath: "#/properties/images/items/properties/partitions/items/properties/label/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.partitions.items.properties.label.type, parentSchema: schema0.properties.images.items.properties.partitions.items.properties.label, data: data34 };
                        vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
                      }
                    }
                    if (data33.size !== void 0) {
                      let data35 = data33.size;
                      if (typeof data35 != "string" && !(typeof data35 == "number" && !(data35 % 1) && !isNaN(data35) && isFinite(data35))) {
                        let err75 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/size", schemaPath: "#/properties/images/items/properties/partitions/items/properties/size/type", keyword: "type", params: { type: schema0.properties.images.items.properties.partitions.items.properties.size.type }, message: "must be string,integer", schema: schema0.properties.images.items.properties.partitions.items.properties.size.type, parentSchema: schema0.properties.images.items.properties.partitions.items.properties.size, data: data35 };
                        vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
                      }
                    }
                    if (data33.offset !== void 0) {
                      let data36 = data33.offset;
                      if (typeof data36 != "string" && !(typeof data36 == "number" && !(data36 % 1) && !isNaN(data36) && isFinite(data36))) {
                        let err76 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/offset", schemaPath: "#/properties/images/items/properties/partitions/items/properties/offset/type", keyword: "type", params: { type: schema0.properties.images.items.properties.partitions.items.properties.offset.type }, message: "must be string,integer", schema: schema0.properties.images.items.properties.partitions.items.properties.offset.type, parentSchema: schema0.properties.images.items.properties.partitions.items.properties.offset, data: data36 };
                        vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
                      }
                    }
                    if (data33.filesystem !== void 0) {
                      let data37 = data33.filesystem;
                      if (typeof data37 != "string") {
                        let err77 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/filesystem", schemaPath: "#/properties/images/items/properties/partitions/items/properties/filesystem/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.partitions.items.properties.filesystem.type, parentSchema: schema0.properties.images.items.properties.partitions.items.properties.filesystem, data: data37 };
                        vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
                      }
                      if (!(data37 === "ext4" || data37 === "xfs" || data37 === "btrfs" || data37 === "fat" || data37 === "none")) {
                        let err78 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/filesystem", schemaPath: "#/properties/images/items/properties/partitions/items/properties/filesystem/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.partitions.items.properties.filesystem.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.partitions.items.properties.filesystem.enum, parentSchema: schema0.properties.images.items.properties.partitions.items.properties.filesystem, data: data37 };
                        vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
                      }
                    }
                    if (data33["mount-point"] !== void 0) {
                      let data38 = data33["mount-point"];
                      if (typeof data38 == "string") {
                        if (!pattern11.test(data38)) {
                          let err79 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/mount-point", schemaPath: "#/properties/images/items/properties/partitions/items/properties/mount-point/pattern", keyword: "pattern", params: { pattern: "^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$" }, message: 'must match pattern "^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$"', schema: "^/var(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$", parentSchema: schema0.properties.images.items.properties.partitions.items.properties["mount-point"], data: data38 };
                          vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
                        }
                      } else {
                        let err80 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10 + "/mount-point", schemaPath: "#/properties/images/items/properties/partitions/items/properties/mount-point/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.partitions.items.properties["mount-point"].type, parentSchema: schema0.properties.images.items.properties.partitions.items.properties["mount-point"], data: data38 };
                        vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
                      }
                    }
                  } else {
                    let err81 = { instancePath: instancePath + "/images/" + i5 + "/partitions/" + i10, schemaPath: "#/properties/images/items/properties/partitions/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.images.items.properties.partitions.items.type, parentSchema: schema0.properties.images.items.properties.partitions.items, data: data33 };
                    vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
                  }
                }
              } else {
                let err82 = { instancePath: instancePath + "/images/" + i5 + "/partitions", schemaPath: "#/properties/images/items/properties/partitions/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.images.items.properties.partitions.type, parentSchema: schema0.properties.images.items.properties.partitions, data: data32 };
                vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
              }
            }
            if (data21["regenerate-uuids"] !== void 0) {
              let data39 = data21["regenerate-uuids"];
              if (typeof data39 != "boolean") {
                let err83 = { instancePath: instancePath + "/images/" + i5 + "/regenerate-uuids", schemaPath: "#/properties/images/items/properties/regenerate-uuids/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema0.properties.images.items.properties["regenerate-uuids"].type, parentSchema: schema0.properties.images.items.properties["regenerate-uuids"], data: data39 };
                vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
              }
            }
            if (data21.compression !== void 0) {
              let data40 = data21.compression;
              if (typeof data40 != "string") {
                let err84 = { instancePath: instancePath + "/images/" + i5 + "/compression", schemaPath: "#/properties/images/items/properties/compression/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.compression.type, parentSchema: schema0.properties.images.items.properties.compression, data: data40 };
                vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
              }
              if (!(data40 === "none" || data40 === "zlib" || data40 === "zstd" || data40 === "gzip" || data40 === "xz")) {
                let err85 = { instancePath: instancePath + "/images/" + i5 + "/compression", schemaPath: "#/properties/images/items/properties/compression/enum", keyword: "enum", params: { allowedValues: schema0.properties.images.items.properties.compression.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.images.items.properties.compression.enum, parentSchema: schema0.properties.images.items.properties.compression, data: data40 };
                vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
              }
            }
            if (data21.vmware !== void 0) {
              let data41 = data21.vmware;
              if (data41 && typeof data41 == "object" && !Array.isArray(data41)) {
                for (let key7 in data41)
                  if (!(key7 === "hardware-version" || key7 === "os-type")) {
                    let err86 = { instancePath: instancePath + "/images/" + i5 + "/vmware", schemaPath: "#/properties/images/items/properties/vmware/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.images.items.properties.vmware, data: data41 };
                    vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
                  }
                if (data41["hardware-version"] !== void 0) {
                  let data42 = data41["hardware-version"];
                  if (!(typeof data42 == "number" && !(data42 % 1) && !isNaN(data42) && isFinite(data42))) {
                    let err87 = { instancePath: instancePath + "/images/" + i5 + "/vmware/hardware-version", schemaPath: "#/properties/images/items/properties/vmware/properties/hardware-version/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema0.properties.images.items.properties.vmware.properties["hardware-version"].type, parentSchema: schema0.properties.images.items.properties.vmware.properties["hardware-version"], data: data42 };
                    vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
                  }
                  if (typeof data42 == "number" && isFinite(data42)) {
                    if (data42 > 30 || isNaN(data42)) {
                      let err88 = { instancePath: instancePath + "/images/" + i5 + "/vmware/hardware-version", schemaPath: "#/properties/images/items/properties/vmware/properties/hardware-version/maximum", keyword: "maximum", params: { comparison: "<=", limit: 30 }, message: "must be <= 30", schema: 30, parentSchema: schema0.properties.images.items.properties.vmware.properties["hardware-version"], data: data42 };
                      vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                    }
                    if (data42 < 7 || isNaN(data42)) {
                      let err89 = { instancePath: instancePath + "/images/" + i5 + "/vmware/hardware-version", schemaPath: "#/properties/images/items/properties/vmware/properties/hardware-version/minimum", keyword: "minimum", params: { comparison: ">=", limit: 7 }, message: "must be >= 7", schema: 7, parentSchema: schema0.properties.images.items.properties.vmware.properties["hardware-version"], data: data42 };
                      vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
                    }
                  }
                }
                if (data41["os-type"] !== void 0) {
                  let data43 = data41["os-type"];
                  if (typeof data43 == "string") {
                    if (!pattern12.test(data43)) {
                      let err90 = { instancePath: instancePath + "/images/" + i5 + "/vmware/os-type", schemaPath: "#/properties/images/items/properties/vmware/properties/os-type/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_]{1,40}$" }, message: 'must match pattern "^[A-Za-z0-9_]{1,40}$"', schema: "^[A-Za-z0-9_]{1,40}$", parentSchema: schema0.properties.images.items.properties.vmware.properties["os-type"], data: data43 };
                      vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
                    }
                  } else {
                    let err91 = { instancePath: instancePath + "/images/" + i5 + "/vmware/os-type", schemaPath: "#/properties/images/items/properties/vmware/properties/os-type/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties.vmware.properties["os-type"].type, parentSchema: schema0.properties.images.items.properties.vmware.properties["os-type"], data: data43 };
                    vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
                  }
                }
              } else {
                let err92 = { instancePath: instancePath + "/images/" + i5 + "/vmware", schemaPath: "#/properties/images/items/properties/vmware/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.images.items.properties.vmware.type, parentSchema: schema0.properties.images.items.properties.vmware, data: data41 };
                vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
              }
            }
            if (data21["kernel-arguments"] !== void 0) {
              let data44 = data21["kernel-arguments"];
              if (Array.isArray(data44)) {
                let len7 = data44.length;
                for (let i11 = 0; i11 < len7; i11++) {
                  let data45 = data44[i11];
                  if (typeof data45 == "string") {
                    if (!pattern5.test(data45)) {
                      let err93 = { instancePath: instancePath + "/images/" + i5 + "/kernel-arguments/" + i11, schemaPath: "#/properties/images/items/properties/kernel-arguments/items/pattern", keyword: "pattern", params: { pattern: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$' }, message: 'must match pattern "^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$"', schema: '^[^\\s"]+("[^"\\n]*"[^\\s"]*)?$', parentSchema: schema0.properties.images.items.properties["kernel-arguments"].items, data: data45 };
                      vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
                    }
                  } else {
                    let err94 = { instancePath: instancePath + "/images/" + i5 + "/kernel-arguments/" + i11, schemaPath: "#/properties/images/items/properties/kernel-arguments/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.images.items.properties["kernel-arguments"].items.type, parentSchema: schema0.properties.images.items.properties["kernel-arguments"].items, data: data45 };
                    vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
                  }
                }
              } else {
                let err95 = { instancePath: instancePath + "/images/" + i5 + "/kernel-arguments", schemaPath: "#/properties/images/items/properties/kernel-arguments/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.images.items.properties["kernel-arguments"].type, parentSchema: schema0.properties.images.items.properties["kernel-arguments"], data: data44 };
                vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
              }
            }
          } else {
            let err96 = { instancePath: instancePath + "/images/" + i5, schemaPath: "#/properties/images/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.images.items.type, parentSchema: schema0.properties.images.items, data: data21 };
            vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
          }
        }
      } else {
        let err97 = { instancePath: instancePath + "/images", schemaPath: "#/properties/images/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.images.type, parentSchema: schema0.properties.images, data: data20 };
        vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
      }
    }
    if (data.containers !== void 0) {
      let data46 = data.containers;
      if (Array.isArray(data46)) {
        let len8 = data46.length;
        for (let i12 = 0; i12 < len8; i12++) {
          let data47 = data46[i12], _errs106 = errors, valid31 = !0, _errs107 = errors;
          if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
            let missing0;
            if (data47.kind === void 0 && (missing0 = "kind")) {
              let err98 = {};
              vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
            } else if (data47.kind !== void 0 && data47.kind !== "base") {
              let err99 = {};
              vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
            }
          }
          var _valid0 = _errs107 === errors;
          if (errors = _errs106, vErrors !== null && (_errs106 ? vErrors.length = _errs106 : vErrors = null), _valid0) {
            let _errs109 = errors;
            if (data47 && typeof data47 == "object" && !Array.isArray(data47) && data47.packages === void 0) {
              let err100 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/allOf/0/then/required", keyword: "required", params: { missingProperty: "packages" }, message: "must have required property 'packages'", schema: schema0.properties.containers.items.allOf[0].then.required, parentSchema: schema0.properties.containers.items.allOf[0].then, data: data47 };
              vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
            }
            var _valid0 = _errs109 === errors;
            valid31 = _valid0;
          }
          if (!valid31) {
            let err101 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/allOf/0/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema0.properties.containers.items.allOf[0].if, parentSchema: schema0.properties.containers.items.allOf[0], data: data47 };
            vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
          }
          let _errs111 = errors, valid33 = !0, _errs112 = errors;
          if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
            let missing1;
            if (data47.kind === void 0 && (missing1 = "kind")) {
              let err102 = {};
              vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
            } else if (data47.kind !== void 0 && data47.kind !== "application") {
              let err103 = {};
              vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
            }
          }
          var _valid1 = _errs112 === errors;
          if (errors = _errs111, vErrors !== null && (_errs111 ? vErrors.length = _errs111 : vErrors = null), _valid1) {
            let _errs114 = errors;
            if (data47 && typeof data47 == "object" && !Array.isArray(data47) && data47.base === void 0) {
              let err104 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/allOf/1/then/required", keyword: "required", params: { missingProperty: "base" }, message: "must have required property 'base'", schema: schema0.properties.containers.items.allOf[1].then.required, parentSchema: schema0.properties.containers.items.allOf[1].then, data: data47 };
              vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
            }
            var _valid1 = _errs114 === errors;
            valid33 = _valid1;
          }
          if (!valid33) {
            let err105 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/allOf/1/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema0.properties.containers.items.allOf[1].if, parentSchema: schema0.properties.containers.items.allOf[1], data: data47 };
            vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
          }
          if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
            if (data47.name === void 0) {
              let err106 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema0.properties.containers.items.required, parentSchema: schema0.properties.containers.items, data: data47 };
              vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
            }
            if (data47.kind === void 0) {
              let err107 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'", schema: schema0.properties.containers.items.required, parentSchema: schema0.properties.containers.items, data: data47 };
              vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
            }
            for (let key8 in data47)
              if (!func0.call(schema0.properties.containers.items.properties, key8)) {
                let err108 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.containers.items, data: data47 };
                vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
              }
            if (data47.name !== void 0) {
              let data50 = data47.name;
              if (typeof data50 == "string") {
                if (!pattern0.test(data50)) {
                  let err109 = { instancePath: instancePath + "/containers/" + i12 + "/name", schemaPath: "#/properties/containers/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9][a-z0-9._-]{0,62}$" }, message: 'must match pattern "^[a-z0-9][a-z0-9._-]{0,62}$"', schema: "^[a-z0-9][a-z0-9._-]{0,62}$", parentSchema: schema0.properties.containers.items.properties.name, data: data50 };
                  vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
                }
              } else {
                let err110 = { instancePath: instancePath + "/containers/" + i12 + "/name", schemaPath: "#/properties/containers/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.name.type, parentSchema: schema0.properties.containers.items.properties.name, data: data50 };
                vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
              }
            }
            if (data47.kind !== void 0) {
              let data51 = data47.kind;
              if (typeof data51 != "string") {
                let err111 = { instancePath: instancePath + "/containers/" + i12 + "/kind", schemaPath: "#/properties/containers/items/properties/kind/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.kind.type, parentSchema: schema0.properties.containers.items.properties.kind, data: data51 };
                vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
              }
              if (!(data51 === "bootable" || data51 === "base" || data51 === "application")) {
                let err112 = { instancePath: instancePath + "/containers/" + i12 + "/kind", schemaPath: "#/properties/containers/items/properties/kind/enum", keyword: "enum", params: { allowedValues: schema0.properties.containers.items.properties.kind.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.containers.items.properties.kind.enum, parentSchema: schema0.properties.containers.items.properties.kind, data: data51 };
                vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
              }
            }
            if (data47.packages !== void 0) {
              let data52 = data47.packages;
              if (Array.isArray(data52)) {
                if (data52.length < 1) {
                  let err113 = { instancePath: instancePath + "/containers/" + i12 + "/packages", schemaPath: "#/properties/containers/items/properties/packages/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.containers.items.properties.packages, data: data52 };
                  vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
                }
                let len9 = data52.length;
                for (let i13 = 0; i13 < len9; i13++) {
                  let data53 = data52[i13];
                  if (typeof data53 == "string") {
                    if (func1(data53) > 512) {
                      let err114 = { instancePath: instancePath + "/containers/" + i12 + "/packages/" + i13, schemaPath: "#/properties/containers/items/properties/packages/items/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters", schema: 512, parentSchema: schema0.properties.containers.items.properties.packages.items, data: data53 };
                      vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
                    }
                    if (func1(data53) < 1) {
                      let err115 = { instancePath: instancePath + "/containers/" + i12 + "/packages/" + i13, schemaPath: "#/properties/containers/items/properties/packages/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.containers.items.properties.packages.items, data: data53 };
                      vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
                    }
                    if (!pattern15.test(data53)) {
                      let err116 = { instancePath: instancePath + "/containers/" + i12 + "/packages/" + i13, schemaPath: "#/properties/containers/items/properties/packages/items/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f]*$" }, message: 'must match pattern "^[^\\x00-\\x1f]*$"', schema: "^[^\\x00-\\x1f]*$", parentSchema: schema0.properties.containers.items.properties.packages.items, data: data53 };
                      vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
                    }
                  } else {
                    let err117 = { instancePath: instancePath + "/containers/" + i12 + "/packages/" + i13, schemaPath: "#/properties/containers/items/properties/packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.packages.items.type, parentSchema: schema0.properties.containers.items.properties.packages.items, data: data53 };
                    vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
                  }
                }
              } else {
                let err118 = { instancePath: instancePath + "/containers/" + i12 + "/packages", schemaPath: "#/properties/containers/items/properties/packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.packages.type, parentSchema: schema0.properties.containers.items.properties.packages, data: data52 };
                vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
              }
            }
            if (data47.base !== void 0) {
              let data54 = data47.base;
              if (typeof data54 == "string") {
                if (func1(data54) < 1) {
                  let err119 = { instancePath: instancePath + "/containers/" + i12 + "/base", schemaPath: "#/properties/containers/items/properties/base/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.containers.items.properties.base, data: data54 };
                  vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
                }
              } else {
                let err120 = { instancePath: instancePath + "/containers/" + i12 + "/base", schemaPath: "#/properties/containers/items/properties/base/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.base.type, parentSchema: schema0.properties.containers.items.properties.base, data: data54 };
                vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
              }
            }
            if (data47.files !== void 0) {
              let data55 = data47.files;
              if (typeof data55 == "string") {
                if (func1(data55) < 1) {
                  let err121 = { instancePath: instancePath + "/containers/" + i12 + "/files", schemaPath: "#/properties/containers/items/properties/files/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.containers.items.properties.files, data: data55 };
                  vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
                }
              } else {
                let err122 = { instancePath: instancePath + "/containers/" + i12 + "/files", schemaPath: "#/properties/containers/items/properties/files/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.files.type, parentSchema: schema0.properties.containers.items.properties.files, data: data55 };
                vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
              }
            }
            if (data47.units !== void 0) {
              let data56 = data47.units;
              if (Array.isArray(data56)) {
                let len10 = data56.length;
                for (let i14 = 0; i14 < len10; i14++) {
                  let data57 = data56[i14];
                  if (typeof data57 == "string") {
                    if (!pattern16.test(data57)) {
                      let err123 = { instancePath: instancePath + "/containers/" + i12 + "/units/" + i14, schemaPath: "#/properties/containers/items/properties/units/items/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9:_.@\\\\-]{1,255}$" }, message: 'must match pattern "^[A-Za-z0-9:_.@\\\\-]{1,255}$"', schema: "^[A-Za-z0-9:_.@\\\\-]{1,255}$", parentSchema: schema0.properties.containers.items.properties.units.items, data: data57 };
                      vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
                    }
                  } else {
                    let err124 = { instancePath: instancePath + "/containers/" + i12 + "/units/" + i14, schemaPath: "#/properties/containers/items/properties/units/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.units.items.type, parentSchema: schema0.properties.containers.items.properties.units.items, data: data57 };
                    vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
                  }
                }
              } else {
                let err125 = { instancePath: instancePath + "/containers/" + i12 + "/units", schemaPath: "#/properties/containers/items/properties/units/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.units.type, parentSchema: schema0.properties.containers.items.properties.units, data: data56 };
                vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
              }
            }
            if (data47.architectures !== void 0) {
              let data58 = data47.architectures;
              if (Array.isArray(data58)) {
                if (data58.length < 1) {
                  let err126 = { instancePath: instancePath + "/containers/" + i12 + "/architectures", schemaPath: "#/properties/containers/items/properties/architectures/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.containers.items.properties.architectures, data: data58 };
                  vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
                }
                let len11 = data58.length;
                for (let i15 = 0; i15 < len11; i15++) {
                  let data59 = data58[i15];
                  if (typeof data59 != "string") {
                    let err127 = { instancePath: instancePath + "/containers/" + i12 + "/architectures/" + i15, schemaPath: "#/properties/containers/items/properties/architectures/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.architectures.items.type, parentSchema: schema0.properties.containers.items.properties.architectures.items, data: data59 };
                    vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
                  }
                  if (!(data59 === "x86_64" || data59 === "aarch64" || data59 === "ppc64le" || data59 === "s390x" || data59 === "riscv64")) {
                    let err128 = { instancePath: instancePath + "/containers/" + i12 + "/architectures/" + i15, schemaPath: "#/properties/containers/items/properties/architectures/items/enum", keyword: "enum", params: { allowedValues: schema0.properties.containers.items.properties.architectures.items.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.containers.items.properties.architectures.items.enum, parentSchema: schema0.properties.containers.items.properties.architectures.items, data: data59 };
                    vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
                  }
                }
                let i16 = data58.length, j4;
                if (i16 > 1) {
                  let indices4 = {};
                  for (; i16--; ) {
                    let item4 = data58[i16];
                    if (typeof item4 == "string") {
                      if (typeof indices4[item4] == "number") {
                        j4 = indices4[item4];
                        let err129 = { instancePath: instancePath + "/containers/" + i12 + "/architectures", schemaPath: "#/properties/containers/items/properties/architectures/uniqueItems", keyword: "uniqueItems", params: { i: i16, j: j4 }, message: "must NOT have duplicate items (items ## " + j4 + " and " + i16 + " are identical)", schema: !0, parentSchema: schema0.properties.containers.items.properties.architectures, data: data58 };
                        vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
                        break;
                      }
                      indices4[item4] = i16;
                    }
                  }
                }
              } else {
                let err130 = { instancePath: instancePath + "/containers/" + i12 + "/architectures", schemaPath: "#/properties/containers/items/properties/architectures/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.architectures.type, parentSchema: schema0.properties.containers.items.properties.architectures, data: data58 };
                vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
              }
            }
            if (data47.compression !== void 0) {
              let data60 = data47.compression;
              if (typeof data60 != "string") {
                let err131 = { instancePath: instancePath + "/containers/" + i12 + "/compression", schemaPath: "#/properties/containers/items/properties/compression/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.compression.type, parentSchema: schema0.properties.containers.items.properties.compression, data: data60 };
                vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
              }
              if (!(data60 === "gzip" || data60 === "zstd" || data60 === "zstd:chunked")) {
                let err132 = { instancePath: instancePath + "/containers/" + i12 + "/compression", schemaPath: "#/properties/containers/items/properties/compression/enum", keyword: "enum", params: { allowedValues: schema0.properties.containers.items.properties.compression.enum }, message: "must be equal to one of the allowed values", schema: schema0.properties.containers.items.properties.compression.enum, parentSchema: schema0.properties.containers.items.properties.compression, data: data60 };
                vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
              }
            }
            if (data47["compression-level"] !== void 0) {
              let data61 = data47["compression-level"];
              if (!(typeof data61 == "number" && !(data61 % 1) && !isNaN(data61) && isFinite(data61))) {
                let err133 = { instancePath: instancePath + "/containers/" + i12 + "/compression-level", schemaPath: "#/properties/containers/items/properties/compression-level/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema0.properties.containers.items.properties["compression-level"].type, parentSchema: schema0.properties.containers.items.properties["compression-level"], data: data61 };
                vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
              }
              if (typeof data61 == "number" && isFinite(data61)) {
                if (data61 > 19 || isNaN(data61)) {
                  let err134 = { instancePath: instancePath + "/containers/" + i12 + "/compression-level", schemaPath: "#/properties/containers/items/properties/compression-level/maximum", keyword: "maximum", params: { comparison: "<=", limit: 19 }, message: "must be <= 19", schema: 19, parentSchema: schema0.properties.containers.items.properties["compression-level"], data: data61 };
                  vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
                }
                if (data61 < 1 || isNaN(data61)) {
                  let err135 = { instancePath: instancePath + "/containers/" + i12 + "/compression-level", schemaPath: "#/properties/containers/items/properties/compression-level/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema0.properties.containers.items.properties["compression-level"], data: data61 };
                  vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
                }
              }
            }
            if (data47["max-layers"] !== void 0) {
              let data62 = data47["max-layers"];
              if (!(typeof data62 == "number" && !(data62 % 1) && !isNaN(data62) && isFinite(data62))) {
                let err136 = { instancePath: instancePath + "/containers/" + i12 + "/max-layers", schemaPath: "#/properties/containers/items/properties/max-layers/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema0.properties.containers.items.properties["max-layers"].type, parentSchema: schema0.properties.containers.items.properties["max-layers"], data: data62 };
                vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
              }
              if (typeof data62 == "number" && isFinite(data62)) {
                if (data62 > 120 || isNaN(data62)) {
                  let err137 = { instancePath: instancePath + "/containers/" + i12 + "/max-layers", schemaPath: "#/properties/containers/items/properties/max-layers/maximum", keyword: "maximum", params: { comparison: "<=", limit: 120 }, message: "must be <= 120", schema: 120, parentSchema: schema0.properties.containers.items.properties["max-layers"], data: data62 };
                  vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
                }
                if (data62 < 1 || isNaN(data62)) {
                  let err138 = { instancePath: instancePath + "/containers/" + i12 + "/max-layers", schemaPath: "#/properties/containers/items/properties/max-layers/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema0.properties.containers.items.properties["max-layers"], data: data62 };
                  vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
                }
              }
            }
            if (data47.labels !== void 0) {
              let data63 = data47.labels;
              if (data63 && typeof data63 == "object" && !Array.isArray(data63)) {
                for (let key9 in data63) {
                  let _errs144 = errors;
                  if (typeof key9 == "string" && !pattern17.test(key9)) {
                    let err139 = { instancePath: instancePath + "/containers/" + i12 + "/labels", schemaPath: "#/properties/containers/items/properties/labels/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$"', schema: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$", parentSchema: schema0.properties.containers.items.properties.labels.propertyNames, data: key9, propertyName: key9 };
                    vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
                  }
                  var valid43 = _errs144 === errors;
                  if (!valid43) {
                    let err140 = { instancePath: instancePath + "/containers/" + i12 + "/labels", schemaPath: "#/properties/containers/items/properties/labels/propertyNames", keyword: "propertyNames", params: { propertyName: key9 }, message: "property name must be valid", schema: schema0.properties.containers.items.properties.labels.propertyNames, parentSchema: schema0.properties.containers.items.properties.labels, data: data63 };
                    vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
                  }
                }
                for (let key10 in data63) {
                  let data64 = data63[key10];
                  if (typeof data64 == "string") {
                    if (func1(data64) > 4096) {
                      let err141 = { instancePath: instancePath + "/containers/" + i12 + "/labels/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/labels/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema0.properties.containers.items.properties.labels.additionalProperties, data: data64 };
                      vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
                    }
                  } else {
                    let err142 = { instancePath: instancePath + "/containers/" + i12 + "/labels/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.labels.additionalProperties.type, parentSchema: schema0.properties.containers.items.properties.labels.additionalProperties, data: data64 };
                    vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
                  }
                }
              } else {
                let err143 = { instancePath: instancePath + "/containers/" + i12 + "/labels", schemaPath: "#/properties/containers/items/properties/labels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.containers.items.properties.labels.type, parentSchema: schema0.properties.containers.items.properties.labels, data: data63 };
                vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
              }
            }
            if (data47.annotations !== void 0) {
              let data65 = data47.annotations;
              if (data65 && typeof data65 == "object" && !Array.isArray(data65)) {
                for (let key11 in data65) {
                  let _errs150 = errors;
                  if (typeof key11 == "string" && !pattern17.test(key11)) {
                    let err144 = { instancePath: instancePath + "/containers/" + i12 + "/annotations", schemaPath: "#/properties/containers/items/properties/annotations/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$" }, message: 'must match pattern "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$"', schema: "^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$", parentSchema: schema0.properties.containers.items.properties.annotations.propertyNames, data: key11, propertyName: key11 };
                    vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
                  }
                  var valid45 = _errs150 === errors;
                  if (!valid45) {
                    let err145 = { instancePath: instancePath + "/containers/" + i12 + "/annotations", schemaPath: "#/properties/containers/items/properties/annotations/propertyNames", keyword: "propertyNames", params: { propertyName: key11 }, message: "property name must be valid", schema: schema0.properties.containers.items.properties.annotations.propertyNames, parentSchema: schema0.properties.containers.items.properties.annotations, data: data65 };
                    vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
                  }
                }
                for (let key12 in data65) {
                  let data66 = data65[key12];
                  if (typeof data66 == "string") {
                    if (func1(data66) > 4096) {
                      let err146 = { instancePath: instancePath + "/containers/" + i12 + "/annotations/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/annotations/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema0.properties.containers.items.properties.annotations.additionalProperties, data: data66 };
                      vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
                    }
                  } else {
                    let err147 = { instancePath: instancePath + "/containers/" + i12 + "/annotations/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/annotations/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.annotations.additionalProperties.type, parentSchema: schema0.properties.containers.items.properties.annotations.additionalProperties, data: data66 };
                    vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
                  }
                }
              } else {
                let err148 = { instancePath: instancePath + "/containers/" + i12 + "/annotations", schemaPath: "#/properties/containers/items/properties/annotations/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.containers.items.properties.annotations.type, parentSchema: schema0.properties.containers.items.properties.annotations, data: data65 };
                vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
              }
            }
            if (data47.entrypoint !== void 0) {
              let data67 = data47.entrypoint;
              if (Array.isArray(data67)) {
                if (data67.length < 1) {
                  let err149 = { instancePath: instancePath + "/containers/" + i12 + "/entrypoint", schemaPath: "#/properties/containers/items/properties/entrypoint/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.containers.items.properties.entrypoint, data: data67 };
                  vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
                }
                let len12 = data67.length;
                for (let i17 = 0; i17 < len12; i17++) {
                  let data68 = data67[i17];
                  if (typeof data68 != "string") {
                    let err150 = { instancePath: instancePath + "/containers/" + i12 + "/entrypoint/" + i17, schemaPath: "#/properties/containers/items/properties/entrypoint/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.entrypoint.items.type, parentSchema: schema0.properties.containers.items.properties.entrypoint.items, data: data68 };
                    vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
                  }
                }
              } else {
                let err151 = { instancePath: instancePath + "/containers/" + i12 + "/entrypoint", schemaPath: "#/properties/containers/items/properties/entrypoint/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.entrypoint.type, parentSchema: schema0.properties.containers.items.properties.entrypoint, data: data67 };
                vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
              }
            }
            if (data47.cmd !== void 0) {
              let data69 = data47.cmd;
              if (Array.isArray(data69)) {
                if (data69.length < 1) {
                  let err152 = { instancePath: instancePath + "/containers/" + i12 + "/cmd", schemaPath: "#/properties/containers/items/properties/cmd/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema0.properties.containers.items.properties.cmd, data: data69 };
                  vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
                }
                let len13 = data69.length;
                for (let i18 = 0; i18 < len13; i18++) {
                  let data70 = data69[i18];
                  if (typeof data70 != "string") {
                    let err153 = { instancePath: instancePath + "/containers/" + i12 + "/cmd/" + i18, schemaPath: "#/properties/containers/items/properties/cmd/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.cmd.items.type, parentSchema: schema0.properties.containers.items.properties.cmd.items, data: data70 };
                    vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
                  }
                }
              } else {
                let err154 = { instancePath: instancePath + "/containers/" + i12 + "/cmd", schemaPath: "#/properties/containers/items/properties/cmd/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.cmd.type, parentSchema: schema0.properties.containers.items.properties.cmd, data: data69 };
                vErrors === null ? vErrors = [err154] : vErrors.push(err154), errors++;
              }
            }
            if (data47.env !== void 0) {
              let data71 = data47.env;
              if (data71 && typeof data71 == "object" && !Array.isArray(data71)) {
                for (let key13 in data71) {
                  let _errs164 = errors;
                  if (typeof key13 == "string" && !pattern19.test(key13)) {
                    let err155 = { instancePath: instancePath + "/containers/" + i12 + "/env", schemaPath: "#/properties/containers/items/properties/env/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z_][A-Za-z0-9_]{0,254}$" }, message: 'must match pattern "^[A-Za-z_][A-Za-z0-9_]{0,254}$"', schema: "^[A-Za-z_][A-Za-z0-9_]{0,254}$", parentSchema: schema0.properties.containers.items.properties.env.propertyNames, data: key13, propertyName: key13 };
                    vErrors === null ? vErrors = [err155] : vErrors.push(err155), errors++;
                  }
                  var valid51 = _errs164 === errors;
                  if (!valid51) {
                    let err156 = { instancePath: instancePath + "/containers/" + i12 + "/env", schemaPath: "#/properties/containers/items/properties/env/propertyNames", keyword: "propertyNames", params: { propertyName: key13 }, message: "property name must be valid", schema: schema0.properties.containers.items.properties.env.propertyNames, parentSchema: schema0.properties.containers.items.properties.env, data: data71 };
                    vErrors === null ? vErrors = [err156] : vErrors.push(err156), errors++;
                  }
                }
                for (let key14 in data71) {
                  let data72 = data71[key14];
                  if (typeof data72 == "string") {
                    if (!pattern20.test(data72)) {
                      let err157 = { instancePath: instancePath + "/containers/" + i12 + "/env/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/env/additionalProperties/pattern", keyword: "pattern", params: { pattern: "^[^\\x00]*$" }, message: 'must match pattern "^[^\\x00]*$"', schema: "^[^\\x00]*$", parentSchema: schema0.properties.containers.items.properties.env.additionalProperties, data: data72 };
                      vErrors === null ? vErrors = [err157] : vErrors.push(err157), errors++;
                    }
                  } else {
                    let err158 = { instancePath: instancePath + "/containers/" + i12 + "/env/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/containers/items/properties/env/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.env.additionalProperties.type, parentSchema: schema0.properties.containers.items.properties.env.additionalProperties, data: data72 };
                    vErrors === null ? vErrors = [err158] : vErrors.push(err158), errors++;
                  }
                }
              } else {
                let err159 = { instancePath: instancePath + "/containers/" + i12 + "/env", schemaPath: "#/properties/containers/items/properties/env/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.containers.items.properties.env.type, parentSchema: schema0.properties.containers.items.properties.env, data: data71 };
                vErrors === null ? vErrors = [err159] : vErrors.push(err159), errors++;
              }
            }
            if (data47.user !== void 0) {
              let data73 = data47.user;
              if (typeof data73 == "string") {
                if (!pattern21.test(data73)) {
                  let err160 = { instancePath: instancePath + "/containers/" + i12 + "/user", schemaPath: "#/properties/containers/items/properties/user/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$" }, message: 'must match pattern "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$"', schema: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$", parentSchema: schema0.properties.containers.items.properties.user, data: data73 };
                  vErrors === null ? vErrors = [err160] : vErrors.push(err160), errors++;
                }
              } else {
                let err161 = { instancePath: instancePath + "/containers/" + i12 + "/user", schemaPath: "#/properties/containers/items/properties/user/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.user.type, parentSchema: schema0.properties.containers.items.properties.user, data: data73 };
                vErrors === null ? vErrors = [err161] : vErrors.push(err161), errors++;
              }
            }
            if (data47["working-dir"] !== void 0) {
              let data74 = data47["working-dir"];
              if (typeof data74 == "string") {
                if (!pattern22.test(data74)) {
                  let err162 = { instancePath: instancePath + "/containers/" + i12 + "/working-dir", schemaPath: "#/properties/containers/items/properties/working-dir/pattern", keyword: "pattern", params: { pattern: "^/[^\\x00-\\x1f]*$" }, message: 'must match pattern "^/[^\\x00-\\x1f]*$"', schema: "^/[^\\x00-\\x1f]*$", parentSchema: schema0.properties.containers.items.properties["working-dir"], data: data74 };
                  vErrors === null ? vErrors = [err162] : vErrors.push(err162), errors++;
                }
              } else {
                let err163 = { instancePath: instancePath + "/containers/" + i12 + "/working-dir", schemaPath: "#/properties/containers/items/properties/working-dir/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties["working-dir"].type, parentSchema: schema0.properties.containers.items.properties["working-dir"], data: data74 };
                vErrors === null ? vErrors = [err163] : vErrors.push(err163), errors++;
              }
            }
            if (data47["exposed-ports"] !== void 0) {
              let data75 = data47["exposed-ports"];
              if (Array.isArray(data75)) {
                let len14 = data75.length;
                for (let i19 = 0; i19 < len14; i19++) {
                  let data76 = data75[i19];
                  if (typeof data76 != "string" && !(typeof data76 == "number" && !(data76 % 1) && !isNaN(data76) && isFinite(data76))) {
                    let err164 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports/" + i19, schemaPath: "#/properties/containers/items/properties/exposed-ports/items/type", keyword: "type", params: { type: schema0.properties.containers.items.properties["exposed-ports"].items.type }, message: "must be string,integer", schema: schema0.properties.containers.items.properties["exposed-ports"].items.type, parentSchema: schema0.properties.containers.items.properties["exposed-ports"].items, data: data76 };
                    vErrors === null ? vErrors = [err164] : vErrors.push(err164), errors++;
                  }
                  if (typeof data76 == "number" && isFinite(data76)) {
                    if (data76 > 65535 || isNaN(data76)) {
                      let err165 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports/" + i19, schemaPath: "#/properties/containers/items/properties/exposed-ports/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema0.properties.containers.items.properties["exposed-ports"].items, data: data76 };
                      vErrors === null ? vErrors = [err165] : vErrors.push(err165), errors++;
                    }
                    if (data76 < 1 || isNaN(data76)) {
                      let err166 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports/" + i19, schemaPath: "#/properties/containers/items/properties/exposed-ports/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema0.properties.containers.items.properties["exposed-ports"].items, data: data76 };
                      vErrors === null ? vErrors = [err166] : vErrors.push(err166), errors++;
                    }
                  }
                  if (typeof data76 == "string" && !pattern23.test(data76)) {
                    let err167 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports/" + i19, schemaPath: "#/properties/containers/items/properties/exposed-ports/items/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$" }, message: 'must match pattern "^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$"', schema: "^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$", parentSchema: schema0.properties.containers.items.properties["exposed-ports"].items, data: data76 };
                    vErrors === null ? vErrors = [err167] : vErrors.push(err167), errors++;
                  }
                }
                let i20 = data75.length, j5;
                if (i20 > 1) {
                  let indices5 = {};
                  for (; i20--; ) {
                    let item5 = data75[i20];
                    if (!(typeof item5 != "string" && !(typeof item5 == "number" && !(item5 % 1) && !isNaN(item5) && isFinite(item5)))) {
                      if (typeof item5 == "string" && (item5 += "_"), typeof indices5[item5] == "number") {
                        j5 = indices5[item5];
                        let err168 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports", schemaPath: "#/properties/containers/items/properties/exposed-ports/uniqueItems", keyword: "uniqueItems", params: { i: i20, j: j5 }, message: "must NOT have duplicate items (items ## " + j5 + " and " + i20 + " are identical)", schema: !0, parentSchema: schema0.properties.containers.items.properties["exposed-ports"], data: data75 };
                        vErrors === null ? vErrors = [err168] : vErrors.push(err168), errors++;
                        break;
                      }
                      indices5[item5] = i20;
                    }
                  }
                }
              } else {
                let err169 = { instancePath: instancePath + "/containers/" + i12 + "/exposed-ports", schemaPath: "#/properties/containers/items/properties/exposed-ports/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties["exposed-ports"].type, parentSchema: schema0.properties.containers.items.properties["exposed-ports"], data: data75 };
                vErrors === null ? vErrors = [err169] : vErrors.push(err169), errors++;
              }
            }
            if (data47.volumes !== void 0) {
              let data77 = data47.volumes;
              if (Array.isArray(data77)) {
                let len15 = data77.length;
                for (let i21 = 0; i21 < len15; i21++) {
                  let data78 = data77[i21];
                  if (typeof data78 == "string") {
                    if (!pattern24.test(data78)) {
                      let err170 = { instancePath: instancePath + "/containers/" + i12 + "/volumes/" + i21, schemaPath: "#/properties/containers/items/properties/volumes/items/pattern", keyword: "pattern", params: { pattern: "^/[^\\x00-\\x1f]+$" }, message: 'must match pattern "^/[^\\x00-\\x1f]+$"', schema: "^/[^\\x00-\\x1f]+$", parentSchema: schema0.properties.containers.items.properties.volumes.items, data: data78 };
                      vErrors === null ? vErrors = [err170] : vErrors.push(err170), errors++;
                    }
                  } else {
                    let err171 = { instancePath: instancePath + "/containers/" + i12 + "/volumes/" + i21, schemaPath: "#/properties/containers/items/properties/volumes/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties.volumes.items.type, parentSchema: schema0.properties.containers.items.properties.volumes.items, data: data78 };
                    vErrors === null ? vErrors = [err171] : vErrors.push(err171), errors++;
                  }
                }
                let i22 = data77.length, j6;
                if (i22 > 1) {
                  let indices6 = {};
                  for (; i22--; ) {
                    let item6 = data77[i22];
                    if (typeof item6 == "string") {
                      if (typeof indices6[item6] == "number") {
                        j6 = indices6[item6];
                        let err172 = { instancePath: instancePath + "/containers/" + i12 + "/volumes", schemaPath: "#/properties/containers/items/properties/volumes/uniqueItems", keyword: "uniqueItems", params: { i: i22, j: j6 }, message: "must NOT have duplicate items (items ## " + j6 + " and " + i22 + " are identical)", schema: !0, parentSchema: schema0.properties.containers.items.properties.volumes, data: data77 };
                        vErrors === null ? vErrors = [err172] : vErrors.push(err172), errors++;
                        break;
                      }
                      indices6[item6] = i22;
                    }
                  }
                }
              } else {
                let err173 = { instancePath: instancePath + "/containers/" + i12 + "/volumes", schemaPath: "#/properties/containers/items/properties/volumes/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.items.properties.volumes.type, parentSchema: schema0.properties.containers.items.properties.volumes, data: data77 };
                vErrors === null ? vErrors = [err173] : vErrors.push(err173), errors++;
              }
            }
            if (data47["stop-signal"] !== void 0) {
              let data79 = data47["stop-signal"];
              if (typeof data79 == "string") {
                if (!pattern25.test(data79)) {
                  let err174 = { instancePath: instancePath + "/containers/" + i12 + "/stop-signal", schemaPath: "#/properties/containers/items/properties/stop-signal/pattern", keyword: "pattern", params: { pattern: "^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$" }, message: 'must match pattern "^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$"', schema: "^(SIG[A-Z]{1,6}[0-9]?|SIGRT(MIN|MAX)([+-][0-9]{1,2})?)$", parentSchema: schema0.properties.containers.items.properties["stop-signal"], data: data79 };
                  vErrors === null ? vErrors = [err174] : vErrors.push(err174), errors++;
                }
              } else {
                let err175 = { instancePath: instancePath + "/containers/" + i12 + "/stop-signal", schemaPath: "#/properties/containers/items/properties/stop-signal/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.containers.items.properties["stop-signal"].type, parentSchema: schema0.properties.containers.items.properties["stop-signal"], data: data79 };
                vErrors === null ? vErrors = [err175] : vErrors.push(err175), errors++;
              }
            }
          } else {
            let err176 = { instancePath: instancePath + "/containers/" + i12, schemaPath: "#/properties/containers/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.containers.items.type, parentSchema: schema0.properties.containers.items, data: data47 };
            vErrors === null ? vErrors = [err176] : vErrors.push(err176), errors++;
          }
        }
      } else {
        let err177 = { instancePath: instancePath + "/containers", schemaPath: "#/properties/containers/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.containers.type, parentSchema: schema0.properties.containers, data: data46 };
        vErrors === null ? vErrors = [err177] : vErrors.push(err177), errors++;
      }
    }
    if (data.tests !== void 0) {
      let data80 = data.tests;
      if (Array.isArray(data80)) {
        let len16 = data80.length;
        for (let i23 = 0; i23 < len16; i23++) {
          let data81 = data80[i23];
          if (data81 && typeof data81 == "object" && !Array.isArray(data81)) {
            if (data81.name === void 0) {
              let err178 = { instancePath: instancePath + "/tests/" + i23, schemaPath: "#/properties/tests/items/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema0.properties.tests.items.required, parentSchema: schema0.properties.tests.items, data: data81 };
              vErrors === null ? vErrors = [err178] : vErrors.push(err178), errors++;
            }
            if (data81.run === void 0) {
              let err179 = { instancePath: instancePath + "/tests/" + i23, schemaPath: "#/properties/tests/items/required", keyword: "required", params: { missingProperty: "run" }, message: "must have required property 'run'", schema: schema0.properties.tests.items.required, parentSchema: schema0.properties.tests.items, data: data81 };
              vErrors === null ? vErrors = [err179] : vErrors.push(err179), errors++;
            }
            for (let key15 in data81)
              if (!(key15 === "name" || key15 === "run" || key15 === "timeout")) {
                let err180 = { instancePath: instancePath + "/tests/" + i23, schemaPath: "#/properties/tests/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema0.properties.tests.items, data: data81 };
                vErrors === null ? vErrors = [err180] : vErrors.push(err180), errors++;
              }
            if (data81.name !== void 0) {
              let data82 = data81.name;
              if (typeof data82 == "string") {
                if (!pattern26.test(data82)) {
                  let err181 = { instancePath: instancePath + "/tests/" + i23 + "/name", schemaPath: "#/properties/tests/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f]{1,200}$" }, message: 'must match pattern "^[^\\x00-\\x1f]{1,200}$"', schema: "^[^\\x00-\\x1f]{1,200}$", parentSchema: schema0.properties.tests.items.properties.name, data: data82 };
                  vErrors === null ? vErrors = [err181] : vErrors.push(err181), errors++;
                }
              } else {
                let err182 = { instancePath: instancePath + "/tests/" + i23 + "/name", schemaPath: "#/properties/tests/items/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.tests.items.properties.name.type, parentSchema: schema0.properties.tests.items.properties.name, data: data82 };
                vErrors === null ? vErrors = [err182] : vErrors.push(err182), errors++;
              }
            }
            if (data81.run !== void 0) {
              let data83 = data81.run;
              if (typeof data83 == "string") {
                if (func1(data83) < 1) {
                  let err183 = { instancePath: instancePath + "/tests/" + i23 + "/run", schemaPath: "#/properties/tests/items/properties/run/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema0.properties.tests.items.properties.run, data: data83 };
                  vErrors === null ? vErrors = [err183] : vErrors.push(err183), errors++;
                }
              } else {
                let err184 = { instancePath: instancePath + "/tests/" + i23 + "/run", schemaPath: "#/properties/tests/items/properties/run/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema0.properties.tests.items.properties.run.type, parentSchema: schema0.properties.tests.items.properties.run, data: data83 };
                vErrors === null ? vErrors = [err184] : vErrors.push(err184), errors++;
              }
            }
            if (data81.timeout !== void 0) {
              let data84 = data81.timeout;
              if (!(typeof data84 == "number" && !(data84 % 1) && !isNaN(data84) && isFinite(data84))) {
                let err185 = { instancePath: instancePath + "/tests/" + i23 + "/timeout", schemaPath: "#/properties/tests/items/properties/timeout/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema0.properties.tests.items.properties.timeout.type, parentSchema: schema0.properties.tests.items.properties.timeout, data: data84 };
                vErrors === null ? vErrors = [err185] : vErrors.push(err185), errors++;
              }
              if (typeof data84 == "number" && isFinite(data84)) {
                if (data84 > 3600 || isNaN(data84)) {
                  let err186 = { instancePath: instancePath + "/tests/" + i23 + "/timeout", schemaPath: "#/properties/tests/items/properties/timeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 3600 }, message: "must be <= 3600", schema: 3600, parentSchema: schema0.properties.tests.items.properties.timeout, data: data84 };
                  vErrors === null ? vErrors = [err186] : vErrors.push(err186), errors++;
                }
                if (data84 < 1 || isNaN(data84)) {
                  let err187 = { instancePath: instancePath + "/tests/" + i23 + "/timeout", schemaPath: "#/properties/tests/items/properties/timeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema0.properties.tests.items.properties.timeout, data: data84 };
                  vErrors === null ? vErrors = [err187] : vErrors.push(err187), errors++;
                }
              }
            }
          } else {
            let err188 = { instancePath: instancePath + "/tests/" + i23, schemaPath: "#/properties/tests/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.properties.tests.items.type, parentSchema: schema0.properties.tests.items, data: data81 };
            vErrors === null ? vErrors = [err188] : vErrors.push(err188), errors++;
          }
        }
      } else {
        let err189 = { instancePath: instancePath + "/tests", schemaPath: "#/properties/tests/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema0.properties.tests.type, parentSchema: schema0.properties.tests, data: data80 };
        vErrors === null ? vErrors = [err189] : vErrors.push(err189), errors++;
      }
    }
  } else {
    let err190 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema0.type, parentSchema: schema0, data };
    vErrors === null ? vErrors = [err190] : vErrors.push(err190), errors++;
  }
  return validate0.errors = vErrors, errors === 0;
}
var treefile = validate1, schema1 = { $schema: "http://json-schema.org/draft-07/schema#", title: "Treefile", description: "What goes into an OSTree commit: rpm-ostree's treefile, as Treesmith reads it. x-merge says how a key of an included file and of the file that includes it come together: first (the outer file wins), concat (the included file's elements come first), set (union), map (union of keys, the outer file wins), file (counts only in its own file). x-envsubst marks the keys in which ${variable} is replaced.", type: "object", "x-expected": "a treefile: a mapping of keys to values", additionalProperties: !1, properties: { include: { description: "Treefiles to build upon, relative to this file. Keys of this file win over theirs; lists are joined. The same file twice is an error.", type: ["string", "array"], items: { type: "string", minLength: 1 }, minLength: 1, "x-expected": "a path or a list of paths", "x-group": "Inheritance and evaluation", "x-merge": "file" }, "arch-include": { description: "As include, for one basearch each. Comes after include.", type: "object", additionalProperties: { type: ["string", "array"], items: { type: "string", minLength: 1 }, minLength: 1, "x-expected": "a path or a list of paths" }, "x-group": "Inheritance and evaluation", "x-merge": "file" }, "conditional-include": { description: "As include, when a condition holds. Comes after arch-include.", type: "array", items: { type: "object", additionalProperties: !1, required: ["if", "include"], properties: { if: { description: "variable, operator (== != < <= > >=) and value (a number, true, false or a string in double quotes); all of a list must hold. Only numbers have an order.", type: ["string", "array"], items: { type: "string" }, minItems: 1, "x-expected": "a condition such as 'releasever >= 35', or a list of conditions" }, include: { description: "Treefiles, or the keys of a treefile in place. Keys in place cannot include further files, define variables or name files.", type: ["string", "array", "object"], items: { type: "string", minLength: 1 }, minLength: 1, if: { type: "object" }, then: { $ref: "#" }, "x-expected": "a path, a list of paths, or the keys of a treefile" } } }, "x-group": "Inheritance and evaluation", "x-merge": "file" }, variables: { description: "Variables for if: and for ${name}. basearch and releasever are there already and cannot be set. The first definition met counts: the outer file's, then the earlier include's.", type: "object", additionalProperties: { type: ["string", "boolean", "integer"], minimum: 0, maximum: 9007199254740991, "x-expected": "a string, true, false or a whole number" }, "x-group": "Inheritance and evaluation", "x-merge": "file" }, edition: { description: 'Set of defaults. "2024" makes boot-location modules and tmp-is-dir true where its own file does not set them. Default "2014".', type: "string", enum: ["2014", "2024"], "x-group": "Inheritance and evaluation", "x-merge": "first" }, basearch: { description: "Base architecture that this file is for; evaluating it for another one is an error. Not needed.", type: "string", "x-group": "Inheritance and evaluation", "x-merge": "first" }, container: { description: "The tree is not a host: no kernel, initramfs or /boot. Implies boot-location: modules, selinux: false, tmp-is-dir: true, preserve-passwd: false and no check of passwd and group. Default false.", type: "boolean", "x-group": "Inheritance and evaluation", "x-merge": "first" }, rojig: { description: "Leftover that names the product.", type: "object", additionalProperties: !1, required: ["name", "summary", "license"], properties: { name: { description: "Name of the product.", type: "string" }, summary: { description: "One line about it.", type: "string" }, license: { description: "Its licence.", type: "string" }, description: { description: "More about it.", type: "string" } }, "x-envsubst": !0, "x-group": "Inheritance and evaluation", "x-merge": "first" }, "platform-module": { description: "Leftover of modularity. Accepted, does nothing.", type: "string", deprecated: !0, "x-envsubst": !0, "x-group": "Inheritance and evaluation", "x-merge": "first" }, packages: { description: `Packages to install: names, provides, paths of files, comps groups (@id). Elements are split at white space; what stands in single quotes stays together: "'podman >= 4.1'".`, type: "array", items: { type: "string" }, "x-group": "Packages and repositories", "x-merge": "set" }, "bootstrap-packages": { description: "Old name for more packages.", type: "array", items: { type: "string" }, deprecated: !0, "x-group": "Packages and repositories", "x-merge": "set" }, bootstrap_packages: { $ref: "#/properties/bootstrap-packages", "x-alias": "bootstrap-packages" }, groups: { description: "Comps groups to install, mandatory, default and optional packages alike. Not in rpm-ostree itself: melody, which Ultramarine puts before it, has it. @id in packages leaves the optional ones out.", type: "array", items: { type: ["object", "string"], additionalProperties: !1, required: ["id"], minLength: 1, "x-expected": "the id of a group, or {id, optional, blacklist}", properties: { id: { description: "Id of the group in comps.xml.", type: "string", minLength: 1 }, optional: { description: "Install the group's optional packages too. Default true.", type: "boolean" }, blacklist: { description: "Packages of the group to leave out.", type: "array", items: { type: "string", minLength: 1 } } } }, "x-group": "Packages and repositories", "x-merge": "concat" }, "exclude-packages": { description: "Packages that must not get in: a weak dependency on one is dropped, a hard one is an error.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, "repo-packages": { description: "Packages to install from one repository only. For a package that stands in several entries the outer file's last one counts.", type: "array", items: { type: "object", additionalProperties: !1, required: ["repo", "packages"], "x-expected": "{repo, packages}", properties: { repo: { description: "Id of the repository.", type: "string", minLength: 1 }, packages: { description: "Packages, split as in packages.", type: "array", items: { type: "string" } } } }, "x-group": "Packages and repositories", "x-merge": "concat" }, repos: { description: "Ids of the repositories to use, from the .repo files beside the outermost treefile. Without it: all that are enabled there.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, "lockfile-repos": { description: "Repositories used for packages that the lockfile already names, never to choose new ones.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, releasever: { description: "$releasever of the .repo files; also a variable.", type: ["string", "integer"], minimum: 0, maximum: 9007199254740991, "x-expected": "a string or a whole number", "x-group": "Packages and repositories", "x-merge": "first" }, repovars: { description: "More variables of the .repo files. Not releasever or basearch.", type: "object", additionalProperties: { type: "string" }, "x-group": "Packages and repositories", "x-merge": "map" }, recommends: { description: "Install what packages recommend. Default true.", type: "boolean", "x-group": "Packages and repositories", "x-merge": "first" }, documentation: { description: "Install documentation; false leaves out files marked %doc. Default true.", type: "boolean", "x-group": "Packages and repositories", "x-merge": "first" }, "install-langs": { description: "Languages whose files are installed (%_install_langs). Default: all.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, "ostree-layers": { description: "Refs in the target repository to check out over the packages. A file that is there already is an error.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, "ostree-override-layers": { description: "As ostree-layers, after them; files that are there already are replaced.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Packages and repositories", "x-merge": "concat" }, postprocess: { description: "Scripts to run in the tree, without network. A file's own come after those of its includes, those of a later include before those of an earlier one.", type: "array", items: { type: "string" }, "x-group": "Content", "x-merge": "concat" }, "postprocess-script": { description: "Path of one executable script to run in the tree after all of postprocess.", type: "string", minLength: 1, "x-external": !0, "x-group": "Content", "x-merge": "first" }, "add-files": { description: "Files to copy into the tree: [source, destination]. The source is relative to this treefile; the destination lies in /usr (not /usr/local), /etc, /bin, /sbin, /lib or /lib64.", type: "array", items: { type: "array", items: { type: "string", minLength: 1 }, minItems: 2, maxItems: 2, "x-expected": "a list of two paths: [source, destination]" }, "x-external": !0, "x-group": "Content", "x-merge": "concat" }, "remove-files": { description: "Files and folders to delete from the tree, relative to its root.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Content", "x-merge": "concat" }, "remove-from-packages": { description: "Files of a package to leave out: [package, regular expression, ...]. An expression may match any part of the absolute path.", type: "array", items: { type: "array", items: { type: "string", minLength: 1 }, minItems: 2, "x-expected": "a list: [package, regular expression, ...]" }, "x-group": "Content", "x-merge": "concat" }, units: { description: "Systemd units to enable. Not with machineid-compat: false; ship a preset then.", type: "array", items: { type: "string", pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", "x-expected": "the name of a systemd unit" }, "x-group": "Content", "x-merge": "concat" }, "default-target": { description: "Systemd target to boot into.", type: "string", pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", "x-expected": "the name of a systemd target", "x-group": "Content", "x-merge": "first" }, default_target: { $ref: "#/properties/default-target", "x-alias": "default-target" }, "mutate-os-release": { description: "Text in VERSION and PRETTY_NAME of os-release that is replaced by the commit's version; OSTREE_VERSION is added.", type: "string", "x-envsubst": !0, "x-group": "Content", "x-merge": "first" }, "container-cmd": { description: "CMD of the container image made of the commit.", type: "array", items: { type: "string" }, "x-group": "Content", "x-merge": "first" }, "readonly-executables": { description: "Take the write bits off executables. Default false.", type: "boolean", "x-group": "Content", "x-merge": "first" }, cliwrap: { description: "Replace some binaries by wrappers.", type: "boolean", deprecated: !0, "x-group": "Content", "x-merge": "first" }, "cliwrap-binaries": { description: "Which binaries cliwrap replaces.", type: "array", items: { type: "string" }, deprecated: !0, "x-group": "Content", "x-merge": "concat" }, "etc-group-members": { description: "Groups that stay in /etc/group, so that people can be added to them.", type: "array", items: { type: "string", minLength: 1 }, "x-group": "Users and groups", "x-merge": "concat" }, "preserve-passwd": { description: "Keep the numbers of users and groups of the commit before, or of the file of check-passwd. Default true.", type: "boolean", "x-group": "Users and groups", "x-merge": "first" }, "check-passwd": { description: "Fail when users go or change their numbers, compared with: none, previous (the commit before, the default), file or data.", type: "object", additionalProperties: !1, required: ["type"], properties: { type: { description: "What to compare with.", type: "string", enum: ["none", "previous", "file", "data"] }, filename: { description: "With type: file, a passwd file relative to this treefile.", type: "string", minLength: 1 }, entries: { description: "With type: data, user to uid, or to [uid, gid].", type: "object", additionalProperties: { type: ["integer", "array"], minimum: 0, maximum: 4294967295, items: { type: "integer", minimum: 0, maximum: 4294967295 }, minItems: 1, maxItems: 2, "x-expected": "a uid or [uid, gid]" } } }, allOf: [{ if: { properties: { type: { const: "file" } }, required: ["type"] }, then: { required: ["filename"] } }, { if: { properties: { type: { const: "data" } }, required: ["type"] }, then: { required: ["entries"] } }], "x-group": "Users and groups", "x-merge": "first" }, "check-groups": { description: "As check-passwd, for groups.", type: "object", additionalProperties: !1, required: ["type"], properties: { type: { description: "What to compare with.", type: "string", enum: ["none", "previous", "file", "data"] }, filename: { description: "With type: file, a group file relative to this treefile.", type: "string", minLength: 1 }, entries: { description: "With type: data, group to gid.", type: "object", additionalProperties: { type: "integer", minimum: 0, maximum: 4294967295 } } }, allOf: [{ if: { properties: { type: { const: "file" } }, required: ["type"] }, then: { required: ["filename"] } }, { if: { properties: { type: { const: "data" } }, required: ["type"] }, then: { required: ["entries"] } }], "x-group": "Users and groups", "x-merge": "first" }, "ignore-removed-users": { description: 'Users that may go; "*" for all.', type: "array", items: { type: "string", minLength: 1 }, "x-group": "Users and groups", "x-merge": "set" }, "ignore-removed-groups": { description: 'Groups that may go; "*" for all.', type: "array", items: { type: "string", minLength: 1 }, "x-group": "Users and groups", "x-merge": "set" }, sysusers: { description: "When systemd-sysusers runs: if the packages' RPM macro asks for it (compose-auto, the default) or always (compose-forced).", type: "string", enum: ["compose-auto", "compose-forced"], "x-group": "Users and groups", "x-merge": "first" }, selinux: { description: "Label files by the tree's SELinux policy. Default true.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, "selinux-label-version": { description: "1 labels /usr/etc as if it were /etc. Default 0.", type: "integer", enum: [0, 1], "x-group": "Layout, boot and labels", "x-merge": "first" }, ima: { description: "Carry IMA signatures of RPMs into the commit. Default false.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, "ignore-devices": { description: "Leave out device nodes instead of failing. Default true.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, "boot-location": { description: "Where the kernel lies: /usr/lib/modules (modules, kernel-install) or /usr/lib/ostree-boot too (new, the default of edition 2014).", type: "string", enum: ["new", "modules", "kernel-install"], "x-group": "Layout, boot and labels", "x-merge": "first" }, boot_location: { $ref: "#/properties/boot-location", "x-alias": "boot-location" }, "initramfs-args": { description: "Arguments of dracut. Default --no-hostonly. Ship files in /usr/lib/dracut/dracut.conf.d instead.", type: "array", items: { type: "string" }, deprecated: !0, "x-group": "Layout, boot and labels", "x-merge": "concat" }, "no-initramfs": { description: "Make no initramfs. Default false.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, "tmp-is-dir": { description: "/tmp is a folder, not a link to sysroot/tmp. Default false, true in edition 2024.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, "opt-usrlocal": { description: "/opt and /usr/local: links into /var (var, the default), folders of the tree (root) or writable overlays (stateoverlay).", type: "string", enum: ["var", "root", "stateoverlay", "state-overlay"], "x-group": "Layout, boot and labels", "x-merge": "first" }, "machineid-compat": { description: "Ship an empty /etc/machine-id; false ships none, and first boot applies presets. Default true.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, rpmdb: { description: "Format of the RPM database: the tree's own (target, the default; bdb, ndb and sqlite mean the same) or the host's.", type: "string", enum: ["target", "host", "bdb", "b-d-b", "ndb", "sqlite"], "x-group": "Layout, boot and labels", "x-merge": "first" }, "rpmdb-normalize": { description: "Make the RPM database the same for the same packages. Treesmith always does.", type: "boolean", "x-group": "Layout, boot and labels", "x-merge": "first" }, ref: { description: "Ref of the commit: exampleos/${releasever}/${basearch}/stable.", type: "string", minLength: 1, "x-envsubst": !0, "x-group": "Commit", "x-merge": "first" }, metadata: { description: "Anything, for other tools. ${variable} is replaced in its strings, not deeper.", type: "object", "x-envsubst": !0, "x-group": "Commit", "x-merge": "map" }, "add-commit-metadata": { description: "Metadata of the commit. ${variable} is replaced in its strings, not deeper.", type: "object", "x-envsubst": !0, "x-group": "Commit", "x-merge": "map" }, "automatic-version-prefix": { description: "Version of the commit; .1, .2 and so on is added for each commit after the first. <date:%Y%m%d> stands for the date.", type: "string", minLength: 1, "x-envsubst": !0, "x-group": "Commit", "x-merge": "first" }, automatic_version_prefix: { $ref: "#/properties/automatic-version-prefix", "x-alias": "automatic-version-prefix" }, "automatic-version-suffix": { description: 'Character between automatic-version-prefix and the number. Default ".".', type: "string", pattern: "^[\\x00-\\x7f]$", "x-expected": "one ASCII character", "x-group": "Commit", "x-merge": "first" }, "gpg-key": { description: "Id of the OpenPGP key that signs the commit; the secret key is in the keyring.", type: "string", minLength: 1, "x-group": "Commit", "x-merge": "first" }, gpg_key: { $ref: "#/properties/gpg-key", "x-alias": "gpg-key" }, "repo-metadata": { description: "Where metadata of the repositories goes: inline (in the commit, the default), detached or disabled.", type: "string", enum: ["inline", "detached", "disabled"], "x-group": "Commit", "x-merge": "first" }, "advisories-metadata": { description: "Where advisories go: inline (in the commit, the default), detached or disabled.", type: "string", enum: ["inline", "detached", "disabled"], "x-group": "Commit", "x-merge": "first" } }, patternProperties: { "^packages-(?!local$|local-fileoverride$).": { description: "packages-x86_64, packages-aarch64 and so on: packages for one basearch only.", type: "array", items: { type: "string" }, "x-group": "Packages and repositories", "x-merge": "set" } } }, schema2 = { description: "Old name for more packages.", type: "array", items: { type: "string" }, deprecated: !0, "x-group": "Packages and repositories", "x-merge": "set" }, schema3 = { description: "Systemd target to boot into.", type: "string", pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", "x-expected": "the name of a systemd target", "x-group": "Content", "x-merge": "first" }, schema4 = { description: "Where the kernel lies: /usr/lib/modules (modules, kernel-install) or /usr/lib/ostree-boot too (new, the default of edition 2014).", type: "string", enum: ["new", "modules", "kernel-install"], "x-group": "Layout, boot and labels", "x-merge": "first" }, schema5 = { description: "Version of the commit; .1, .2 and so on is added for each commit after the first. <date:%Y%m%d> stands for the date.", type: "string", minLength: 1, "x-envsubst": !0, "x-group": "Commit", "x-merge": "first" }, schema6 = { description: "Id of the OpenPGP key that signs the commit; the secret key is in the keyring.", type: "string", minLength: 1, "x-group": "Commit", "x-merge": "first" }, pattern27 = new RegExp("^packages-(?!local$|local-fileoverride$).", "u"), pattern28 = new RegExp("^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", "u"), pattern31 = new RegExp("^[\\x00-\\x7f]$", "u");
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!(func0.call(schema1.properties, key0) || pattern27.test(key0))) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.include !== void 0) {
      let data0 = data.include;
      if (typeof data0 != "string" && !Array.isArray(data0)) {
        let err1 = { instancePath: instancePath + "/include", schemaPath: "#/properties/include/type", keyword: "type", params: { type: schema1.properties.include.type }, message: "must be string,array", schema: schema1.properties.include.type, parentSchema: schema1.properties.include, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
      if (typeof data0 == "string" && func1(data0) < 1) {
        let err2 = { instancePath: instancePath + "/include", schemaPath: "#/properties/include/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.include, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
      if (Array.isArray(data0)) {
        let len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 == "string") {
            if (func1(data1) < 1) {
              let err3 = { instancePath: instancePath + "/include/" + i0, schemaPath: "#/properties/include/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.include.items, data: data1 };
              vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
            }
          } else {
            let err4 = { instancePath: instancePath + "/include/" + i0, schemaPath: "#/properties/include/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.include.items.type, parentSchema: schema1.properties.include.items, data: data1 };
            vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
          }
        }
      }
    }
    if (data["arch-include"] !== void 0) {
      let data2 = data["arch-include"];
      if (data2 && typeof data2 == "object" && !Array.isArray(data2))
        for (let key1 in data2) {
          let data3 = data2[key1];
          if (typeof data3 != "string" && !Array.isArray(data3)) {
            let err5 = { instancePath: instancePath + "/arch-include/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/arch-include/additionalProperties/type", keyword: "type", params: { type: schema1.properties["arch-include"].additionalProperties.type }, message: "must be string,array", schema: schema1.properties["arch-include"].additionalProperties.type, parentSchema: schema1.properties["arch-include"].additionalProperties, data: data3 };
            vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
          }
          if (typeof data3 == "string" && func1(data3) < 1) {
            let err6 = { instancePath: instancePath + "/arch-include/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/arch-include/additionalProperties/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["arch-include"].additionalProperties, data: data3 };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
          if (Array.isArray(data3)) {
            let len1 = data3.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data4 = data3[i1];
              if (typeof data4 == "string") {
                if (func1(data4) < 1) {
                  let err7 = { instancePath: instancePath + "/arch-include/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i1, schemaPath: "#/properties/arch-include/additionalProperties/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["arch-include"].additionalProperties.items, data: data4 };
                  vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
                }
              } else {
                let err8 = { instancePath: instancePath + "/arch-include/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i1, schemaPath: "#/properties/arch-include/additionalProperties/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["arch-include"].additionalProperties.items.type, parentSchema: schema1.properties["arch-include"].additionalProperties.items, data: data4 };
                vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
              }
            }
          }
        }
      else {
        let err9 = { instancePath: instancePath + "/arch-include", schemaPath: "#/properties/arch-include/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["arch-include"].type, parentSchema: schema1.properties["arch-include"], data: data2 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
    }
    if (data["conditional-include"] !== void 0) {
      let data5 = data["conditional-include"];
      if (Array.isArray(data5)) {
        let len2 = data5.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data6 = data5[i2];
          if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
            if (data6.if === void 0) {
              let err10 = { instancePath: instancePath + "/conditional-include/" + i2, schemaPath: "#/properties/conditional-include/items/required", keyword: "required", params: { missingProperty: "if" }, message: "must have required property 'if'", schema: schema1.properties["conditional-include"].items.required, parentSchema: schema1.properties["conditional-include"].items, data: data6 };
              vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
            }
            if (data6.include === void 0) {
              let err11 = { instancePath: instancePath + "/conditional-include/" + i2, schemaPath: "#/properties/conditional-include/items/required", keyword: "required", params: { missingProperty: "include" }, message: "must have required property 'include'", schema: schema1.properties["conditional-include"].items.required, parentSchema: schema1.properties["conditional-include"].items, data: data6 };
              vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
            }
            for (let key2 in data6)
              if (!(key2 === "if" || key2 === "include")) {
                let err12 = { instancePath: instancePath + "/conditional-include/" + i2, schemaPath: "#/properties/conditional-include/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties["conditional-include"].items, data: data6 };
                vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
              }
            if (data6.if !== void 0) {
              let data7 = data6.if;
              if (typeof data7 != "string" && !Array.isArray(data7)) {
                let err13 = { instancePath: instancePath + "/conditional-include/" + i2 + "/if", schemaPath: "#/properties/conditional-include/items/properties/if/type", keyword: "type", params: { type: schema1.properties["conditional-include"].items.properties.if.type }, message: "must be string,array", schema: schema1.properties["conditional-include"].items.properties.if.type, parentSchema: schema1.properties["conditional-include"].items.properties.if, data: data7 };
                vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
              }
              if (Array.isArray(data7)) {
                if (data7.length < 1) {
                  let err14 = { instancePath: instancePath + "/conditional-include/" + i2 + "/if", schemaPath: "#/properties/conditional-include/items/properties/if/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema1.properties["conditional-include"].items.properties.if, data: data7 };
                  vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
                }
                let len3 = data7.length;
                for (let i3 = 0; i3 < len3; i3++) {
                  let data8 = data7[i3];
                  if (typeof data8 != "string") {
                    let err15 = { instancePath: instancePath + "/conditional-include/" + i2 + "/if/" + i3, schemaPath: "#/properties/conditional-include/items/properties/if/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["conditional-include"].items.properties.if.items.type, parentSchema: schema1.properties["conditional-include"].items.properties.if.items, data: data8 };
                    vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
                  }
                }
              }
            }
            if (data6.include !== void 0) {
              let data9 = data6.include;
              if ((!data9 || typeof data9 != "object") && typeof data9 != "string") {
                let err16 = { instancePath: instancePath + "/conditional-include/" + i2 + "/include", schemaPath: "#/properties/conditional-include/items/properties/include/type", keyword: "type", params: { type: schema1.properties["conditional-include"].items.properties.include.type }, message: "must be string,array,object", schema: schema1.properties["conditional-include"].items.properties.include.type, parentSchema: schema1.properties["conditional-include"].items.properties.include, data: data9 };
                vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
              }
              let _errs24 = errors, valid11 = !0, _errs25 = errors;
              if (!(data9 && typeof data9 == "object" && !Array.isArray(data9))) {
                let err17 = {};
                vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
              }
              var _valid0 = _errs25 === errors;
              if (errors = _errs24, vErrors !== null && (_errs24 ? vErrors.length = _errs24 : vErrors = null), _valid0) {
                let _errs27 = errors;
                validate1(data9, { instancePath: instancePath + "/conditional-include/" + i2 + "/include", parentData: data6, parentDataProperty: "include", rootData }) || (vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors), errors = vErrors.length);
                var _valid0 = _errs27 === errors;
                valid11 = _valid0;
              }
              if (!valid11) {
                let err18 = { instancePath: instancePath + "/conditional-include/" + i2 + "/include", schemaPath: "#/properties/conditional-include/items/properties/include/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema1.properties["conditional-include"].items.properties.include.if, parentSchema: schema1.properties["conditional-include"].items.properties.include, data: data9 };
                vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
              }
              if (typeof data9 == "string" && func1(data9) < 1) {
                let err19 = { instancePath: instancePath + "/conditional-include/" + i2 + "/include", schemaPath: "#/properties/conditional-include/items/properties/include/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["conditional-include"].items.properties.include, data: data9 };
                vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
              }
              if (Array.isArray(data9)) {
                let len4 = data9.length;
                for (let i4 = 0; i4 < len4; i4++) {
                  let data10 = data9[i4];
                  if (typeof data10 == "string") {
                    if (func1(data10) < 1) {
                      let err20 = { instancePath: instancePath + "/conditional-include/" + i2 + "/include/" + i4, schemaPath: "#/properties/conditional-include/items/properties/include/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["conditional-include"].items.properties.include.items, data: data10 };
                      vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
                    }
                  } else {
                    let err21 = { instancePath: instancePath + "/conditional-include/" + i2 + "/include/" + i4, schemaPath: "#/properties/conditional-include/items/properties/include/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["conditional-include"].items.properties.include.items.type, parentSchema: schema1.properties["conditional-include"].items.properties.include.items, data: data10 };
                    vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
                  }
                }
              }
            }
          } else {
            let err22 = { instancePath: instancePath + "/conditional-include/" + i2, schemaPath: "#/properties/conditional-include/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["conditional-include"].items.type, parentSchema: schema1.properties["conditional-include"].items, data: data6 };
            vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
          }
        }
      } else {
        let err23 = { instancePath: instancePath + "/conditional-include", schemaPath: "#/properties/conditional-include/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["conditional-include"].type, parentSchema: schema1.properties["conditional-include"], data: data5 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
    }
    if (data.variables !== void 0) {
      let data11 = data.variables;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11))
        for (let key3 in data11) {
          let data12 = data11[key3];
          if (typeof data12 != "string" && typeof data12 != "boolean" && !(typeof data12 == "number" && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
            let err24 = { instancePath: instancePath + "/variables/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/variables/additionalProperties/type", keyword: "type", params: { type: schema1.properties.variables.additionalProperties.type }, message: "must be string,boolean,integer", schema: schema1.properties.variables.additionalProperties.type, parentSchema: schema1.properties.variables.additionalProperties, data: data12 };
            vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
          }
          if (typeof data12 == "number" && isFinite(data12)) {
            if (data12 > 9007199254740991 || isNaN(data12)) {
              let err25 = { instancePath: instancePath + "/variables/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/variables/additionalProperties/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991", schema: 9007199254740991, parentSchema: schema1.properties.variables.additionalProperties, data: data12 };
              vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
            }
            if (data12 < 0 || isNaN(data12)) {
              let err26 = { instancePath: instancePath + "/variables/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/variables/additionalProperties/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema1.properties.variables.additionalProperties, data: data12 };
              vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
            }
          }
        }
      else {
        let err27 = { instancePath: instancePath + "/variables", schemaPath: "#/properties/variables/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties.variables.type, parentSchema: schema1.properties.variables, data: data11 };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
    }
    if (data.edition !== void 0) {
      let data13 = data.edition;
      if (typeof data13 != "string") {
        let err28 = { instancePath: instancePath + "/edition", schemaPath: "#/properties/edition/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.edition.type, parentSchema: schema1.properties.edition, data: data13 };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
      if (!(data13 === "2014" || data13 === "2024")) {
        let err29 = { instancePath: instancePath + "/edition", schemaPath: "#/properties/edition/enum", keyword: "enum", params: { allowedValues: schema1.properties.edition.enum }, message: "must be equal to one of the allowed values", schema: schema1.properties.edition.enum, parentSchema: schema1.properties.edition, data: data13 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.basearch !== void 0) {
      let data14 = data.basearch;
      if (typeof data14 != "string") {
        let err30 = { instancePath: instancePath + "/basearch", schemaPath: "#/properties/basearch/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.basearch.type, parentSchema: schema1.properties.basearch, data: data14 };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
    }
    if (data.container !== void 0) {
      let data15 = data.container;
      if (typeof data15 != "boolean") {
        let err31 = { instancePath: instancePath + "/container", schemaPath: "#/properties/container/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.container.type, parentSchema: schema1.properties.container, data: data15 };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.rojig !== void 0) {
      let data16 = data.rojig;
      if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
        if (data16.name === void 0) {
          let err32 = { instancePath: instancePath + "/rojig", schemaPath: "#/properties/rojig/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema1.properties.rojig.required, parentSchema: schema1.properties.rojig, data: data16 };
          vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
        }
        if (data16.summary === void 0) {
          let err33 = { instancePath: instancePath + "/rojig", schemaPath: "#/properties/rojig/required", keyword: "required", params: { missingProperty: "summary" }, message: "must have required property 'summary'", schema: schema1.properties.rojig.required, parentSchema: schema1.properties.rojig, data: data16 };
          vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
        }
        if (data16.license === void 0) {
          let err34 = { instancePath: instancePath + "/rojig", schemaPath: "#/properties/rojig/required", keyword: "required", params: { missingProperty: "license" }, message: "must have required property 'license'", schema: schema1.properties.rojig.required, parentSchema: schema1.properties.rojig, data: data16 };
          vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
        }
        for (let key4 in data16)
          if (!(key4 === "name" || key4 === "summary" || key4 === "license" || key4 === "description")) {
            let err35 = { instancePath: instancePath + "/rojig", schemaPath: "#/properties/rojig/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties.rojig, data: data16 };
            vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
          }
        if (data16.name !== void 0) {
          let data17 = data16.name;
          if (typeof data17 != "string") {
            let err36 = { instancePath: instancePath + "/rojig/name", schemaPath: "#/properties/rojig/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.rojig.properties.name.type, parentSchema: schema1.properties.rojig.properties.name, data: data17 };
            vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
          }
        }
        if (data16.summary !== void 0) {
          let data18 = data16.summary;
          if (typeof data18 != "string") {
            let err37 = { instancePath: instancePath + "/rojig/summary", schemaPath: "#/properties/rojig/properties/summary/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.rojig.properties.summary.type, parentSchema: schema1.properties.rojig.properties.summary, data: data18 };
            vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
          }
        }
        if (data16.license !== void 0) {
          let data19 = data16.license;
          if (typeof data19 != "string") {
            let err38 = { instancePath: instancePath + "/rojig/license", schemaPath: "#/properties/rojig/properties/license/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.rojig.properties.license.type, parentSchema: schema1.properties.rojig.properties.license, data: data19 };
            vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
          }
        }
        if (data16.description !== void 0) {
          let data20 = data16.description;
          if (typeof data20 != "string") {
            let err39 = { instancePath: instancePath + "/rojig/description", schemaPath: "#/properties/rojig/properties/description/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.rojig.properties.description.type, parentSchema: schema1.properties.rojig.properties.description, data: data20 };
            vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
          }
        }
      } else {
        let err40 = { instancePath: instancePath + "/rojig", schemaPath: "#/properties/rojig/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties.rojig.type, parentSchema: schema1.properties.rojig, data: data16 };
        vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
      }
    }
    if (data["platform-module"] !== void 0) {
      let data21 = data["platform-module"];
      if (typeof data21 != "string") {
        let err41 = { instancePath: instancePath + "/platform-module", schemaPath: "#/properties/platform-module/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["platform-module"].type, parentSchema: schema1.properties["platform-module"], data: data21 };
        vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
      }
    }
    if (data.packages !== void 0) {
      let data22 = data.packages;
      if (Array.isArray(data22)) {
        let len5 = data22.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data23 = data22[i5];
          if (typeof data23 != "string") {
            let err42 = { instancePath: instancePath + "/packages/" + i5, schemaPath: "#/properties/packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.packages.items.type, parentSchema: schema1.properties.packages.items, data: data23 };
            vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
          }
        }
      } else {
        let err43 = { instancePath: instancePath + "/packages", schemaPath: "#/properties/packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.packages.type, parentSchema: schema1.properties.packages, data: data22 };
        vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
      }
    }
    if (data["bootstrap-packages"] !== void 0) {
      let data24 = data["bootstrap-packages"];
      if (Array.isArray(data24)) {
        let len6 = data24.length;
        for (let i6 = 0; i6 < len6; i6++) {
          let data25 = data24[i6];
          if (typeof data25 != "string") {
            let err44 = { instancePath: instancePath + "/bootstrap-packages/" + i6, schemaPath: "#/properties/bootstrap-packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["bootstrap-packages"].items.type, parentSchema: schema1.properties["bootstrap-packages"].items, data: data25 };
            vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
          }
        }
      } else {
        let err45 = { instancePath: instancePath + "/bootstrap-packages", schemaPath: "#/properties/bootstrap-packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["bootstrap-packages"].type, parentSchema: schema1.properties["bootstrap-packages"], data: data24 };
        vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
      }
    }
    if (data.bootstrap_packages !== void 0) {
      let data26 = data.bootstrap_packages;
      if (Array.isArray(data26)) {
        let len7 = data26.length;
        for (let i7 = 0; i7 < len7; i7++) {
          let data27 = data26[i7];
          if (typeof data27 != "string") {
            let err46 = { instancePath: instancePath + "/bootstrap_packages/" + i7, schemaPath: "#/properties/bootstrap-packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema2.items.type, parentSchema: schema2.items, data: data27 };
            vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
          }
        }
      } else {
        let err47 = { instancePath: instancePath + "/bootstrap_packages", schemaPath: "#/properties/bootstrap-packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema2.type, parentSchema: schema2, data: data26 };
        vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
      }
    }
    if (data.groups !== void 0) {
      let data28 = data.groups;
      if (Array.isArray(data28)) {
        let len8 = data28.length;
        for (let i8 = 0; i8 < len8; i8++) {
          let data29 = data28[i8];
          if (!(data29 && typeof data29 == "object" && !Array.isArray(data29)) && typeof data29 != "string") {
            let err48 = { instancePath: instancePath + "/groups/" + i8, schemaPath: "#/properties/groups/items/type", keyword: "type", params: { type: schema1.properties.groups.items.type }, message: "must be object,string", schema: schema1.properties.groups.items.type, parentSchema: schema1.properties.groups.items, data: data29 };
            vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
          }
          if (typeof data29 == "string" && func1(data29) < 1) {
            let err49 = { instancePath: instancePath + "/groups/" + i8, schemaPath: "#/properties/groups/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.groups.items, data: data29 };
            vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
          }
          if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
            if (data29.id === void 0) {
              let err50 = { instancePath: instancePath + "/groups/" + i8, schemaPath: "#/properties/groups/items/required", keyword: "required", params: { missingProperty: "id" }, message: "must have required property 'id'", schema: schema1.properties.groups.items.required, parentSchema: schema1.properties.groups.items, data: data29 };
              vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
            }
            for (let key5 in data29)
              if (!(key5 === "id" || key5 === "optional" || key5 === "blacklist")) {
                let err51 = { instancePath: instancePath + "/groups/" + i8, schemaPath: "#/properties/groups/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties.groups.items, data: data29 };
                vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
              }
            if (data29.id !== void 0) {
              let data30 = data29.id;
              if (typeof data30 == "string") {
                if (func1(data30) < 1) {
                  let err52 = { instancePath: instancePath + "/groups/" + i8 + "/id", schemaPath: "#/properties/groups/items/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.groups.items.properties.id, data: data30 };
                  vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
                }
              } else {
                let err53 = { instancePath: instancePath + "/groups/" + i8 + "/id", schemaPath: "#/properties/groups/items/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.groups.items.properties.id.type, parentSchema: schema1.properties.groups.items.properties.id, data: data30 };
                vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
              }
            }
            if (data29.optional !== void 0) {
              let data31 = data29.optional;
              if (typeof data31 != "boolean") {
                let err54 = { instancePath: instancePath + "/groups/" + i8 + "/optional", schemaPath: "#/properties/groups/items/properties/optional/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.groups.items.properties.optional.type, parentSchema: schema1.properties.groups.items.properties.optional, data: data31 };
                vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
              }
            }
            if (data29.blacklist !== void 0) {
              let data32 = data29.blacklist;
              if (Array.isArray(data32)) {
                let len9 = data32.length;
                for (let i9 = 0; i9 < len9; i9++) {
                  let data33 = data32[i9];
                  if (typeof data33 == "string") {
                    if (func1(data33) < 1) {
                      let err55 = { instancePath: instancePath + "/groups/" + i8 + "/blacklist/" + i9, schemaPath: "#/properties/groups/items/properties/blacklist/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.groups.items.properties.blacklist.items, data: data33 };
                      vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
                    }
                  } else {
                    let err56 = { instancePath: instancePath + "/groups/" + i8 + "/blacklist/" + i9, schemaPath: "#/properties/groups/items/properties/blacklist/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.groups.items.properties.blacklist.items.type, parentSchema: schema1.properties.groups.items.properties.blacklist.items, data: data33 };
                    vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
                  }
                }
              } else {
                let err57 = { instancePath: instancePath + "/groups/" + i8 + "/blacklist", schemaPath: "#/properties/groups/items/properties/blacklist/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.groups.items.properties.blacklist.type, parentSchema: schema1.properties.groups.items.properties.blacklist, data: data32 };
                vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
              }
            }
          }
        }
      } else {
        let err58 = { instancePath: instancePath + "/groups", schemaPath: "#/properties/groups/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.groups.type, parentSchema: schema1.properties.groups, data: data28 };
        vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
      }
    }
    if (data["exclude-packages"] !== void 0) {
      let data34 = data["exclude-packages"];
      if (Array.isArray(data34)) {
        let len10 = data34.length;
        for (let i10 = 0; i10 < len10; i10++) {
          let data35 = data34[i10];
          if (typeof data35 == "string") {
            if (func1(data35) < 1) {
              let err59 = { instancePath: instancePath + "/exclude-packages/" + i10, schemaPath: "#/properties/exclude-packages/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["exclude-packages"].items, data: data35 };
              vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
            }
          } else {
            let err60 = { instancePath: instancePath + "/exclude-packages/" + i10, schemaPath: "#/properties/exclude-packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["exclude-packages"].items.type, parentSchema: schema1.properties["exclude-packages"].items, data: data35 };
            vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
          }
        }
      } else {
        let err61 = { instancePath: instancePath + "/exclude-packages", schemaPath: "#/properties/exclude-packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["exclude-packages"].type, parentSchema: schema1.properties["exclude-packages"], data: data34 };
        vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
      }
    }
    if (data["repo-packages"] !== void 0) {
      let data36 = data["repo-packages"];
      if (Array.isArray(data36)) {
        let len11 = data36.length;
        for (let i11 = 0; i11 < len11; i11++) {
          let data37 = data36[i11];
          if (data37 && typeof data37 == "object" && !Array.isArray(data37)) {
            if (data37.repo === void 0) {
              let err62 = { instancePath: instancePath + "/repo-packages/" + i11, schemaPath: "#/properties/repo-packages/items/required", keyword: "required", params: { missingProperty: "repo" }, message: "must have required property 'repo'", schema: schema1.properties["repo-packages"].items.required, parentSchema: schema1.properties["repo-packages"].items, data: data37 };
              vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
            }
            if (data37.packages === void 0) {
              let err63 = { instancePath: instancePath + "/repo-packages/" + i11, schemaPath: "#/properties/repo-packages/items/required", keyword: "required", params: { missingProperty: "packages" }, message: "must have required property 'packages'", schema: schema1.properties["repo-packages"].items.required, parentSchema: schema1.properties["repo-packages"].items, data: data37 };
              vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
            }
            for (let key6 in data37)
              if (!(key6 === "repo" || key6 === "packages")) {
                let err64 = { instancePath: instancePath + "/repo-packages/" + i11, schemaPath: "#/properties/repo-packages/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties["repo-packages"].items, data: data37 };
                vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
              }
            if (data37.repo !== void 0) {
              let data38 = data37.repo;
              if (typeof data38 == "string") {
                if (func1(data38) < 1) {
                  let err65 = { instancePath: instancePath + "/repo-packages/" + i11 + "/repo", schemaPath: "#/properties/repo-packages/items/properties/repo/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["repo-packages"].items.properties.repo, data: data38 };
                  vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
                }
              } else {
                let err66 = { instancePath: instancePath + "/repo-packages/" + i11 + "/repo", schemaPath: "#/properties/repo-packages/items/properties/repo/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["repo-packages"].items.properties.repo.type, parentSchema: schema1.properties["repo-packages"].items.properties.repo, data: data38 };
                vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
              }
            }
            if (data37.packages !== void 0) {
              let data39 = data37.packages;
              if (Array.isArray(data39)) {
                let len12 = data39.length;
                for (let i12 = 0; i12 < len12; i12++) {
                  let data40 = data39[i12];
                  if (typeof data40 != "string") {
                    let err67 = { instancePath: instancePath + "/repo-packages/" + i11 + "/packages/" + i12, schemaPath: "#/properties/repo-packages/items/properties/packages/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["repo-packages"].items.properties.packages.items.type, parentSchema: schema1.properties["repo-packages"].items.properties.packages.items, data: data40 };
                    vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
                  }
                }
              } else {
                let err68 = { instancePath: instancePath + "/repo-packages/" + i11 + "/packages", schemaPath: "#/properties/repo-packages/items/properties/packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["repo-packages"].items.properties.packages.type, parentSchema: schema1.properties["repo-packages"].items.properties.packages, data: data39 };
                vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
              }
            }
          } else {
            let err69 = { instancePath: instancePath + "/repo-packages/" + i11, schemaPath: "#/properties/repo-packages/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["repo-packages"].items.type, parentSchema: schema1.properties["repo-packages"].items, data: data37 };
            vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
          }
        }
      } else {
        let err70 = { instancePath: instancePath + "/repo-packages", schemaPath: "#/properties/repo-packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["repo-packages"].type, parentSchema: schema1.properties["repo-packages"], data: data36 };
        vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
      }
    }
    if (data.repos !== void 0) {
      let data41 = data.repos;
      if (Array.isArray(data41)) {
        let len13 = data41.length;
        for (let i13 = 0; i13 < len13; i13++) {
          let data42 = data41[i13];
          if (typeof data42 == "string") {
            if (func1(data42) < 1) {
              let err71 = { instancePath: instancePath + "/repos/" + i13, schemaPath: "#/properties/repos/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.repos.items, data: data42 };
              vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
            }
          } else {
            let err72 = { instancePath: instancePath + "/repos/" + i13, schemaPath: "#/properties/repos/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.repos.items.type, parentSchema: schema1.properties.repos.items, data: data42 };
            vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
          }
        }
      } else {
        let err73 = { instancePath: instancePath + "/repos", schemaPath: "#/properties/repos/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.repos.type, parentSchema: schema1.properties.repos, data: data41 };
        vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
      }
    }
    if (data["lockfile-repos"] !== void 0) {
      let data43 = data["lockfile-repos"];
      if (Array.isArray(data43)) {
        let len14 = data43.length;
        for (let i14 = 0; i14 < len14; i14++) {
          let data44 = data43[i14];
          if (typeof data44 == "string") {
            if (func1(data44) < 1) {
              let err74 = { instancePath: instancePath + "/lockfile-repos/" + i14, schemaPath: "#/properties/lockfile-repos/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["lockfile-repos"].items, data: data44 };
              vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
            }
          } else {
            let err75 = { instancePath: instancePath + "/lockfile-repos/" + i14, schemaPath: "#/properties/lockfile-repos/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["lockfile-repos"].items.type, parentSchema: schema1.properties["lockfile-repos"].items, data: data44 };
            vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
          }
        }
      } else {
        let err76 = { instancePath: instancePath + "/lockfile-repos", schemaPath: "#/properties/lockfile-repos/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["lockfile-repos"].type, parentSchema: schema1.properties["lockfile-repos"], data: data43 };
        vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
      }
    }
    if (data.releasever !== void 0) {
      let data45 = data.releasever;
      if (typeof data45 != "string" && !(typeof data45 == "number" && !(data45 % 1) && !isNaN(data45) && isFinite(data45))) {
        let err77 = { instancePath: instancePath + "/releasever", schemaPath: "#/properties/releasever/type", keyword: "type", params: { type: schema1.properties.releasever.type }, message: "must be string,integer", schema: schema1.properties.releasever.type, parentSchema: schema1.properties.releasever, data: data45 };
        vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
      }
      if (typeof data45 == "number" && isFinite(data45)) {
        if (data45 > 9007199254740991 || isNaN(data45)) {
          let err78 = { instancePath: instancePath + "/releasever", schemaPath: "#/properties/releasever/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991", schema: 9007199254740991, parentSchema: schema1.properties.releasever, data: data45 };
          vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
        }
        if (data45 < 0 || isNaN(data45)) {
          let err79 = { instancePath: instancePath + "/releasever", schemaPath: "#/properties/releasever/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema1.properties.releasever, data: data45 };
          vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
        }
      }
    }
    if (data.repovars !== void 0) {
      let data46 = data.repovars;
      if (data46 && typeof data46 == "object" && !Array.isArray(data46))
        for (let key7 in data46) {
          let data47 = data46[key7];
          if (typeof data47 != "string") {
            let err80 = { instancePath: instancePath + "/repovars/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repovars/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.repovars.additionalProperties.type, parentSchema: schema1.properties.repovars.additionalProperties, data: data47 };
            vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
          }
        }
      else {
        let err81 = { instancePath: instancePath + "/repovars", schemaPath: "#/properties/repovars/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties.repovars.type, parentSchema: schema1.properties.repovars, data: data46 };
        vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
      }
    }
    if (data.recommends !== void 0) {
      let data48 = data.recommends;
      if (typeof data48 != "boolean") {
        let err82 = { instancePath: instancePath + "/recommends", schemaPath: "#/properties/recommends/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.recommends.type, parentSchema: schema1.properties.recommends, data: data48 };
        vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
      }
    }
    if (data.documentation !== void 0) {
      let data49 = data.documentation;
      if (typeof data49 != "boolean") {
        let err83 = { instancePath: instancePath + "/documentation", schemaPath: "#/properties/documentation/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.documentation.type, parentSchema: schema1.properties.documentation, data: data49 };
        vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
      }
    }
    if (data["install-langs"] !== void 0) {
      let data50 = data["install-langs"];
      if (Array.isArray(data50)) {
        let len15 = data50.length;
        for (let i15 = 0; i15 < len15; i15++) {
          let data51 = data50[i15];
          if (typeof data51 == "string") {
            if (func1(data51) < 1) {
              let err84 = { instancePath: instancePath + "/install-langs/" + i15, schemaPath: "#/properties/install-langs/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["install-langs"].items, data: data51 };
              vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
            }
          } else {
            let err85 = { instancePath: instancePath + "/install-langs/" + i15, schemaPath: "#/properties/install-langs/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["install-langs"].items.type, parentSchema: schema1.properties["install-langs"].items, data: data51 };
            vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
          }
        }
      } else {
        let err86 = { instancePath: instancePath + "/install-langs", schemaPath: "#/properties/install-langs/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["install-langs"].type, parentSchema: schema1.properties["install-langs"], data: data50 };
        vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
      }
    }
    if (data["ostree-layers"] !== void 0) {
      let data52 = data["ostree-layers"];
      if (Array.isArray(data52)) {
        let len16 = data52.length;
        for (let i16 = 0; i16 < len16; i16++) {
          let data53 = data52[i16];
          if (typeof data53 == "string") {
            if (func1(data53) < 1) {
              let err87 = { instancePath: instancePath + "/ostree-layers/" + i16, schemaPath: "#/properties/ostree-layers/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["ostree-layers"].items, data: data53 };
              vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
            }
          } else {
            let err88 = { instancePath: instancePath + "/ostree-layers/" + i16, schemaPath: "#/properties/ostree-layers/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["ostree-layers"].items.type, parentSchema: schema1.properties["ostree-layers"].items, data: data53 };
            vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
          }
        }
      } else {
        let err89 = { instancePath: instancePath + "/ostree-layers", schemaPath: "#/properties/ostree-layers/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["ostree-layers"].type, parentSchema: schema1.properties["ostree-layers"], data: data52 };
        vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
      }
    }
    if (data["ostree-override-layers"] !== void 0) {
      let data54 = data["ostree-override-layers"];
      if (Array.isArray(data54)) {
        let len17 = data54.length;
        for (let i17 = 0; i17 < len17; i17++) {
          let data55 = data54[i17];
          if (typeof data55 == "string") {
            if (func1(data55) < 1) {
              let err90 = { instancePath: instancePath + "/ostree-override-layers/" + i17, schemaPath: "#/properties/ostree-override-layers/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["ostree-override-layers"].items, data: data55 };
              vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
            }
          } else {
            let err91 = { instancePath: instancePath + "/ostree-override-layers/" + i17, schemaPath: "#/properties/ostree-override-layers/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["ostree-override-layers"].items.type, parentSchema: schema1.properties["ostree-override-layers"].items, data: data55 };
            vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
          }
        }
      } else {
        let err92 = { instancePath: instancePath + "/ostree-override-layers", schemaPath: "#/properties/ostree-override-layers/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["ostree-override-layers"].type, parentSchema: schema1.properties["ostree-override-layers"], data: data54 };
        vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
      }
    }
    if (data.postprocess !== void 0) {
      let data56 = data.postprocess;
      if (Array.isArray(data56)) {
        let len18 = data56.length;
        for (let i18 = 0; i18 < len18; i18++) {
          let data57 = data56[i18];
          if (typeof data57 != "string") {
            let err93 = { instancePath: instancePath + "/postprocess/" + i18, schemaPath: "#/properties/postprocess/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.postprocess.items.type, parentSchema: schema1.properties.postprocess.items, data: data57 };
            vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
          }
        }
      } else {
        let err94 = { instancePath: instancePath + "/postprocess", schemaPath: "#/properties/postprocess/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.postprocess.type, parentSchema: schema1.properties.postprocess, data: data56 };
        vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
      }
    }
    if (data["postprocess-script"] !== void 0) {
      let data58 = data["postprocess-script"];
      if (typeof data58 == "string") {
        if (func1(data58) < 1) {
          let err95 = { instancePath: instancePath + "/postprocess-script", schemaPath: "#/properties/postprocess-script/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["postprocess-script"], data: data58 };
          vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
        }
      } else {
        let err96 = { instancePath: instancePath + "/postprocess-script", schemaPath: "#/properties/postprocess-script/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["postprocess-script"].type, parentSchema: schema1.properties["postprocess-script"], data: data58 };
        vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
      }
    }
    if (data["add-files"] !== void 0) {
      let data59 = data["add-files"];
      if (Array.isArray(data59)) {
        let len19 = data59.length;
        for (let i19 = 0; i19 < len19; i19++) {
          let data60 = data59[i19];
          if (Array.isArray(data60)) {
            if (data60.length > 2) {
              let err97 = { instancePath: instancePath + "/add-files/" + i19, schemaPath: "#/properties/add-files/items/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema1.properties["add-files"].items, data: data60 };
              vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
            }
            if (data60.length < 2) {
              let err98 = { instancePath: instancePath + "/add-files/" + i19, schemaPath: "#/properties/add-files/items/minItems", keyword: "minItems", params: { limit: 2 }, message: "must NOT have fewer than 2 items", schema: 2, parentSchema: schema1.properties["add-files"].items, data: data60 };
              vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
            }
            let len20 = data60.length;
            for (let i20 = 0; i20 < len20; i20++) {
              let data61 = data60[i20];
              if (typeof data61 == "string") {
                if (func1(data61) < 1) {
                  let err99 = { instancePath: instancePath + "/add-files/" + i19 + "/" + i20, schemaPath: "#/properties/add-files/items/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["add-files"].items.items, data: data61 };
                  vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
                }
              } else {
                let err100 = { instancePath: instancePath + "/add-files/" + i19 + "/" + i20, schemaPath: "#/properties/add-files/items/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["add-files"].items.items.type, parentSchema: schema1.properties["add-files"].items.items, data: data61 };
                vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
              }
            }
          } else {
            let err101 = { instancePath: instancePath + "/add-files/" + i19, schemaPath: "#/properties/add-files/items/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["add-files"].items.type, parentSchema: schema1.properties["add-files"].items, data: data60 };
            vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
          }
        }
      } else {
        let err102 = { instancePath: instancePath + "/add-files", schemaPath: "#/properties/add-files/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["add-files"].type, parentSchema: schema1.properties["add-files"], data: data59 };
        vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
      }
    }
    if (data["remove-files"] !== void 0) {
      let data62 = data["remove-files"];
      if (Array.isArray(data62)) {
        let len21 = data62.length;
        for (let i21 = 0; i21 < len21; i21++) {
          let data63 = data62[i21];
          if (typeof data63 == "string") {
            if (func1(data63) < 1) {
              let err103 = { instancePath: instancePath + "/remove-files/" + i21, schemaPath: "#/properties/remove-files/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["remove-files"].items, data: data63 };
              vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
            }
          } else {
            let err104 = { instancePath: instancePath + "/remove-files/" + i21, schemaPath: "#/properties/remove-files/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["remove-files"].items.type, parentSchema: schema1.properties["remove-files"].items, data: data63 };
            vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
          }
        }
      } else {
        let err105 = { instancePath: instancePath + "/remove-files", schemaPath: "#/properties/remove-files/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["remove-files"].type, parentSchema: schema1.properties["remove-files"], data: data62 };
        vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
      }
    }
    if (data["remove-from-packages"] !== void 0) {
      let data64 = data["remove-from-packages"];
      if (Array.isArray(data64)) {
        let len22 = data64.length;
        for (let i22 = 0; i22 < len22; i22++) {
          let data65 = data64[i22];
          if (Array.isArray(data65)) {
            if (data65.length < 2) {
              let err106 = { instancePath: instancePath + "/remove-from-packages/" + i22, schemaPath: "#/properties/remove-from-packages/items/minItems", keyword: "minItems", params: { limit: 2 }, message: "must NOT have fewer than 2 items", schema: 2, parentSchema: schema1.properties["remove-from-packages"].items, data: data65 };
              vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
            }
            let len23 = data65.length;
            for (let i23 = 0; i23 < len23; i23++) {
              let data66 = data65[i23];
              if (typeof data66 == "string") {
                if (func1(data66) < 1) {
                  let err107 = { instancePath: instancePath + "/remove-from-packages/" + i22 + "/" + i23, schemaPath: "#/properties/remove-from-packages/items/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["remove-from-packages"].items.items, data: data66 };
                  vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
                }
              } else {
                let err108 = { instancePath: instancePath + "/remove-from-packages/" + i22 + "/" + i23, schemaPath: "#/properties/remove-from-packages/items/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["remove-from-packages"].items.items.type, parentSchema: schema1.properties["remove-from-packages"].items.items, data: data66 };
                vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
              }
            }
          } else {
            let err109 = { instancePath: instancePath + "/remove-from-packages/" + i22, schemaPath: "#/properties/remove-from-packages/items/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["remove-from-packages"].items.type, parentSchema: schema1.properties["remove-from-packages"].items, data: data65 };
            vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
          }
        }
      } else {
        let err110 = { instancePath: instancePath + "/remove-from-packages", schemaPath: "#/properties/remove-from-packages/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["remove-from-packages"].type, parentSchema: schema1.properties["remove-from-packages"], data: data64 };
        vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
      }
    }
    if (data.units !== void 0) {
      let data67 = data.units;
      if (Array.isArray(data67)) {
        let len24 = data67.length;
        for (let i24 = 0; i24 < len24; i24++) {
          let data68 = data67[i24];
          if (typeof data68 == "string") {
            if (!pattern28.test(data68)) {
              let err111 = { instancePath: instancePath + "/units/" + i24, schemaPath: "#/properties/units/items/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$" }, message: 'must match pattern "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$"', schema: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", parentSchema: schema1.properties.units.items, data: data68 };
              vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
            }
          } else {
            let err112 = { instancePath: instancePath + "/units/" + i24, schemaPath: "#/properties/units/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.units.items.type, parentSchema: schema1.properties.units.items, data: data68 };
            vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
          }
        }
      } else {
        let err113 = { instancePath: instancePath + "/units", schemaPath: "#/properties/units/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties.units.type, parentSchema: schema1.properties.units, data: data67 };
        vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
      }
    }
    if (data["default-target"] !== void 0) {
      let data69 = data["default-target"];
      if (typeof data69 == "string") {
        if (!pattern28.test(data69)) {
          let err114 = { instancePath: instancePath + "/default-target", schemaPath: "#/properties/default-target/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$" }, message: 'must match pattern "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$"', schema: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", parentSchema: schema1.properties["default-target"], data: data69 };
          vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
        }
      } else {
        let err115 = { instancePath: instancePath + "/default-target", schemaPath: "#/properties/default-target/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["default-target"].type, parentSchema: schema1.properties["default-target"], data: data69 };
        vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
      }
    }
    if (data.default_target !== void 0) {
      let data70 = data.default_target;
      if (typeof data70 == "string") {
        if (!pattern28.test(data70)) {
          let err116 = { instancePath: instancePath + "/default_target", schemaPath: "#/properties/default-target/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$" }, message: 'must match pattern "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$"', schema: "^[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*$", parentSchema: schema3, data: data70 };
          vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
        }
      } else {
        let err117 = { instancePath: instancePath + "/default_target", schemaPath: "#/properties/default-target/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema3.type, parentSchema: schema3, data: data70 };
        vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
      }
    }
    if (data["mutate-os-release"] !== void 0) {
      let data71 = data["mutate-os-release"];
      if (typeof data71 != "string") {
        let err118 = { instancePath: instancePath + "/mutate-os-release", schemaPath: "#/properties/mutate-os-release/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["mutate-os-release"].type, parentSchema: schema1.properties["mutate-os-release"], data: data71 };
        vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
      }
    }
    if (data["container-cmd"] !== void 0) {
      let data72 = data["container-cmd"];
      if (Array.isArray(data72)) {
        let len25 = data72.length;
        for (let i25 = 0; i25 < len25; i25++) {
          let data73 = data72[i25];
          if (typeof data73 != "string") {
            let err119 = { instancePath: instancePath + "/container-cmd/" + i25, schemaPath: "#/properties/container-cmd/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["container-cmd"].items.type, parentSchema: schema1.properties["container-cmd"].items, data: data73 };
            vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
          }
        }
      } else {
        let err120 = { instancePath: instancePath + "/container-cmd", schemaPath: "#/properties/container-cmd/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["container-cmd"].type, parentSchema: schema1.properties["container-cmd"], data: data72 };
        vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
      }
    }
    if (data["readonly-executables"] !== void 0) {
      let data74 = data["readonly-executables"];
      if (typeof data74 != "boolean") {
        let err121 = { instancePath: instancePath + "/readonly-executables", schemaPath: "#/properties/readonly-executables/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["readonly-executables"].type, parentSchema: schema1.properties["readonly-executables"], data: data74 };
        vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
      }
    }
    if (data.cliwrap !== void 0) {
      let data75 = data.cliwrap;
      if (typeof data75 != "boolean") {
        let err122 = { instancePath: instancePath + "/cliwrap", schemaPath: "#/properties/cliwrap/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.cliwrap.type, parentSchema: schema1.properties.cliwrap, data: data75 };
        vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
      }
    }
    if (data["cliwrap-binaries"] !== void 0) {
      let data76 = data["cliwrap-binaries"];
      if (Array.isArray(data76)) {
        let len26 = data76.length;
        for (let i26 = 0; i26 < len26; i26++) {
          let data77 = data76[i26];
          if (typeof data77 != "string") {
            let err123 = { instancePath: instancePath + "/cliwrap-binaries/" + i26, schemaPath: "#/properties/cliwrap-binaries/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["cliwrap-binaries"].items.type, parentSchema: schema1.properties["cliwrap-binaries"].items, data: data77 };
            vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
          }
        }
      } else {
        let err124 = { instancePath: instancePath + "/cliwrap-binaries", schemaPath: "#/properties/cliwrap-binaries/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["cliwrap-binaries"].type, parentSchema: schema1.properties["cliwrap-binaries"], data: data76 };
        vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
      }
    }
    if (data["etc-group-members"] !== void 0) {
      let data78 = data["etc-group-members"];
      if (Array.isArray(data78)) {
        let len27 = data78.length;
        for (let i27 = 0; i27 < len27; i27++) {
          let data79 = data78[i27];
          if (typeof data79 == "string") {
            if (func1(data79) < 1) {
              let err125 = { instancePath: instancePath + "/etc-group-members/" + i27, schemaPath: "#/properties/etc-group-members/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["etc-group-members"].items, data: data79 };
              vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
            }
          } else {
            let err126 = { instancePath: instancePath + "/etc-group-members/" + i27, schemaPath: "#/properties/etc-group-members/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["etc-group-members"].items.type, parentSchema: schema1.properties["etc-group-members"].items, data: data79 };
            vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
          }
        }
      } else {
        let err127 = { instancePath: instancePath + "/etc-group-members", schemaPath: "#/properties/etc-group-members/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["etc-group-members"].type, parentSchema: schema1.properties["etc-group-members"], data: data78 };
        vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
      }
    }
    if (data["preserve-passwd"] !== void 0) {
      let data80 = data["preserve-passwd"];
      if (typeof data80 != "boolean") {
        let err128 = { instancePath: instancePath + "/preserve-passwd", schemaPath: "#/properties/preserve-passwd/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["preserve-passwd"].type, parentSchema: schema1.properties["preserve-passwd"], data: data80 };
        vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
      }
    }
    if (data["check-passwd"] !== void 0) {
      let data81 = data["check-passwd"], _errs180 = errors, valid68 = !0, _errs181 = errors;
      if (data81 && typeof data81 == "object" && !Array.isArray(data81)) {
        let missing0;
        if (data81.type === void 0 && (missing0 = "type")) {
          let err129 = {};
          vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
        } else if (data81.type !== void 0 && data81.type !== "file") {
          let err130 = {};
          vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
        }
      }
      var _valid1 = _errs181 === errors;
      if (errors = _errs180, vErrors !== null && (_errs180 ? vErrors.length = _errs180 : vErrors = null), _valid1) {
        let _errs183 = errors;
        if (data81 && typeof data81 == "object" && !Array.isArray(data81) && data81.filename === void 0) {
          let err131 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/allOf/0/then/required", keyword: "required", params: { missingProperty: "filename" }, message: "must have required property 'filename'", schema: schema1.properties["check-passwd"].allOf[0].then.required, parentSchema: schema1.properties["check-passwd"].allOf[0].then, data: data81 };
          vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
        }
        var _valid1 = _errs183 === errors;
        valid68 = _valid1;
      }
      if (!valid68) {
        let err132 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/allOf/0/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema1.properties["check-passwd"].allOf[0].if, parentSchema: schema1.properties["check-passwd"].allOf[0], data: data81 };
        vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
      }
      let _errs185 = errors, valid70 = !0, _errs186 = errors;
      if (data81 && typeof data81 == "object" && !Array.isArray(data81)) {
        let missing1;
        if (data81.type === void 0 && (missing1 = "type")) {
          let err133 = {};
          vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
        } else if (data81.type !== void 0 && data81.type !== "data") {
          let err134 = {};
          vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
        }
      }
      var _valid2 = _errs186 === errors;
      if (errors = _errs185, vErrors !== null && (_errs185 ? vErrors.length = _errs185 : vErrors = null), _valid2) {
        let _errs188 = errors;
        if (data81 && typeof data81 == "object" && !Array.isArray(data81) && data81.entries === void 0) {
          let err135 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/allOf/1/then/required", keyword: "required", params: { missingProperty: "entries" }, message: "must have required property 'entries'", schema: schema1.properties["check-passwd"].allOf[1].then.required, parentSchema: schema1.properties["check-passwd"].allOf[1].then, data: data81 };
          vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
        }
        var _valid2 = _errs188 === errors;
        valid70 = _valid2;
      }
      if (!valid70) {
        let err136 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/allOf/1/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema1.properties["check-passwd"].allOf[1].if, parentSchema: schema1.properties["check-passwd"].allOf[1], data: data81 };
        vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
      }
      if (data81 && typeof data81 == "object" && !Array.isArray(data81)) {
        if (data81.type === void 0) {
          let err137 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/required", keyword: "required", params: { missingProperty: "type" }, message: "must have required property 'type'", schema: schema1.properties["check-passwd"].required, parentSchema: schema1.properties["check-passwd"], data: data81 };
          vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
        }
        for (let key8 in data81)
          if (!(key8 === "type" || key8 === "filename" || key8 === "entries")) {
            let err138 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties["check-passwd"], data: data81 };
            vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
          }
        if (data81.type !== void 0) {
          let data84 = data81.type;
          if (typeof data84 != "string") {
            let err139 = { instancePath: instancePath + "/check-passwd/type", schemaPath: "#/properties/check-passwd/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["check-passwd"].properties.type.type, parentSchema: schema1.properties["check-passwd"].properties.type, data: data84 };
            vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
          }
          if (!(data84 === "none" || data84 === "previous" || data84 === "file" || data84 === "data")) {
            let err140 = { instancePath: instancePath + "/check-passwd/type", schemaPath: "#/properties/check-passwd/properties/type/enum", keyword: "enum", params: { allowedValues: schema1.properties["check-passwd"].properties.type.enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["check-passwd"].properties.type.enum, parentSchema: schema1.properties["check-passwd"].properties.type, data: data84 };
            vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
          }
        }
        if (data81.filename !== void 0) {
          let data85 = data81.filename;
          if (typeof data85 == "string") {
            if (func1(data85) < 1) {
              let err141 = { instancePath: instancePath + "/check-passwd/filename", schemaPath: "#/properties/check-passwd/properties/filename/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["check-passwd"].properties.filename, data: data85 };
              vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
            }
          } else {
            let err142 = { instancePath: instancePath + "/check-passwd/filename", schemaPath: "#/properties/check-passwd/properties/filename/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["check-passwd"].properties.filename.type, parentSchema: schema1.properties["check-passwd"].properties.filename, data: data85 };
            vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
          }
        }
        if (data81.entries !== void 0) {
          let data86 = data81.entries;
          if (data86 && typeof data86 == "object" && !Array.isArray(data86))
            for (let key9 in data86) {
              let data87 = data86[key9];
              if (!(typeof data87 == "number" && !(data87 % 1) && !isNaN(data87) && isFinite(data87)) && !Array.isArray(data87)) {
                let err143 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/type", keyword: "type", params: { type: schema1.properties["check-passwd"].properties.entries.additionalProperties.type }, message: "must be integer,array", schema: schema1.properties["check-passwd"].properties.entries.additionalProperties.type, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties, data: data87 };
                vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
              }
              if (typeof data87 == "number" && isFinite(data87)) {
                if (data87 > 4294967295 || isNaN(data87)) {
                  let err144 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties, data: data87 };
                  vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
                }
                if (data87 < 0 || isNaN(data87)) {
                  let err145 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties, data: data87 };
                  vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
                }
              }
              if (Array.isArray(data87)) {
                if (data87.length > 2) {
                  let err146 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties, data: data87 };
                  vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
                }
                if (data87.length < 1) {
                  let err147 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties, data: data87 };
                  vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
                }
                let len28 = data87.length;
                for (let i28 = 0; i28 < len28; i28++) {
                  let data88 = data87[i28];
                  if (!(typeof data88 == "number" && !(data88 % 1) && !isNaN(data88) && isFinite(data88))) {
                    let err148 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i28, schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/items/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema1.properties["check-passwd"].properties.entries.additionalProperties.items.type, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties.items, data: data88 };
                    vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
                  }
                  if (typeof data88 == "number" && isFinite(data88)) {
                    if (data88 > 4294967295 || isNaN(data88)) {
                      let err149 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i28, schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties.items, data: data88 };
                      vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
                    }
                    if (data88 < 0 || isNaN(data88)) {
                      let err150 = { instancePath: instancePath + "/check-passwd/entries/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i28, schemaPath: "#/properties/check-passwd/properties/entries/additionalProperties/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema1.properties["check-passwd"].properties.entries.additionalProperties.items, data: data88 };
                      vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
                    }
                  }
                }
              }
            }
          else {
            let err151 = { instancePath: instancePath + "/check-passwd/entries", schemaPath: "#/properties/check-passwd/properties/entries/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["check-passwd"].properties.entries.type, parentSchema: schema1.properties["check-passwd"].properties.entries, data: data86 };
            vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
          }
        }
      } else {
        let err152 = { instancePath: instancePath + "/check-passwd", schemaPath: "#/properties/check-passwd/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["check-passwd"].type, parentSchema: schema1.properties["check-passwd"], data: data81 };
        vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
      }
    }
    if (data["check-groups"] !== void 0) {
      let data89 = data["check-groups"], _errs204 = errors, valid77 = !0, _errs205 = errors;
      if (data89 && typeof data89 == "object" && !Array.isArray(data89)) {
        let missing2;
        if (data89.type === void 0 && (missing2 = "type")) {
          let err153 = {};
          vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
        } else if (data89.type !== void 0 && data89.type !== "file") {
          let err154 = {};
          vErrors === null ? vErrors = [err154] : vErrors.push(err154), errors++;
        }
      }
      var _valid3 = _errs205 === errors;
      if (errors = _errs204, vErrors !== null && (_errs204 ? vErrors.length = _errs204 : vErrors = null), _valid3) {
        let _errs207 = errors;
        if (data89 && typeof data89 == "object" && !Array.isArray(data89) && data89.filename === void 0) {
          let err155 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/allOf/0/then/required", keyword: "required", params: { missingProperty: "filename" }, message: "must have required property 'filename'", schema: schema1.properties["check-groups"].allOf[0].then.required, parentSchema: schema1.properties["check-groups"].allOf[0].then, data: data89 };
          vErrors === null ? vErrors = [err155] : vErrors.push(err155), errors++;
        }
        var _valid3 = _errs207 === errors;
        valid77 = _valid3;
      }
      if (!valid77) {
        let err156 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/allOf/0/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema1.properties["check-groups"].allOf[0].if, parentSchema: schema1.properties["check-groups"].allOf[0], data: data89 };
        vErrors === null ? vErrors = [err156] : vErrors.push(err156), errors++;
      }
      let _errs209 = errors, valid79 = !0, _errs210 = errors;
      if (data89 && typeof data89 == "object" && !Array.isArray(data89)) {
        let missing3;
        if (data89.type === void 0 && (missing3 = "type")) {
          let err157 = {};
          vErrors === null ? vErrors = [err157] : vErrors.push(err157), errors++;
        } else if (data89.type !== void 0 && data89.type !== "data") {
          let err158 = {};
          vErrors === null ? vErrors = [err158] : vErrors.push(err158), errors++;
        }
      }
      var _valid4 = _errs210 === errors;
      if (errors = _errs209, vErrors !== null && (_errs209 ? vErrors.length = _errs209 : vErrors = null), _valid4) {
        let _errs212 = errors;
        if (data89 && typeof data89 == "object" && !Array.isArray(data89) && data89.entries === void 0) {
          let err159 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/allOf/1/then/required", keyword: "required", params: { missingProperty: "entries" }, message: "must have required property 'entries'", schema: schema1.properties["check-groups"].allOf[1].then.required, parentSchema: schema1.properties["check-groups"].allOf[1].then, data: data89 };
          vErrors === null ? vErrors = [err159] : vErrors.push(err159), errors++;
        }
        var _valid4 = _errs212 === errors;
        valid79 = _valid4;
      }
      if (!valid79) {
        let err160 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/allOf/1/if", keyword: "if", params: { failingKeyword: "then" }, message: 'must match "then" schema', schema: schema1.properties["check-groups"].allOf[1].if, parentSchema: schema1.properties["check-groups"].allOf[1], data: data89 };
        vErrors === null ? vErrors = [err160] : vErrors.push(err160), errors++;
      }
      if (data89 && typeof data89 == "object" && !Array.isArray(data89)) {
        if (data89.type === void 0) {
          let err161 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/required", keyword: "required", params: { missingProperty: "type" }, message: "must have required property 'type'", schema: schema1.properties["check-groups"].required, parentSchema: schema1.properties["check-groups"], data: data89 };
          vErrors === null ? vErrors = [err161] : vErrors.push(err161), errors++;
        }
        for (let key10 in data89)
          if (!(key10 === "type" || key10 === "filename" || key10 === "entries")) {
            let err162 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema1.properties["check-groups"], data: data89 };
            vErrors === null ? vErrors = [err162] : vErrors.push(err162), errors++;
          }
        if (data89.type !== void 0) {
          let data92 = data89.type;
          if (typeof data92 != "string") {
            let err163 = { instancePath: instancePath + "/check-groups/type", schemaPath: "#/properties/check-groups/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["check-groups"].properties.type.type, parentSchema: schema1.properties["check-groups"].properties.type, data: data92 };
            vErrors === null ? vErrors = [err163] : vErrors.push(err163), errors++;
          }
          if (!(data92 === "none" || data92 === "previous" || data92 === "file" || data92 === "data")) {
            let err164 = { instancePath: instancePath + "/check-groups/type", schemaPath: "#/properties/check-groups/properties/type/enum", keyword: "enum", params: { allowedValues: schema1.properties["check-groups"].properties.type.enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["check-groups"].properties.type.enum, parentSchema: schema1.properties["check-groups"].properties.type, data: data92 };
            vErrors === null ? vErrors = [err164] : vErrors.push(err164), errors++;
          }
        }
        if (data89.filename !== void 0) {
          let data93 = data89.filename;
          if (typeof data93 == "string") {
            if (func1(data93) < 1) {
              let err165 = { instancePath: instancePath + "/check-groups/filename", schemaPath: "#/properties/check-groups/properties/filename/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["check-groups"].properties.filename, data: data93 };
              vErrors === null ? vErrors = [err165] : vErrors.push(err165), errors++;
            }
          } else {
            let err166 = { instancePath: instancePath + "/check-groups/filename", schemaPath: "#/properties/check-groups/properties/filename/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["check-groups"].properties.filename.type, parentSchema: schema1.properties["check-groups"].properties.filename, data: data93 };
            vErrors === null ? vErrors = [err166] : vErrors.push(err166), errors++;
          }
        }
        if (data89.entries !== void 0) {
          let data94 = data89.entries;
          if (data94 && typeof data94 == "object" && !Array.isArray(data94))
            for (let key11 in data94) {
              let data95 = data94[key11];
              if (!(typeof data95 == "number" && !(data95 % 1) && !isNaN(data95) && isFinite(data95))) {
                let err167 = { instancePath: instancePath + "/check-groups/entries/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-groups/properties/entries/additionalProperties/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema1.properties["check-groups"].properties.entries.additionalProperties.type, parentSchema: schema1.properties["check-groups"].properties.entries.additionalProperties, data: data95 };
                vErrors === null ? vErrors = [err167] : vErrors.push(err167), errors++;
              }
              if (typeof data95 == "number" && isFinite(data95)) {
                if (data95 > 4294967295 || isNaN(data95)) {
                  let err168 = { instancePath: instancePath + "/check-groups/entries/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-groups/properties/entries/additionalProperties/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema1.properties["check-groups"].properties.entries.additionalProperties, data: data95 };
                  vErrors === null ? vErrors = [err168] : vErrors.push(err168), errors++;
                }
                if (data95 < 0 || isNaN(data95)) {
                  let err169 = { instancePath: instancePath + "/check-groups/entries/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/check-groups/properties/entries/additionalProperties/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema1.properties["check-groups"].properties.entries.additionalProperties, data: data95 };
                  vErrors === null ? vErrors = [err169] : vErrors.push(err169), errors++;
                }
              }
            }
          else {
            let err170 = { instancePath: instancePath + "/check-groups/entries", schemaPath: "#/properties/check-groups/properties/entries/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["check-groups"].properties.entries.type, parentSchema: schema1.properties["check-groups"].properties.entries, data: data94 };
            vErrors === null ? vErrors = [err170] : vErrors.push(err170), errors++;
          }
        }
      } else {
        let err171 = { instancePath: instancePath + "/check-groups", schemaPath: "#/properties/check-groups/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["check-groups"].type, parentSchema: schema1.properties["check-groups"], data: data89 };
        vErrors === null ? vErrors = [err171] : vErrors.push(err171), errors++;
      }
    }
    if (data["ignore-removed-users"] !== void 0) {
      let data96 = data["ignore-removed-users"];
      if (Array.isArray(data96)) {
        let len29 = data96.length;
        for (let i29 = 0; i29 < len29; i29++) {
          let data97 = data96[i29];
          if (typeof data97 == "string") {
            if (func1(data97) < 1) {
              let err172 = { instancePath: instancePath + "/ignore-removed-users/" + i29, schemaPath: "#/properties/ignore-removed-users/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["ignore-removed-users"].items, data: data97 };
              vErrors === null ? vErrors = [err172] : vErrors.push(err172), errors++;
            }
          } else {
            let err173 = { instancePath: instancePath + "/ignore-removed-users/" + i29, schemaPath: "#/properties/ignore-removed-users/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["ignore-removed-users"].items.type, parentSchema: schema1.properties["ignore-removed-users"].items, data: data97 };
            vErrors === null ? vErrors = [err173] : vErrors.push(err173), errors++;
          }
        }
      } else {
        let err174 = { instancePath: instancePath + "/ignore-removed-users", schemaPath: "#/properties/ignore-removed-users/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["ignore-removed-users"].type, parentSchema: schema1.properties["ignore-removed-users"], data: data96 };
        vErrors === null ? vErrors = [err174] : vErrors.push(err174), errors++;
      }
    }
    if (data["ignore-removed-groups"] !== void 0) {
      let data98 = data["ignore-removed-groups"];
      if (Array.isArray(data98)) {
        let len30 = data98.length;
        for (let i30 = 0; i30 < len30; i30++) {
          let data99 = data98[i30];
          if (typeof data99 == "string") {
            if (func1(data99) < 1) {
              let err175 = { instancePath: instancePath + "/ignore-removed-groups/" + i30, schemaPath: "#/properties/ignore-removed-groups/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["ignore-removed-groups"].items, data: data99 };
              vErrors === null ? vErrors = [err175] : vErrors.push(err175), errors++;
            }
          } else {
            let err176 = { instancePath: instancePath + "/ignore-removed-groups/" + i30, schemaPath: "#/properties/ignore-removed-groups/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["ignore-removed-groups"].items.type, parentSchema: schema1.properties["ignore-removed-groups"].items, data: data99 };
            vErrors === null ? vErrors = [err176] : vErrors.push(err176), errors++;
          }
        }
      } else {
        let err177 = { instancePath: instancePath + "/ignore-removed-groups", schemaPath: "#/properties/ignore-removed-groups/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["ignore-removed-groups"].type, parentSchema: schema1.properties["ignore-removed-groups"], data: data98 };
        vErrors === null ? vErrors = [err177] : vErrors.push(err177), errors++;
      }
    }
    if (data.sysusers !== void 0) {
      let data100 = data.sysusers;
      if (typeof data100 != "string") {
        let err178 = { instancePath: instancePath + "/sysusers", schemaPath: "#/properties/sysusers/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.sysusers.type, parentSchema: schema1.properties.sysusers, data: data100 };
        vErrors === null ? vErrors = [err178] : vErrors.push(err178), errors++;
      }
      if (!(data100 === "compose-auto" || data100 === "compose-forced")) {
        let err179 = { instancePath: instancePath + "/sysusers", schemaPath: "#/properties/sysusers/enum", keyword: "enum", params: { allowedValues: schema1.properties.sysusers.enum }, message: "must be equal to one of the allowed values", schema: schema1.properties.sysusers.enum, parentSchema: schema1.properties.sysusers, data: data100 };
        vErrors === null ? vErrors = [err179] : vErrors.push(err179), errors++;
      }
    }
    if (data.selinux !== void 0) {
      let data101 = data.selinux;
      if (typeof data101 != "boolean") {
        let err180 = { instancePath: instancePath + "/selinux", schemaPath: "#/properties/selinux/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.selinux.type, parentSchema: schema1.properties.selinux, data: data101 };
        vErrors === null ? vErrors = [err180] : vErrors.push(err180), errors++;
      }
    }
    if (data["selinux-label-version"] !== void 0) {
      let data102 = data["selinux-label-version"];
      if (!(typeof data102 == "number" && !(data102 % 1) && !isNaN(data102) && isFinite(data102))) {
        let err181 = { instancePath: instancePath + "/selinux-label-version", schemaPath: "#/properties/selinux-label-version/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema1.properties["selinux-label-version"].type, parentSchema: schema1.properties["selinux-label-version"], data: data102 };
        vErrors === null ? vErrors = [err181] : vErrors.push(err181), errors++;
      }
      if (!(data102 === 0 || data102 === 1)) {
        let err182 = { instancePath: instancePath + "/selinux-label-version", schemaPath: "#/properties/selinux-label-version/enum", keyword: "enum", params: { allowedValues: schema1.properties["selinux-label-version"].enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["selinux-label-version"].enum, parentSchema: schema1.properties["selinux-label-version"], data: data102 };
        vErrors === null ? vErrors = [err182] : vErrors.push(err182), errors++;
      }
    }
    if (data.ima !== void 0) {
      let data103 = data.ima;
      if (typeof data103 != "boolean") {
        let err183 = { instancePath: instancePath + "/ima", schemaPath: "#/properties/ima/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties.ima.type, parentSchema: schema1.properties.ima, data: data103 };
        vErrors === null ? vErrors = [err183] : vErrors.push(err183), errors++;
      }
    }
    if (data["ignore-devices"] !== void 0) {
      let data104 = data["ignore-devices"];
      if (typeof data104 != "boolean") {
        let err184 = { instancePath: instancePath + "/ignore-devices", schemaPath: "#/properties/ignore-devices/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["ignore-devices"].type, parentSchema: schema1.properties["ignore-devices"], data: data104 };
        vErrors === null ? vErrors = [err184] : vErrors.push(err184), errors++;
      }
    }
    if (data["boot-location"] !== void 0) {
      let data105 = data["boot-location"];
      if (typeof data105 != "string") {
        let err185 = { instancePath: instancePath + "/boot-location", schemaPath: "#/properties/boot-location/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["boot-location"].type, parentSchema: schema1.properties["boot-location"], data: data105 };
        vErrors === null ? vErrors = [err185] : vErrors.push(err185), errors++;
      }
      if (!(data105 === "new" || data105 === "modules" || data105 === "kernel-install")) {
        let err186 = { instancePath: instancePath + "/boot-location", schemaPath: "#/properties/boot-location/enum", keyword: "enum", params: { allowedValues: schema1.properties["boot-location"].enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["boot-location"].enum, parentSchema: schema1.properties["boot-location"], data: data105 };
        vErrors === null ? vErrors = [err186] : vErrors.push(err186), errors++;
      }
    }
    if (data.boot_location !== void 0) {
      let data106 = data.boot_location;
      if (typeof data106 != "string") {
        let err187 = { instancePath: instancePath + "/boot_location", schemaPath: "#/properties/boot-location/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema4.type, parentSchema: schema4, data: data106 };
        vErrors === null ? vErrors = [err187] : vErrors.push(err187), errors++;
      }
      if (!(data106 === "new" || data106 === "modules" || data106 === "kernel-install")) {
        let err188 = { instancePath: instancePath + "/boot_location", schemaPath: "#/properties/boot-location/enum", keyword: "enum", params: { allowedValues: schema4.enum }, message: "must be equal to one of the allowed values", schema: schema4.enum, parentSchema: schema4, data: data106 };
        vErrors === null ? vErrors = [err188] : vErrors.push(err188), errors++;
      }
    }
    if (data["initramfs-args"] !== void 0) {
      let data107 = data["initramfs-args"];
      if (Array.isArray(data107)) {
        let len31 = data107.length;
        for (let i31 = 0; i31 < len31; i31++) {
          let data108 = data107[i31];
          if (typeof data108 != "string") {
            let err189 = { instancePath: instancePath + "/initramfs-args/" + i31, schemaPath: "#/properties/initramfs-args/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["initramfs-args"].items.type, parentSchema: schema1.properties["initramfs-args"].items, data: data108 };
            vErrors === null ? vErrors = [err189] : vErrors.push(err189), errors++;
          }
        }
      } else {
        let err190 = { instancePath: instancePath + "/initramfs-args", schemaPath: "#/properties/initramfs-args/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.properties["initramfs-args"].type, parentSchema: schema1.properties["initramfs-args"], data: data107 };
        vErrors === null ? vErrors = [err190] : vErrors.push(err190), errors++;
      }
    }
    if (data["no-initramfs"] !== void 0) {
      let data109 = data["no-initramfs"];
      if (typeof data109 != "boolean") {
        let err191 = { instancePath: instancePath + "/no-initramfs", schemaPath: "#/properties/no-initramfs/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["no-initramfs"].type, parentSchema: schema1.properties["no-initramfs"], data: data109 };
        vErrors === null ? vErrors = [err191] : vErrors.push(err191), errors++;
      }
    }
    if (data["tmp-is-dir"] !== void 0) {
      let data110 = data["tmp-is-dir"];
      if (typeof data110 != "boolean") {
        let err192 = { instancePath: instancePath + "/tmp-is-dir", schemaPath: "#/properties/tmp-is-dir/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["tmp-is-dir"].type, parentSchema: schema1.properties["tmp-is-dir"], data: data110 };
        vErrors === null ? vErrors = [err192] : vErrors.push(err192), errors++;
      }
    }
    if (data["opt-usrlocal"] !== void 0) {
      let data111 = data["opt-usrlocal"];
      if (typeof data111 != "string") {
        let err193 = { instancePath: instancePath + "/opt-usrlocal", schemaPath: "#/properties/opt-usrlocal/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["opt-usrlocal"].type, parentSchema: schema1.properties["opt-usrlocal"], data: data111 };
        vErrors === null ? vErrors = [err193] : vErrors.push(err193), errors++;
      }
      if (!(data111 === "var" || data111 === "root" || data111 === "stateoverlay" || data111 === "state-overlay")) {
        let err194 = { instancePath: instancePath + "/opt-usrlocal", schemaPath: "#/properties/opt-usrlocal/enum", keyword: "enum", params: { allowedValues: schema1.properties["opt-usrlocal"].enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["opt-usrlocal"].enum, parentSchema: schema1.properties["opt-usrlocal"], data: data111 };
        vErrors === null ? vErrors = [err194] : vErrors.push(err194), errors++;
      }
    }
    if (data["machineid-compat"] !== void 0) {
      let data112 = data["machineid-compat"];
      if (typeof data112 != "boolean") {
        let err195 = { instancePath: instancePath + "/machineid-compat", schemaPath: "#/properties/machineid-compat/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["machineid-compat"].type, parentSchema: schema1.properties["machineid-compat"], data: data112 };
        vErrors === null ? vErrors = [err195] : vErrors.push(err195), errors++;
      }
    }
    if (data.rpmdb !== void 0) {
      let data113 = data.rpmdb;
      if (typeof data113 != "string") {
        let err196 = { instancePath: instancePath + "/rpmdb", schemaPath: "#/properties/rpmdb/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.rpmdb.type, parentSchema: schema1.properties.rpmdb, data: data113 };
        vErrors === null ? vErrors = [err196] : vErrors.push(err196), errors++;
      }
      if (!(data113 === "target" || data113 === "host" || data113 === "bdb" || data113 === "b-d-b" || data113 === "ndb" || data113 === "sqlite")) {
        let err197 = { instancePath: instancePath + "/rpmdb", schemaPath: "#/properties/rpmdb/enum", keyword: "enum", params: { allowedValues: schema1.properties.rpmdb.enum }, message: "must be equal to one of the allowed values", schema: schema1.properties.rpmdb.enum, parentSchema: schema1.properties.rpmdb, data: data113 };
        vErrors === null ? vErrors = [err197] : vErrors.push(err197), errors++;
      }
    }
    if (data["rpmdb-normalize"] !== void 0) {
      let data114 = data["rpmdb-normalize"];
      if (typeof data114 != "boolean") {
        let err198 = { instancePath: instancePath + "/rpmdb-normalize", schemaPath: "#/properties/rpmdb-normalize/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema1.properties["rpmdb-normalize"].type, parentSchema: schema1.properties["rpmdb-normalize"], data: data114 };
        vErrors === null ? vErrors = [err198] : vErrors.push(err198), errors++;
      }
    }
    if (data.ref !== void 0) {
      let data115 = data.ref;
      if (typeof data115 == "string") {
        if (func1(data115) < 1) {
          let err199 = { instancePath: instancePath + "/ref", schemaPath: "#/properties/ref/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties.ref, data: data115 };
          vErrors === null ? vErrors = [err199] : vErrors.push(err199), errors++;
        }
      } else {
        let err200 = { instancePath: instancePath + "/ref", schemaPath: "#/properties/ref/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties.ref.type, parentSchema: schema1.properties.ref, data: data115 };
        vErrors === null ? vErrors = [err200] : vErrors.push(err200), errors++;
      }
    }
    if (data.metadata !== void 0) {
      let data116 = data.metadata;
      if (!(data116 && typeof data116 == "object" && !Array.isArray(data116))) {
        let err201 = { instancePath: instancePath + "/metadata", schemaPath: "#/properties/metadata/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties.metadata.type, parentSchema: schema1.properties.metadata, data: data116 };
        vErrors === null ? vErrors = [err201] : vErrors.push(err201), errors++;
      }
    }
    if (data["add-commit-metadata"] !== void 0) {
      let data117 = data["add-commit-metadata"];
      if (!(data117 && typeof data117 == "object" && !Array.isArray(data117))) {
        let err202 = { instancePath: instancePath + "/add-commit-metadata", schemaPath: "#/properties/add-commit-metadata/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.properties["add-commit-metadata"].type, parentSchema: schema1.properties["add-commit-metadata"], data: data117 };
        vErrors === null ? vErrors = [err202] : vErrors.push(err202), errors++;
      }
    }
    if (data["automatic-version-prefix"] !== void 0) {
      let data118 = data["automatic-version-prefix"];
      if (typeof data118 == "string") {
        if (func1(data118) < 1) {
          let err203 = { instancePath: instancePath + "/automatic-version-prefix", schemaPath: "#/properties/automatic-version-prefix/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["automatic-version-prefix"], data: data118 };
          vErrors === null ? vErrors = [err203] : vErrors.push(err203), errors++;
        }
      } else {
        let err204 = { instancePath: instancePath + "/automatic-version-prefix", schemaPath: "#/properties/automatic-version-prefix/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["automatic-version-prefix"].type, parentSchema: schema1.properties["automatic-version-prefix"], data: data118 };
        vErrors === null ? vErrors = [err204] : vErrors.push(err204), errors++;
      }
    }
    if (data.automatic_version_prefix !== void 0) {
      let data119 = data.automatic_version_prefix;
      if (typeof data119 == "string") {
        if (func1(data119) < 1) {
          let err205 = { instancePath: instancePath + "/automatic_version_prefix", schemaPath: "#/properties/automatic-version-prefix/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema5, data: data119 };
          vErrors === null ? vErrors = [err205] : vErrors.push(err205), errors++;
        }
      } else {
        let err206 = { instancePath: instancePath + "/automatic_version_prefix", schemaPath: "#/properties/automatic-version-prefix/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema5.type, parentSchema: schema5, data: data119 };
        vErrors === null ? vErrors = [err206] : vErrors.push(err206), errors++;
      }
    }
    if (data["automatic-version-suffix"] !== void 0) {
      let data120 = data["automatic-version-suffix"];
      if (typeof data120 == "string") {
        if (!pattern31.test(data120)) {
          let err207 = { instancePath: instancePath + "/automatic-version-suffix", schemaPath: "#/properties/automatic-version-suffix/pattern", keyword: "pattern", params: { pattern: "^[\\x00-\\x7f]$" }, message: 'must match pattern "^[\\x00-\\x7f]$"', schema: "^[\\x00-\\x7f]$", parentSchema: schema1.properties["automatic-version-suffix"], data: data120 };
          vErrors === null ? vErrors = [err207] : vErrors.push(err207), errors++;
        }
      } else {
        let err208 = { instancePath: instancePath + "/automatic-version-suffix", schemaPath: "#/properties/automatic-version-suffix/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["automatic-version-suffix"].type, parentSchema: schema1.properties["automatic-version-suffix"], data: data120 };
        vErrors === null ? vErrors = [err208] : vErrors.push(err208), errors++;
      }
    }
    if (data["gpg-key"] !== void 0) {
      let data121 = data["gpg-key"];
      if (typeof data121 == "string") {
        if (func1(data121) < 1) {
          let err209 = { instancePath: instancePath + "/gpg-key", schemaPath: "#/properties/gpg-key/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema1.properties["gpg-key"], data: data121 };
          vErrors === null ? vErrors = [err209] : vErrors.push(err209), errors++;
        }
      } else {
        let err210 = { instancePath: instancePath + "/gpg-key", schemaPath: "#/properties/gpg-key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["gpg-key"].type, parentSchema: schema1.properties["gpg-key"], data: data121 };
        vErrors === null ? vErrors = [err210] : vErrors.push(err210), errors++;
      }
    }
    if (data.gpg_key !== void 0) {
      let data122 = data.gpg_key;
      if (typeof data122 == "string") {
        if (func1(data122) < 1) {
          let err211 = { instancePath: instancePath + "/gpg_key", schemaPath: "#/properties/gpg-key/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema6, data: data122 };
          vErrors === null ? vErrors = [err211] : vErrors.push(err211), errors++;
        }
      } else {
        let err212 = { instancePath: instancePath + "/gpg_key", schemaPath: "#/properties/gpg-key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema6.type, parentSchema: schema6, data: data122 };
        vErrors === null ? vErrors = [err212] : vErrors.push(err212), errors++;
      }
    }
    if (data["repo-metadata"] !== void 0) {
      let data123 = data["repo-metadata"];
      if (typeof data123 != "string") {
        let err213 = { instancePath: instancePath + "/repo-metadata", schemaPath: "#/properties/repo-metadata/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["repo-metadata"].type, parentSchema: schema1.properties["repo-metadata"], data: data123 };
        vErrors === null ? vErrors = [err213] : vErrors.push(err213), errors++;
      }
      if (!(data123 === "inline" || data123 === "detached" || data123 === "disabled")) {
        let err214 = { instancePath: instancePath + "/repo-metadata", schemaPath: "#/properties/repo-metadata/enum", keyword: "enum", params: { allowedValues: schema1.properties["repo-metadata"].enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["repo-metadata"].enum, parentSchema: schema1.properties["repo-metadata"], data: data123 };
        vErrors === null ? vErrors = [err214] : vErrors.push(err214), errors++;
      }
    }
    if (data["advisories-metadata"] !== void 0) {
      let data124 = data["advisories-metadata"];
      if (typeof data124 != "string") {
        let err215 = { instancePath: instancePath + "/advisories-metadata", schemaPath: "#/properties/advisories-metadata/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.properties["advisories-metadata"].type, parentSchema: schema1.properties["advisories-metadata"], data: data124 };
        vErrors === null ? vErrors = [err215] : vErrors.push(err215), errors++;
      }
      if (!(data124 === "inline" || data124 === "detached" || data124 === "disabled")) {
        let err216 = { instancePath: instancePath + "/advisories-metadata", schemaPath: "#/properties/advisories-metadata/enum", keyword: "enum", params: { allowedValues: schema1.properties["advisories-metadata"].enum }, message: "must be equal to one of the allowed values", schema: schema1.properties["advisories-metadata"].enum, parentSchema: schema1.properties["advisories-metadata"], data: data124 };
        vErrors === null ? vErrors = [err216] : vErrors.push(err216), errors++;
      }
    }
    for (let key12 in data)
      if (pattern27.test(key12)) {
        let data125 = data[key12];
        if (Array.isArray(data125)) {
          let len32 = data125.length;
          for (let i32 = 0; i32 < len32; i32++) {
            let data126 = data125[i32];
            if (typeof data126 != "string") {
              let err217 = { instancePath: instancePath + "/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i32, schemaPath: "#/patternProperties/%5Epackages-(%3F!local%24%7Clocal-fileoverride%24)./items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema1.patternProperties["^packages-(?!local$|local-fileoverride$)."].items.type, parentSchema: schema1.patternProperties["^packages-(?!local$|local-fileoverride$)."].items, data: data126 };
              vErrors === null ? vErrors = [err217] : vErrors.push(err217), errors++;
            }
          }
        } else {
          let err218 = { instancePath: instancePath + "/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/patternProperties/%5Epackages-(%3F!local%24%7Clocal-fileoverride%24)./type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema1.patternProperties["^packages-(?!local$|local-fileoverride$)."].type, parentSchema: schema1.patternProperties["^packages-(?!local$|local-fileoverride$)."], data: data125 };
          vErrors === null ? vErrors = [err218] : vErrors.push(err218), errors++;
        }
      }
  } else {
    let err219 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema1.type, parentSchema: schema1, data };
    vErrors === null ? vErrors = [err219] : vErrors.push(err219), errors++;
  }
  return validate1.errors = vErrors, errors === 0;
}
var ready = /* @__PURE__ */ new Map([[remix_schema_default, remix], [treefile_schema_default, treefile]]), compileSchema = (schema) => ready.get(schema);

// lib/remix/schema.ts
var MAX_FAULTS = 6, MAX_KEYS_NAMED = 12;
function createValidator(schema, unknownKeyHints = {}) {
  let compiled;
  return (document, value) => (compiled ??= compileSchema(schema), compiled(value) === !0 ? [] : (compiled.errors ?? []).flatMap(
    (error) => describeError(document, error, value, unknownKeyHints)
  ).sort((a, b) => comparePlaces(a.place, b.place)));
}
function assertNoFaults(faults) {
  let [first, ...rest] = faults;
  if (first === void 0) return;
  let more = rest.slice(0, MAX_FAULTS - 1).map((fault) => `
${formatPlace(fault.place)}: ${fault.message}`), left = rest.length - more.length, message = `${first.message}${more.join("")}${left > 0 ? `
and ${left} more` : ""}`;
  throw remixError(first.code, message, first.place, first.hint);
}
function formatPath(path) {
  let text = path.map((step) => typeof step == "number" ? `[${step}]` : `.${step}`).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}
function describeError(document, error, root, unknownKeyHints) {
  let path = pathOf(error.instancePath, root), schema = error.parentSchema ?? {}, place = document.placeOf(path), name = path.length === 0 ? "the file" : formatPath(path);
  switch (error.keyword) {
    case "if":
      return [];
    case "propertyNames":
      return [];
    case "additionalProperties": {
      let key = String(error.params.additionalProperty), hint = unknownKeyHints[key] ?? hintForKey(key, Object.keys(schema.properties ?? {})), message = `unknown key "${key}"${path.length === 0 ? "" : ` in ${name}`}`, keyPath = [...path, key];
      return [
        { code: "UNKNOWN_KEY", message, hint, place: document.placeOfKey(keyPath), path: keyPath }
      ];
    }
    case "required": {
      let key = String(error.params.missingProperty);
      return [{ code: "MISSING_KEY", message: `${name}: "${key}" is missing`, place, path }];
    }
    case "type": {
      let message = `${name}: expected ${expectedText(schema)}, got ${describeValue(error.data)}`, hint = hintForType(schema, error.data);
      return [
        { code: "WRONG_TYPE", message, ...hint === void 0 ? {} : { hint }, place, path }
      ];
    }
    case "enum": {
      let allowed = error.params.allowedValues.map(String), message = `${name}: expected one of ${allowed.join(", ")}, got ${describeValue(error.data)}`, near = nearestName(String(error.data), allowed), hint = near === void 0 || near === String(error.data) ? {} : { hint: `Did you mean ${near}?` };
      return [{ code: "BAD_VALUE", message, ...hint, place, path }];
    }
    default: {
      let key = error.propertyName;
      if (key !== void 0) {
        let message2 = `${name}: expected ${expectedText(schema)}, got ${describeValue(key)}`, keyPath = [...path, key];
        return [{ code: "BAD_VALUE", message: message2, place: document.placeOfKey(keyPath), path: keyPath }];
      }
      let expected = schema["x-expected"] === void 0 ? `a value that ${error.message}` : expectedText(schema);
      return [{ code: "BAD_VALUE", message: `${name}: expected ${expected}, got ${describeValue(error.data)}`, place, path }];
    }
  }
}
function pathOf(pointer, root) {
  let path = [], value = root;
  for (let escaped of pointer.split("/").slice(1)) {
    let step = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(step) : step), value = value?.[step];
  }
  return path;
}
function hintForKey(key, known) {
  let near = nearestName(key, known);
  return near !== void 0 ? `Did you mean "${near}"?` : known.length <= MAX_KEYS_NAMED ? `Known keys: ${known.join(", ")}.` : "The keys that there are stand in docs/treefile.md.";
}
function hintForType(schema, value) {
  let types = [schema.type].flat();
  if (types.includes("string") && ["number", "boolean"].includes(typeof value))
    return `Put it in quotes: "${value}".`;
  if (types.includes("array") && typeof value == "string")
    return `Make it a list: [${JSON.stringify(value)}].`;
  if (types.includes("array") && value !== null && typeof value == "object")
    return 'Make it a list: begin each element with "- ".';
  if (types.includes("boolean") && typeof value == "string")
    return "Write true or false, without quotes.";
}
var TYPE_NAMES = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "a mapping",
  array: "a list"
};
function expectedText(schema) {
  return typeof schema["x-expected"] == "string" ? schema["x-expected"] : Array.isArray(schema.enum) ? `one of ${schema.enum.join(", ")}` : schema.type === "array" && schema.items?.type === "string" ? "a list of strings" : [schema.type].flat().map((type) => TYPE_NAMES[String(type)] ?? String(type)).join(" or ");
}
function describeValue(value) {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value == "object") return "a mapping";
  let text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
function comparePlaces(a, b) {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

// lib/remix/remix.ts
var MAX_FILE_BYTES = 512 * 1024, DEFAULT_LOCKFILE = "rpms.lock.yaml", DEFAULT_TEST_SECONDS = 60, validateRemix = createValidator(remix_schema_default);
async function readRemix(path) {
  let { text } = await readSource(path, path, MAX_FILE_BYTES);
  return parseRemix(text, path);
}
function parseRemix(text, path) {
  let document = parseDocument(text, path, "yaml"), value = withoutEmpty(document.value);
  return assertNoFaults(validateRemix(document, value)), buildRemix(value, document, resolve2(path));
}
function buildRemix(raw, document, path) {
  let directory = dirname2(path), inside = (key, file) => (assertRelative(file, key, document.placeOf([key])), resolve2(directory, file));
  for (let key of ["images", "containers", "tests"])
    assertNamesDiffer(raw[key] ?? [], key, document);
  let remote = raw["ostree-remote"];
  remote !== void 0 && assertPlainUrl(remote.url, document.placeOf(["ostree-remote", "url"]));
  let platforms = buildPlatforms(raw.platforms ?? {}, document), context = { architectures: raw.architectures, platforms, document }, gpgKey = raw.sign?.["gpg-key"]?.replaceAll(" ", "").toUpperCase();
  return {
    path,
    directory,
    name: raw.name,
    treefile: inside("treefile", raw.treefile),
    architectures: raw.architectures,
    lockfile: inside("lockfile", raw.lockfile ?? DEFAULT_LOCKFILE),
    ...raw.version === void 0 ? {} : { version: raw.version },
    ...raw.sign === void 0 ? {} : { sign: gpgKey === void 0 ? {} : { gpgKey } },
    ...remote === void 0 ? {} : { ostreeRemote: remote },
    platforms,
    images: (raw.images ?? []).map((image, index) => buildImageSpec(image, index, context)),
    containers: buildContainers(raw.containers ?? [], {
      architectures: raw.architectures,
      directory,
      document
    }),
    tests: (raw.tests ?? []).map(({ name, run, timeout }) => ({
      name,
      run,
      timeoutMs: (timeout ?? DEFAULT_TEST_SECONDS) * 1e3
    }))
  };
}
function assertNamesDiffer(items, key, document) {
  let seen = /* @__PURE__ */ new Set();
  for (let [index, { name }] of items.entries()) {
    if (seen.has(name))
      throw remixError(
        "BAD_VALUE",
        `${key}[${index}].name: "${name}" is taken`,
        document.placeOf([key, index, "name"])
      );
    seen.add(name);
  }
}
function assertPlainUrl(url, place) {
  let parsed = URL.parse(url);
  if (parsed === null)
    throw remixError("BAD_VALUE", `ostree-remote.url: ${url} is not a URL`, place);
  if (parsed.username !== "" || parsed.password !== "")
    throw remixError(
      "BAD_VALUE",
      "ostree-remote.url: a user or password would be in every image",
      place
    );
}
function withoutEmpty(value) {
  return value === null || typeof value != "object" || Array.isArray(value) ? value : Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

export {
  parseDocument,
  treefile_schema_default,
  createValidator,
  assertNoFaults,
  formatPath,
  readSource,
  resolveExternal,
  assertRelative,
  pathBeside,
  defaultImage,
  readRemix
};
