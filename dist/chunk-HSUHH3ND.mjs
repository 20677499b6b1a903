import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ofFormat,
  withSigning,
  withWorkspace
} from "./chunk-RWLSCEL5.mjs";
import {
  readImageInputs,
  readRemixInputs,
  readSigningInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runImages
} from "./chunk-MOZBOTRU.mjs";
import "./chunk-HUGIR5KW.mjs";
import "./chunk-EYIEWDX4.mjs";
import "./chunk-T7QGRJYY.mjs";
import "./chunk-4KLD4KJE.mjs";
import "./chunk-274XIYFY.mjs";
import "./chunk-2W2U2DEI.mjs";
import "./chunk-QPRYW2CT.mjs";
import "./chunk-IXJ4NE6I.mjs";
import "./chunk-YFUPYUK7.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-DXRJQPTI.mjs";
import "./chunk-R573IQWV.mjs";
import "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-LIZ2BTIR.mjs";
import "./chunk-NQQHXG2L.mjs";
import "./chunk-2QRIHPZD.mjs";
import "./chunk-VHH2F4KY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-XW44VKEP.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-IZTKPFNN.mjs";
import "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/build-image/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    ...readImageInputs(read),
    check: read.boolean("check")
  };
}

// actions/build-image/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (found) => {
    const workspace = ofFormat(found, inputs);
    const images = await withSigning(
      inputs,
      workspace,
      (signing) => runImages(workspace, { check: inputs.check, names: wantedNames(inputs), signing })
    );
    for (const { path, sha256 } of images) ports.log.info(`${sha256}  ${path}`);
    const [first] = images;
    return {
      outputs: {
        image: first?.path ?? "",
        sha256: first?.sha256 ?? "",
        images: JSON.stringify(images),
        cached: String(images.every(({ cached }) => cached))
      },
      part: { images }
    };
  });
}
function wantedNames({ names }) {
  return names.length === 0 ? void 0 : names;
}
export {
  readInputs,
  run
};
