import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withSigning,
  withWorkspace
} from "./chunk-ZU67OB43.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readRemixInputs,
  readSigningInputs
} from "./chunk-UVCWRH2E.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import {
  writePublicKey
} from "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import "./chunk-O62IE6PP.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import {
  runCompose
} from "./chunk-RJYYBCL4.mjs";
import "./chunk-Z6GMSOFT.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-YYUSKBKY.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-YOW4LC7C.mjs";
import "./chunk-E4YUWYJ4.mjs";
import "./chunk-GOQYTL6V.mjs";
import "./chunk-4EVCFSCV.mjs";
import "./chunk-K6ANUZIM.mjs";
import "./chunk-WMWJRKQR.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-SEMOBSGB.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-AW64CPBD.mjs";
import "./chunk-CR5ZQNV2.mjs";
import "./chunk-4B7AG6CD.mjs";
import "./chunk-HUELZCJG.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-TQIPKJZY.mjs";
import "./chunk-KXQS4K65.mjs";
import {
  currentLock
} from "./chunk-TD7KBLFH.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-P4UU2XTT.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-YVCFBQCR.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-WC5WENHQ.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-WAGY6CT5.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-6E5XLB2R.mjs";
import "./chunk-SMUFAYYX.mjs";
import "./chunk-E3M5HWQG.mjs";
import "./chunk-NQAOFE4X.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/compose/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    check: read.boolean("check")
  };
}

// actions/compose/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    let lockfile = await currentLock(workspace), { commits, publicKey } = await withSigning(inputs, workspace, async (signing) => ({
      commits: await runCompose(workspace, { check: inputs.check, signing, lockfile }),
      publicKey: signing === void 0 ? {} : { publicKey: await writePublicKey(workspace, signing) }
    }));
    for (let { ref, version, commit } of commits) ports.log.info(`${ref} ${version} ${commit}`);
    let [first] = commits;
    return {
      outputs: {
        commit: first?.commit ?? "",
        ref: first?.ref ?? "",
        version: first?.version ?? "",
        commits: JSON.stringify(commits),
        repository: workspace.repoPath,
        cached: String(commits.every(({ cached }) => cached))
      },
      part: { commits, repo: workspace.repoPath, ...publicKey },
      lockfile
    };
  });
}
export {
  readInputs,
  run
};
