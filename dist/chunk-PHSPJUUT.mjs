import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runBootTests
} from "./chunk-DHRUVUOQ.mjs";
import "./chunk-ABMTFWO4.mjs";
import "./chunk-EFKBQ2CM.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-K3457IIH.mjs";
import "./chunk-I2ZEMLZB.mjs";
import {
  stageCommand
} from "./chunk-M6TK7JDJ.mjs";
import {
  withSigningKey
} from "./chunk-UKH52FTZ.mjs";
import "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import "./chunk-GPUOK2EP.mjs";
import "./chunk-OZSZSMRW.mjs";
import "./chunk-SORMDTTK.mjs";
import "./chunk-KIAU666O.mjs";
import "./chunk-BTKOXD4E.mjs";
import "./chunk-UQMAWG3D.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-UK7NN43H.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-3YHI7S5Q.mjs";
import "./chunk-JJSYRNRL.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import {
  runVerb
} from "./chunk-OIO4SFJ2.mjs";
import "./chunk-LEXRSCVM.mjs";
import "./chunk-TDDWRAIE.mjs";
import "./chunk-YU44YEJE.mjs";
import "./chunk-SX5NHVN5.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-YVCFBQCR.mjs";
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
import "./chunk-WAGY6CT5.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-T4GAFR3O.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-CEHARUXU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-SYP3YZVZ.mjs";
import "./chunk-Y3UYTV2X.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-C6DS7WZB.mjs";
import "./chunk-WFJ36LDX.mjs";
import "./chunk-FCGOPGKC.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-NQ4WGN4H.mjs";
import "./chunk-QSWBYFUT.mjs";
import "./chunk-DBJ6H2PG.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/boot-test.ts
function bootTestCommand() {
  return stageCommand("boot-test", "boot each image in QEMU and run the tests").option("--name <name...>", "only these images of remix.yaml").action(async (options, verb) => {
    let boots = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runBootTests(workspace, { names: options.name, signing })
      )
    );
    printResult(
      options.json,
      { boots },
      boots.map(
        ({ image, checks, seconds }) => `${image}: ${checks.length} checks passed, ${seconds} s`
      )
    );
  });
}
export {
  bootTestCommand
};
