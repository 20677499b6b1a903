import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeSummary,
  sign,
  signCommit,
  signSummary,
  updateSummary
} from "./chunk-FVKO6F3T.mjs";
import {
  digestFiles
} from "./chunk-SUYB5RVO.mjs";
import {
  runSandboxed,
  treeMounts
} from "./chunk-YMKSADZE.mjs";
import {
  readBranches,
  writeRef
} from "./chunk-OXTLJHJG.mjs";
import {
  keepResult,
  listKept,
  removeKept,
  restoreKept
} from "./chunk-6SUC3BPE.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ToolError,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  formatCommit,
  objectPath,
  parseCommit,
  parseDirtree
} from "./chunk-ZFWD6OLO.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/compose/commit.ts
import { isDeepStrictEqual } from "node:util";
async function commitTree(options) {
  let { tree, selinux, writer, late } = options, { sync } = await options.delayedSync, leaving, { rootTree, rootMeta, contents } = await writer.commitTree(tree.path, {
    selinux,
    ...late === void 0 ? {} : { late },
    onStored: () => {
      leaving = options.onStored?.();
    }
  });
  await leaving;
  let commit = await writer.writeCommit(
    formatCommit({
      metadata: options.metadata,
      parent: options.parent,
      subject: "",
      body: "",
      timestampSeconds: options.sourceDateEpoch,
      rootTree,
      rootMeta
    })
  );
  return await options.onCommit?.(commit, sync), await sync(), { commit, contents };
}
async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  summary = !0,
  ready,
  log
}) {
  let repository = { repoPath, log, ...gpg === void 0 ? {} : { gpg } };
  try {
    let made = summary ? await makeSummary(repoPath, /* @__PURE__ */ new Map([[ref, commit]])) : void 0, signing = made === void 0 || gpg === void 0 ? void 0 : sign(made.object, gpg, log);
    if (signing?.catch(() => {
    }), gpg !== void 0 && await signCommit(repoPath, commit, gpg, log).catch((error) => {
      throw signFailed(`commit ${commit}`, gpg, error);
    }).finally(() => signing?.catch(() => {
    })), await ready, await writeRef(repoPath, ref, commit), !summary) return;
    await renewSummary(repository, made?.object, signing);
    let now = await readBranches(repoPath);
    made !== void 0 && !isDeepStrictEqual(now, made.branches) && await renewSummary(repository);
  } finally {
    gpg !== void 0 && await stopAgent(gpg.homedir, log);
  }
}
async function renewSummary({ repoPath, gpg, log }, made, signing) {
  if (await updateSummary(repoPath, log, made).catch((error) => {
    throw summaryFailed(error);
  }), gpg === void 0) return;
  await (async () => signSummary(repoPath, gpg, log, await signing))().catch((error) => {
    throw signFailed("the summary", gpg, error);
  });
}
async function stopAgent(homedir, log) {
  await runTool(["gpgconf", "--homedir", homedir, "--kill", "gpg-agent"], {
    log,
    okExitCodes: [0, 1, 2]
  });
}
function signFailed(what, { homedir, keyId }, cause) {
  return cause instanceof ToolError ? new BuildError(
    "SIGN_FAILED",
    `${what} could not be signed with key ${keyId}: ${cause.stderr.trim()}`,
    { cause, hint: `See which keys there are: gpg --homedir ${homedir} --list-secret-keys` }
  ) : cause;
}
function summaryFailed(cause) {
  return cause instanceof ToolError ? new BuildError("COMMIT_FAILED", `ostree summary: ${cause.stderr.trim()}`, {
    cause
  }) : cause;
}

// lib/compose/initramfs-files.ts
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname, normalize } from "node:path/posix";

// lib/repo/read-tree.ts
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
function readTree(path) {
  try {
    return readFolder("", path, lstatSync(path));
  } catch (cause) {
    throw cause.code !== "ENOENT" ? cause : new BuildError("TREE_CHANGED", `the tree changed: ${String(cause)}`, { cause });
  }
}
function readFolder(name, path, stats) {
  let files = [], folders = [];
  for (let bytes of readdirSync(path, "latin1").sort()) {
    let child = decode(bytes, path), childPath = `${path}/${child}`, childStats = lstatSync(childPath);
    if (childStats.isDirectory()) folders.push(readFolder(child, childPath, childStats));
    else if (childStats.isFile()) files.push({ name: child, path: childPath, stats: childStats });
    else if (childStats.isSymbolicLink()) {
      let target = decode(readlinkSync(childPath, "latin1"), `the link ${childPath}`);
      files.push({ name: child, path: childPath, stats: childStats, target });
    } else throw unsupported(childPath, childStats);
  }
  return { name, path, stats, files, folders };
}
function decode(latin1, where) {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  let bytes = Buffer.from(latin1, "latin1"), text = bytes.toString();
  if (Buffer.compare(Buffer.from(text), bytes) === 0) return text;
  throw new BuildError(
    "NAME_NOT_UTF8",
    `${where}: ${JSON.stringify(text)} (${bytes.toString("hex")}) is not UTF-8`,
    { hint: "OSTree holds names and targets in UTF-8 only: rename it in a postprocess script." }
  );
}
function unsupported(path, stats) {
  let kind = stats.isFIFO() ? "named pipe" : stats.isSocket() ? "socket" : "device";
  return new BuildError(
    "FILE_TYPE_UNSUPPORTED",
    `${path} is a ${kind}: a commit holds regular files, folders and symbolic links`,
    { hint: "Remove it in a postprocess script; tmpfiles.d can make it at boot." }
  );
}

// lib/compose/initramfs-files.ts
var HEAD_BYTES = 512, HOPS_LIMIT = 40, TEXT_LIMIT_BYTES = 4 * 1024 * 1024, PERMISSIONS = 4095, LINES_AT_ONCE = 1e3, TreeFiles = class _TreeFiles {
  files;
  #root;
  #checksums;
  #asked = /* @__PURE__ */ new Set();
  constructor(root, files, checksums) {
    this.#root = root, this.files = files, this.#checksums = checksums;
  }
  /**
   * Reads the names below `root`/usr, but for what `skip` is true for.
   *
   * @throws BuildError FILE_TYPE_UNSUPPORTED, NAME_NOT_UTF8
   */
  static read(root, skip, hashed) {
    let files = /* @__PURE__ */ new Map(), folder = hashed?.folder.folders.find(({ name }) => name === "usr");
    return addFolder(folder ?? readTree(`${root}/usr`), "usr", skip, files), new _TreeFiles(root, files, hashed?.checksums);
  }
  /** The files whose bytes were asked for. */
  get asked() {
    return [...this.#asked];
  }
  /** SHA-256 over what is there: names, types, what links lead to; and over what `checksums` gives. */
  structure() {
    let lines = [this.#checksums === void 0 ? "bytes" : "objects"];
    for (let [path, { type, target = "" }] of this.files) lines.push(path, type, target);
    return digestOf(lines);
  }
  /** The checksum of each file, or the SHA-256 of its bytes, which are read in threads then. */
  async checksums(paths) {
    let known = await this.#checksums, host = paths.map((path) => hostPath(this.#root, path));
    return (known === void 0 ? await digestFiles(host) : host.map((path) => known.get(path.toString()))).map((checksum, index) => {
      if (checksum === void 0) throw new TypeError(`/${paths[index]} cannot be read`);
      return checksum;
    });
  }
  /** The bytes of a file as Latin-1; undefined when it is too long to be a text, or no file. */
  bytes(path) {
    if (this.#isText(path))
      return readFileSync(hostPath(this.#root, path), "latin1");
  }
  /** As `bytes`, but undefined for a binary file, too. */
  text(path) {
    if (!this.#isText(path)) return;
    let file = openSync(hostPath(this.#root, path), "r");
    try {
      let head = Buffer.alloc(HEAD_BYTES), length = readSync(file, head, 0, HEAD_BYTES, 0);
      return head.subarray(0, length).includes(0) ? void 0 : readFileSync(file, "latin1");
    } finally {
      closeSync(file);
    }
  }
  /**
   * The paths that one comes by when the link `path` is followed: links on the way, and the end.
   * `moved` says where a path from the root is in the tree.
   */
  follow(path, moved) {
    let seen = [], here = path;
    for (let count = 0; count < HOPS_LIMIT; count += 1) {
      let link = this.#firstLink(here);
      if (link === void 0) break;
      link !== path && seen.push(link);
      let target = this.files.get(link)?.target ?? "", start = target.startsWith("/") ? target : `${dirname(link)}/${target}`;
      here = moved(normalize(`${start}/${here.slice(link.length)}`).replace(/\/$/, ""));
    }
    return [...seen, here];
  }
  #isText(path) {
    let found = this.files.get(path);
    return found?.type !== "file" ? !1 : (this.#asked.add(path), found.sizeBytes <= TEXT_LIMIT_BYTES);
  }
  #firstLink(path) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      let prefix = path.slice(0, end);
      if (this.files.get(prefix)?.type === "link") return prefix;
    }
    return this.files.get(path)?.type === "link" ? path : void 0;
  }
};
function addFolder({ files: found, folders }, path, skip, files) {
  for (let { name, stats, target } of found) {
    let at = `${path}/${bytesOf(name)}`;
    skip(at) || files.set(at, describe(stats, target === void 0 ? target : bytesOf(target)));
  }
  for (let folder of folders) {
    let at = `${path}/${bytesOf(folder.name)}`;
    files.set(at, describe(folder.stats)), addFolder(folder, at, skip, files);
  }
}
function describe(stats, target) {
  return {
    type: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other",
    mode: stats.mode & PERMISSIONS,
    uid: stats.uid,
    gid: stats.gid,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1e3),
    sizeBytes: stats.size,
    ...target === void 0 ? {} : { target }
  };
}
function bytesOf(name) {
  return isAscii(name) ? name : Buffer.from(name).toString("latin1");
}
function hostPath(root, path) {
  return isAscii(path) ? `${root}/${path}` : Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, "latin1")]);
}
function isAscii(text) {
  return /^[\u0000-\u007f]*$/.test(text);
}
function digestOf(lines) {
  let hash = createHash("sha256");
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE)
    hash.update(`${lines.slice(at, at + LINES_AT_ONCE).join(`
`)}
`, "latin1");
  return hash.digest("hex");
}

// lib/compose/initramfs-words.ts
var WORD = /[\w.+@-]+/g, BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=["']?[$*?[{`]|%s)/g, END = /(?:[}*?\])`]["']?|\$\w+["']|\$\w+(?=[.+@-])|%s)([\w.+@-]{2,})/g, BINARY_BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=%s)/g, BINARY_END = /%s([\w.+@-]{2,})/g, MARKS = ".+@-";
var PROGRAMS = /(?:^|[\s"'=(:,{}`]|\$\w+)(?:\/?usr\/|\/)?(?:local\/)?(?:s?bin|libexec)\/["'{]*\w?[*?[$`]/m, FOLDER = /\b(?:usr\/(?!share\/|lib\/)|share\/|lib\/)[\w.+-]+/g, TextWords = class {
  #known = /* @__PURE__ */ new Map();
  /** How many texts are known. */
  get count() {
    return this.#known.size;
  }
  /** `text` is Latin-1; of a binary file just its words. */
  find(text) {
    let words = this.#known.get(text) ?? findWords(text);
    return this.#known.set(text, words), words;
  }
}, NameWords = class {
  #texts;
  #known;
  #words = /* @__PURE__ */ new Set();
  #beginnings = /* @__PURE__ */ new Set();
  #ends = /* @__PURE__ */ new Set();
  #folders = /* @__PURE__ */ new Set();
  #anyProgram = !1;
  /** Knows what `known` knows, and can learn more. */
  constructor(texts, known) {
    this.#texts = texts, this.#known = known;
  }
  /** Takes in a text, Latin-1; of a binary file just its words. */
  add(text) {
    let { words, beginnings, ends, folders, anyProgram } = this.#texts.find(text);
    for (let word of words) this.#words.add(word);
    for (let word of beginnings) this.#beginnings.add(word);
    for (let word of ends) this.#ends.add(word);
    for (let folder of folders) this.#folders.add(folder);
    this.#anyProgram ||= anyProgram;
  }
  /** True when a program of the file name `name` can be meant. */
  meansProgram(name) {
    return this.#anyProgram || this.#known?.meansProgram(name) === !0 || this.meansName(name);
  }
  /** True when `name` is a word, or begins or ends as a name does that is put together. */
  meansName(name) {
    if (this.#words.has(name) || /[^\w.+@-]/.test(name)) return !0;
    for (let length = 2; length <= name.length; length += 1)
      if (this.#beginnings.has(name.slice(0, length)) || this.#ends.has(name.slice(-length))) return !0;
    return this.#known?.meansName(name) === !0;
  }
  /** True when a text has the path `usr/x`, `share/x` or `lib/x`, whatever stands before it. */
  meansFolder(path) {
    return this.#folders.has(path) || this.#known?.meansFolder(path) === !0;
  }
};
function findWords(text) {
  let binary = text.includes("\0"), code = binary ? text : text.replace(/^[ \t]*#(?!!).*$/gm, ""), words = /* @__PURE__ */ new Set();
  for (let word of code.match(WORD) ?? [])
    words.add(word), (MARKS.includes(word[0] ?? "") || MARKS.includes(word.at(-1) ?? "")) && words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ""));
  return {
    words,
    beginnings: code.match(binary ? BINARY_BEGINNING : BEGINNING) ?? [],
    ends: [...code.matchAll(binary ? BINARY_END : END)].map(([, word = ""]) => word),
    folders: binary ? [] : code.match(FOLDER) ?? [],
    anyProgram: !binary && PROGRAMS.test(code)
  };
}

// lib/compose/initramfs-inputs.ts
var RULE_VERSION = 2, IGNORED_FOLDERS = [
  ...["games", "include", "lib/sysimage", "lib/ostree-boot"].map((name) => `usr/${name}`),
  ...[
    "appdata",
    "applications",
    "backgrounds",
    "bash-completion",
    "bug",
    "common-licenses",
    "doc",
    "doc-base",
    "emacs",
    "fish",
    "gcc",
    "gdb",
    "gnome",
    "gtk-doc",
    "help",
    "icons",
    "info",
    "java",
    "licenses",
    "lintian",
    "man",
    "maven-repo",
    "menu",
    "metainfo",
    "nano",
    "rpm",
    "rpm-ostree",
    "sounds",
    "vim",
    "xml",
    "zsh"
  ].map((name) => `usr/share/${name}`)
], DATABASES = ["usr/share/rpm", "usr/lib/sysimage"], CATALOGUE = /^usr\/share\/locale\/(?!C)[^/]+\//, PROGRAM_FOLDER = /^usr\/(bin|sbin|libexec)\//, PRIVATE_FOLDER = /^usr\/(?:libexec|lib|lib64)\/([^/]+)\//, COMMON_FOLDER = /^usr\/lib(64)?\/(dracut|firmware|gconv|kernel|locale|modules|ostree|systemd|udev|[^/]+\.d)\//, SCRIPTS = /^usr\/(s?bin\/(dracut|lsinitrd)[^/]*|lib\/dracut\/[^/]+|lib\/dracut\/modules\.d\/[^/]+\/module-setup\.sh|(lib\/dracut|etc)\/dracut\.conf(\.d\/.*)?)$/, DRACUT = /^usr\/(s?bin\/(dracut|lsinitrd)|lib\/dracut\/)/, TEXTS = /^usr\/(lib\/dracut\/.*|(lib|etc)\/(udev|modprobe\.d|depmod\.d|modules-load\.d|kernel|ld\.so\.conf(\.d)?)(\/.*)?)$/, DOCUMENTATION = /\.(asc|[1-8]|html|md|svg|png)$|\/hwdb\.(bin$|d\/)/, ACCOUNTS = /^usr\/(etc|lib)\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;
function isReadForWords(path) {
  return (SCRIPTS.test(path) || TEXTS.test(path)) && !DOCUMENTATION.test(path);
}
function readInitramfsInputs(options) {
  let tree = TreeFiles.read(options.root, (path) => path === options.output, options.hashed), words, rule = (contents) => (words ??= readWords(tree, options), makeRule(tree, contents, words, options)), apply = async (contents) => {
    let { counts, isClose } = rule(contents), paths = [...tree.files.keys()].filter((path) => counts(path)).sort(), keepsTime = (path) => tree.files.get(path)?.type !== "folder" && isClose(path);
    return { usesEpoch: words?.usesEpoch === !0, paths, timed: paths.filter(keepsTime) };
  };
  return {
    rule,
    decide: async (contents) => {
      let { records } = options, outcome = records === void 0 ? await apply(contents) : await records.outcomeFor(tree, ruleInputs(contents, options), () => apply(contents)), functions = tree.files.get("usr/lib/dracut/dracut-functions.sh")?.mtimeSeconds ?? 0, epoch = outcome.usesEpoch ? options.sourceDateEpoch : void 0, latest = Math.max(functions, epoch ?? 0), kind = digestOf([
        `initramfs ${RULE_VERSION}`,
        ...options.argv,
        ...Object.entries(options.environment).map(([name, value]) => `${name}=${value}`),
        `epoch ${epoch ?? "unused"}, latest ${latest}`
      ]);
      return { kind, key: () => keyOf(tree, outcome, { kind, contents, latest }) };
    }
  };
}
var isScript = (path) => SCRIPTS.test(path);
function readWords(tree, options) {
  let isText = (path) => TEXTS.test(path) && !isScript(path), scripts = readTexts(tree, isScript, "with binaries"), texts = options.texts ?? new TextWords(), run = new NameWords(texts);
  for (let text of [...scripts, options.argv.join(`
`)]) run.add(text);
  addInterpreted(tree, run);
  let named = new NameWords(texts, run);
  for (let text of readTexts(tree, isText)) named.add(text);
  let usesEpoch = scripts.some((text) => text.includes("SOURCE_DATE_EPOCH"));
  return { run, named, texts, usesEpoch };
}
function makeRule(tree, contents, { run, named, texts }, { packages }) {
  let inImage = new Set(contents.map((path) => inTree(path, tree))), meant = new NameWords(texts, named), isMore = (path) => inImage.has(path) && !ACCOUNTS.test(path) && !TEXTS.test(path) && !isScript(path);
  for (let text of readTexts(tree, isMore)) meant.add(text);
  return new Rule(tree, { inImage, run, meant, packages });
}
function ruleInputs(contents, { argv, packages }) {
  return [`rule ${RULE_VERSION}`, ...argv, packages?.digest ?? "no packages", ...contents];
}
async function keyOf(tree, { paths, timed }, given) {
  let files = paths.filter((path) => tree.files.get(path)?.type === "file"), digests = await tree.checksums(files), digestOfFile = new Map(files.map((path, index) => [path, digests[index]])), keepsTime = new Set(timed), lines = paths.map((path) => {
    let found = tree.files.get(path);
    if (found === void 0) return path;
    let { type, mode, uid, gid, target } = found, time = keepsTime.has(path) ? Math.min(found.mtimeSeconds, given.latest) : "", content = target ?? digestOfFile.get(path) ?? "";
    return [path, type, mode, uid, gid, time, content].join("\0");
  });
  return digestOf([given.kind, digestOf([...given.contents].sort()), ...lines]);
}
var Rule = class {
  #tree;
  #meant;
  #packages;
  /** In the initramfs, or where a link leads that dracut may follow. */
  #reached;
  /** A file may have been copied to another folder. */
  #namesInImage;
  #needed = /* @__PURE__ */ new Set();
  #ignored;
  #opened = [];
  /** Private folders with something in them that counts for itself. */
  #shared = /* @__PURE__ */ new Set();
  constructor(tree, given) {
    this.#tree = tree, this.#meant = given.meant, this.#packages = given.packages, this.#reached = new Set(given.inImage), this.#namesInImage = new Set([...given.inImage].map(baseName));
    let readsDatabase = given.run.meansProgram("rpm"), isUsed = (folder) => readsDatabase && DATABASES.includes(folder) || given.meant.meansFolder(folder.split("/").slice(-2).join("/")) || [...given.inImage].some((path) => path.startsWith(`${folder}/`));
    this.#ignored = IGNORED_FOLDERS.filter((folder) => !isUsed(folder)).map((name) => `${name}/`), this.#findNeeded(given.run);
    for (let [path, { type }] of tree.files) {
      let folder = privateFolder(path);
      folder === void 0 || type === "folder" || this.#shared.has(folder) || this.isClose(path) && this.#shared.add(folder);
    }
  }
  counts = (path, owners = this.#owners(path)) => {
    if (this.#reached.has(path) || this.#opened.some((each) => path.startsWith(each))) return !0;
    if (this.#isIgnored(path)) return !1;
    let folder = privateFolder(path);
    return folder !== void 0 && !this.#shared.has(folder) && !this.#meant.meansName(baseName(folder)) && !this.#isNeeded(owners) ? !1 : PROGRAM_FOLDER.test(path) ? this.#isNeeded(owners) || meansProgram(this.#meant, path) : !0;
  };
  /** True for what is in the initramfs, of a package that is needed, or of none. */
  isClose = (path) => this.#reached.has(path) || this.#isNeeded(this.#owners(path)) || this.#namesInImage.has(baseName(path)) || this.#meant.meansName(baseName(path));
  /** Packages that dracut, what it runs and what is in the initramfs are of, and what these need. */
  #findNeeded(run) {
    let links = [...this.#tree.files].filter(([, { type }]) => type === "link"), roots = /* @__PURE__ */ new Set(), addOwners = (path) => {
      for (let owner of this.#owners(path)) roots.add(owner);
    };
    for (let [path, { type }] of this.#tree.files) {
      if (type === "folder") continue;
      (PROGRAM_FOLDER.test(path) && meansProgram(run, path) || DRACUT.test(path) || this.#reached.has(path)) && addOwners(path);
    }
    for (let size = -1; size !== roots.size + this.#reached.size; ) {
      size = roots.size + this.#reached.size, this.#needed = this.#packages?.closure(roots) ?? roots;
      for (let [path] of links) {
        let owners = this.#owners(path);
        if (!(this.#isIgnored(path) || owners.length === 0 && !meansProgram(this.#meant, path) && PROGRAM_FOLDER.test(path)) && this.counts(path, owners))
          for (let hop of this.#tree.follow(path, (target) => inTree(target, this.#tree)))
            this.#reached.has(hop) || (this.#reached.add(hop), this.#tree.files.get(hop)?.type === "folder" ? this.#open(hop) : PROGRAM_FOLDER.test(path) && meansProgram(run, path) && addOwners(hop));
      }
    }
  }
  /** A folder that a link leads to is looked into as the link is: everything in it counts. */
  #open(folder) {
    this.#opened.push(`${folder}/`);
  }
  #isIgnored(path) {
    return this.#ignored.some((folder) => path.startsWith(folder)) || CATALOGUE.test(path);
  }
  #owners(path) {
    return this.#packages?.owners(path) ?? [];
  }
  #isNeeded(owners) {
    return owners.length === 0 || owners.some((owner) => this.#needed.has(owner));
  }
};
function meansProgram(words, path) {
  return path.replace(PROGRAM_FOLDER, "").split("/").every((name) => words.meansProgram(name));
}
function privateFolder(path) {
  if (!COMMON_FOLDER.test(path))
    return PRIVATE_FOLDER.exec(path)?.[0].slice(0, -1);
}
function addInterpreted(tree, words) {
  let looked = /* @__PURE__ */ new Set();
  for (let more = !0; more; ) {
    more = !1;
    for (let [path, { type }] of tree.files) {
      if (type !== "file" || !PROGRAM_FOLDER.test(path) || looked.has(path) || !meansProgram(words, path)) continue;
      looked.add(path);
      let text = tree.text(path);
      text !== void 0 && (words.add(text), more = !0);
    }
  }
}
function readTexts(tree, wanted, binaries) {
  let paths = [...tree.files.keys()].filter((path) => wanted(path) && !DOCUMENTATION.test(path)), read = (path) => binaries === void 0 ? tree.text(path) : tree.bytes(path);
  return paths.map(read).filter((text) => text !== void 0);
}
function inTree(path, tree) {
  let moved = path.replace(/^\/+/, "").replace(/^(bin|sbin|lib|lib32|lib64)(?=\/|$)/, "usr/$1").replace(/^etc(?=\/|$)/, "usr/etc");
  return tree?.files.get("usr/sbin")?.type === "link" ? moved.replace(/^usr\/sbin\//, "usr/bin/") : moved;
}
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

// lib/compose/initramfs.ts
import { chmod as chmod2, mkdir as mkdir2, readFile as readFile2, rename, rm as rm3, stat as stat2, writeFile as writeFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/compose/initramfs-contents.ts
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
var HEADER_BYTES = 110, NAME_LIMIT_BYTES = 4096, NAMES_LIMIT = 2e5, CONTENT_LIMIT_BYTES = 4 * 1024 ** 3, ALIGN = 4, MAGIC_BYTES = 6, ARCHIVES_LIMIT = 4;
async function readInitramfsContents(path) {
  let names = [], offset = 0;
  for (let count = 0; count < ARCHIVES_LIMIT; count += 1) {
    let compression2 = await compressionAt(path, offset);
    if (compression2 === void 0) return;
    let source = openDecompressed(
      createReadStream(path, { start: offset }),
      compression2,
      CONTENT_LIMIT_BYTES
    ), archive = await readArchive(source).catch(() => {
    });
    if (archive === void 0) return;
    if (names.push(...archive.names), compression2 !== "none" || archive.rest === void 0) return names.some(isImage) ? void 0 : names;
    offset += archive.rest;
  }
}
function isImage(name) {
  return /\.(img|squashfs|erofs|sqfs)$/.test(name);
}
async function compressionAt(path, offset) {
  let file = await open(path);
  try {
    let magic = Buffer.alloc(MAGIC_BYTES);
    await file.read(magic, 0, MAGIC_BYTES, offset);
    let hex = magic.toString("hex");
    return /^07070[12]/.test(magic.toString("latin1")) ? "none" : hex.startsWith("1f8b") ? "gzip" : hex.startsWith("28b52ffd") ? "zstd" : hex.startsWith("fd377a585a00") ? "xz" : hex.startsWith("425a68") ? "bzip2" : void 0;
  } finally {
    await file.close();
  }
}
async function readArchive(source) {
  let reader = new ByteReader(source), names = [];
  try {
    for (; names.length < NAMES_LIMIT; ) {
      let header = await reader.take(HEADER_BYTES);
      if (header === void 0 || !/^07070[12][0-9a-fA-F]{104}$/.test(header.toString("latin1")))
        return;
      let sizeBytes = field(header, 6), nameBytes = field(header, 11);
      if (nameBytes < 1 || nameBytes > NAME_LIMIT_BYTES) return;
      let name = (await reader.take(nameBytes))?.toString("latin1", 0, nameBytes - 1);
      if (name === void 0) return;
      if (await reader.skip(-(HEADER_BYTES + nameBytes) & ALIGN - 1), name === "TRAILER!!!") return { names, rest: await reader.skipZeros() };
      if (!await reader.skip(sizeBytes + (-sizeBytes & ALIGN - 1))) return;
      names.push(name.replace(/^(\.?\/)+/, ""));
    }
    return;
  } finally {
    source.destroy();
  }
}
function field(header, index) {
  let start = MAGIC_BYTES + index * 8;
  return Number.parseInt(header.toString("latin1", start, start + 8), 16);
}
var ByteReader = class {
  #chunks;
  #buffer = Buffer.alloc(0);
  #consumed = 0;
  constructor(source) {
    this.#chunks = source[Symbol.asyncIterator]();
  }
  async take(count) {
    for (; this.#buffer.length < count; ) if (!await this.#more()) return;
    return this.#shift(count);
  }
  async skip(count) {
    let left = count;
    for (; left > this.#buffer.length; )
      if (left -= this.#buffer.length, this.#shift(this.#buffer.length), !await this.#more()) return !1;
    return this.#shift(left), !0;
  }
  /** Returns how many bytes came before the next that is not zero; undefined when all are. */
  async skipZeros() {
    for (; ; ) {
      let index = this.#buffer.findIndex((byte) => byte !== 0);
      if (index >= 0)
        return this.#shift(index), this.#consumed;
      if (this.#shift(this.#buffer.length), !await this.#more()) return;
    }
  }
  #shift(count) {
    let taken = this.#buffer.subarray(0, count);
    return this.#buffer = this.#buffer.subarray(count), this.#consumed += count, taken;
  }
  async #more() {
    let { value, done } = await this.#chunks.next();
    return done === !0 ? !1 : (this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]), !0);
  }
};

// lib/compose/initramfs-dracut.ts
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
var DRACUT_TIMEOUT_MS = 60 * 6e4, DRACUT_ENVIRONMENT = { DRACUT_NO_MKNOD: "1", DRACUT_NO_XATTR: "1" };
async function dracutArgv(tree, kernel, args) {
  let given = args.length === 0 ? ["--no-hostonly"] : args;
  return [
    "dracut",
    "--force",
    "--reproducible",
    "--add",
    "ostree",
    "--tmpdir",
    "/tmp/dracut",
    ...await compression(tree, kernel, given),
    ...given,
    "--kver",
    kernel.version,
    "/out/initramfs.img"
  ];
}
async function runDracut(argv, options) {
  let { tree, out, log } = options;
  await rm(out, { recursive: !0, force: !0 }), await mkdir(out, { recursive: !0 });
  let failure = await runSandboxed(argv, {
    mounts: [
      ...treeMounts(tree.path, { etc: "usr/etc", readOnly: !0 }),
      "--dir",
      "/tmp/dracut",
      "--bind",
      out,
      "/out"
    ],
    env: DRACUT_ENVIRONMENT,
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: DRACUT_TIMEOUT_MS,
    basearch: options.basearch,
    log,
    onLine: (line) => log.debug(`dracut: ${line}`)
  });
  if (failure !== void 0)
    throw new BuildError(
      "INITRAMFS_FAILED",
      `dracut failed with exit code ${failure.exitCode}:
${failure.tail.slice(-20).join(`
`)}`,
      { hint: "The tree needs the packages dracut, kmod and ostree (with its dracut module)." }
    );
  let path = join(out, "initramfs.img");
  return await chmod(path, 420), path;
}
async function compression(tree, kernel, args) {
  let chosen = /^--(compress|gzip|bzip2|lzma|xz|lzo|lz4|zstd|no-compress)\b/;
  if (args.some((arg) => chosen.test(arg)) || await isConfigured(tree)) return [];
  let config = await tree.read(`${kernel.folder}/config`) ?? "";
  return /^CONFIG_RD_ZSTD=y$/m.test(config) && await tree.stat("usr/bin/zstd") !== void 0 ? ["--compress", "zstd -1 -T0"] : ["--compress", "gzip -n -6"];
}
async function isConfigured(tree) {
  let folders = ["usr/lib/dracut/dracut.conf.d", "usr/etc/dracut.conf.d"], files = ["usr/etc/dracut.conf"];
  for (let folder of folders)
    for (let name of await tree.list(folder))
      name.endsWith(".conf") && files.push(`${folder}/${name}`);
  for (let file of files)
    if (/^\s*compress=/m.test(await tree.read(file) ?? "")) return !0;
  return !1;
}

// lib/compose/initramfs-records.ts
import { mkdtemp, readFile, rm as rm2, stat, writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";
var STAGE = "initramfs-rule", RECORD = "record.json", RECORD_LIMIT_BYTES = 64 * 1024 * 1024, RuleRecords = class {
  stage;
  workDir;
  /** `workDir` is for copies. */
  constructor({ folder, log }, workDir) {
    this.stage = { folder, stage: STAGE, log }, this.workDir = workDir;
  }
  /**
   * Returns what was said of this tree before, or what `apply` says, which reads texts by `tree` alone.
   * `inputs`: all that it looks at beside the tree.
   */
  async outcomeFor(tree, inputs, apply) {
    let key = digestOf([tree.structure(), ...inputs]), folder = await mkdtemp(join2(this.workDir, "rule-"));
    try {
      let path = join2(folder, RECORD), known = await this.read(key, path);
      if (known !== void 0 && await hasTexts(tree, known)) return known;
      await removeKept(this.stage, key);
      let outcome = await apply(), { asked } = tree, checksums = await tree.checksums(asked), texts = Object.fromEntries(asked.map((text, index) => [text, checksums[index]]));
      return await writeFile(path, JSON.stringify({ ...outcome, texts })), await keepResult(this.stage, key, { [RECORD]: path }), outcome;
    } finally {
      await rm2(folder, { recursive: !0, force: !0 });
    }
  }
  async read(key, path) {
    if (await restoreKept(this.stage, key, RECORD, path) && !((await stat(path)).size > RECORD_LIMIT_BYTES))
      return parseRecord(await readFile(path, "utf8"));
  }
};
async function hasTexts(tree, { texts }) {
  let paths = Object.keys(texts);
  if (!paths.every((path) => tree.files.get(path)?.type === "file")) return !1;
  let checksums = await tree.checksums(paths);
  return paths.every((path, index) => texts[path] === checksums[index]);
}
function parseRecord(text) {
  try {
    let found = JSON.parse(text);
    return isRecord(found) ? found : void 0;
  } catch {
    return;
  }
}
function isRecord(value) {
  let { usesEpoch, paths, timed, texts } = value ?? {};
  return typeof usesEpoch == "boolean" && typeof texts == "object" && [paths, timed, Object.values(texts)].every(
    (list) => Array.isArray(list) && list.every((each) => typeof each == "string")
  );
}

// lib/compose/initramfs.ts
var IMAGE = "initramfs.img", CONTENTS = "contents.json", CONTENTS_LIMIT_BYTES = 16 * 1024 * 1024, TRIED = 4, INITRAMFS_STAGE = "initramfs";
function initramfsPath({ folder }) {
  return `${folder}/${IMAGE}`;
}
async function makeInitramfs(options) {
  let { tree, kernel, log, keptPath } = options, out = join3(options.workDir, "initramfs"), path = initramfsPath(kernel), argv = await dracutArgv(tree, kernel, options.args);
  await rm3(out, { recursive: !0, force: !0 });
  let run = () => runDracut(argv, { ...options, out: join3(out, "made") }).finally(() => options.onIdle?.()), place = async (image) => rename(image, await tree.resolve(path)), key;
  if (keptPath === void 0 || !isRepeatable(argv))
    await place(await run());
  else {
    let stage = { folder: keptPath, stage: INITRAMFS_STAGE, log }, unread = (error) => {
      log.debug(`The initramfs is not kept: ${String(error)}`);
    }, reading = readInputs(options, stage, argv, path).catch(unread), last = await options.last, keys = await listKept(stage), candidates = async () => restore(stage, keys, { last, inputs: await reading, out }), known = keys.length === 0 ? void 0 : await candidates().catch(unread);
    if (known !== void 0)
      options.onIdle?.(), log.info(`Initramfs of ${kernel.version} kept: nothing that goes into it changed`), key = known.key, await place(known.image);
    else {
      let [image, inputs] = await Promise.all([run(), reading]);
      inputs !== void 0 && (key = await keep(stage, inputs, image, out).catch(unread)), await place(image);
    }
  }
  return await rm3(out, { recursive: !0, force: !0 }), key;
}
function isRepeatable(argv) {
  let other = /^(-H|-i|-I|--hostonly.*|--include|--install.*|--uefi.*|--fstab|--no-reproducible|--sysroot|--squash.*|--local|-l|--conf.*|-c|--aggressive-strip|--rebuild|--add-fstab|--mount|--device|--acpi.*|--kernel-image|--print-cmdline|--regenerate-all)(=.*)?$/;
  return (argv.includes("--no-hostonly") || argv.includes("-N")) && !argv.some((arg) => other.test(arg));
}
async function readInputs(options, stage, argv, output) {
  let { tree, sourceDateEpoch } = options, hashed = await options.hashing;
  return readInitramfsInputs({
    root: tree.path,
    output,
    argv,
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages: options.packages,
    hashed,
    texts: options.texts,
    records: new RuleRecords(stage, options.workDir)
  });
}
async function fetchLastInitramfs(keptPath, folder, log) {
  try {
    let stage = { folder: keptPath, stage: INITRAMFS_STAGE, log }, [key] = await listKept(stage);
    return key === void 0 ? void 0 : await fetchKept(stage, key, folder);
  } catch (error) {
    log.debug(`No initramfs was fetched: ${String(error)}`);
    return;
  }
}
async function fetchKept(stage, key, folder) {
  await mkdir2(folder, { recursive: !0 });
  let list = join3(folder, CONTENTS), image = join3(folder, IMAGE);
  if (!await restoreKept(stage, key, CONTENTS, list)) return;
  let found = await readContents(list);
  if (!(found === void 0 || !await restoreKept(stage, key, IMAGE, image)))
    return await chmod2(image, 420), { key, image, ...found };
}
async function restore(stage, keys, {
  last,
  inputs,
  out
}) {
  if (inputs === void 0) return;
  let tried = 0;
  for (let key of keys) {
    if (tried === TRIED) return;
    let kept = key === last?.key ? last : await fetchKept(stage, key, out);
    if (kept === void 0) continue;
    let { kind, key: makeKey } = await inputs.decide(kept.contents);
    if (kept.kind === kind && (tried += 1, await makeKey() === key))
      return kept;
  }
}
async function keep(stage, inputs, image, out) {
  let contents = await readInitramfsContents(image);
  if (contents === void 0) {
    stage.log.debug("The initramfs is not kept: it has a form that is not read");
    return;
  }
  let list = join3(out, CONTENTS), { kind, key: makeKey } = await inputs.decide(contents);
  await writeFile2(list, JSON.stringify({ kind, contents }));
  let key = await makeKey();
  return await keepResult(stage, key, { [IMAGE]: image, [CONTENTS]: list }), key;
}
async function readContents(path) {
  if (!((await stat2(path)).size > CONTENTS_LIMIT_BYTES))
    try {
      let found = JSON.parse(await readFile2(path, "utf8")), { kind, contents } = found;
      if (typeof kind != "string" || !Array.isArray(contents)) return;
      let names = contents;
      return names.every((name) => typeof name == "string") ? { kind, contents: names } : void 0;
    } catch {
      return;
    }
}

// lib/repo/link-commit.ts
import { existsSync, linkSync, mkdirSync, readdirSync as readdirSync2, readFileSync as readFileSync2 } from "node:fs";
import { rm as rm4 } from "node:fs/promises";
import { basename, dirname as dirname2, join as join4 } from "node:path";
var NO_LINK = ["EXDEV", "EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];
async function linkCommit(options) {
  let { from, to, commit, base, log } = options;
  try {
    let { rootTree, rootMeta } = parseCommit(
      readFileSync2(join4(from, objectPath(commit, "commit")))
    ), there = new ObjectFolders(to), seen = /* @__PURE__ */ new Set(), link = (checksum, type) => {
      let path = objectPath(checksum, type);
      return seen.has(path) ? !1 : (seen.add(path), there.has(path) || linkObject(from, to, path), !0);
    }, linkTree = (tree, meta, before) => {
      if (link(meta, "dirmeta"), tree === before || !link(tree, "dirtree")) return;
      let found = readDirtree(from, tree), old = before === void 0 ? void 0 : readDirtree(to, before), there2 = new Set(old?.files.map(({ checksum }) => checksum));
      for (let { checksum } of found.files) there2.has(checksum) || link(checksum, "filez");
      let trees = new Map(old?.directories.map((folder) => [folder.name, folder.tree]));
      for (let { name, ...folder } of found.directories)
        linkTree(folder.tree, folder.meta, trees.get(name));
    };
    linkTree(rootTree, rootMeta, base === void 0 ? base : rootOf(to, base)), options.sync !== void 0 ? await options.sync() : await runTool(["sync", "--file-system", to], { log }), link(commit, "commit");
  } catch (error) {
    if (NO_LINK.includes(error.code ?? "")) return !1;
    throw error;
  }
  return await rm4(join4(to, "state", `${commit}.commitpartial`), { force: !0 }), !0;
}
function rootOf(repoPath, commit) {
  let path = join4(repoPath, objectPath(commit, "commit"));
  return existsSync(join4(repoPath, "state", `${commit}.commitpartial`)) || !existsSync(path) ? void 0 : parseCommit(readFileSync2(path)).rootTree;
}
function readDirtree(repoPath, checksum) {
  return parseDirtree(readFileSync2(join4(repoPath, objectPath(checksum, "dirtree"))));
}
var ObjectFolders = class {
  repoPath;
  names = /* @__PURE__ */ new Map();
  constructor(repoPath) {
    this.repoPath = repoPath;
  }
  /** As of when its folder was read, which is made when it is not there. */
  has(path) {
    let folder = dirname2(path), names = this.names.get(folder);
    if (names === void 0) {
      let host = join4(this.repoPath, folder);
      mkdirSync(host, { recursive: !0 }), names = new Set(readdirSync2(host)), this.names.set(folder, names);
    }
    return names.has(basename(path));
  }
};
function linkObject(from, to, path) {
  try {
    linkSync(join4(from, path), join4(to, path));
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

export {
  commitTree,
  publishCommit,
  linkCommit,
  readTree,
  TextWords,
  isReadForWords,
  inTree,
  INITRAMFS_STAGE,
  initramfsPath,
  makeInitramfs,
  fetchLastInitramfs
};
