import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  COLLECTED_NAME,
  REPO_TAR,
  artifactName,
  uploadArtifact,
  writeLeg
} from "./chunk-UL6VR2HG.mjs";
import {
  openPlace
} from "./chunk-IMDMD3KL.mjs";
import {
  loginFor,
  readRegistryInputs,
  registryOf
} from "./chunk-LOHW5KEE.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readPlaceInputs
} from "./chunk-EDFNMRKR.mjs";
import {
  runPublishFolder,
  runPublishRelease
} from "./chunk-BDS5JR6G.mjs";
import {
  runPushContainers
} from "./chunk-YPEKCEAO.mjs";
import "./chunk-JOXYXCUV.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-XKJ6HAIP.mjs";
import {
  listFiles,
  listLogs
} from "./chunk-ILRPDWKS.mjs";
import "./chunk-KZJBTV5O.mjs";
import {
  CHECKSUMS_NAME
} from "./chunk-NT3NE2VR.mjs";
import "./chunk-TRKKLFAJ.mjs";
import "./chunk-6JBT4BU3.mjs";
import {
  BUILD_STATE
} from "./chunk-DZYIMEL5.mjs";
import "./chunk-AXJBIXYT.mjs";
import "./chunk-I2CDVHF2.mjs";
import "./chunk-K23XTKS6.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-OIXZMSN3.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import {
  readResult
} from "./chunk-SUHXBGZF.mjs";
import "./chunk-FF5JMQ4B.mjs";
import "./chunk-2XXZ7EJQ.mjs";
import "./chunk-54PPNY4X.mjs";
import "./chunk-MMUIYG3A.mjs";
import "./chunk-6BOGLLXY.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-POSOI7UG.mjs";
import "./chunk-KOI37DZA.mjs";
import "./chunk-4J5FLCKI.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import {
  code,
  text
} from "./chunk-BBFWKSVB.mjs";
import {
  count
} from "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-KOPMJIKM.mjs";
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-HTX6YCUO.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-YMKSADZE.mjs";
import "./chunk-FHUVXSWX.mjs";
import "./chunk-OXTLJHJG.mjs";
import "./chunk-2UF2QBX7.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-6SUC3BPE.mjs";
import "./chunk-SWBYX6AK.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-NQ4WGN4H.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-NOJIFO6H.mjs";
import {
  besidePath,
  replaceFile,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  pathInside
} from "./chunk-UDJSOKMO.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-MXOWXJGY.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-6P2BBEF6.mjs";
import "./chunk-O5OUMCAY.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-DXYLZNMC.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// actions/publish/main.ts
import { readFile } from "node:fs/promises";

// lib/build/pack-leg.ts
import { access, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
var PARTS = ["images", "containers", "sbom", "keys", "logs", BUILD_STATE, "result.json"], REPO_PARTS = ["config", "objects", "refs", "summary", "summary.sig"];
async function packLeg({
  remix,
  outDir,
  repoPath,
  log
}) {
  await assertTools(["tar"]);
  let made = [], dispose = async () => {
    for (let path of made) await rm(path, { force: !0 });
  };
  try {
    if (!await exists(outDir)) throw nothing(outDir);
    let result = await readResult(outDir), lists = { commits: [], images: [], containers: [], boots: [], timeline: [] }, empty = { remix: remix.name, ...lists };
    made.push(
      await writeLeg(outDir, {
        result: result?.remix === remix.name ? result : empty,
        isWhole: await exists(join(outDir, COLLECTED_NAME))
      })
    );
    let repoTar = join(outDir, REPO_TAR);
    await rm(repoTar, { force: !0 }), await exists(join(repoPath, "config")) && (made.push(repoTar), await packRepository(repoPath, repoTar));
    let parts = [...PARTS, CHECKSUMS_NAME, `${CHECKSUMS_NAME}.asc`, ...await listLogs(outDir)], files = (await listFiles(outDir, parts)).map(({ path }) => path);
    if (files.length === 0 && made.length === 1) throw nothing(outDir);
    return log.info(`${files.length + made.length} files in ${outDir}`), { root: outDir, files: [...made, ...files].sort(), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    throw await dispose(), error;
  }
}
async function packRepository(repoPath, target) {
  let parts = [];
  for (let name of REPO_PARTS)
    await exists(join(repoPath, name)) && parts.push(`${basename(repoPath)}/${name}`);
  let beside = besidePath(target);
  try {
    await runTool([
      "tar",
      "--create",
      "--force-local",
      `--file=${beside}`,
      "--format=gnu",
      "--sort=name",
      "--mtime=@0",
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--mode=u=rwX,go=rX",
      `--directory=${dirname(repoPath)}`,
      ...parts
    ]), await replaceFile(beside, target);
  } finally {
    await rm(beside, { force: !0 });
  }
}
function nothing(outDir) {
  return new ConfigError("NOTHING_TO_PUBLISH", `${outDir} has no results`, {
    hint: 'Build first, with the same "out".'
  });
}
async function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

// actions/publish/inputs.ts
function readInputs(read) {
  return {
    ...readPlaceInputs(read),
    to: read.someOf("to", ["artifact", "release", "folder", "registry"]),
    artifactName: read.text("artifact-name"),
    retentionDays: read.count("retention-days", 1),
    token: read.secret("token"),
    releaseTag: read.text("release-tag"),
    releaseName: read.text("release-name"),
    releaseNotes: read.text("release-notes"),
    draft: read.boolean("draft"),
    prerelease: read.boolean("prerelease"),
    folder: read.path("folder"),
    registry: readRegistryInputs(read, "registry")
  };
}

// actions/publish/main.ts
async function run(inputs, ports) {
  var _stack = [];
  try {
    let release = inputs.to.includes("release") ? await releaseInputs(inputs, ports) : void 0;
    let registry = inputs.to.includes("registry") ? registryInputs(inputs, ports) : void 0;
    let place = await openPlace(inputs, ports);
    let folder = inputs.to.includes("folder") ? await runPublishFolder(place, inputs.folder) : void 0;
    let artifact = inputs.to.includes("artifact") ? await upload(place, inputs, ports) : void 0;
    let http = __using(_stack, new HttpClient(), !0);
    let pushed = registry === void 0 ? [] : await runPushContainers({ ...place, http }, registry);
    let published = release === void 0 ? void 0 : await runPublishRelease(place, release);
    return {
      outputs: {
        "artifact-id": String(artifact?.id ?? ""),
        "release-url": published?.url ?? "",
        assets: JSON.stringify(published?.assets ?? []),
        repository: folder?.folder ?? "",
        containers: JSON.stringify(pushed)
      },
      summary: renderPublished(place, { artifact, release: published, pushed })
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function upload(place, inputs, ports) {
  let { artifactName: name, retentionDays } = inputs, { log, context } = ports;
  return log.group("Upload the artifact", async () => {
    var _stack = [];
    try {
      let leg = __using(_stack, await packLeg(place), !0);
      return await uploadArtifact({
        name: artifactName(name ?? `treesmith-${place.remix.name}`),
        root: leg.root,
        files: leg.files,
        ...retentionDays === void 0 ? {} : { retentionDays },
        replace: context.runAttempt !== "1",
        log
      });
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  });
}
function registryInputs({ registry }, { context }) {
  let namespace = given(registry.namespace, "registry"), login = loginFor(registryOf(namespace), registry, context.serverUrl);
  return { registry: namespace, tags: registry.tags, login };
}
async function releaseInputs(inputs, { context }) {
  let { token, releaseTag, releaseName, releaseNotes, draft, prerelease } = inputs, { apiUrl, repository, sha } = context;
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
  let root = path.startsWith(`${tempDir}/`) ? tempDir : workspace, file = pathInside(root, path, "input release-notes");
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
  throw new ConfigError("INPUT_MISSING", `${name} is empty, and needed to publish`);
}
function renderPublished({ remix }, { artifact, release, pushed }) {
  let uploaded = release?.assets.filter((asset) => asset.uploaded).length ?? 0, lines = [
    ...artifact === void 0 ? [] : [`- artifact ${code(artifact.name)}`],
    ...release === void 0 ? [] : [
      `- release ${code(release.url)}: ${uploaded} of ${release.assets.length} files uploaded now`
    ],
    ...pushed.map(
      ({ reference, digest, pushedBytes, reusedLayers }) => `- container ${code(reference)} ${code(digest)}: ${formatBytes(pushedBytes)} sent, ${count(reusedLayers, "layer")} there before`
    )
  ];
  return lines.length === 0 ? "" : `# ${text(remix.name)}: published

${lines.join(`
`)}
`;
}
export {
  readInputs,
  run
};
