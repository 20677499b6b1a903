import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  bootImages
} from "./chunk-DHRUVUOQ.mjs";
import "./chunk-ABMTFWO4.mjs";
import "./chunk-EFKBQ2CM.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-K3457IIH.mjs";
import {
  recordBuildState
} from "./chunk-CTTER5C7.mjs";
import {
  previousImages,
  previousOption
} from "./chunk-FFO44QME.mjs";
import {
  runContainers
} from "./chunk-IX5IGX6B.mjs";
import {
  LAYOUT_TAG
} from "./chunk-6G5YINX5.mjs";
import "./chunk-NMTXBW76.mjs";
import "./chunk-PRDT67Z6.mjs";
import "./chunk-MORKQQ4T.mjs";
import "./chunk-UT3P2AKQ.mjs";
import "./chunk-2WGNHU44.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-XSOUWPM7.mjs";
import {
  runImages
} from "./chunk-I2ZEMLZB.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-UKH52FTZ.mjs";
import {
  writePublicKey
} from "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import {
  runCompose
} from "./chunk-GPUOK2EP.mjs";
import "./chunk-OZSZSMRW.mjs";
import "./chunk-SORMDTTK.mjs";
import {
  recordOutcome
} from "./chunk-KIAU666O.mjs";
import "./chunk-BTKOXD4E.mjs";
import "./chunk-GZ6HQFB7.mjs";
import "./chunk-54PPNY4X.mjs";
import "./chunk-MMUIYG3A.mjs";
import "./chunk-6BOGLLXY.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-UQMAWG3D.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-UK7NN43H.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-3YHI7S5Q.mjs";
import "./chunk-JJSYRNRL.mjs";
import "./chunk-P7V3H2DK.mjs";
import "./chunk-6KC3HQEH.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import {
  formatLock,
  runLock
} from "./chunk-E2DVRJD4.mjs";
import "./chunk-DOJA47VD.mjs";
import "./chunk-FSB3DMR3.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-OIO4SFJ2.mjs";
import "./chunk-LEXRSCVM.mjs";
import "./chunk-TDDWRAIE.mjs";
import {
  assertToolsOf
} from "./chunk-YU44YEJE.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-YVCFBQCR.mjs";
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
import "./chunk-WAGY6CT5.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-T4GAFR3O.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-CEHARUXU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-SYP3YZVZ.mjs";
import "./chunk-JQGENBWE.mjs";
import "./chunk-Y3UYTV2X.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-C6DS7WZB.mjs";
import "./chunk-WFJ36LDX.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-NQ4WGN4H.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
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
