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
  ["setup", async () => (await import("./chunk-WH4N5DIB.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-CXDVYKDX.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-2SI6K5WF.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-SV46Y2AY.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-LM4BTO4W.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-OXG2FURB.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-MGZFTBMA.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-ZLYBYUWW.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-AAJJCGZT.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-PCU2CIJT.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-AZYPLOQ5.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-FYWYS3JQ.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-3Y5SVYSS.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-DOLHKGMC.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-ZABGN5QZ.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-LIXFWPIH.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-4BX2WICT.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
