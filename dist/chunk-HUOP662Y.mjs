import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeTree
} from "./chunk-XSSMSCR5.mjs";
import "./chunk-NYOQAVMR.mjs";
import "./chunk-3RQQINWV.mjs";
import "./chunk-2EG5ZA3A.mjs";
import "./chunk-OW6TRHB3.mjs";
import "./chunk-LJSBIS2A.mjs";
import "./chunk-R5XR7NDA.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-HTX6YCUO.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-SUYB5RVO.mjs";
import "./chunk-YMKSADZE.mjs";
import "./chunk-FHUVXSWX.mjs";
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
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-WICTMXRX.mjs";
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
