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
  ["setup", async () => (await import("./chunk-XZMUU7AN.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-M3M34RJ6.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-UISEXANO.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-PHOBEGSD.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-OWCZXSBC.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-NJOJLRBW.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-J2BUJPIA.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-OTK43CGT.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-XPNOCWEN.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-KBZQBTXF.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-JSLTQIHQ.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-MMU5QNJS.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-QHE4QAIZ.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-D4NWW53V.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-VRWQ47QT.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-7WIENKD5.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-EY7JKB2D.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
