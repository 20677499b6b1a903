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
  ["plan", async () => (await import("./chunk-CNZ2XEII.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-SVOR5M3C.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-DLEXG2M5.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-RXZWISJU.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-SRGVBC2E.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-ETILDH6R.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-Y5GXX4MV.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-EKGOZN7P.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-CU25HKVN.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-Y3FKLLHH.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-CLXVBJKE.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-227V4NOD.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-2XR7PJ7C.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-HSBIOOSW.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-X7Y3CD3V.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
