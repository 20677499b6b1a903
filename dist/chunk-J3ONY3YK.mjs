import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPlan,
  runPlan
} from "./chunk-FOY6AT6Y.mjs";
import "./chunk-IZMSMNTO.mjs";
import "./chunk-UM2ZZJXS.mjs";
import "./chunk-73CADCDU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-4BZ2UGLB.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-MHUHMQFI.mjs";
import "./chunk-FGAYRZYD.mjs";
import "./chunk-DOJA47VD.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-SHZTQ2TZ.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-IJBQHZGP.mjs";
import "./chunk-AQGWL3ZM.mjs";
import "./chunk-3KPU6URU.mjs";
import "./chunk-YVCFBQCR.mjs";
import {
  workspaceOf
} from "./chunk-3XFQHKBO.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-T3SYRVVR.mjs";
import "./chunk-DC543OIF.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-WAGY6CT5.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-ENHHXK6A.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-5EGOTDIY.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-QTH3N55G.mjs";
import "./chunk-OYIVYWVB.mjs";
import "./chunk-Y3UYTV2X.mjs";
import "./chunk-6POAWDPK.mjs";
import "./chunk-OB2D7UII.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-HZCFDHLI.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-HOGJUO6Y.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-AG2XPNVE.mjs";
import "./chunk-HUELZCJG.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-BV4FRF27.mjs";
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
