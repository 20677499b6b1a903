import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-LHPKSK6M.mjs";
import {
  readRemixInputs
} from "./chunk-KLM566EX.mjs";
import {
  formatPlan,
  runPlan
} from "./chunk-JOMDMLX4.mjs";
import "./chunk-WNOTC7C6.mjs";
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
import {
  writeFileAtomic
} from "./chunk-PJVK2WBI.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-FAGSJBO3.mjs";
import "./chunk-FOGPBE2O.mjs";
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
