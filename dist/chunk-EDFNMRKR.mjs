import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderBootChart,
  renderTimings
} from "./chunk-24RJ33HK.mjs";
import {
  renderTable
} from "./chunk-56W44T4S.mjs";
import {
  IMAGE_FORMATS
} from "./chunk-FRBN4BH3.mjs";
import {
  code,
  fence,
  shellWord,
  text
} from "./chunk-BBFWKSVB.mjs";
import {
  count,
  formatDuration,
  signedBytes
} from "./chunk-S5GTPX6M.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  parseReference
} from "./chunk-TDFHNA5I.mjs";
import {
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/build-report.ts
import { relative } from "node:path";
function reportOf(result, extras) {
  let inOut = (path) => {
    let inside = relative(extras.outDir, path);
    return inside === "" || inside.startsWith("..") ? path : inside;
  }, { commits = [], images = [], containers = [], boots = [], lock, signed } = result, repository = extras.repositoryUrl ?? (result.repo === void 0 ? void 0 : inOut(result.repo));
  return {
    remix: result.remix,
    ...extras.decisions === void 0 ? {} : { decisions: extras.decisions },
    commits,
    packages: (extras.lockfile?.arches ?? []).map(({ arch, packages }) => ({
      basearch: arch,
      packages: packages.map((locked) => ({ ...locked, sizeBytes: locked.size }))
    })),
    ...lock === void 0 ? {} : { changes: lock.changes },
    images: images.map((image) => ({ ...image, file: inOut(image.path) })),
    containers: containers.map((container) => ({
      ...container,
      layers: container.layers.length,
      reusedLayers: container.layers.filter(({ reused }) => reused).length,
      path: inOut(container.path)
    })),
    boots: boots.map((boot) => ({ ...boot, image: inOut(boot.image) })),
    timeline: result.timeline ?? [],
    ...extras.recorded === void 0 ? {} : { recorded: extras.recorded },
    ...extras.cache === void 0 ? {} : { cache: extras.cache },
    files: {
      ...repository === void 0 ? {} : { repository },
      ...result.publicKey === void 0 ? {} : { publicKey: inOut(result.publicKey) },
      ...signed === void 0 ? {} : { checksums: inOut(signed.checksums), signature: inOut(signed.signature) }
    }
  };
}

// lib/report/changes.ts
var KINDS = ["added", "removed", "upgraded", "downgraded", "rebuilt"], OPEN_ROWS = 15, MAX_ARCHITECTURES = 8, BOUNDS = { maxRows: 600, maxBytes: 64 * 1024 };
function renderChanges(changes) {
  let head = ["## What changed since the last lock", ""];
  if (changes.length === 0) return [...head, "Nothing.", ""];
  let groups = [...groupBy(changes, ({ basearch }) => basearch)].slice(0, MAX_ARCHITECTURES), bounds = {
    maxRows: Math.floor(BOUNDS.maxRows / groups.length),
    maxBytes: Math.floor(BOUNDS.maxBytes / groups.length)
  };
  return [
    ...head,
    ...groups.flatMap(([basearch, items]) => {
      let ordered = KINDS.flatMap((kind) => items.filter((change) => change.kind === kind)), table = renderTable(["", "Package", "Version", "Size:"], ordered.map(row), bounds), title = `${text(basearch)}: ${summarize(items)}`;
      return items.length <= OPEN_ROWS ? [`**${title}**`, "", ...table, ""] : ["<details>", `<summary><b>${title}</b></summary>`, "", ...table, "", "</details>", ""];
    })
  ];
}
function summarize(changes) {
  let counts = KINDS.flatMap((kind) => {
    let amount = changes.filter((change) => change.kind === kind).length;
    return amount === 0 ? [] : [`${amount} ${kind}`];
  }), grown = changes.reduce(
    (sum, { oldSizeBytes = 0, newSizeBytes = 0 }) => sum + newSizeBytes - oldSizeBytes,
    0
  );
  return `${counts.join(", ")} (${signedBytes(grown)})`;
}
function row({ kind, name, ...change }) {
  return [kind, code(name), versions(change), sizes(change)];
}
function versions({ oldEvr, newEvr }) {
  return [.../* @__PURE__ */ new Set([oldEvr, newEvr])].filter((evr) => evr !== void 0).map((evr) => text(evr)).join(" \u2192 ");
}
function sizes({ oldSizeBytes, newSizeBytes }) {
  return oldSizeBytes === void 0 ? formatBytes(newSizeBytes ?? 0) : newSizeBytes === void 0 ? signedBytes(-oldSizeBytes) : `${formatBytes(newSizeBytes)} (${signedBytes(newSizeBytes - oldSizeBytes)})`;
}

// lib/report/instructions.ts
var MAX_SHOWN = 4;
function renderVerification(report) {
  let lines = [...checksumLines(report), ...commitLines(report)];
  return lines.length === 0 ? [] : ["## How to verify", "", "In the folder of the results:", "", ...fence("sh", lines), ""];
}
function renderBootAtHome({ images }) {
  let bootable = images.filter(({ format }) => QEMU_FORMATS.has(format)).slice(0, MAX_SHOWN);
  if (bootable.length === 0) return [];
  let { basearch = "" } = bootable[0] ?? {}, packages = FIRMWARE[basearch]?.packages;
  return [
    "## Boot it at home",
    "",
    "Changes are thrown away when the machine stops (Ctrl-A X).",
    "",
    ...fence(
      "sh",
      bootable.map(({ file }) => `treesmith boot ${shellWord(file)}`)
    ),
    "",
    ...packages === void 0 ? [] : [
      `Or with QEMU alone; ${text(packages)}:`,
      "",
      ...fence("sh", bootable.flatMap(qemuLines)),
      ""
    ]
  ];
}
function checksumLines({ files, images }) {
  let { publicKey, checksums, signature } = files;
  if (checksums === void 0) {
    let sums = images.slice(0, MAX_SHOWN).map(({ sha256, file }) => `${sha256}  ${file}`);
    return sums.length === 0 ? [] : ["sha256sum --check <<'END'", ...sums, "END"];
  }
  return [
    ...publicKey === void 0 ? [] : [`gpg --import ${shellWord(publicKey)}`],
    ...signature === void 0 ? [] : [`gpg --verify ${shellWord(signature)} ${shellWord(checksums)}`],
    `sha256sum --check --ignore-missing ${shellWord(checksums)}`
  ];
}
function commitLines({ remix, commits, files }) {
  let { repository, publicKey } = files;
  if (repository === void 0 || commits.length === 0) return [];
  let shown = commits.slice(0, MAX_SHOWN), isUrl = /^https?:/.test(repository);
  if (publicKey === void 0) {
    if (isUrl) return [];
    let repo = `--repo=${shellWord(repository)}`;
    return [
      `ostree ${repo} fsck`,
      ...shown.map(({ ref, commit }) => `ostree ${repo} rev-parse ${shellWord(ref)}  # ${commit}`)
    ];
  }
  let url = isUrl ? shellWord(repository) : fileUrl(repository), remote = shellWord(remix);
  return [
    "ostree --repo=verify init --mode=archive",
    `ostree --repo=verify remote add --gpg-import=${shellWord(publicKey)} ${remote} ${url}`,
    ...shown.flatMap(({ ref, commit }) => [
      `ostree --repo=verify pull --commit-metadata-only ${remote} ${shellWord(ref)}`,
      `ostree --repo=verify show ${shellWord(`${remix}:${ref}`)}  # ${commit}`
    ])
  ];
}
var QEMU_FORMATS = /* @__PURE__ */ new Map([
  ["qcow2", "qcow2"],
  ["raw", "raw"],
  ["vmdk", "vmdk"],
  ["vhd", "vpc"]
]), FIRMWARE = {
  x86_64: {
    bios: "/usr/share/ovmf/OVMF.fd",
    packages: "the firmware is that of the package ovmf (Debian, Ubuntu)"
  },
  aarch64: {
    bios: "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd",
    packages: "the firmware is that of the package qemu-efi-aarch64 (Debian, Ubuntu)"
  }
};
function qemuLines({ basearch, file, format }) {
  let firmware = FIRMWARE[basearch];
  if (firmware === void 0) return [];
  let machine = basearch === "aarch64" ? "virt" : "q35", disk = `file=${file.replaceAll(",", ",,")},format=${QEMU_FORMATS.get(format)},if=virtio`;
  return [
    `qemu-system-${basearch} -machine ${machine},accel=kvm:tcg -cpu max -smp 2 -m 2048 -nographic \\`,
    `  -bios ${firmware.bios} -snapshot -drive ${shellWord(disk)}`
  ];
}
function fileUrl(path) {
  if (path.startsWith("/")) return shellWord(`file://${path}`);
  let word = shellWord(path);
  return word.startsWith("'") ? `"file://$PWD/"${word}` : `"file://$PWD/${word}"`;
}

// lib/report/packages.ts
var LARGEST = 10, MAX_ARCHITECTURES2 = 8;
function renderPackages(packages) {
  let arches = packages.slice(0, MAX_ARCHITECTURES2), maxBytes = Math.floor(16 * 1024 / Math.max(1, arches.length));
  return [
    "## Packages",
    "",
    ...arches.flatMap(({ basearch, packages: all }) => {
      let sizeBytes = all.reduce((sum, one) => sum + one.sizeBytes, 0), rows = largest(all).map(({ name, evr, arch, sizeBytes: size }) => [
        code(name),
        text(`${evr}.${arch}`),
        formatBytes(size)
      ]), title = `**${text(basearch)}: ${count(all.length, "package")}, ${formatBytes(sizeBytes)}**`, which = all.length > LARGEST ? ` The ${LARGEST} largest:` : "", bounds = { maxRows: LARGEST, maxBytes };
      return [
        `${title}${which}`,
        "",
        ...renderTable(["Package", "Version", "Size:"], rows, bounds),
        ""
      ];
    })
  ];
}
function largest(packages) {
  return packages.toSorted((a, b) => b.sizeBytes - a.sizeBytes || compareBytes(a.name, b.name)).slice(0, LARGEST);
}

// lib/report/results.ts
function renderDecisions(decisions) {
  let rows = decisions.map(({ id, changed, reason }) => [
    code(id),
    changed ? "**rebuild**" : "keep",
    text(reason)
  ]);
  return ["## What must be rebuilt", "", ...renderTable(["Output", "", "Why"], rows), ""];
}
function renderCommits(commits) {
  let rows = commits.map(({ ref, version, commit, cached }) => [
    code(ref),
    text(version),
    code(commit),
    cached ? "unchanged" : "new"
  ]);
  return ["## Commits", "", ...renderTable(["Ref", "Version", "Commit", ""], rows), ""];
}
function renderImages(images) {
  let rows = images.map(({ file, sizeBytes, sha256, cached }) => [
    code(file),
    formatBytes(sizeBytes),
    code(sha256),
    cached ? "unchanged" : "new"
  ]);
  return ["## Images", "", ...renderTable(["File", "Size:", "SHA-256", ""], rows), ""];
}
function renderContainers(containers) {
  let rows = containers.map((container) => [
    code(container.name),
    text(container.basearch),
    text(container.kind),
    formatBytes(container.sizeBytes),
    container.reusedLayers === 0 ? String(container.layers) : `${container.layers}, ${container.reusedLayers} as before`,
    code(container.digest),
    container.cached ? "unchanged" : "new"
  ]);
  return ["## Containers", "", ...renderTable(["Container", "Architecture", "Kind", "Size:", "Layers:", "Digest", ""], rows), ""];
}
var PHASES = ["firmware", "loader", "kernel", "initrd", "userspace", "login"];
function renderBoots(boots) {
  let rows = boots.map((boot) => [
    code(boot.image),
    text(boot.firmware).toUpperCase(),
    boot.accelerator === "kvm" ? "KVM" : "emulated",
    `${boot.checks.length} passed${boot.cached ? ", before" : ""}`,
    ...PHASES.map((phase) => formatPhase(boot.timings[`${phase}Ms`]))
  ]), headings = ["Image", "Firmware", "Processor", "Checks"], phases = ["Firmware:", "Loader:", "Kernel:", "Initramfs:", "Userspace:", "Login after:"], checks = [...new Set(boots.flatMap((boot) => boot.checks))];
  return [
    "## Boot tests",
    "",
    ...renderTable([...headings, ...phases], rows),
    "",
    ...renderBootChart(boots),
    ...checks.length === 0 ? [] : [
      "<details><summary>The checks</summary>",
      "",
      ...renderTable(
        ["Check"],
        checks.map((check) => [text(check)])
      ),
      "",
      "</details>",
      ""
    ]
  ];
}
function renderCache({ hitBytes, downloadedBytes, savedBytes }) {
  return [
    "## RPM cache",
    "",
    `${formatBytes(hitBytes)} from the cache, ${formatBytes(downloadedBytes)} downloaded, ${formatBytes(savedBytes)} saved.`,
    ""
  ];
}
function formatPhase(ms) {
  return ms === void 0 ? "" : formatDuration(ms);
}

// lib/report/summary.ts
function renderSummary(report) {
  let { decisions, commits, images, containers, boots, packages } = report, { changes, timeline, recorded, cache } = report;
  return `${[
    `# ${text(report.remix)}: ${verdictOf(report)}`,
    "",
    ...decisions === void 0 ? [] : renderDecisions(decisions),
    ...commits.length === 0 ? [] : renderCommits(commits),
    ...images.length === 0 ? [] : renderImages(images),
    ...containers.length === 0 ? [] : renderContainers(containers),
    ...boots.length === 0 ? [] : renderBoots(boots),
    ...changes === void 0 ? [] : renderChanges(changes),
    ...packages.length === 0 ? [] : renderPackages(packages),
    ...timeline.length === 0 ? [] : renderTimings(timeline, recorded),
    ...cache === void 0 ? [] : renderCache(cache),
    ...renderVerification(report),
    ...renderBootAtHome(report)
  ].join(`
`).trimEnd()}
`;
}
function verdictOf(report) {
  let { decisions, commits, images, containers, boots, changes = [] } = report;
  if (decisions !== void 0) {
    let changed = decisions.filter((decision) => decision.changed).length;
    return changed === 0 ? "nothing to rebuild" : `${changed} of ${decisions.length} to rebuild`;
  }
  let results = [...commits, ...images, ...containers, ...boots];
  return changes.length > 0 || results.some(({ cached }) => !cached) ? [
    changes.length === 0 ? [] : [count(changes.length, "package change")],
    commits.length === 0 ? [] : [count(commits.length, "commit")],
    images.length === 0 ? [] : [count(images.length, "image")],
    containers.length === 0 ? [] : [count(containers.length, "container")],
    boots.length === 0 ? [] : [`${count(boots.length, "boot test")} passed`]
  ].flat().join(", ") : "up to date";
}

// lib/runner/remix-inputs.ts
var GIB = 1024 ** 3, DEFAULT_CACHE_GIB = 20;
function readPlaceInputs(read) {
  return { remixPath: read.path("remix"), outDir: read.path("out") };
}
function readRemixInputs(read) {
  let place = readPlaceInputs(read), storePath = read.text("store"), basearch = read.oneOf("architecture", ["all", ...BASEARCHES]), repoVars = parseVariables(read.lines("repo-vars"));
  return {
    ...place,
    storePath,
    ...readCacheInputs(read),
    cacheSizeBytes: (read.count("cache-size-gib", 1) ?? DEFAULT_CACHE_GIB) * GIB,
    timelinePath: read.optionalPath("timeline"),
    basearch: basearch === "all" ? void 0 : basearch,
    repoVars
  };
}
function readKeyInputs(read) {
  return {
    gpgPrivateKey: read.secret("gpg-private-key"),
    gpgPassphrase: read.secret("gpg-passphrase")
  };
}
function readSigningInputs(read) {
  return { ...readKeyInputs(read), unsigned: read.boolean("unsigned") };
}
function readImageInputs(read) {
  return { names: read.lines("name"), format: read.oneOf("format", ["any", ...IMAGE_FORMATS]) };
}
function readCacheInputs(read) {
  let cache = read.oneOf("cache", ["actions", "registry", "local", "none"]), text2 = read.text("cache-registry"), username = read.text("cache-username"), token = read.secret("cache-token"), place = text2 === void 0 ? void 0 : parseReference(text2);
  if (place?.tag !== void 0 || place?.digest !== void 0)
    throw new ConfigError(
      "INPUT_INVALID",
      `input cache-registry: expected host/name without a tag or digest, got ${JSON.stringify(text2)}`
    );
  if (cache !== "registry") return { cache, cacheRegistry: void 0 };
  if (place !== void 0) return { cache, cacheRegistry: { place, username, token } };
  throw new ConfigError(
    "INPUT_MISSING",
    'input cache-registry: "cache: registry" needs a repository in a registry',
    {
      hint: 'Name one that you may write to, such as "cache-registry: ghcr.io/OWNER/remix-cache".'
    }
  );
}
function parseVariables(lines) {
  return Object.fromEntries(
    lines.map((line) => {
      let [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
      if (name !== void 0 && value !== void 0) return [name, value];
      throw new ConfigError(
        "INPUT_INVALID",
        `input repo-vars: expected lines of NAME=VALUE, got ${JSON.stringify(line)}`
      );
    })
  );
}

export {
  reportOf,
  renderSummary,
  readPlaceInputs,
  readRemixInputs,
  readKeyInputs,
  readSigningInputs,
  readImageInputs
};
