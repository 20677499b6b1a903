import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ofFormat,
  withSigning,
  withWorkspace
} from "./chunk-LHPKSK6M.mjs";
import {
  readImageInputs,
  readRemixInputs,
  readSigningInputs
} from "./chunk-KLM566EX.mjs";
import {
  runImages
} from "./chunk-CB4VGF7E.mjs";
import "./chunk-5PKYPTFS.mjs";
import "./chunk-J73U73CL.mjs";
import "./chunk-BAJ6PECN.mjs";
import "./chunk-LR3XIGAY.mjs";
import "./chunk-2R5YMV23.mjs";
import "./chunk-UCEJD3WM.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-ULWUNVLO.mjs";
import "./chunk-YSMKRQHJ.mjs";
import "./chunk-VZHX7JVJ.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-EDHQTCZ7.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-SSN2A6FW.mjs";
import "./chunk-QE3BSNBI.mjs";
import "./chunk-5JKL7GPI.mjs";
import "./chunk-JUC2KNTF.mjs";
import "./chunk-FRUPS4V3.mjs";
import "./chunk-PJVK2WBI.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-FAGSJBO3.mjs";
import "./chunk-FOGPBE2O.mjs";
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
