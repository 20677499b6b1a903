import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  previousImages,
  previousOption
} from "./chunk-DGNG4WNE.mjs";
import {
  runContainers
} from "./chunk-7V2B3MFG.mjs";
import "./chunk-RSBXTOJI.mjs";
import "./chunk-NMTXBW76.mjs";
import "./chunk-PRDT67Z6.mjs";
import "./chunk-MORKQQ4T.mjs";
import "./chunk-UT3P2AKQ.mjs";
import "./chunk-2WGNHU44.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-XSOUWPM7.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-UKH52FTZ.mjs";
import "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import "./chunk-UM2ZZJXS.mjs";
import "./chunk-73CADCDU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-4BZ2UGLB.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-MHUHMQFI.mjs";
import "./chunk-UCNBBN4J.mjs";
import "./chunk-54PPNY4X.mjs";
import "./chunk-52UFZX7H.mjs";
import "./chunk-TMXGCTEI.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-P7V3H2DK.mjs";
import "./chunk-6KC3HQEH.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import {
  count
} from "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-3FTWTOLG.mjs";
import "./chunk-SHZTQ2TZ.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-IJBQHZGP.mjs";
import "./chunk-AQGWL3ZM.mjs";
import "./chunk-3KPU6URU.mjs";
import "./chunk-YVCFBQCR.mjs";
import "./chunk-3XFQHKBO.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-T3SYRVVR.mjs";
import "./chunk-DC543OIF.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-WAGY6CT5.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-ENHHXK6A.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-5EGOTDIY.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-QTH3N55G.mjs";
import "./chunk-OYIVYWVB.mjs";
import "./chunk-JQGENBWE.mjs";
import "./chunk-Y3UYTV2X.mjs";
import "./chunk-6POAWDPK.mjs";
import "./chunk-OB2D7UII.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-HZCFDHLI.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-HOGJUO6Y.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-AG2XPNVE.mjs";
import "./chunk-HUELZCJG.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-FPEYAMT3.mjs";
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
import "./chunk-BV4FRF27.mjs";
import "./chunk-6P2BBEF6.mjs";
import "./chunk-O5OUMCAY.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-DXYLZNMC.mjs";
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
