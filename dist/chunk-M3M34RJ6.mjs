import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatLock,
  runLock
} from "./chunk-2Z3UPW7G.mjs";
import "./chunk-GAMZBRHF.mjs";
import "./chunk-FSB3DMR3.mjs";
import {
  cacheOption,
  runVerb,
  timelineOption
} from "./chunk-QB7I2WL4.mjs";
import "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-KZSX3GDL.mjs";
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
import "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
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
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/lock.ts
var HELP = `
Reads the repositories' metadata, solves the treefile's requests for every architecture of
remix.yaml, checks each package's header signature against the keys of its repository, and writes
the lockfile. What changed is printed: added, removed, upgraded, downgraded. Commit the lockfile.`;
function lockCommand() {
  return cacheOption(
    timelineOption(remixCommand("lock", "pin every RPM of every architecture in the lockfile"))
  ).option("--check", "change nothing; fail when the lockfile is missing or stale", !1).addHelpText("after", HELP).action(
    async (options, verb) => {
      let { outcome } = await runVerb(
        verb,
        options,
        (workspace) => runLock(workspace, options.check ? "check" : "update")
      );
      printResult(options.json, outcome, formatLock(outcome));
    }
  );
}
export {
  lockCommand
};
