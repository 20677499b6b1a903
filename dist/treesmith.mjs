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
  ["setup", async () => (await import("./chunk-AD44HWWY.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-HXW3ZXTU.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-5S44ZNE2.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-TL6X62DB.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-XS57FSJ7.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-EVKN5OYI.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-24R2VEN6.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-NOQ5JWGK.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-SOUZYJ2B.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-53CH5WUB.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-XIFQ32LC.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-GYQM7AJQ.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-JOJUSQEX.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-ZD2SXGFD.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-YS5NYGCW.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-IEOA6FTG.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-KFHEX2JJ.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
