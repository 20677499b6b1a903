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
  runBootTests
} from "./chunk-XGTOP334.mjs";
import "./chunk-M4HLQ7BI.mjs";
import "./chunk-MVQJ5RR5.mjs";
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
