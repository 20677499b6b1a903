import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeTree
} from "./chunk-QNQQMD67.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-3Z2MKWF6.mjs";
import "./chunk-YOW4LC7C.mjs";
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-ENHHXK6A.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-5EGOTDIY.mjs";
import "./chunk-JDGQGNHU.mjs";
import "./chunk-QTH3N55G.mjs";
import "./chunk-OYIVYWVB.mjs";
import "./chunk-JQGENBWE.mjs";
import "./chunk-Y3UYTV2X.mjs";
import "./chunk-6POAWDPK.mjs";
import "./chunk-OB2D7UII.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-HZCFDHLI.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-HZ6AF67M.mjs";
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
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-UTWGYNO3.mjs";
import "./chunk-MXOWXJGY.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-BV4FRF27.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-DXYLZNMC.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  composeTree
};
