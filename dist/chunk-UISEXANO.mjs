import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPlan,
  runPlan
} from "./chunk-VOEZP7TS.mjs";
import "./chunk-DZYIMEL5.mjs";
import "./chunk-LZYFTF7O.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-FF5JMQ4B.mjs";
import "./chunk-POSOI7UG.mjs";
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
import {
  workspaceOf
} from "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
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
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/plan.ts
var HELP = `
Compares what treefiles and lockfile describe with what was last published, in seconds: nothing is
fetched but that, nothing is composed. Prints, for each commit, image and container, whether it must be
rebuilt and why; --json has the matrix of jobs for a workflow, too.

--published names a build-state.json (path or URL; "build" writes it), an OSTree repository
(ostree:https://example.org/repo, or with #REF) or a container image (oci:ghcr.io/me/anvil:latest).
What is not there counts as never published; a server that does not answer is an error.`;
function planCommand() {
  return remixCommand("plan", "say what must be rebuilt, and why, without building").option("--published <where>", "what to compare with; may be repeated", collect, []).option("--runner <basearch=label>", "where jobs of it run; may be repeated", collect, []).option("--force", "plan everything, whatever was published", !1).option("--update", "plan with what the repositories have now; the lockfile stays", !1).addHelpText("after", HELP).action(async ({ published, runner, force, update, ...options }) => {
    let workspace = await workspaceOf(options), plan = await runPlan(workspace, { published, runners: runner, force, update });
    printResult(options.json, plan, formatPlan(plan));
  });
}
function collect(value, previous) {
  return [...previous, value];
}
export {
  planCommand
};
