import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  COLLECTED_NAME,
  LEG_NAME,
  MAX_LEG_BYTES,
  REPO_TAR,
  downloadArtifacts,
  parseLeg
} from "./chunk-UL6VR2HG.mjs";
import {
  openPlace,
  summarize
} from "./chunk-IMDMD3KL.mjs";
import {
  readPlaceInputs
} from "./chunk-EDFNMRKR.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import {
  listFiles,
  listLogs
} from "./chunk-ILRPDWKS.mjs";
import {
  CHECKSUMS_NAME
} from "./chunk-NT3NE2VR.mjs";
import {
  listRefs
} from "./chunk-TRKKLFAJ.mjs";
import {
  BUILD_STATE,
  recordBuildState
} from "./chunk-DZYIMEL5.mjs";
import {
  mergeResult,
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import {
  readLockfile
} from "./chunk-OMOW34LB.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import {
  openArchive
} from "./chunk-R5XR7NDA.mjs";
import {
  updateSummary
} from "./chunk-FVKO6F3T.mjs";
import "./chunk-OXTLJHJG.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  besidePath,
  makeFolder,
  replaceFile,
  runTool,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// actions/collect/main.ts
import { join as join3 } from "node:path";

// lib/build/collect.ts
import { copyFile as copyFile2, link, lstat, readFile, rm as rm2 } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/build/collect-repositories.ts
import { access, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/build/unpack-repository.ts
var MAX_ENTRIES = 2e6, MAX_BYTES = 64 * 1024 ** 3, MAX_LINE_BYTES = 4096, LINE = /^[-d][rwxsStT-]{9}\.? \d+\/\d+ +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d (repo\/.*)$/, NAME = /^repo\/(?:(?:config|summary|summary\.sig)$|(?:refs|objects)(?:\/[A-Za-z0-9_][A-Za-z0-9._+@:-]*)*\/?$|$)/;
async function unpackRepository(tarPath, folder) {
  let entries = 0, sizeBytes = 0, rest = "", fault, readLine = (line) => {
    let [, size = "", name = ""] = LINE.exec(line) ?? [];
    entries += 1, sizeBytes += Number(size), NAME.test(name) || (fault ??= `has ${JSON.stringify(line.slice(0, 200))}`), entries > MAX_ENTRIES && (fault ??= `has more than ${MAX_ENTRIES} entries`), sizeBytes > MAX_BYTES && (fault ??= `holds more than ${MAX_BYTES} bytes`);
  }, list = ["--list", "--verbose", "--numeric-owner", "--quoting-style=escape"], archive = `--file=${tarPath}`;
  if (await runTool(["tar", "--force-local", ...list, "--absolute-names", archive], {
    onStdout: (chunk) => {
      let lines = (rest + chunk.toString("utf8")).split(`
`);
      if (rest = lines.pop() ?? "", rest.length > MAX_LINE_BYTES && (fault ??= "has a name that is too long"), fault === void 0) for (let line of lines) readLine(line);
      else rest = "";
    }
  }), fault !== void 0)
    throw new BuildError("LEG_UNSAFE", `${tarPath} ${fault}`, {
      hint: 'It was not made by "publish"; nothing of it was unpacked.'
    });
  await runTool([
    "tar",
    "--force-local",
    "--extract",
    archive,
    `--directory=${folder}`,
    "--no-same-owner",
    "--no-same-permissions",
    "--keep-old-files",
    "--delay-directory-restore"
  ]);
}

// lib/build/collect-repositories.ts
async function collectRepositories(options) {
  let { legs, repoPath, workDir, log } = options, known = /* @__PURE__ */ new Map(), ostree = ["ostree", `--repo=${repoPath}`], hasOne = !1;
  for (let leg of legs) {
    let tar = join(leg.path, REPO_TAR);
    if (!await exists(tar)) continue;
    let folder = join(workDir, "leg");
    await mkdir(folder), await unpackRepository(tar, folder);
    let from = join(folder, "repo");
    await openUnpacked(from);
    let refs = await listRefs(from);
    for (let { ref, commit } of refs) {
      let before = known.get(ref);
      if (before !== void 0 && before.commit !== commit)
        throw new BuildError(
          "COMMITS_DIFFER",
          `${ref} is ${before.commit} in ${before.leg}, and ${commit} in ${leg.name}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' }
        );
      known.set(ref, { leg: leg.name, commit });
    }
    await openArchive(repoPath);
    let names = refs.map(({ ref }) => ref);
    if (names.length > 0) {
      let pull = ["pull-local", "--untrusted", from, ...names];
      await runTool([...ostree, ...pull], { log }).catch((error) => {
        throw damaged(leg, error);
      });
    }
    hasOne = !0, legs.length === 1 && (await listRefs(repoPath)).length === refs.length && await exists(join(from, "summary.sig")) ? await copySummary(from, repoPath) : await updateSummary(repoPath, log), await rm(folder, { recursive: !0 });
  }
  return hasOne;
}
async function openUnpacked(repoPath) {
  await rm(join(repoPath, "config"), { force: !0 }), await writeFile(join(repoPath, "config"), `[core]
repo_version=1
mode=archive-z2
`);
  for (let name of ["objects", "refs/heads", "refs/mirrors", "refs/remotes", "state", "tmp"])
    await mkdir(join(repoPath, name), { recursive: !0 });
}
function damaged(leg, cause) {
  return cause instanceof ToolError ? new BuildError(
    "REPOSITORY_DAMAGED",
    `the OSTree repository of the artifact ${leg.name} is damaged: ${cause.stderr.trim()}`,
    { cause }
  ) : cause;
}
async function copySummary(from, to) {
  for (let name of ["summary", "summary.sig"]) {
    let beside = besidePath(join(to, name));
    await copyFile(join(from, name), beside), await replaceFile(beside, join(to, name));
  }
}
async function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

// lib/build/collect.ts
var PARTS = ["images", "containers", "sbom", "keys", "logs"], PARTS_OF_ONE = [CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, BUILD_STATE];
async function collectLegs(workspace, { legs, lockfile }) {
  let { remix, outDir, repoPath, log } = workspace;
  if (legs.length === 0)
    throw new ConfigError(
      "NO_LEGS",
      "there is nothing to collect: no artifact was found",
      {
        hint: "See that the jobs before this one uploaded theirs, and that artifact-prefix fits."
      }
    );
  return await assertTools(["ostree", "tar"]), log.group(`Collect (${legs.length} artifacts)`, async () => {
    var _stack = [];
    try {
      let read = [];
      for (let leg of legs) read.push(await readLeg(leg, workspace));
      let parts = withoutWholes(read, log).sort((a, b) => compareBytes(a.leg.name, b.leg.name));
      let sorted = parts.map(({ leg }) => leg);
      let isAlone = parts.length === 1;
      let results = parts.map(
        ({ result: { signed, ...result2 } }) => isAlone && signed !== void 0 ? { ...result2, signed } : result2
      );
      assertSameCommits(sorted, results);
      await makeFolder(outDir);
      await writeFileAtomic(join2(outDir, COLLECTED_NAME), "");
      let temporary = __using(_stack, await makeTempDir(outDir), !0);
      let hasRepository = await collectRepositories({
        legs: sorted,
        repoPath,
        workDir: temporary.path,
        log
      });
      let files = await collectFiles(sorted, outDir);
      let merged = results.reduce((before, part) => mergeResult(before, part), {
        remix: remix.name,
        commits: [],
        images: [],
        containers: [],
        boots: [],
        timeline: []
      });
      let result = { ...merged, ...hasRepository ? { repo: repoPath } : {} };
      await recordOutcome(outDir, result, { isWhole: !0 });
      let [only] = isAlone ? sorted : [];
      (only === void 0 || !await isFile(join2(only.path, BUILD_STATE))) && await recordBuildState(workspace, lockfile, result);
      log.info(
        `${result.commits.length} commits, ${result.images.length} images, ${files} files in ${outDir}`
      );
      return result;
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function withoutWholes(legs, log) {
  let parts = legs.filter(({ isWhole }) => !isWhole);
  if (parts.length === 0) return [...legs];
  for (let { leg, isWhole } of legs)
    isWhole && log.info(`${leg.name} was collected by an earlier attempt: passed over`);
  return parts;
}
async function readLeg(leg, { remix, outDir }) {
  let path = join2(leg.path, LEG_NAME);
  if (!/^(?!\.+$)[^/\n]+$/.test(leg.name))
    throw new BuildError("LEG_INVALID", `${JSON.stringify(leg.name)} is no name`);
  let status = await lstat(path).catch(() => {
  });
  if (status?.isFile() !== !0 || status.size > MAX_LEG_BYTES)
    throw new BuildError("LEG_INVALID", `the artifact ${leg.name} has no ${LEG_NAME}`, {
      hint: 'Only artifacts of the action "publish" can be collected; see artifact-prefix.'
    });
  let text = await readFile(path, "utf8"), source = `${LEG_NAME} of the artifact ${leg.name}`, content = parseLeg(text, source, outDir, (name) => placeOf(leg, name)), { result } = content;
  if (result.remix === remix.name) return { ...content, leg };
  throw new BuildError(
    "LEG_INVALID",
    `the artifact ${leg.name} is of the remix ${result.remix}, expected ${remix.name}`
  );
}
function assertSameCommits(legs, results) {
  let known = /* @__PURE__ */ new Map();
  results.forEach(({ commits }, index) => {
    let leg = legs[index]?.name ?? "";
    for (let { basearch, commit } of commits) {
      let before = known.get(basearch);
      if (before !== void 0 && before.commit !== commit)
        throw new BuildError(
          "COMMITS_DIFFER",
          `the commit of ${basearch} is ${before.commit} in ${before.leg}, and ${commit} in ${leg}`,
          { hint: 'Composing is not reproducible here: "compose --check" names what differs.' }
        );
      known.set(basearch, { leg, commit });
    }
  });
}
function placeOf({ name: leg }, name) {
  return /^[^/]+\.log$/.test(name) ? `logs/${leg}/${name}` : name;
}
async function collectFiles(legs, outDir) {
  let placed = /* @__PURE__ */ new Map();
  for (let leg of legs) {
    let parts = legs.length === 1 ? [...PARTS, ...PARTS_OF_ONE] : PARTS;
    for (let file of await listFiles(leg.path, [...parts, ...await listLogs(leg.path)])) {
      let name = placeOf(leg, file.name), before = placed.get(name);
      before === void 0 ? (await placeFile(file, join2(outDir, name)), placed.set(name, { leg: leg.name, path: file.path })) : await assertSameFile(name, before, { leg: leg.name, path: file.path });
    }
  }
  return placed.size;
}
async function assertSameFile(name, ...[a, b]) {
  let [one, other] = [await digestFile(a.path), await digestFile(b.path)];
  if (one.sha256 !== other.sha256)
    throw new BuildError(
      "LEGS_DIFFER",
      `${name} has the SHA-256 ${one.sha256} in ${a.leg}, and ${other.sha256} in ${b.leg}`,
      { hint: "Two jobs made one file: give images names of their own, or build it once." }
    );
}
async function placeFile({ path }, target) {
  await makeFolder(dirname(target));
  let beside = besidePath(target);
  try {
    await link(path, beside).catch(() => copyFile2(path, beside)), await replaceFile(beside, target);
  } finally {
    await rm2(beside, { force: !0 });
  }
}
async function isFile(path) {
  return (await lstat(path).catch(() => {
  }))?.isFile() === !0;
}

// actions/collect/inputs.ts
function readInputs(read) {
  return { ...readPlaceInputs(read), artifactPrefix: read.text("artifact-prefix") };
}

// actions/collect/main.ts
async function run(inputs, ports) {
  var _stack = [];
  try {
    let { log, context } = ports;
    let place = await openPlace(inputs, ports);
    let lockfile = await readLockfile(place.remix.lockfile);
    let folder = __using(_stack, await makeTempDir(context.tempDir), !0);
    let prefix = inputs.artifactPrefix ?? "";
    let legs = await log.group(
      "Download artifacts",
      () => downloadArtifacts({ prefix, folder: folder.path, log })
    );
    let result = await collectLegs(place, { legs, lockfile });
    let { commits, images } = result;
    let containers = result.containers.map(({ layers: _2, ...container }) => container);
    return {
      outputs: {
        result: join3(place.outDir, "result.json"),
        images: JSON.stringify(images),
        containers: JSON.stringify(containers),
        commits: JSON.stringify(commits),
        "build-state": join3(place.outDir, BUILD_STATE)
      },
      summary: summarize(place, result, lockfile)
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  readInputs,
  run
};
