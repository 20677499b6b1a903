import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ofFormat,
  withSigning,
  withWorkspace
} from "./chunk-MGHTFNMS.mjs";
import {
  readImageInputs,
  readRemixInputs,
  readSigningInputs
} from "./chunk-UIV4BWQX.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runImages
} from "./chunk-M4HLQ7BI.mjs";
import "./chunk-TP33CFBB.mjs";
import "./chunk-5JVKVTB7.mjs";
import "./chunk-6AGUAOLD.mjs";
import "./chunk-4KLD4KJE.mjs";
import "./chunk-GIVTQ7GV.mjs";
import "./chunk-OX25YK5R.mjs";
import "./chunk-QAACHDZ2.mjs";
import "./chunk-QPRYW2CT.mjs";
import "./chunk-27EZV3LY.mjs";
import "./chunk-M7IQMCYI.mjs";
import "./chunk-J23HQVE2.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-EZIUE6G2.mjs";
import "./chunk-E5CNML3L.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-IRKG3WK4.mjs";
import "./chunk-UUM7NMOI.mjs";
import "./chunk-TAYXKTAO.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-SJBU6G4G.mjs";
import "./chunk-ULWUNVLO.mjs";
import "./chunk-2QGOO2TC.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-LIINDJHT.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
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
