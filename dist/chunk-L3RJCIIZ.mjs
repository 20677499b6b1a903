import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-MGHTFNMS.mjs";
import {
  readRemixInputs
} from "./chunk-UIV4BWQX.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  formatPlan,
  runPlan
} from "./chunk-K6FQGWHX.mjs";
import "./chunk-TP33CFBB.mjs";
import "./chunk-5JVKVTB7.mjs";
import "./chunk-4BLMRABL.mjs";
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
import {
  writeFileAtomic
} from "./chunk-LIINDJHT.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/plan/main.ts
import { join } from "node:path";

// actions/plan/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    published: read.lines("published"),
    runners: read.lines("runners"),
    force: read.boolean("force"),
    update: read.boolean("update")
  };
}

// actions/plan/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    const { published, runners, force, update } = inputs;
    const plan = await ports.log.group("Plan", async () => {
      const decided = await runPlan(workspace, { published, runners, force, update });
      for (const line of formatPlan(decided)) ports.log.info(line);
      return decided;
    });
    const planPath = join(ports.context.tempDir, "treesmith-plan.json");
    await writeFileAtomic(planPath, `${JSON.stringify(plan, null, 2)}
`);
    return {
      outputs: {
        changed: String(plan.changed),
        matrix: JSON.stringify(plan.matrix),
        "artifact-prefix": plan.artifactPrefix,
        plan: planPath
      },
      decisions: plan.outputs
    };
  });
}
export {
  readInputs,
  run
};
