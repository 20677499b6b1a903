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
  runBootTests
} from "./chunk-2IEVUBJY.mjs";
import "./chunk-CB4VGF7E.mjs";
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
import "./chunk-2JFW33UL.mjs";
import "./chunk-QE3BSNBI.mjs";
import "./chunk-5JKL7GPI.mjs";
import "./chunk-JUC2KNTF.mjs";
import "./chunk-FRUPS4V3.mjs";
import "./chunk-PJVK2WBI.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-FAGSJBO3.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/boot-test/inputs.ts
function readInputs(read) {
  return { ...readRemixInputs(read), ...readSigningInputs(read), ...readImageInputs(read) };
}

// actions/boot-test/main.ts
var failed = { passed: "false" };
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (found) => {
    const workspace = ofFormat(found, inputs);
    const names = inputs.names.length === 0 ? void 0 : inputs.names;
    const boots = await withSigning(
      inputs,
      workspace,
      (signing) => runBootTests(workspace, { names, signing })
    );
    for (const { image, checks, seconds } of boots) {
      ports.log.info(`${image}: ${checks.length} checks passed, ${seconds} s`);
    }
    return {
      outputs: {
        passed: "true",
        boots: JSON.stringify(boots),
        "console-logs": boots.map(({ consoleLog }) => consoleLog).join("\n")
      },
      part: { boots }
    };
  });
}
export {
  failed,
  readInputs,
  run
};
