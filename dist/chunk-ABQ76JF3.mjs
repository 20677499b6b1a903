import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeTree
} from "./chunk-MJB6GY2H.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-XHWYSQN4.mjs";
import "./chunk-YOW4LC7C.mjs";
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-T4GAFR3O.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-CEHARUXU.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-SYP3YZVZ.mjs";
import "./chunk-JQGENBWE.mjs";
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
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-UTWGYNO3.mjs";
import "./chunk-MXOWXJGY.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-OXAFBRQR.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-DXYLZNMC.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  composeTree
};
