import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ofFormat,
  withSigning,
  withWorkspace
} from "./chunk-3IFJP56W.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readImageInputs,
  readRemixInputs,
  readSigningInputs
} from "./chunk-EDFNMRKR.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import {
  runBootTests
} from "./chunk-U6LATCRV.mjs";
import "./chunk-ABMTFWO4.mjs";
import "./chunk-EFKBQ2CM.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-K3457IIH.mjs";
import "./chunk-XCSITLB7.mjs";
import "./chunk-U2SHMOPJ.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-UK7NN43H.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import "./chunk-UM2ZZJXS.mjs";
import "./chunk-73CADCDU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-4BZ2UGLB.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-MHUHMQFI.mjs";
import "./chunk-3YHI7S5Q.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import "./chunk-O62IE6PP.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-SHZTQ2TZ.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-3KPU6URU.mjs";
import "./chunk-YVCFBQCR.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-T3SYRVVR.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-WAGY6CT5.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
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
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-BV4FRF27.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/boot-test/inputs.ts
function readInputs(read) {
  return { ...readRemixInputs(read), ...readSigningInputs(read), ...readImageInputs(read) };
}

// actions/boot-test/main.ts
var failed = { passed: "false" };
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (found) => {
    let workspace = ofFormat(found, inputs), names = inputs.names.length === 0 ? void 0 : inputs.names, boots = await withSigning(
      inputs,
      workspace,
      (signing) => runBootTests(workspace, { names, signing })
    );
    for (let { image, checks, seconds } of boots)
      ports.log.info(`${image}: ${checks.length} checks passed, ${seconds} s`);
    return {
      outputs: {
        passed: "true",
        boots: JSON.stringify(boots),
        "console-logs": boots.map(({ consoleLog }) => consoleLog).join(`
`)
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
