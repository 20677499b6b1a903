import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  COLLECTED_NAME,
  REPO_TAR,
  artifactName,
  uploadArtifact,
  writeLeg
} from "./chunk-YM4PYTX3.mjs";
import {
  openPlace
} from "./chunk-NGSH6DRG.mjs";
import {
  readPlaceInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runPublishFolder,
  runPublishRelease
} from "./chunk-E7FPV644.mjs";
import "./chunk-OFUO5KEB.mjs";
import {
  BUILD_STATE
} from "./chunk-JUGJEQKV.mjs";
import {
  CHECKSUMS_NAME,
  listFiles,
  listLogs
} from "./chunk-BSKXIXIC.mjs";
import "./chunk-QPRYW2CT.mjs";
import {
  readResult
} from "./chunk-IXJ4NE6I.mjs";
import "./chunk-MVMNFANK.mjs";
import {
  assertTools
} from "./chunk-FBAQSP4E.mjs";
import {
  code,
  text
} from "./chunk-BBWHN6BN.mjs";
import {
  pathInside
} from "./chunk-YIZRE4TM.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import {
  besidePath,
  replaceFile,
  runTool
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// actions/publish/main.ts
import { readFile } from "node:fs/promises";

// lib/build/pack-leg.ts
import { access, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
var PARTS = ["images", "containers", "keys", "logs", BUILD_STATE, "result.json"];
var REPO_PARTS = ["config", "objects", "refs", "summary", "summary.sig"];
async function packLeg({
  remix,
  outDir,
  repoPath,
  log
}) {
  await assertTools(["tar"]);
  const made = [];
  const dispose = async () => {
    for (const path of made) await rm(path, { force: true });
  };
  try {
    if (!await exists(outDir)) throw nothing(outDir);
    const result = await readResult(outDir);
    const empty = { remix: remix.name, commits: [], images: [], boots: [], timeline: [] };
    made.push(
      await writeLeg(outDir, {
        result: result?.remix === remix.name ? result : empty,
        isWhole: await exists(join(outDir, COLLECTED_NAME))
      })
    );
    const repoTar = join(outDir, REPO_TAR);
    await rm(repoTar, { force: true });
    if (await exists(join(repoPath, "config"))) {
      made.push(repoTar);
      await packRepository(repoPath, repoTar);
    }
    const parts = [...PARTS, CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, ...await listLogs(outDir)];
    const files = (await listFiles(outDir, parts)).map(({ path }) => path);
    if (files.length === 0 && made.length === 1) throw nothing(outDir);
    log.info(`${files.length + made.length} files in ${outDir}`);
    return { root: outDir, files: [...made, ...files].sort(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
async function packRepository(repoPath, target) {
  const parts = [];
  for (const name of REPO_PARTS) {
    if (await exists(join(repoPath, name))) parts.push(`${basename(repoPath)}/${name}`);
  }
  const beside = besidePath(target);
  try {
    await runTool([
      ...["tar", "--create", "--force-local", `--file=${beside}`, "--format=gnu", "--sort=name"],
      ...["--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"],
      ...[`--directory=${dirname(repoPath)}`, ...parts]
    ]);
    await replaceFile(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
}
function nothing(outDir) {
  return new ConfigError("NOTHING_TO_PUBLISH", `${outDir} has no results`, {
    hint: 'Build first, with the same "out".'
  });
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

// actions/publish/inputs.ts
function readInputs(read) {
  return {
    ...readPlaceInputs(read),
    to: read.someOf("to", ["artifact", "release", "folder"]),
    artifactName: read.text("artifact-name"),
    retentionDays: read.count("retention-days", 1),
    token: read.secret("token"),
    releaseTag: read.text("release-tag"),
    releaseName: read.text("release-name"),
    releaseNotes: read.text("release-notes"),
    draft: read.boolean("draft"),
    prerelease: read.boolean("prerelease"),
    folder: read.path("folder")
  };
}

// actions/publish/main.ts
async function run(inputs, ports) {
  const release = inputs.to.includes("release") ? await releaseInputs(inputs, ports) : void 0;
  const place = await openPlace(inputs, ports);
  const folder = inputs.to.includes("folder") ? await runPublishFolder(place, inputs.folder) : void 0;
  const artifact = inputs.to.includes("artifact") ? await upload(place, inputs, ports) : void 0;
  const published = release === void 0 ? void 0 : await runPublishRelease(place, release);
  return {
    outputs: {
      "artifact-id": String(artifact?.id ?? ""),
      "release-url": published?.url ?? "",
      assets: JSON.stringify(published?.assets ?? []),
      repository: folder?.folder ?? ""
    },
    summary: renderPublished(place, artifact, published)
  };
}
async function upload(place, inputs, ports) {
  const { artifactName: name, retentionDays } = inputs;
  const { log, context } = ports;
  return log.group("Upload the artifact", async () => {
    var _stack = [];
    try {
      const leg = __using(_stack, await packLeg(place), true);
      return await uploadArtifact({
        name: artifactName(name ?? `treesmith-${place.remix.name}`),
        root: leg.root,
        files: leg.files,
        ...retentionDays === void 0 ? {} : { retentionDays },
        replace: context.runAttempt !== "1",
        log
      });
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
async function releaseInputs(inputs, { context }) {
  const { token, releaseTag, releaseName, releaseNotes, draft, prerelease } = inputs;
  const { apiUrl, repository, sha } = context;
  return {
    apiUrl,
    repository,
    token: given(token, "token"),
    tag: given(releaseTag, "release-tag"),
    ...releaseName === void 0 ? {} : { name: releaseName },
    ...releaseNotes === void 0 ? {} : { notes: await readNotes(releaseNotes, context) },
    ...sha === "" ? {} : { targetCommit: sha },
    draft,
    prerelease
  };
}
async function readNotes(path, { workspace, tempDir }) {
  const root = path.startsWith(`${tempDir}/`) ? tempDir : workspace;
  const file = pathInside(root, path, "input release-notes");
  return readFile(file, "utf8").catch((cause) => {
    throw new ConfigError(
      "INPUT_INVALID",
      `input release-notes: ${file} cannot be read: ${cause.message}`,
      { cause }
    );
  });
}
function given(value, name) {
  if (value !== void 0) return value;
  throw new ConfigError("INPUT_MISSING", `${name} is empty, and a release needs it`);
}
function renderPublished({ remix }, artifact, release) {
  const uploaded = release?.assets.filter((asset) => asset.uploaded).length ?? 0;
  const lines = [
    ...artifact === void 0 ? [] : [`- artifact ${code(artifact.name)}`],
    ...release === void 0 ? [] : [
      `- release ${code(release.url)}: ${uploaded} of ${release.assets.length} files uploaded now`
    ]
  ];
  return lines.length === 0 ? "" : `# ${text(remix.name)}: published

${lines.join("\n")}
`;
}
export {
  readInputs,
  run
};
