#!/usr/bin/env node
import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runProgram
} from "./chunk-FCJCGROU.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/verbs.ts
var VERBS = /* @__PURE__ */ new Map([
  ["setup", async () => (await import("./chunk-PO3UXZBH.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-7JUNTUVY.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-XEW5A4FB.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-DHDYFXI3.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-YAGC2WU6.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-UXQVQBBX.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-SRGVBC2E.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-ETILDH6R.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-Y5GXX4MV.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-74MG67M4.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-CU25HKVN.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-Y3FKLLHH.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-CLXVBJKE.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-OK5J2LNF.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-2XR7PJ7C.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-K65ZTD3P.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-VBAQ5TAC.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
