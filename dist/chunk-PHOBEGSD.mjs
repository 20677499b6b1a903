import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  stageCommand
} from "./chunk-76QVBZBQ.mjs";
import {
  withSigningKey
} from "./chunk-TK2QE5UN.mjs";
import "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import {
  runCompose
} from "./chunk-LZYFTF7O.mjs";
import "./chunk-3XQMDXT4.mjs";
import "./chunk-ZW2FCWP2.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-FF5JMQ4B.mjs";
import "./chunk-POSOI7UG.mjs";
import {
  runVerb
} from "./chunk-QB7I2WL4.mjs";
import {
  currentLock
} from "./chunk-BZZJ3KKZ.mjs";
import "./chunk-KOPMJIKM.mjs";
import "./chunk-ZFV4BBRI.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-OMOW34LB.mjs";
import "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-Z4VSWSTU.mjs";
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

// cli/compose.ts
function composeCommand() {
  return stageCommand("compose", "make the OSTree commit of the locked packages").option("--check", "compose twice in different folders and name what differs", !1).action(async (options, verb) => {
    let commits = await runVerb(verb, options, async (workspace) => {
      let reading = currentLock(workspace);
      return reading.catch(() => {
      }), withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        async (signing) => runCompose(workspace, { check: options.check, signing, lockfile: await reading })
      );
    });
    printResult(
      options.json,
      { commits },
      commits.map(({ ref, version, commit }) => `${ref} ${version} ${commit}`)
    );
  });
}
export {
  composeCommand
};
