import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withWorkspace
} from "./chunk-KIXUNW4P.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readRemixInputs
} from "./chunk-EDFNMRKR.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import {
  formatPlan,
  runPlan
} from "./chunk-VOEZP7TS.mjs";
import "./chunk-DZYIMEL5.mjs";
import "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-LZYFTF7O.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-FF5JMQ4B.mjs";
import "./chunk-POSOI7UG.mjs";
import "./chunk-DRYVDJJG.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-2Z3UPW7G.mjs";
import "./chunk-GAMZBRHF.mjs";
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
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-LJSBIS2A.mjs";
import "./chunk-R5XR7NDA.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-HTX6YCUO.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-YMKSADZE.mjs";
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
import {
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

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
    let { published, runners, force, update } = inputs, plan = await ports.log.group("Plan", async () => {
      let decided = await runPlan(workspace, { published, runners, force, update });
      for (let line of formatPlan(decided)) ports.log.info(line);
      return decided;
    }), planPath = join(ports.context.tempDir, "treesmith-plan.json");
    return await writeFileAtomic(planPath, `${JSON.stringify(plan, null, 2)}
`), {
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
