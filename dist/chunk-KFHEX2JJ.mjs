import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  serveRootStage
} from "./chunk-3LQH4CY4.mjs";
import "./chunk-XH7LVFR4.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-45UIRVLW.mjs";
import "./chunk-BO2EEFVJ.mjs";
import "./chunk-4IMT35AU.mjs";
import "./chunk-4EVCFSCV.mjs";
import "./chunk-K6ANUZIM.mjs";
import "./chunk-WMWJRKQR.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KEKAGCBA.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-CLRIBR2C.mjs";
import "./chunk-66OQTUZ5.mjs";
import "./chunk-MRWIELXG.mjs";
import "./chunk-URM4L2JU.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-CZXE77TB.mjs";
import "./chunk-KXQS4K65.mjs";
import "./chunk-P72VEJK4.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-HTPCCTUK.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-5ZNLHQXI.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-DNDHY2JN.mjs";
import "./chunk-R3RKH6FF.mjs";
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
