import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  loginFor,
  readRegistryInputs,
  registryOf
} from "./chunk-LOHW5KEE.mjs";
import {
  withSigning,
  withWorkspace
} from "./chunk-KIXUNW4P.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readRemixInputs,
  readSigningInputs
} from "./chunk-EDFNMRKR.mjs";
import {
  runPushContainers
} from "./chunk-YPEKCEAO.mjs";
import "./chunk-JOXYXCUV.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-6JBT4BU3.mjs";
import {
  parsePrevious,
  runContainers
} from "./chunk-Y7V6WV2M.mjs";
import {
  LAYOUT_TAG
} from "./chunk-AXJBIXYT.mjs";
import "./chunk-I2CDVHF2.mjs";
import "./chunk-K23XTKS6.mjs";
import "./chunk-TWG6DT3V.mjs";
import "./chunk-OIXZMSN3.mjs";
import "./chunk-3CL76CQI.mjs";
import "./chunk-6YYHF5GE.mjs";
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
import "./chunk-DRYVDJJG.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
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
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
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

// actions/build-container/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    names: read.lines("name"),
    push: readRegistryInputs(read, "push"),
    previous: read.lines("previous"),
    check: read.boolean("check")
  };
}

// actions/build-container/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    let { namespace, tags } = inputs.push, { serverUrl } = ports.context, login = namespace === void 0 ? void 0 : loginFor(registryOf(namespace), inputs.push, serverUrl), names = inputs.names.length === 0 ? void 0 : inputs.names, previous = previousOf(inputs, workspace, serverUrl), containers = await withSigning(
      inputs,
      workspace,
      (signing) => runContainers(workspace, { check: inputs.check, names, previous, signing })
    );
    for (let { path, digest } of containers)
      ports.log.info(`${digest}  oci:${path}:${LAYOUT_TAG}`);
    let pushed = namespace === void 0 ? [] : await runPushContainers(workspace, { registry: namespace, names, tags, login });
    for (let { reference, digest } of pushed) ports.log.info(`${digest}  ${reference}`);
    let [first] = containers, [firstPushed] = pushed;
    return {
      outputs: {
        digest: firstPushed?.digest ?? first?.digest ?? "",
        reference: firstPushed?.reference ?? "",
        layout: first?.path ?? "",
        "layers-reused": String(countReused(containers, pushed)),
        "bytes-pushed": String(pushed.reduce((sum, { pushedBytes }) => sum + pushedBytes, 0)),
        containers: JSON.stringify(containers),
        pushed: JSON.stringify(pushed),
        cached: String(containers.every(({ cached }) => cached))
      },
      part: { containers }
    };
  });
}
function previousOf({ previous, push, names }, { remix }, serverUrl) {
  let [only] = previous.length === 1 ? previous : [];
  if (only === "none" || previous.length === 0) return { places: /* @__PURE__ */ new Map() };
  let { namespace, tags } = push;
  if (only !== "auto") {
    let lines = previous.map(lowerRepository), given = parsePrevious(lines, remix, names.length === 0 ? void 0 : names), place = namespace ?? [...given.places.values()].find((text) => !text.startsWith("oci:"));
    if (place === void 0) return given;
    let host = registryOf(place.replace(/^docker:\/\//, "").split("/")[0] ?? "");
    return { ...given, login: loginFor(host, push, serverUrl) };
  }
  if (namespace === void 0) return { places: /* @__PURE__ */ new Map() };
  let places = remix.containers.map(
    ({ name }) => [name, `${namespace}/${name}:${tags[0] ?? "latest"}`]
  ), login = loginFor(registryOf(namespace), push, serverUrl);
  return { places: new Map(places), login };
}
function lowerRepository(line) {
  if (/^([^=]*=)?oci:/.test(line)) return line;
  let [, repository = line, rest = ""] = /^(.*\/[^:@]*)(.*)$/.exec(line) ?? [];
  return `${repository.toLowerCase()}${rest}`;
}
function countReused(containers, pushed) {
  return (pushed.length > 0 ? pushed.map(({ reusedLayers }) => reusedLayers) : containers.map(({ layers }) => layers.filter(({ reused }) => reused).length)).reduce((sum, reused) => sum + reused, 0);
}
export {
  readInputs,
  run
};
