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
  runBootTests
} from "./chunk-FIIZT5KT.mjs";
import "./chunk-MOZBOTRU.mjs";
import "./chunk-HUGIR5KW.mjs";
import "./chunk-EYIEWDX4.mjs";
import "./chunk-E5LSWCRZ.mjs";
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
