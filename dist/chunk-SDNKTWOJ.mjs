import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-RWLSCEL5.mjs";
import {
  readRemixInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  formatPlan,
  runPlan
} from "./chunk-Y2JATKTH.mjs";
import "./chunk-HUGIR5KW.mjs";
import "./chunk-EYIEWDX4.mjs";
import "./chunk-JUGJEQKV.mjs";
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
import "./chunk-VHH2F4KY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-XW44VKEP.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-IZTKPFNN.mjs";
import {
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
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
