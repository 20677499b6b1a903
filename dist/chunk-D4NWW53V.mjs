import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runPublishFolder,
  runPublishRelease
} from "./chunk-BDS5JR6G.mjs";
import {
  runPushContainers
} from "./chunk-YPEKCEAO.mjs";
import "./chunk-JOXYXCUV.mjs";
import "./chunk-XKJ6HAIP.mjs";
import "./chunk-ILRPDWKS.mjs";
import "./chunk-KZJBTV5O.mjs";
import "./chunk-NT3NE2VR.mjs";
import "./chunk-TRKKLFAJ.mjs";
import "./chunk-6JBT4BU3.mjs";
import "./chunk-AXJBIXYT.mjs";
import "./chunk-I2CDVHF2.mjs";
import "./chunk-K23XTKS6.mjs";
import {
  registryLogin
} from "./chunk-47VOAM4L.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-OIXZMSN3.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import "./chunk-SUHXBGZF.mjs";
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
import {
  count
} from "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import {
  workspaceOf
} from "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
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
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  Option
} from "./chunk-4N5P6MFD.mjs";
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
import "./chunk-FIQGJKUD.mjs";

// cli/publish.ts
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
var HELP = `
release: images, keys, build-state.json, SHA256SUMS and its signature become files of a release on
GitHub; it is a draft until all of them are there. A file that is there with the same bytes is left
alone, with other bytes it is an error. The token is that of the variable GITHUB_TOKEN or GH_TOKEN; it
needs the permission "contents: write". GITHUB_API_URL names an Enterprise Server.

registry: the containers, with their SBOMs, below --registry; several architectures of one become an index.
Logins are those of "treesmith registry". Layers that are there are not sent again.

folder: the OSTree repository as files for a web server, with the public key and a page that says how
to add the remote. An older state of the folder is brought up to date.`;
function publishCommand() {
  let to = new Option("--to <where...>", "release, folder, registry, or several").choices([
    "release",
    "folder",
    "registry"
  ]);
  return remixCommand(
    "publish",
    "publish results: release on GitHub, folder for a web server, containers in a registry"
  ).addOption(to.makeOptionMandatory()).option("--registry <host/namespace>", 'with "registry": where to, as in ghcr.io/OWNER').option(
    "--image-tag <tag...>",
    'with "registry": tags of the images (default: version, latest)',
    []
  ).option("--folder <folder>", 'with "folder": where to', "public").option("--repository <owner/name>", 'with "release": on GitHub (default: $GITHUB_REPOSITORY)').option("--tag <tag>", 'with "release": its tag, made when it is not there').option("--name <title>", 'with "release": its title (default: remix and tag)').option(
    "--notes <file>",
    'with "release": its text, markdown (default: commits, how to verify)'
  ).option(
    "--target <commit>",
    'with "release": where a new tag is made (default: the default branch)'
  ).option("--draft", 'with "release": leave it a draft', !1).option("--prerelease", 'with "release": mark it as a pre-release', !1).addHelpText("after", HELP).action(async (options) => {
    let workspace = await workspaceOf(options), result = {}, lines = [];
    if (options.to.includes("folder")) {
      let folder = await runPublishFolder(workspace, resolve(options.folder));
      result.folder = folder, lines.push(`folder   ${folder.folder}`);
    }
    if (options.to.includes("registry")) {
      let registry = needed(options.registry, "--registry"), login = registryLogin(`${registry}/name`), tags = options.imageTag, pushed = await runPushContainers(workspace, { registry, tags, login });
      result.containers = pushed, lines.push(
        ...pushed.map(
          ({ reference, digest, pushedBytes, reusedLayers }) => `pushed   ${reference}@${digest} (${formatBytes(pushedBytes)} sent; ${count(reusedLayers, "layer")} there before)`
        )
      );
    }
    if (options.to.includes("release")) {
      let release = await publishReleaseOf(workspace, options);
      result.release = release, lines.push(
        ...release.assets.map(
          ({ name, uploaded }) => `${uploaded ? "uploaded" : "was there"} ${name}`
        ),
        `release  ${release.url}`
      );
    }
    printResult(options.json, result, lines);
  });
}
async function publishReleaseOf(workspace, options) {
  let { env } = process, { draft, prerelease, name, target } = options, notes = options.notes === void 0 ? {} : { notes: await readNotes(options.notes) };
  return runPublishRelease(workspace, {
    draft,
    prerelease,
    ...notes,
    apiUrl: (env.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, ""),
    token: needed(env.GITHUB_TOKEN || env.GH_TOKEN, "the variable GITHUB_TOKEN"),
    repository: needed(options.repository ?? env.GITHUB_REPOSITORY, "--repository"),
    tag: needed(options.tag, "--tag"),
    ...name === void 0 ? {} : { name },
    ...target === void 0 ? {} : { targetCommit: target }
  });
}
async function readNotes(path) {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    let why = cause.message;
    throw new ConfigError("NOTES_UNREADABLE", `the release notes cannot be read: ${why}`, {
      cause
    });
  }
}
function needed(value, what) {
  if (value !== void 0 && value !== "") return value;
  throw new ConfigError("OPTION_MISSING", `${what} is missing, and needed to publish`);
}
export {
  publishCommand
};
