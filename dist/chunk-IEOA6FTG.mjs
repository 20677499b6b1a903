import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  previousImages,
  previousOption
} from "./chunk-VBVKG2BC.mjs";
import {
  runContainers
} from "./chunk-X2MYCIMR.mjs";
import {
  LAYOUT_TAG
} from "./chunk-LZO5UOOO.mjs";
import "./chunk-MS7TJ4K4.mjs";
import "./chunk-5EJFOWQY.mjs";
import "./chunk-72JMIVHQ.mjs";
import {
  bootImages
} from "./chunk-VOVKYIGX.mjs";
import {
  runImages
} from "./chunk-FGSLNTHT.mjs";
import "./chunk-R2X4OS5F.mjs";
import "./chunk-ABMTFWO4.mjs";
import "./chunk-2HAIYZXQ.mjs";
import "./chunk-LFY3AFFD.mjs";
import "./chunk-7DEKTGEX.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-4KXTG42Z.mjs";
import "./chunk-PZQIHWO4.mjs";
import {
  recordBuildState
} from "./chunk-LCCUQ7IP.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-TPWETCVV.mjs";
import {
  writePublicKey
} from "./chunk-CGAOBXCV.mjs";
import "./chunk-KYNKI3RF.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-MMPOF75Z.mjs";
import "./chunk-ASAS55OV.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import {
  runCompose
} from "./chunk-37RIOUAW.mjs";
import "./chunk-2P75PBLF.mjs";
import "./chunk-KHLKOYJR.mjs";
import {
  recordOutcome
} from "./chunk-DOQ2ZGJS.mjs";
import "./chunk-3LQH4CY4.mjs";
import "./chunk-XH7LVFR4.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-45UIRVLW.mjs";
import "./chunk-BO2EEFVJ.mjs";
import "./chunk-4IMT35AU.mjs";
import "./chunk-4EVCFSCV.mjs";
import "./chunk-K6ANUZIM.mjs";
import "./chunk-WMWJRKQR.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KEKAGCBA.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-CLRIBR2C.mjs";
import "./chunk-66OQTUZ5.mjs";
import "./chunk-MRWIELXG.mjs";
import "./chunk-URM4L2JU.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-CZXE77TB.mjs";
import "./chunk-KXQS4K65.mjs";
import {
  formatLock,
  runLock
} from "./chunk-IDSON2TV.mjs";
import {
  assertToolsOf
} from "./chunk-RMJDBXZZ.mjs";
import "./chunk-42PYFKU3.mjs";
import "./chunk-TMPJC6AK.mjs";
import "./chunk-P72VEJK4.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-HTPCCTUK.mjs";
import "./chunk-XVJUHMZ5.mjs";
import "./chunk-2PJZXS32.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-WC5WENHQ.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-5ZNLHQXI.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-DNDHY2JN.mjs";
import "./chunk-R3RKH6FF.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-6E5XLB2R.mjs";
import "./chunk-SMUFAYYX.mjs";
import "./chunk-E3M5HWQG.mjs";
import "./chunk-6OEM2NKU.mjs";
import "./chunk-NQAOFE4X.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
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
