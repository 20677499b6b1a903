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
  ["setup", async () => (await import("./chunk-ALX2KHEQ.mjs")).setupCommand()],
  ["lock", async () => (await import("./chunk-JJOX2GAB.mjs")).lockCommand()],
  ["plan", async () => (await import("./chunk-J3ONY3YK.mjs")).planCommand()],
  ["compose", async () => (await import("./chunk-IBH4CPYX.mjs")).composeCommand()],
  ["container", async () => (await import("./chunk-HOODQTDP.mjs")).containerCommand()],
  ["image", async () => (await import("./chunk-SOSZS4D2.mjs")).imageCommand()],
  ["sbom", async () => (await import("./chunk-VZGBS6VO.mjs")).sbomCommand()],
  ["inspect-image", async () => (await import("./chunk-3Q4NXKZ2.mjs")).inspectImageCommand()],
  ["inspect", async () => (await import("./chunk-UNEKS2SV.mjs")).inspectCommand()],
  ["boot-test", async () => (await import("./chunk-MXUBTAUZ.mjs")).bootTestCommand()],
  ["boot", async () => (await import("./chunk-CU25HKVN.mjs")).bootCommand()],
  ["sign", async () => (await import("./chunk-NGMWHBIK.mjs")).signCommand()],
  ["verify", async () => (await import("./chunk-6Q4ZGEK4.mjs")).verifyCommand()],
  ["publish", async () => (await import("./chunk-2CQ7YCZM.mjs")).publishCommand()],
  ["registry", async () => (await import("./chunk-24DCEGSV.mjs")).registryCommand()],
  ["build", async () => (await import("./chunk-WANJDOQU.mjs")).buildCommand()]
]);
function allVerbs() {
  return Promise.all([...VERBS.values()].map((load) => load()));
}
var HIDDEN = /* @__PURE__ */ new Map([
  ["root-stage", async () => (await import("./chunk-YNCSM7WB.mjs")).rootStageCommand()]
]);
async function verbsFor(name = "") {
  let load = VERBS.get(name) ?? HIDDEN.get(name);
  return load === void 0 ? allVerbs() : [await load()];
}

// cli/main.ts
await runProgram(process.argv, await verbsFor(process.argv[2]));
