import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  digestSteps
} from "./chunk-OXAFBRQR.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/host/digest-worker.ts
import { parentPort, workerData } from "node:worker_threads";
var steps = digestSteps(workerData), step = steps.next();
for (; step.done !== !0; ) step = steps.next();
parentPort?.postMessage(step.value);
