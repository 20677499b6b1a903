import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeTree
} from "./chunk-2GQHKQXM.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-N4P65TZB.mjs";
import "./chunk-YOW4LC7C.mjs";
import "./chunk-FK5SKGBH.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-HFTMHMPR.mjs";
import "./chunk-XP4TME3F.mjs";
import "./chunk-5EGOTDIY.mjs";
import "./chunk-BLVOB4UV.mjs";
import "./chunk-4XXETGCA.mjs";
import "./chunk-YYAUITMQ.mjs";
import "./chunk-YENUYNQQ.mjs";
import "./chunk-SDSOBE4L.mjs";
import "./chunk-KEGQRJML.mjs";
import "./chunk-MEABQYC4.mjs";
import "./chunk-KBT2IEAT.mjs";
import "./chunk-3CFMGOOF.mjs";
import "./chunk-4B7AG6CD.mjs";
import "./chunk-HUELZCJG.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-6POAWDPK.mjs";
import "./chunk-OB2D7UII.mjs";
import "./chunk-HZCFDHLI.mjs";
import "./chunk-LCFYI5F6.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-7XLPI4ML.mjs";
import "./chunk-R5Z63YP4.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-UTWGYNO3.mjs";
import "./chunk-ELEY2FOT.mjs";
import "./chunk-VCQXKU7J.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-DXYLZNMC.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  composeTree
};
