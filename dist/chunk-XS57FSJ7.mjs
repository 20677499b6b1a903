import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  previousImages,
  previousOption
} from "./chunk-VBVKG2BC.mjs";
import {
  runContainers
} from "./chunk-X2MYCIMR.mjs";
import "./chunk-LZO5UOOO.mjs";
import "./chunk-MS7TJ4K4.mjs";
import "./chunk-5EJFOWQY.mjs";
import "./chunk-72JMIVHQ.mjs";
import "./chunk-2HAIYZXQ.mjs";
import "./chunk-LFY3AFFD.mjs";
import "./chunk-PZQIHWO4.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-TPWETCVV.mjs";
import "./chunk-CGAOBXCV.mjs";
import "./chunk-KYNKI3RF.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-MMPOF75Z.mjs";
import "./chunk-ASAS55OV.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import {
  count
} from "./chunk-S5GTPX6M.mjs";
import "./chunk-37RIOUAW.mjs";
import "./chunk-2P75PBLF.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-DOQ2ZGJS.mjs";
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
import "./chunk-IDSON2TV.mjs";
import "./chunk-RMJDBXZZ.mjs";
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

// cli/container.ts
var HELP = `
Each container of remix.yaml becomes an OCI layout, containers/NAME-BASEARCH below --out, that skopeo and
podman read as oci:FOLDER:latest; its SBOMs lie beside it. "publish --to registry" pushes them.`;
function containerCommand() {
  let verb = previousOption(signingOptions(remixCommand("container", "make the container images of remix.yaml")));
  return cacheOption(timelineOption(verb)).option("--check", "make each container twice and compare the digests", !1).option("--name <name...>", "only these containers of remix.yaml").addHelpText("after", HELP).action(async (options, verb2) => {
    let containers = await runVerb(
      verb2,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runContainers(workspace, {
          check: options.check,
          names: options.name,
          signing,
          previous: previousImages(options, workspace.remix, options.name)
        })
      )
    );
    printResult(options.json, { containers }, containers.flatMap(formatContainer));
  });
}
function formatContainer(container) {
  let { path, digest, layers, sizeBytes, newBytes } = container, changed = layers.filter(({ reused }) => !reused), hasPrevious = changed.length < layers.length, head = changed.length === 0 ? "all layers are those of the image before" : `${formatBytes(newBytes)} in ${count(changed.length, "layer")} are new:`;
  return [
    `${digest}  oci:${path}:latest (${count(layers.length, "layer")}, ${formatBytes(sizeBytes)})`,
    ...hasPrevious ? [
      `  ${head}`,
      ...changed.map(({ content, sizeBytes: bytes, why = "new" }) => `    ${content.length > 60 ? `${content.slice(0, 57)}...` : content}: ${why} (${formatBytes(bytes)})`)
    ] : []
  ];
}
export {
  containerCommand
};
