import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  COLLECTED_NAME,
  LEG_NAME,
  MAX_LEG_BYTES,
  REPO_TAR,
  downloadArtifacts,
  parseLeg
} from "./chunk-YM4PYTX3.mjs";
import {
  openPlace,
  summarize
} from "./chunk-NGSH6DRG.mjs";
import {
  readPlaceInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  openArchive
} from "./chunk-EYIEWDX4.mjs";
import {
  BUILD_STATE,
  recordBuildState
} from "./chunk-JUGJEQKV.mjs";
import {
  CHECKSUMS_NAME,
  listFiles,
  listLogs,
  listRefs
} from "./chunk-BSKXIXIC.mjs";
import "./chunk-QPRYW2CT.mjs";
import {
  mergeResult,
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import "./chunk-MVMNFANK.mjs";
import {
  readLockfile
} from "./chunk-R573IQWV.mjs";
import {
  assertTools
} from "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  ToolError,
  besidePath,
  makeFolder,
  replaceFile,
  runTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// actions/collect/main.ts
import { join as join3 } from "node:path";

// lib/build/collect.ts
import { copyFile as copyFile2, link, lstat, readFile, rm as rm2 } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/build/collect-repositories.ts
import { access, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/build/unpack-repository.ts
var MAX_ENTRIES = 2e6;
var MAX_BYTES = 64 * 1024 ** 3;
var MAX_LINE_BYTES = 4096;
var LINE = /^[-d][rwxsStT-]{9}\.? \d+\/\d+ +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d (repo\/.*)$/;
var NAME = /^repo\/(?:(?:config|summary|summary\.sig)$|(?:refs|objects)(?:\/[A-Za-z0-9_][A-Za-z0-9._+@:-]*)*\/?$|$)/;
async function unpackRepository(tarPath, folder) {
  let entries = 0;
  let sizeBytes = 0;
  let rest = "";
  let fault;
  const readLine = (line) => {
    const [, size = "", name = ""] = LINE.exec(line) ?? [];
    entries += 1;
    sizeBytes += Number(size);
    if (!NAME.test(name)) fault ??= `has ${JSON.stringify(line.slice(0, 200))}`;
    if (entries > MAX_ENTRIES) fault ??= `has more than ${MAX_ENTRIES} entries`;
    if (sizeBytes > MAX_BYTES) fault ??= `holds more than ${MAX_BYTES} bytes`;
  };
  const list = ["--list", "--verbose", "--numeric-owner", "--quoting-style=escape"];
  const archive = `--file=${tarPath}`;
  await runTool(["tar", "--force-local", ...list, "--absolute-names", archive], {
    onStdout: (chunk) => {
      const lines = (rest + chunk.toString("utf8")).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > MAX_LINE_BYTES) fault ??= "has a name that is too long";
      if (fault === void 0) for (const line of lines) readLine(line);
      else rest = "";
    }
  });
  if (fault !== void 0) {
    throw new BuildError("LEG_UNSAFE", `${tarPath} ${fault}`, {
      hint: 'It was not made by "publish"; nothing of it was unpacked.'
    });
  }
  await runTool([
    ...["tar", "--force-local", "--extract", archive, `--directory=${folder}`],
    ...[
      "--no-same-owner",
      "--no-same-permissions",
      "--keep-old-files",
      "--delay-directory-restore"
    ]
  ]);
}

// lib/build/collect-repositories.ts
async function collectRepositories(options) {
  const { legs, repoPath, workDir, log } = options;
  const known = /* @__PURE__ */ new Map();
  const ostree = ["ostree", `--repo=${repoPath}`];
  let hasOne = false;
  for (const leg of legs) {
    const tar = join(leg.path, REPO_TAR);
    if (!await exists(tar)) continue;
    const folder = join(workDir, "leg");
    await mkdir(folder);
    await unpackRepository(tar, folder);
    const from = join(folder, "repo");
    await openUnpacked(from);
    const refs = await listRefs(from);
    for (const { ref, commit } of refs) {
      const before = known.get(ref);
      if (before !== void 0 && before.commit !== commit) {
        throw new BuildError(
          "COMMITS_DIFFER",
          `${ref} is ${before.commit} in ${before.leg}, and ${commit} in ${leg.name}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' }
        );
      }
      known.set(ref, { leg: leg.name, commit });
    }
    await openArchive(repoPath);
    const names = refs.map(({ ref }) => ref);
    if (names.length > 0) {
      const pull = ["pull-local", "--untrusted", from, ...names];
      await runTool([...ostree, ...pull], { log }).catch((error) => {
        throw damaged(leg, error);
      });
    }
    hasOne = true;
    const isAlone = legs.length === 1 && (await listRefs(repoPath)).length === refs.length;
    if (isAlone && await exists(join(from, "summary.sig"))) await copySummary(from, repoPath);
    else await runTool([...ostree, "summary", "--update"], { log });
    await rm(folder, { recursive: true });
  }
  return hasOne;
}
async function openUnpacked(repoPath) {
  await rm(join(repoPath, "config"), { force: true });
  await writeFile(join(repoPath, "config"), "[core]\nrepo_version=1\nmode=archive-z2\n");
  for (const name of ["objects", "refs/heads", "refs/mirrors", "refs/remotes", "state", "tmp"]) {
    await mkdir(join(repoPath, name), { recursive: true });
  }
}
function damaged(leg, cause) {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError(
    "REPOSITORY_DAMAGED",
    `the OSTree repository of the artifact ${leg.name} is damaged: ${cause.stderr.trim()}`,
    { cause }
  );
}
async function copySummary(from, to) {
  for (const name of ["summary", "summary.sig"]) {
    const beside = besidePath(join(to, name));
    await copyFile(join(from, name), beside);
    await replaceFile(beside, join(to, name));
  }
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

// lib/build/collect.ts
var PARTS = ["images", "containers", "keys", "logs"];
var PARTS_OF_ONE = [CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, BUILD_STATE];
async function collectLegs(workspace, { legs, lockfile }) {
  const { remix, outDir, repoPath, log } = workspace;
  if (legs.length === 0) {
    throw new ConfigError(
      "NO_LEGS",
      "there is nothing to collect: no artifact was found",
      {
        hint: "See that the jobs before this one uploaded theirs, and that artifact-prefix fits."
      }
    );
  }
  await assertTools(["ostree", "tar"]);
  return log.group(`Collect (${legs.length} artifacts)`, async () => {
    var _stack = [];
    try {
      const read = [];
      for (const leg of legs) read.push(await readLeg(leg, workspace));
      const parts = withoutWholes(read, log).sort((a, b) => compareBytes(a.leg.name, b.leg.name));
      const sorted = parts.map(({ leg }) => leg);
      const isAlone = parts.length === 1;
      const results = parts.map(
        ({ result: { signed, ...result2 } }) => isAlone && signed !== void 0 ? { ...result2, signed } : result2
      );
      assertSameCommits(sorted, results);
      await makeFolder(outDir);
      await writeFileAtomic(join2(outDir, COLLECTED_NAME), "");
      const temporary = __using(_stack, await makeTempDir(outDir), true);
      const hasRepository = await collectRepositories({
        legs: sorted,
        repoPath,
        workDir: temporary.path,
        log
      });
      const files = await collectFiles(sorted, outDir);
      const merged = results.reduce((before, part) => mergeResult(before, part), {
        remix: remix.name,
        commits: [],
        images: [],
        boots: [],
        timeline: []
      });
      const result = { ...merged, ...hasRepository ? { repo: repoPath } : {} };
      await recordOutcome(outDir, result, { isWhole: true });
      const [only] = isAlone ? sorted : [];
      if (only === void 0 || !await isFile(join2(only.path, BUILD_STATE))) {
        await recordBuildState(workspace, lockfile, result);
      }
      log.info(
        `${result.commits.length} commits, ${result.images.length} images, ${files} files in ${outDir}`
      );
      return result;
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function withoutWholes(legs, log) {
  const parts = legs.filter(({ isWhole }) => !isWhole);
  if (parts.length === 0) return [...legs];
  for (const { leg, isWhole } of legs) {
    if (isWhole) log.info(`${leg.name} was collected by an earlier attempt: passed over`);
  }
  return parts;
}
async function readLeg(leg, { remix, outDir }) {
  const path = join2(leg.path, LEG_NAME);
  if (!/^(?!\.+$)[^/\n]+$/.test(leg.name)) {
    throw new BuildError("LEG_INVALID", `${JSON.stringify(leg.name)} is no name`);
  }
  const status = await lstat(path).catch(() => void 0);
  if (status?.isFile() !== true || status.size > MAX_LEG_BYTES) {
    throw new BuildError("LEG_INVALID", `the artifact ${leg.name} has no ${LEG_NAME}`, {
      hint: 'Only artifacts of the action "publish" can be collected; see artifact-prefix.'
    });
  }
  const text = await readFile(path, "utf8");
  const source = `${LEG_NAME} of the artifact ${leg.name}`;
  const content = parseLeg(text, source, outDir, (name) => placeOf(leg, name));
  const { result } = content;
  if (result.remix === remix.name) return { ...content, leg };
  throw new BuildError(
    "LEG_INVALID",
    `the artifact ${leg.name} is of the remix ${result.remix}, expected ${remix.name}`
  );
}
function assertSameCommits(legs, results) {
  const known = /* @__PURE__ */ new Map();
  results.forEach(({ commits }, index) => {
    const leg = legs[index]?.name ?? "";
    for (const { basearch, commit } of commits) {
      const before = known.get(basearch);
      if (before !== void 0 && before.commit !== commit) {
        throw new BuildError(
          "COMMITS_DIFFER",
          `the commit of ${basearch} is ${before.commit} in ${before.leg}, and ${commit} in ${leg}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' }
        );
      }
      known.set(basearch, { leg, commit });
    }
  });
}
function placeOf({ name: leg }, name) {
  return /^[^/]+\.log$/.test(name) ? `logs/${leg}/${name}` : name;
}
async function collectFiles(legs, outDir) {
  const placed = /* @__PURE__ */ new Map();
  for (const leg of legs) {
    const parts = legs.length === 1 ? [...PARTS, ...PARTS_OF_ONE] : PARTS;
    for (const file of await listFiles(leg.path, [...parts, ...await listLogs(leg.path)])) {
      const name = placeOf(leg, file.name);
      const before = placed.get(name);
      if (before === void 0) {
        await placeFile(file, join2(outDir, name));
        placed.set(name, { leg: leg.name, path: file.path });
      } else {
        await assertSameFile(name, before, { leg: leg.name, path: file.path });
      }
    }
  }
  return placed.size;
}
async function assertSameFile(name, ...[a, b]) {
  const [one, other] = [await digestFile(a.path), await digestFile(b.path)];
  if (one.sha256 === other.sha256) return;
  throw new BuildError(
    "LEGS_DIFFER",
    `${name} has the SHA-256 ${one.sha256} in ${a.leg}, and ${other.sha256} in ${b.leg}`,
    { hint: "Two jobs made one file: give images names of their own, or build it once." }
  );
}
async function placeFile({ path }, target) {
  await makeFolder(dirname(target));
  const beside = besidePath(target);
  try {
    await link(path, beside).catch(() => copyFile2(path, beside));
    await replaceFile(beside, target);
  } finally {
    await rm2(beside, { force: true });
  }
}
async function isFile(path) {
  return (await lstat(path).catch(() => void 0))?.isFile() === true;
}

// actions/collect/inputs.ts
function readInputs(read) {
  return { ...readPlaceInputs(read), artifactPrefix: read.text("artifact-prefix") };
}

// actions/collect/main.ts
async function run(inputs, ports) {
  var _stack = [];
  try {
    const { log, context } = ports;
    const place = await openPlace(inputs, ports);
    const lockfile = await readLockfile(place.remix.lockfile);
    const folder = __using(_stack, await makeTempDir(context.tempDir), true);
    const prefix = inputs.artifactPrefix ?? "";
    const legs = await log.group(
      "Download artifacts",
      () => downloadArtifacts({ prefix, folder: folder.path, log })
    );
    const result = await collectLegs(place, { legs, lockfile });
    const { commits, images } = result;
    return {
      outputs: {
        result: join3(place.outDir, "result.json"),
        images: JSON.stringify(images),
        commits: JSON.stringify(commits),
        "build-state": join3(place.outDir, BUILD_STATE)
      },
      summary: summarize(place, result, lockfile)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  readInputs,
  run
};
