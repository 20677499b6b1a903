import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  recordTimeline,
  withTimelineFile,
  writingTimeline
} from "./chunk-YFUPYUK7.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";
export {
  recordTimeline,
  withTimelineFile,
  writingTimeline
};
