import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runImages
} from "./chunk-GOSBJVOD.mjs";
import "./chunk-TGBWY6RG.mjs";
import "./chunk-TA5WWN5A.mjs";
import {
  stageCommand
} from "./chunk-CE5JVQGT.mjs";
import {
  withSigningKey
} from "./chunk-UKH52FTZ.mjs";
import "./chunk-FNQI54YE.mjs";
import "./chunk-N6AI6LDY.mjs";
import {
  runVerb
} from "./chunk-GDZSBWRH.mjs";
import "./chunk-O62IE6PP.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-RJYYBCL4.mjs";
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
import "./chunk-TD7KBLFH.mjs";
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
import "./chunk-2PJZXS32.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-WC5WENHQ.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-Z4VSWSTU.mjs";
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
import "./chunk-4N5P6MFD.mjs";
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

// cli/image.ts
function imageCommand() {
  return stageCommand("image", "make the disk images of remix.yaml").option("--check", "make each image twice and compare the bytes", !1).option("--name <name...>", "only these images of remix.yaml").action(async (options, verb) => {
    let images = await runVerb(
      verb,
      options,
      (workspace) => withSigningKey(
        options,
        workspace.remix.sign?.gpgKey,
        (signing) => runImages(workspace, { check: options.check, names: options.name, signing })
      )
    );
    printResult(
      options.json,
      { images },
      images.map(({ path, sha256 }) => `${sha256}  ${path}`)
    );
  });
}
export {
  imageCommand
};
