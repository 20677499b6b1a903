import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  previousImages,
  previousOption
} from "./chunk-5J3RBDKX.mjs";
import {
  runContainers
} from "./chunk-Y7V6WV2M.mjs";
import "./chunk-AXJBIXYT.mjs";
import "./chunk-I2CDVHF2.mjs";
import "./chunk-K23XTKS6.mjs";
import "./chunk-47VOAM4L.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-OIXZMSN3.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-TK2QE5UN.mjs";
import "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-LZYFTF7O.mjs";
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
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-QB7I2WL4.mjs";
import "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-ZFV4BBRI.mjs";
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
