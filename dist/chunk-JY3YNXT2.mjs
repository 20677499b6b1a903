import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/gpt/table.ts
var PARTITION_TYPES = {
  biosBoot: "21686148-6449-6e6f-744e-656564454649",
  efiSystem: "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
  linuxData: "0fc63daf-8483-4772-8e79-3d69d8477de4",
  linuxVar: "4d21b016-b534-45c2-a9fb-5c16e091fd2d",
  rootX86_64: "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
  rootAarch64: "b921b045-1df0-41c3-af44-4c6f280d3fae"
};

// lib/gpt/guid.ts
var GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
function formatGuid(text) {
  let fields = GUID.exec(text)?.slice(1);
  if (fields === void 0) throw new BuildError("GUID_BAD", `not a GUID: ${text}`);
  let bytes = fields.map((field) => Buffer.from(field, "hex"));
  return Buffer.concat(bytes.map((field, index) => index < 3 ? field.reverse() : field));
}
function parseGuid(bytes) {
  let data = Buffer.from(bytes);
  if (data.length !== 16)
    throw new BuildError("GUID_BAD", `a GUID has 16 bytes, not ${data.length}`);
  return [
    ...[data.subarray(0, 4), data.subarray(4, 6), data.subarray(6, 8)].map((field) => field.reverse()),
    data.subarray(8, 10),
    data.subarray(10)
  ].map((field) => field.toString("hex")).join("-");
}

export {
  formatGuid,
  parseGuid,
  PARTITION_TYPES
};
