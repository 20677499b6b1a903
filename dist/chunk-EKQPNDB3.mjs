import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  EMULATORS_ADDED,
  runPost
} from "./chunk-6LVRQZDN.mjs";
import "./chunk-TFDOSVZW.mjs";
import "./chunk-2UF2QBX7.mjs";
import "./chunk-LXN535CL.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";
export {
  EMULATORS_ADDED,
  runPost
};
