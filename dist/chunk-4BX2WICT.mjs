import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  serveRootStage
} from "./chunk-YYUSKBKY.mjs";
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
import "./chunk-P4UU2XTT.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-LCFYI5F6.mjs";
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
import {
  Command
} from "./chunk-4N5P6MFD.mjs";
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

// cli/root-stage.ts
function rootStageCommand() {
  return new Command("root-stage").action(serveRootStage);
}
export {
  rootStageCommand
};
