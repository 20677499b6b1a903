import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  previousImages,
  previousOption
} from "./chunk-WV7SZ2AV.mjs";
import {
  runContainers
} from "./chunk-TE523MA2.mjs";
import "./chunk-Q4EY3JXN.mjs";
import "./chunk-GEQS7ZMD.mjs";
import "./chunk-RLOD7MAU.mjs";
import "./chunk-KF6EWKY4.mjs";
import "./chunk-MORKQQ4T.mjs";
import "./chunk-U5EJBGF4.mjs";
import "./chunk-P7V3H2DK.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-UKH52FTZ.mjs";
import "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-GDZSBWRH.mjs";
import "./chunk-O62IE6PP.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import {
  count
} from "./chunk-S5GTPX6M.mjs";
import "./chunk-RJYYBCL4.mjs";
import "./chunk-Z6GMSOFT.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-YYUSKBKY.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-YOW4LC7C.mjs";
import "./chunk-E4YUWYJ4.mjs";
import "./chunk-GOQYTL6V.mjs";
import "./chunk-4EVCFSCV.mjs";
import "./chunk-K6ANUZIM.mjs";
import "./chunk-WMWJRKQR.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-SEMOBSGB.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-AW64CPBD.mjs";
import "./chunk-CR5ZQNV2.mjs";
import "./chunk-4B7AG6CD.mjs";
import "./chunk-HUELZCJG.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-TQIPKJZY.mjs";
import "./chunk-KXQS4K65.mjs";
import "./chunk-TD7KBLFH.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-P4UU2XTT.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-YVCFBQCR.mjs";
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
import "./chunk-WAGY6CT5.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
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
