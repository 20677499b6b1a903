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
  ["setup", async () => (await import("./chunk-NPV3KZD3.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-YJB3L6U7.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-Q7FEMMQ6.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-47QNVOPB.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-ML7XIHZO.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-HB32NULG.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-P2KH4YH6.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-ETILDH6R.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-G7KLS4DD.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-PHSPJUUT.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-CU25HKVN.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-UFQJRJHE.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-IGQOR4BS.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-7RCUOHX7.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-AYCAWJ5Q.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-4RIHKK6Q.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-AYACKSIH.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
