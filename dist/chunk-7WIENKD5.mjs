import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  bootImages
} from "./chunk-6PMDHFNN.mjs";
import "./chunk-ABMTFWO4.mjs";
import "./chunk-NQTZ5262.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-K3457IIH.mjs";
import {
  recordBuildState
} from "./chunk-DZYIMEL5.mjs";
import {
  previousImages,
  previousOption
} from "./chunk-5J3RBDKX.mjs";
import {
  runContainers
} from "./chunk-Y7V6WV2M.mjs";
import {
  LAYOUT_TAG
} from "./chunk-AXJBIXYT.mjs";
import "./chunk-I2CDVHF2.mjs";
import "./chunk-K23XTKS6.mjs";
import "./chunk-47VOAM4L.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-OIXZMSN3.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import {
  runImages
} from "./chunk-YMZBFNHL.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-TK2QE5UN.mjs";
import {
  writePublicKey
} from "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import {
  runCompose
} from "./chunk-LZYFTF7O.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import "./chunk-FF5JMQ4B.mjs";
import "./chunk-2XXZ7EJQ.mjs";
import "./chunk-54PPNY4X.mjs";
import "./chunk-MMUIYG3A.mjs";
import "./chunk-6BOGLLXY.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-2VOGUF4V.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-UK7NN43H.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-2JJYZDZX.mjs";
import "./chunk-POSOI7UG.mjs";
import "./chunk-KOI37DZA.mjs";
import "./chunk-4J5FLCKI.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import {
  formatLock,
  runLock
} from "./chunk-2Z3UPW7G.mjs";
import "./chunk-GAMZBRHF.mjs";
import "./chunk-FSB3DMR3.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-QB7I2WL4.mjs";
import "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-KZSX3GDL.mjs";
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
import "./chunk-LJSBIS2A.mjs";
import "./chunk-R5XR7NDA.mjs";
import "./chunk-FNFQEHS5.mjs";
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
import "./chunk-FJOYASBV.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
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
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-DXYLZNMC.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/build/build.ts
async function runBuild(workspace, options) {
  let { signing } = options;
  await assertToolsOf(options.bootTest ? "boot-test" : "image", workspace.remix);
  let mode = options.locked ? "check" : "if-stale", { outcome: lock, lockfile } = await runLock(workspace, mode);
  if (lock.changed) for (let line of formatLock(lock)) workspace.log.info(line);
  let publicKey = signing === void 0 ? void 0 : await writePublicKey(workspace, signing), commits = await runCompose(workspace, { signing, lockfile }), images = await runImages(workspace, { signing, lockfile }), boots = options.bootTest ? await bootImages(workspace, lockfile, images) : [], containers = await runContainers(workspace, {
    signing,
    lockfile,
    ...options.previous === void 0 ? {} : { previous: options.previous }
  });
  await recordBuildState(workspace, lockfile, { commits, images, containers });
  let part = {
    remix: workspace.remix.name,
    lock,
    repo: workspace.repoPath,
    commits,
    images,
    containers,
    boots
  }, result = {
    ...part,
    publicKey,
    upToDate: !lock.changed && [...commits, ...images, ...containers, ...boots].every(({ cached }) => cached)
  };
  if (!result.upToDate) {
    let key = publicKey === void 0 ? {} : { publicKey };
    await recordOutcome(workspace.outDir, { ...part, ...key }, { isWhole: !0 });
  }
  return result;
}
function formatBuild(result) {
  return [
    ...result.upToDate ? ["Everything is up to date; nothing was built."] : [],
    ...result.commits.map(({ ref, version, commit }) => `commit   ${ref} ${version} ${commit}`),
    `repo     ${result.repo}`,
    ...result.publicKey === void 0 ? [] : [`key      ${result.publicKey}`],
    `lock     ${result.lock.path} (${Object.entries(result.lock.packages).map(([arch, count]) => `${arch}: ${count} packages`).join(", ")})`,
    ...result.images.map(
      ({ path, sizeBytes, sha256 }) => `image    ${path} (${formatBytes(sizeBytes)}, sha256 ${sha256})`
    ),
    ...result.containers.map(
      ({ path, sizeBytes, digest }) => `image    oci:${path}:${LAYOUT_TAG} (${formatBytes(sizeBytes)}, ${digest})`
    ),
    ...result.boots.map(
      ({ checks, seconds, consoleLog }) => `boot     ${checks.length} checks passed in ${seconds} s; console in ${consoleLog}`
    )
  ];
}

// cli/build.ts
var SUMMARY = "all of remix.yaml: lock, compose, image, boot-test, container", HELP = `
Locks when the lockfile is missing or no longer fits the treefile (--locked makes that an error),
fetches and verifies the packages, composes the commit, makes every image of remix.yaml, boots each
and runs the tests, and makes every container. A stage whose inputs are unchanged does nothing.

Results, under --out: repo/ (OSTree archive repository), keys/ (public key), images/, containers/ (OCI
layouts with SBOMs), boot logs, result.json, and build-state.json, which "plan" compares with.`;
function buildCommand() {
  return cacheOption(timelineOption(previousOption(signingOptions(remixCommand("build", SUMMARY))))).option("--locked", "fail rather than change the lockfile", !1).option("--no-boot-test", "make images without booting them").addHelpText("after", HELP).action(async (options, verb) => {
    let result = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runBuild(workspace, {
          locked: options.locked,
          bootTest: options.bootTest,
          signing,
          previous: previousImages(options, workspace.remix)
        })
      )
    );
    printResult(options.json, result, formatBuild(result));
  });
}
export {
  buildCommand
};
