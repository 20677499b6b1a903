import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BASEARCHES,
  assertNoFaults,
  assertRelative,
  createValidator,
  parseDocument,
  pathBeside,
  readRemix,
  readSource,
  remixError,
  resolveExternal
} from "./chunk-FBAQSP4E.mjs";
import {
  nearestName
} from "./chunk-6YHPK4EX.mjs";
import {
  HttpClient
} from "./chunk-AXANLE5B.mjs";
import {
  makeFolder,
  withLock,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  ConfigError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";

// lib/build/result-file.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
var MAX_TIMELINE = 500;
var NAME = "result.json";
async function recordOutcome(outDir, part, options = {}) {
  await makeFolder(outDir);
  await withLock(join(outDir, `.${NAME}.lock`), async () => {
    const before = await readResult(outDir);
    const result = mergeResult(before?.remix === part.remix ? before : void 0, part, options);
    if (before !== void 0 && isDeepStrictEqual(result, before)) return;
    await writeFileAtomic(join(outDir, NAME), `${JSON.stringify(result, null, 2)}
`);
  });
}
async function readResult(outDir) {
  try {
    const value = JSON.parse(await readFile(join(outDir, NAME), "utf8"));
    const { remix, commits = [], images = [], boots = [], timeline = [] } = value;
    if (typeof remix !== "string") return void 0;
    if (![commits, images, boots, timeline].every((list) => Array.isArray(list))) return void 0;
    return { ...value, remix, commits, images, boots, timeline };
  } catch {
    return void 0;
  }
}
function mergeResult(before, part, { isWhole = false } = {}) {
  const built = new Set(isWhole ? part.commits?.map(({ basearch }) => basearch) : []);
  const commits = mergeBy(before?.commits ?? [], part.commits ?? [], {
    built,
    keyOf: ({ basearch }) => basearch,
    isSame: (a, b) => a.commit === b.commit && a.ref === b.ref && a.inputHash === b.inputHash
  });
  const current = new Map(commits.map(({ basearch, commit }) => [basearch, commit]));
  const images = mergeBy(before?.images ?? [], part.images ?? [], {
    built,
    keyOf: ({ basearch, name }) => `${basearch}/${name}`,
    isSame: (a, b) => a.sha256 === b.sha256 && a.path === b.path && a.inputHash === b.inputHash
  }).filter(({ basearch, commit }) => (current.get(basearch) ?? commit) === commit);
  const digests = new Map(images.map(({ path, sha256 }) => [path, sha256]));
  const changed = (before?.images ?? []).filter(({ path, sha256 }) => digests.get(path) !== sha256);
  const untested = new Set(changed.map(({ path }) => path));
  const boots = mergeBy(
    (before?.boots ?? []).filter(({ image }) => !untested.has(image)),
    part.boots ?? [],
    {
      built,
      keyOf: ({ image, firmware, way }) => `${firmware}/${way}/${image}`,
      isSame: () => true
    }
  );
  const timeline = [...before?.timeline ?? [], ...part.timeline ?? []].slice(-MAX_TIMELINE);
  return { ...before, ...part, commits, images, boots, timeline };
}
function mergeBy(before, added, { built, keyOf, isSame }) {
  const wanted = new Set(added.map(keyOf));
  const kept = before.filter((item) => !built.has(item.basearch) || wanted.has(keyOf(item)));
  const merged = new Map(kept.map((item) => [keyOf(item), item]));
  for (const item of added) {
    const known = merged.get(keyOf(item));
    if (known !== void 0 && item.cached && isSame(known, item)) continue;
    merged.set(keyOf(item), item);
  }
  return [...merged.values()];
}

// lib/build/workspace.ts
import { join as join4 } from "node:path";

// lib/host/store.ts
import { join as join2 } from "node:path";
var Store = class {
  path;
  constructor(path) {
    this.path = path;
  }
  rpm(sha256Hex) {
    return join2(this.path, "rpms", `${sha256Hex}.rpm`);
  }
  /** An RPM with the right SHA-256 whose signature was not looked at yet. */
  unverifiedRpm(sha256Hex) {
    return join2(this.path, "tmp", `${sha256Hex}.rpm`);
  }
  /** The bytes so far of an RPM. */
  partialRpm(sha256Hex) {
    return join2(this.path, "tmp", `${sha256Hex}.part`);
  }
  /** The note that a package is signed by one of the keys whose digest is `keys`. */
  verified(keys, sha256Hex) {
    return join2(this.path, "verified", keys, sha256Hex);
  }
  repodata(sha256Hex) {
    return join2(this.path, "repodata", sha256Hex);
  }
  solv(key) {
    return join2(this.path, "solv", key);
  }
  stage(stage, key) {
    return join2(this.path, "stages", stage, key);
  }
};

// lib/remix/treefile.ts
import { dirname as dirname2, resolve } from "node:path";

// lib/remix/package-list.ts
function splitPackages(text, place) {
  const parts = text.split("'");
  if (parts.length % 2 === 0) {
    throw remixError("BAD_VALUE", `a single quote does not end: ${text}`, place);
  }
  return parts.flatMap((part, index) => index % 2 === 1 ? [part] : part.split(/\s+/)).filter((name) => name !== "");
}

// schemas/treefile.schema.json
var treefile_schema_default = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Treefile",
  description: "What goes into an OSTree commit: rpm-ostree's treefile, as Treesmith reads it. x-merge says how a key of an included file and of the file that includes it come together: first (the outer file wins), concat (the included file's elements come first), set (union), map (union of keys, the outer file wins), file (counts only in its own file). x-envsubst marks the keys in which ${variable} is replaced.",
  type: "object",
  "x-expected": "a treefile: a mapping of keys to values",
  additionalProperties: false,
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
        additionalProperties: false,
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
      additionalProperties: false,
      required: ["name", "summary", "license"],
      properties: {
        name: { description: "Name of the product.", type: "string" },
        summary: { description: "One line about it.", type: "string" },
        license: { description: "Its licence.", type: "string" },
        description: { description: "More about it.", type: "string" }
      },
      "x-envsubst": true,
      "x-group": "Inheritance and evaluation",
      "x-merge": "first"
    },
    "platform-module": {
      description: "Leftover of modularity. Accepted, does nothing.",
      type: "string",
      deprecated: true,
      "x-envsubst": true,
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
      deprecated: true,
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
        additionalProperties: false,
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
        additionalProperties: false,
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
      "x-external": true,
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
      "x-external": true,
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
      "x-envsubst": true,
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
      deprecated: true,
      "x-group": "Content",
      "x-merge": "first"
    },
    "cliwrap-binaries": {
      description: "Which binaries cliwrap replaces.",
      type: "array",
      items: { type: "string" },
      deprecated: true,
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
      additionalProperties: false,
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
      additionalProperties: false,
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
      deprecated: true,
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
      "x-envsubst": true,
      "x-group": "Commit",
      "x-merge": "first"
    },
    metadata: {
      description: "Anything, for other tools. ${variable} is replaced in its strings, not deeper.",
      type: "object",
      "x-envsubst": true,
      "x-group": "Commit",
      "x-merge": "map"
    },
    "add-commit-metadata": {
      description: "Metadata of the commit. ${variable} is replaced in its strings, not deeper.",
      type: "object",
      "x-envsubst": true,
      "x-group": "Commit",
      "x-merge": "map"
    },
    "automatic-version-prefix": {
      description: "Version of the commit; .1, .2 and so on is added for each commit after the first. <date:%Y%m%d> stands for the date.",
      type: "string",
      minLength: 1,
      "x-envsubst": true,
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

// lib/remix/treefile-schema.ts
var TREEFILE_KEYS = new Map(
  Object.entries(treefile_schema_default.properties).map(([name, key]) => [name, treefileKey(name, key)])
);
var CLIENT_KEYS = [
  "base-refspec",
  "container-image-reference",
  "packages-local",
  "packages-local-fileoverride",
  "override-remove",
  "ex-override-replace",
  "override-replace-local",
  "override-commit",
  "initramfs",
  "custom",
  "unconfigured-state"
];
var CLIENT_HINT = "It is for the origin of a deployed client, not for composing.";
var validateTreefile = createValidator(
  treefile_schema_default,
  Object.fromEntries(CLIENT_KEYS.map((key) => [key, CLIENT_HINT]))
);
function treefileKey(name, key) {
  const target = key["x-alias"];
  const meaning = target === void 0 ? key : treefile_schema_default.properties[target] ?? key;
  return {
    name,
    merge: meaning["x-merge"] ?? "first",
    description: meaning.description ?? "",
    ...target === void 0 ? {} : { alias: target },
    envsubst: meaning["x-envsubst"] === true,
    external: meaning["x-external"] === true,
    deprecated: meaning.deprecated === true
  };
}

// lib/remix/variables.ts
var RESERVED_VARIABLES = ["basearch", "releasever"];
function substituteVariables(text, variables) {
  return text.replace(/\$\{([^{}$]*)\}/g, (whole, name) => {
    const value = variables.get(name);
    return value === void 0 ? whole : String(value);
  });
}
function referencedVariables(text) {
  return [...text.matchAll(/\$\{([^{}$]*)\}/g)].map((match) => match[1] ?? "");
}
function assertVariable(name, value, place) {
  if (RESERVED_VARIABLES.includes(name)) {
    const hint = name === "releasever" ? 'Use the key "releasever".' : void 0;
    throw remixError(
      "RESERVED_VARIABLE",
      `variable "${name}" is filled in automatically`,
      place,
      hint
    );
  }
  for (const text of [name, String(value)]) {
    const forbidden = /[${}]/.exec(text)?.[0];
    if (forbidden !== void 0) {
      throw remixError(
        "BAD_VALUE",
        `variables.${name}: "${forbidden}" may not stand in a variable`,
        place
      );
    }
  }
}

// lib/remix/treefile-fields.ts
var TreefileFields = class {
  #layer;
  #variables;
  constructor(layer, variables) {
    this.#layer = layer;
    this.#variables = variables;
  }
  item(key) {
    return this.#layer.single.get(key);
  }
  items(key) {
    return this.#layer.lists.get(key) ?? [];
  }
  text(key) {
    const value = this.item(key)?.value;
    return value === void 0 ? void 0 : this.#substitute(key, String(value));
  }
  flag(key, otherwise) {
    const value = this.item(key)?.value;
    return typeof value === "boolean" ? value : otherwise;
  }
  /** One of the values of an enum; the schema's own list holds it. */
  choice(key, otherwise) {
    return this.text(key) ?? otherwise;
  }
  /** A list of strings. */
  texts(key) {
    return this.items(key).map(({ value }) => String(value));
  }
  map(key) {
    const entries = [...this.#layer.maps.get(key) ?? []];
    return Object.fromEntries(
      entries.sort(([a], [b]) => a < b ? -1 : 1).map(([name, { value }]) => [
        name,
        typeof value === "string" ? this.#substitute(key, value) : value
      ])
    );
  }
  placeInMap(key, name) {
    return this.#layer.maps.get(key)?.get(name)?.place;
  }
  /** Place of each element; of the outermost file's where several have it. */
  origins(key) {
    return new Map(this.items(key).map(({ value, place }) => [String(value), place]));
  }
  #substitute(key, text) {
    return TREEFILE_KEYS.get(key)?.envsubst === true ? substituteVariables(text, this.#variables) : text;
  }
};

// lib/remix/treefile-groups.ts
function isGroupRequest(request) {
  return request.startsWith("@");
}
function collectGroups(groups, packages) {
  const found = /* @__PURE__ */ new Map();
  const add = (request, optional2, origin) => {
    const name = request.id.replace(/^@/, "");
    const before = found.get(name);
    const blacklist = /* @__PURE__ */ new Set([...before?.blacklist ?? [], ...request.blacklist ?? []]);
    found.set(name, {
      id: name.replace(/^\^/, ""),
      kind: name.startsWith("^") ? "environment" : "group",
      optional: optional2 || before?.optional === true,
      blacklist: [...blacklist].sort(compareBytes),
      origin: before?.origin ?? origin
    });
  };
  for (const { value, place } of groups) {
    const request = typeof value === "string" ? { id: value } : value;
    add(request, request.optional ?? true, place);
  }
  for (const { value, place } of packages) {
    if (isGroupRequest(String(value))) add({ id: String(value) }, false, place);
  }
  return [...found.values()];
}

// lib/remix/treefile-build.ts
async function buildTreefile(loaded, context) {
  const { layer, variables } = loaded;
  const fields = new TreefileFields(layer, variables);
  const releasever = fields.text("releasever");
  const rojig = rojigOf(fields.item("rojig"), (text) => substituteVariables(text, variables));
  return {
    path: context.path,
    directory: context.directory,
    files: loaded.files,
    basearch: context.basearch,
    edition: fields.choice("edition", "2014"),
    variables: Object.fromEntries(variables),
    packages: sortedSet(fields.texts("packages").filter((request) => !isGroupRequest(request))),
    groups: collectGroups(fields.items("groups"), fields.items("packages")),
    excludePackages: fields.texts("exclude-packages"),
    repos: fields.texts("repos"),
    repoPackages: collapseRepoPackages(fields.items("repo-packages")),
    lockfileRepos: fields.texts("lockfile-repos"),
    ...releasever === void 0 ? {} : { releasever },
    repovars: fields.map("repovars"),
    recommends: fields.flag("recommends", true),
    documentation: fields.flag("documentation", true),
    installLangs: fields.texts("install-langs"),
    ...optional("ref", fields.text("ref")),
    metadata: fields.map("metadata"),
    addCommitMetadata: fields.map("add-commit-metadata"),
    ...optional("automaticVersionPrefix", fields.text("automatic-version-prefix")),
    automaticVersionSuffix: fields.text("automatic-version-suffix") ?? ".",
    ...optional("mutateOsRelease", fields.text("mutate-os-release")),
    ...optional("gpgKey", fields.text("gpg-key")),
    repoMetadata: fields.choice("repo-metadata", "inline"),
    advisoriesMetadata: fields.choice(
      "advisories-metadata",
      "inline"
    ),
    containerCmd: fields.item("container-cmd")?.value ?? [],
    ...rojig === void 0 ? {} : { rojig },
    ...optional("platformModule", fields.text("platform-module")),
    container: fields.flag("container", false),
    selinux: fields.flag("selinux", true),
    selinuxLabelVersion: fields.item("selinux-label-version")?.value === 1 ? 1 : 0,
    ima: fields.flag("ima", false),
    ignoreDevices: fields.flag("ignore-devices", true),
    bootLocation: fields.choice("boot-location", "new"),
    tmpIsDir: fields.flag("tmp-is-dir", false),
    optUsrlocal: optUsrlocalOf(fields.text("opt-usrlocal")),
    machineidCompat: fields.flag("machineid-compat", true),
    noInitramfs: fields.flag("no-initramfs", false),
    initramfsArgs: fields.texts("initramfs-args"),
    // rpm-ostree writes whatever the tree's librpm understands for each of the old formats.
    rpmdb: fields.text("rpmdb") === "host" ? "host" : "target",
    rpmdbNormalize: fields.flag("rpmdb-normalize", false),
    readonlyExecutables: fields.flag("readonly-executables", false),
    cliwrap: fields.flag("cliwrap", false),
    cliwrapBinaries: fields.texts("cliwrap-binaries"),
    units: fields.texts("units"),
    ...optional("defaultTarget", fields.text("default-target")),
    sysusers: fields.choice("sysusers", "compose-auto"),
    etcGroupMembers: fields.texts("etc-group-members"),
    preservePasswd: fields.flag("preserve-passwd", true),
    checkPasswd: await accountCheck(fields.item("check-passwd"), "check-passwd", context, userIds),
    checkGroups: await accountCheck(fields.item("check-groups"), "check-groups", context, Number),
    ignoreRemovedUsers: sortedSet(fields.texts("ignore-removed-users")),
    ignoreRemovedGroups: sortedSet(fields.texts("ignore-removed-groups")),
    postprocess: fields.items("postprocess").map(({ value, place }) => ({ script: String(value), origin: place })),
    ...optional(
      "postprocessScript",
      await externalPath(fields.item("postprocess-script"), "postprocess-script", context)
    ),
    addFiles: await addFiles(fields.items("add-files"), context),
    removeFiles: fields.texts("remove-files"),
    removeFromPackages: fields.items("remove-from-packages").map(removeFromPackage),
    ostreeLayers: fields.texts("ostree-layers"),
    ostreeOverrideLayers: fields.texts("ostree-override-layers"),
    origins: {
      packages: fields.origins("packages"),
      excludePackages: fields.origins("exclude-packages"),
      repos: fields.origins("repos")
    },
    warnings: loaded.warnings
  };
}
function optional(key, value) {
  return value === void 0 ? {} : { [key]: value };
}
function sortedSet(values) {
  return [...new Set(values)].sort(compareBytes);
}
function optUsrlocalOf(value) {
  if (value === "state-overlay" || value === "stateoverlay") return "stateoverlay";
  return value === "root" ? "root" : "var";
}
function collapseRepoPackages(items) {
  const seen = /* @__PURE__ */ new Set();
  const kept = [];
  for (const { value, place } of items.toReversed()) {
    const { repo, packages } = value;
    const mine = sortedSet(packages.flatMap((element) => splitPackages(element, place))).filter(
      (name) => !seen.has(name)
    );
    for (const name of mine) seen.add(name);
    if (mine.length > 0) kept.push({ repo, packages: mine });
  }
  return kept.reverse();
}
function removeFromPackage({ value }) {
  const [name = "", ...patterns] = value;
  return { package: name, patterns };
}
function rojigOf(item, substitute) {
  if (item === void 0) return void 0;
  const rojig = item.value;
  return {
    ...rojig,
    name: substitute(rojig.name),
    summary: substitute(rojig.summary),
    ...rojig.description === void 0 ? {} : { description: substitute(rojig.description) }
  };
}
async function accountCheck(item, key, context, idsOf) {
  if (item === void 0) return { type: "previous" };
  const check = item.value;
  switch (check.type) {
    case "none":
    case "previous":
      return { type: check.type };
    case "file":
      return { type: "file", path: await external(check.filename ?? "", key, item, context) };
    case "data": {
      const entries = Object.entries(check.entries ?? {}).sort(([a], [b]) => compareBytes(a, b));
      return {
        type: "data",
        entries: Object.fromEntries(entries.map(([name, value]) => [name, idsOf(value)]))
      };
    }
  }
}
function userIds(value) {
  const [uid = 0, gid = uid] = [value].flat();
  return { uid, gid };
}
async function externalPath(item, key, context) {
  return item === void 0 ? void 0 : external(String(item.value), key, item, context);
}
async function addFiles(items, context) {
  const files = [];
  for (const item of items) {
    const [source = "", destination = ""] = item.value;
    files.push({
      source: await external(source, "add-files", item, context),
      destination: `/${destination.replace(/^\/+/, "")}`
    });
  }
  return files;
}
function external(path, key, item, context) {
  return resolveExternal({
    path,
    key,
    place: item.place,
    directory: item.directory,
    root: context.directory
  });
}

// lib/remix/treefile-check.ts
import { constants } from "node:fs";
import { access } from "node:fs/promises";
var ADD_FILES_PREFIXES = ["usr/", "etc/", "bin/", "sbin/", "lib/", "lib64/"];
var REF = /^[\p{L}\p{N}_][-._\p{L}\p{N}]*(\/[\p{L}\p{N}_][-._\p{L}\p{N}]*)*$/u;
async function assertTreefile(treefile, fields) {
  assertNotExcluded(treefile);
  assertRepovars(treefile, fields);
  assertRef(treefile, fields);
  for (const { value, place } of fields.items("add-files")) {
    assertDestination(String(value[1]), place);
  }
  for (const { value, place } of fields.items("remove-files"))
    assertRemovable(String(value), place);
  for (const { value, place } of fields.items("remove-from-packages")) {
    for (const pattern of value.slice(1)) assertPattern(pattern, place);
  }
  if (!treefile.machineidCompat && treefile.units.length > 0) {
    const hint = "Ship a file in /usr/lib/systemd/system-preset instead.";
    const place = fields.items("units")[0]?.place;
    throw remixError(
      "CONFLICTING_KEYS",
      '"units" does not go with machineid-compat: false',
      place,
      hint
    );
  }
  if (treefile.postprocessScript !== void 0) {
    await access(treefile.postprocessScript, constants.X_OK).catch(() => {
      const place = fields.item("postprocess-script")?.place;
      const hint = `Run: chmod +x ${treefile.postprocessScript}`;
      throw remixError(
        "FILE_UNREADABLE",
        `postprocess-script: ${treefile.postprocessScript} is not executable`,
        place,
        hint
      );
    });
  }
}
function substitutionWarnings(fields, known) {
  const names = [...known];
  const warnings = [];
  for (const key of TREEFILE_KEYS.values()) {
    if (!key.envsubst || key.merge !== "first" || typeof fields.item(key.name)?.value !== "string")
      continue;
    for (const variable of referencedVariables(fields.text(key.name) ?? "")) {
      const near = nearestName(variable, names);
      const hint = near === void 0 ? "" : ` Did you mean "${near}"?`;
      const place = fields.item(key.name)?.place;
      warnings.push({
        message: `${key.name}: variable "${variable}" is not defined and stays as it is.${hint}`,
        place
      });
    }
  }
  for (const [name, value] of Object.entries(fields.map("repovars"))) {
    const place = fields.placeInMap("repovars", name);
    if (place === void 0 || referencedVariables(String(value)).length === 0) continue;
    const message = `repovars.${name}: \${...} is not replaced here and reaches the .repo files as it is`;
    warnings.push({ message, place });
  }
  return warnings;
}
function assertNotExcluded(treefile) {
  const { packages, excludePackages } = treefile.origins;
  for (const [name, place] of packages) {
    const excluded = excludePackages.get(name);
    if (excluded === void 0) continue;
    const message = `"${name}" is both in packages and in exclude-packages (${formatPlace(excluded)})`;
    throw remixError("CONFLICTING_KEYS", message, place);
  }
}
function assertRepovars(treefile, fields) {
  for (const name of ["releasever", "basearch"]) {
    if (Object.hasOwn(treefile.repovars, name)) {
      const hint = name === "releasever" ? 'Use the key "releasever".' : "It is filled in automatically.";
      throw remixError(
        "RESERVED_VARIABLE",
        `repovars cannot set "${name}"`,
        fields.placeInMap("repovars", name),
        hint
      );
    }
  }
}
function assertRef(treefile, fields) {
  const { ref } = treefile;
  if (ref === void 0 || REF.test(ref)) return;
  const place = fields.item("ref")?.place;
  const [missing] = referencedVariables(ref);
  if (missing !== void 0) {
    const near = nearestName(missing, Object.keys(treefile.variables));
    const hint2 = near === void 0 ? 'Define it under "variables".' : `Did you mean "${near}"?`;
    throw remixError(
      "UNDEFINED_VARIABLE",
      `ref: variable "${missing}" is not defined`,
      place,
      hint2
    );
  }
  const hint = 'Letters, digits, "-", "." and "_", in parts divided by "/".';
  throw remixError("BAD_VALUE", `ref: "${ref}" is not a name that OSTree takes`, place, hint);
}
function assertDestination(path, place) {
  const below = path.replace(/^\/+/, "");
  const carried = ADD_FILES_PREFIXES.some((prefix) => below.startsWith(prefix)) && !below.startsWith("usr/local/");
  if (carried && !below.split("/").includes("..") && !below.endsWith("/")) return;
  const hint = "It must be a file in /usr (not /usr/local), /etc, /bin, /sbin, /lib or /lib64.";
  throw remixError("PATH_UNSAFE", `add-files: ${path} cannot be put into a tree`, place, hint);
}
function assertRemovable(path, place) {
  if (!path.startsWith("/") && !path.split("/").includes("..") && !/^[./]*$/.test(path)) return;
  const hint = "Write it relative to the root of the tree: usr/share/info.";
  throw remixError(
    "PATH_UNSAFE",
    `remove-files: ${path} is not a path inside the tree`,
    place,
    hint
  );
}
function assertPattern(pattern, place) {
  try {
    new RegExp(pattern);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw remixError("BAD_VALUE", `remove-from-packages: ${message}`, place);
  }
}

// lib/remix/treefile-include.ts
import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, extname, join as join3 } from "node:path";

// lib/remix/condition.ts
function parseCondition(text, place) {
  const match = /^\s*([A-Za-z0-9_]+)\s*([=!<>]+)\s*(true|false|[0-9]+|"(.*)")\s*$/.exec(text);
  const [, variable, operator, literal, quoted] = match ?? [];
  if (variable === void 0 || literal === void 0 || !isOperator(operator)) {
    const hint = "Write a variable, one of == != < <= > >=, and a number, true, false or a string in double quotes.";
    throw remixError("BAD_CONDITION", `not a condition: ${text}`, place, hint);
  }
  return { variable, operator, value: literalValue(literal, quoted) };
}
function evaluateCondition(condition, variables, place) {
  const { variable, operator, value } = condition;
  const actual = variables.get(variable);
  if (actual === void 0) {
    const near = nearestName(variable, variables.keys());
    const define = 'Define it under "variables" in this file or in one that includes it.';
    const hint = near === void 0 ? define : `Did you mean "${near}"?`;
    throw remixError("UNDEFINED_VARIABLE", `variable "${variable}" is not defined`, place, hint);
  }
  if (typeof actual !== typeof value) {
    const message = `variable "${variable}" is ${typeName(actual)}, compared with ${typeName(value)}`;
    const hint = typeof actual === "string" ? `Compare with "${value}", in double quotes.` : void 0;
    throw remixError("BAD_CONDITION", message, place, hint);
  }
  const equal = actual === value;
  if (operator === "==" || operator === "!=") return equal === (operator === "==");
  if (typeof actual !== "number" || typeof value !== "number") {
    const message = `${operator} compares numbers, and "${variable}" is ${typeName(actual)}`;
    throw remixError("BAD_CONDITION", message, place, "Use == or !=.");
  }
  const holds = operator.startsWith("<") ? actual < value : actual > value;
  return holds || operator.endsWith("=") && equal;
}
function isOperator(text) {
  return text !== void 0 && ["==", "!=", "<", "<=", ">", ">="].includes(text);
}
function literalValue(literal, quoted) {
  if (quoted !== void 0) return quoted;
  if (literal === "true" || literal === "false") return literal === "true";
  return Number(literal);
}
function typeName(value) {
  const kind = typeof value === "string" ? "the string" : typeof value === "number" ? "the number" : "the boolean";
  return `${kind} ${JSON.stringify(value)}`;
}

// lib/remix/treefile-layer.ts
function emptyLayer() {
  return { single: /* @__PURE__ */ new Map(), lists: /* @__PURE__ */ new Map(), maps: /* @__PURE__ */ new Map() };
}
function mergeLayer(outer, included) {
  for (const [key, item] of included.single) {
    if (!outer.single.has(key)) outer.single.set(key, item);
  }
  for (const [key, items] of included.lists) {
    outer.lists.set(key, [...items, ...outer.lists.get(key) ?? []]);
  }
  for (const [key, map] of included.maps) {
    outer.maps.set(key, new Map([...map, ...outer.maps.get(key) ?? []]));
  }
}

// lib/remix/kickstart.ts
function parseKickstart(text, file, directory) {
  const layer = emptyLayer();
  const packages = [];
  const excludes = [];
  const includes = [];
  let section;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const place = { file, line: index + 1, column: 1 };
    const line = raw.trim();
    if (line === "" || raw.startsWith("#")) continue;
    const [verb = "", ...args] = line.split(/\s+/);
    if (section !== void 0) {
      if (line === "%end") section = void 0;
      else if (line.startsWith("%"))
        throw remixError("SYNTAX", `${verb} inside %packages`, place, "Write %end first.");
      else if (line.startsWith("-")) excludes.push({ value: line.slice(1), place, directory });
      else packages.push({ value: line, place, directory });
    } else if (verb === "%packages") {
      section = place;
      for (const arg of args) {
        if (arg !== "--exclude-weakdeps")
          throw remixError("SYNTAX", `%packages does not know ${arg}`, place);
        layer.single.set("recommends", { value: false, place, directory });
      }
    } else if (verb === "%include" && args.length === 1) {
      includes.push({ path: args[0] ?? "", place });
    } else {
      const hint = 'Only "%include <path>" and "%packages [--exclude-weakdeps] ... %end" are known here.';
      throw remixError("SYNTAX", `not understood: ${line}`, place, hint);
    }
  }
  if (section !== void 0) throw remixError("SYNTAX", "%packages without %end", section);
  layer.lists.set("packages", packages);
  layer.lists.set("exclude-packages", excludes);
  return { layer, includes, conditionals: [], variables: /* @__PURE__ */ new Map(), warnings: [] };
}

// lib/remix/treefile-implied.ts
var CONTAINER_IMPLIES = {
  "boot-location": "modules",
  selinux: false,
  "tmp-is-dir": true,
  "preserve-passwd": false,
  "check-passwd": { type: "none" },
  "check-groups": { type: "none" }
};
var EDITION_2024_IMPLIES = {
  "boot-location": "modules",
  "tmp-is-dir": true
};
function applyImplied(layer) {
  imply(layer, "container", true, CONTAINER_IMPLIES, true);
  imply(layer, "edition", "2024", EDITION_2024_IMPLIES, false);
}
function imply(layer, key, value, implied, always) {
  const cause = layer.single.get(key);
  if (cause?.value !== value) return;
  for (const [name, item] of Object.entries(implied)) {
    if (always || !layer.single.has(name)) layer.single.set(name, { ...cause, value: item });
  }
}

// lib/remix/treefile-keys.ts
var FOREIGN_ARCHES = ["armhfp", "i386", "i686", "loongarch64", "ppc64"];
var TreefileKeyReader = class {
  warnings = [];
  #document;
  #directory;
  #basearch;
  constructor(document, directory, basearch) {
    this.#document = document;
    this.#directory = directory;
    this.#basearch = basearch;
  }
  /** Sorts the keys of a treefile, or of one in place at `path`, by how they merge. */
  read(keys, path) {
    const layer = emptyLayer();
    for (const [name, value] of Object.entries(keys)) {
      const key = TREEFILE_KEYS.get(name);
      const at = [...path, name];
      if (key === void 0) this.#readArchPackages(layer, name, value, at);
      else if (key.merge !== "file")
        this.#readKey(layer, this.#canonical(key, keys, at), value, at);
    }
    return layer;
  }
  /** Returns the name that counts, and speaks of old names. */
  #canonical(key, keys, path) {
    const place = this.#document.placeOfKey(path);
    const name = key.alias ?? key.name;
    if (key.alias !== void 0 && keys[key.alias] !== void 0) {
      throw remixError(
        "CONFLICTING_KEYS",
        `"${key.name}" and "${key.alias}" are two spellings of one key`,
        place
      );
    }
    if (key.deprecated) this.warn(`"${name}" is deprecated: ${key.description}`, place);
    return TREEFILE_KEYS.get(name) ?? key;
  }
  #readKey(layer, key, value, path) {
    if (key.merge === "first") {
      layer.single.set(key.name, this.#item(value, path));
    } else if (key.merge === "map") {
      const entries = Object.entries(value);
      layer.maps.set(
        key.name,
        new Map(entries.map(([name, item]) => [name, this.#item(item, [...path, name])]))
      );
    } else if (key.name === "packages" || key.name === "bootstrap-packages") {
      this.#addPackages(layer, value, path);
    } else {
      layer.lists.set(
        key.name,
        value.map((item, index) => this.#item(item, [...path, index]))
      );
    }
  }
  #readArchPackages(layer, name, value, path) {
    const arch = /^packages-(.+)$/.exec(name)?.[1];
    if (arch === void 0 || !Array.isArray(value)) return;
    if (arch === this.#basearch) {
      this.#addPackages(layer, value, path);
    } else if (![...BASEARCHES, ...FOREIGN_ARCHES].includes(arch)) {
      const near = nearestName(arch, BASEARCHES);
      const hint = near === void 0 ? "" : ` Did you mean "packages-${near}"?`;
      this.warn(
        `"${name}" is for no architecture that Treesmith knows.${hint}`,
        this.#document.placeOfKey(path)
      );
    }
  }
  #addPackages(layer, elements, path) {
    const added = elements.flatMap((element, index) => {
      const item = this.#item(element, [...path, index]);
      return splitPackages(element, item.place).map((value) => ({ ...item, value }));
    });
    layer.lists.set("packages", [...layer.lists.get("packages") ?? [], ...added]);
  }
  warn(message, place) {
    this.warnings.push({ message, place });
  }
  #item(value, path) {
    return { value, place: this.#document.placeOf(path), directory: this.#directory };
  }
};

// lib/remix/treefile-parse.ts
function parseTreefile(document, directory, basearch) {
  return new TreefileParser(document, directory, basearch).parse();
}
var TreefileParser = class {
  #document;
  #basearch;
  #reader;
  constructor(document, directory, basearch) {
    this.#document = document;
    this.#basearch = basearch;
    this.#reader = new TreefileKeyReader(document, directory, basearch);
  }
  parse() {
    const { value } = this.#document;
    if (!isRecord(value)) {
      throw remixError(
        "WRONG_TYPE",
        "expected a treefile: a mapping of keys to values",
        this.#document.placeOf([])
      );
    }
    const keys = withoutEmpty(value);
    this.#assertSchema(keys);
    const layer = this.#reader.read(keys, []);
    this.#assertBasearch(layer);
    applyImplied(layer);
    return {
      layer,
      includes: [
        ...this.#includes(keys.include, ["include"]),
        ...this.#archIncludes(keys["arch-include"])
      ],
      conditionals: this.#conditionals(keys["conditional-include"]),
      variables: this.#variables(keys),
      warnings: this.#reader.warnings
    };
  }
  #assertSchema(keys) {
    const faults = validateTreefile(this.#document, keys);
    const ignored = this.#document.format === "json" ? faults.filter((fault) => fault.code === "UNKNOWN_KEY") : [];
    for (const fault of ignored) {
      if (!/^(comment|_|#|\/\/)/.test(String(fault.path.at(-1)))) {
        this.#reader.warn(`${fault.message} is ignored. ${fault.hint ?? ""}`.trim(), fault.place);
      }
    }
    assertNoFaults(faults.filter((fault) => !ignored.includes(fault)));
  }
  #includes(value, path) {
    if (value === void 0) return [];
    if (typeof value === "string") return [{ path: value, place: this.#document.placeOf(path) }];
    return value.map((file, index) => ({
      path: file,
      place: this.#document.placeOf([...path, index])
    }));
  }
  #archIncludes(value) {
    return this.#includes(value?.[this.#basearch], [
      "arch-include",
      this.#basearch
    ]);
  }
  #conditionals(value) {
    const entries = value ?? [];
    return entries.map((entry, index) => {
      const path = ["conditional-include", index];
      const listed = typeof entry.if !== "string";
      const conditions = [entry.if].flat().map((text, nth) => {
        const place = this.#document.placeOf([...path, "if", ...listed ? [nth] : []]);
        return { condition: parseCondition(text, place), place };
      });
      const includePath = [...path, "include"];
      if (!isRecord(entry.include))
        return { conditions, files: this.#includes(entry.include, includePath), inline: void 0 };
      return { conditions, files: [], inline: this.#inline(entry.include, includePath) };
    });
  }
  /** The keys of a treefile in place. What rpm-ostree would drop without a word is an error here. */
  #inline(value, path) {
    const keys = withoutEmpty(value);
    for (const [name, item] of Object.entries(keys)) {
      const key = TREEFILE_KEYS.get(name);
      const namesFile = key?.external === true || isRecord(item) && /^check-/.test(name) && item.type === "file";
      if (key?.merge === "file" || namesFile) {
        const hint = "Put it into a file of its own and include that.";
        const place = this.#document.placeOfKey([...path, name]);
        throw remixError(
          "INLINE_EXTERNAL",
          `"${name}" cannot stand in a treefile in place`,
          place,
          hint
        );
      }
    }
    return this.#reader.read(keys, path);
  }
  #variables(keys) {
    const variables = /* @__PURE__ */ new Map();
    for (const [name, value] of Object.entries(
      keys.variables ?? {}
    )) {
      assertVariable(name, value, this.#document.placeOfKey(["variables", name]));
      variables.set(name, value);
    }
    const releasever = keys.releasever;
    if (releasever !== void 0) variables.set("releasever", releasever);
    return variables;
  }
  #assertBasearch(layer) {
    const item = layer.single.get("basearch");
    if (item === void 0 || item.value === this.#basearch) return;
    const message = `this treefile is for ${String(item.value)}, not for ${this.#basearch}`;
    throw remixError("BASEARCH_MISMATCH", message, item.place);
  }
};
function withoutEmpty(value) {
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry) => entry[1] !== null && entry[1] !== void 0
    )
  );
}
function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// lib/remix/treefile-include.ts
var MAX_DEPTH = 50;
var MAX_FILES = 500;
var MAX_FILE_BYTES = 512 * 1024;
async function loadTreefile(path, basearch, variables) {
  const loader = new Loader(basearch, variables);
  const layer = await loader.load(path, 0);
  return { layer, files: loader.files, variables: loader.variables, warnings: loader.warnings };
}
var Loader = class {
  files = [];
  variables;
  warnings = [];
  #basearch;
  /** Identity of each file read, to the place that asked for it. */
  #seen = /* @__PURE__ */ new Map();
  #finalizeFolders = /* @__PURE__ */ new Set();
  constructor(basearch, variables) {
    this.#basearch = basearch;
    this.variables = new Map([...variables, ["basearch", basearch]]);
  }
  /** `path` is also how messages call the file; `place` is where it was asked for. */
  async load(path, depth, place) {
    const parsed = await this.#parse(path, place);
    this.warnings.push(...parsed.warnings, ...await this.#finalizeWarnings(path));
    for (const [variable, value] of parsed.variables) {
      if (!this.variables.has(variable)) this.variables.set(variable, value);
    }
    const includes = [...parsed.includes, ...this.#applyConditions(parsed)];
    for (const include of includes) {
      if (depth === MAX_DEPTH) {
        throw remixError(
          "INCLUDE_TOO_DEEP",
          `includes are nested deeper than ${MAX_DEPTH} levels`,
          include.place
        );
      }
      assertRelative(include.path, "include", include.place);
      const included = await pathBeside(path, include.path);
      mergeLayer(parsed.layer, await this.load(included, depth + 1, include.place));
    }
    return parsed.layer;
  }
  /** rpm-ostree runs what is executable in `finalize.d` on the host, as root and without a sandbox. */
  async #finalizeWarnings(path) {
    const folder = join3(dirname(path), "finalize.d");
    if (this.#finalizeFolders.has(folder)) return [];
    this.#finalizeFolders.add(folder);
    const entries = await readdir(folder).catch(() => []);
    if (entries.length === 0) return [];
    const message = `${folder} is left out: Treesmith runs nothing outside the sandbox. Use "postprocess".`;
    return [{ message, place: { file: path } }];
  }
  async #parse(path, place) {
    const { text, identity } = await readSource(path, path, MAX_FILE_BYTES, place);
    if (this.#seen.has(identity)) {
      const first = this.#seen.get(identity);
      const where = first === void 0 ? "as the outermost file" : `from ${first.file}:${first.line}`;
      throw remixError("INCLUDE_TWICE", `${path} was included already, ${where}`, place);
    }
    this.#seen.set(identity, place);
    if (this.#seen.size > MAX_FILES) {
      throw remixError("INCLUDE_TOO_DEEP", `more than ${MAX_FILES} treefiles are included`, place);
    }
    const directory = await realpath(dirname(path));
    this.files.push(join3(directory, basename(path)));
    const extension = extname(path);
    if (extension === ".ks") return parseKickstart(text, path, directory);
    const format = extension === ".yaml" || extension === ".yml" ? "yaml" : "json";
    return parseTreefile(parseDocument(text, path, format), directory, this.#basearch);
  }
  /** Merges keys in place that count, and returns the files that do. */
  #applyConditions(parsed) {
    return parsed.conditionals.flatMap(({ conditions, files, inline }) => {
      const results = conditions.map(
        ({ condition, place }) => evaluateCondition(condition, this.variables, place)
      );
      if (results.includes(false)) return [];
      if (inline !== void 0) mergeLayer(parsed.layer, inline);
      return files;
    });
  }
};

// lib/remix/treefile.ts
async function readTreefile(path, options) {
  const { basearch } = options;
  const loaded = await loadTreefile(
    path,
    basearch,
    new Map(Object.entries(options.variables ?? {}))
  );
  const absolute = resolve(path);
  const treefile = await buildTreefile(loaded, {
    path: absolute,
    directory: dirname2(absolute),
    basearch
  });
  const fields = new TreefileFields(loaded.layer, loaded.variables);
  await assertTreefile(treefile, fields);
  return {
    ...treefile,
    warnings: [...loaded.warnings, ...substitutionWarnings(fields, loaded.variables.keys())]
  };
}

// lib/build/workspace.ts
async function openWorkspace(options, log) {
  const remix = await readRemix(options.remixPath);
  const architectures = remix.architectures.filter(
    (basearch) => options.basearch === void 0 || basearch === options.basearch
  );
  if (architectures.length === 0) {
    throw new ConfigError(
      "ARCHITECTURE_NOT_IN_REMIX",
      `${options.basearch} is not an architecture of this remix, which has ${remix.architectures.join(", ")}`,
      { place: { file: remix.path } }
    );
  }
  const treefiles = /* @__PURE__ */ new Map();
  for (const basearch of remix.architectures) {
    const treefile = await readTreefile(remix.treefile, { basearch });
    treefiles.set(basearch, treefile);
  }
  const warned = /* @__PURE__ */ new Set();
  for (const { message, place } of [...treefiles.values()].flatMap(({ warnings }) => warnings)) {
    const once = `${place.file}:${place.line}:${message}`;
    if (!warned.has(once)) log.warn(message, place);
    warned.add(once);
  }
  return {
    ...options,
    remix,
    treefiles,
    architectures,
    store: new Store(options.storePath),
    http: new HttpClient(),
    log,
    repoPath: repositoryPath(options.outDir)
  };
}
function repositoryPath(outDir) {
  return join4(outDir, "repo");
}

// lib/remix/image-model.ts
var IMAGE_FORMATS = [
  ...["raw", "qcow2", "vmdk", "ova", "vhd", "vhdx", "gce", "ami", "containerdisk"],
  ...["raw.xz", "raw.zst", "iso", "pxe", "kernel+initrd", "wsl", "tar"]
];

// lib/core/group-by.ts
function groupBy(items, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

export {
  IMAGE_FORMATS,
  groupBy,
  recordOutcome,
  readResult,
  mergeResult,
  openWorkspace,
  repositoryPath
};
