import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  asRoot
} from "./chunk-LXN535CL.mjs";
import {
  ARCHITECTURES,
  hostBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/host/foreign-programs.ts
import { writeFile } from "node:fs/promises";
import { arch, endianness } from "node:os";
import { join } from "node:path";

// lib/host/probe-program.ts
var PROBE_EXIT_CODE = 42, HEADER_BYTES = 64, SEGMENT_BYTES = 56, ADDRESS = 0x10000n, EXECUTABLE = 2, LOAD = 1, READ_AND_EXECUTE = 5, FLAGS = { ppc64le: 2 }, CODE = {
  x86_64: "b83c000000 bf2a000000 0f05",
  aarch64: "a80b80d2 400580d2 010000d4",
  ppc64le: "01000038 2a006038 02000044",
  s390x: "a729002a 0a01",
  riscv64: "9308d005 1305a002 73000000"
};
function formatProbeProgram(basearch) {
  let { machine, byteOrder } = ARCHITECTURES[basearch].elf, code = Buffer.from(CODE[basearch].replaceAll(" ", ""), "hex"), little = byteOrder === "little", sizeBytes = HEADER_BYTES + SEGMENT_BYTES + code.length, fields = [
    [16, EXECUTABLE],
    [16, machine],
    [32, 1],
    // Entry, segments, no sections.
    [64, ADDRESS + BigInt(HEADER_BYTES + SEGMENT_BYTES)],
    [64, HEADER_BYTES],
    [64, 0],
    [32, FLAGS[basearch] ?? 0],
    ...[HEADER_BYTES, SEGMENT_BYTES, 1, 0, 0, 0].map((value) => [16, value]),
    // The one segment is the whole file.
    [32, LOAD],
    [32, READ_AND_EXECUTE],
    ...[0n, ADDRESS, ADDRESS, sizeBytes, sizeBytes, ADDRESS].map((value) => [64, value])
  ], identity = Buffer.alloc(16);
  return identity.set([127, 69, 76, 70, 2, little ? 1 : 2, 1]), Buffer.concat([identity, ...fields.map((field) => formatField(...field, little)), code]);
}
function formatField(bits, value, little) {
  let bytes = Buffer.alloc(bits / 8);
  for (let index = 0; index < bytes.length; index += 1) {
    let shift = BigInt(8 * (little ? index : bytes.length - 1 - index));
    bytes[index] = Number(BigInt(value) >> shift & 0xffn);
  }
  return bytes;
}

// lib/host/foreign-programs.ts
var PROBE_TIMEOUT_MS = 3e4;
function isNative(basearch) {
  return hostBasearch(arch(), endianness()) === basearch;
}
async function findProgramFault(basearch) {
  var _stack = [];
  try {
    let folder = __using(_stack, await makeTempDir(), !0);
    await writeFile(join(folder.path, "probe"), formatProbeProgram(basearch), { mode: 493 });
    let sandbox = ["bwrap", "--ro-bind", folder.path, "/", "--unshare-pid", "--die-with-parent"];
    let argv = await asRoot([...sandbox, "--", "/probe"], `running ${basearch} programs`);
    try {
      await runTool(argv, { okExitCodes: [PROBE_EXIT_CODE], timeoutMs: PROBE_TIMEOUT_MS });
      return;
    } catch (error) {
      if (error instanceof ToolError || error instanceof ConfigError && error.code === "EMULATOR_MISSING") return error.message;
      throw error;
    }
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function assertRunsPrograms(basearch) {
  if (isNative(basearch)) return;
  let fault = await findProgramFault(basearch);
  if (fault !== void 0)
    throw new ConfigError(
      "EMULATOR_MISSING",
      `programs of ${basearch} do not run on this machine, which is ${arch()}: ${ARCHITECTURES[basearch].qemuUser} is not registered with the kernel (binfmt_misc, flag F)`,
      {
        hint: `Run "treesmith setup --arch ${basearch}", or build on a machine of that architecture.`,
        cause: new Error(fault)
      }
    );
}

export {
  isNative,
  findProgramFault,
  assertRunsPrograms
};
