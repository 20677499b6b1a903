import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  startTool
} from "./chunk-DBSRCAXI.mjs";
import {
  BuildError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/decompress.ts
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
var MEMORY_LIMIT = "512MiB";
function compressionOf(name) {
  switch (/\.(gz|zst|xz|bz2)$/.exec(name)?.[1]) {
    case "gz":
      return "gzip";
    case "zst":
      return "zstd";
    case "xz":
      return "xz";
    case "bz2":
      return "bzip2";
    default:
      return "none";
  }
}
function openDecompressed(source, compression, limitBytes) {
  let name = typeof source == "string" ? source : "the stream", input = typeof source == "string" ? createReadStream(source) : source;
  return input.on("error", () => {
  }), Readable.from(bounded(decompressed(input, compression, name), limitBytes, name), {
    objectMode: !1,
    highWaterMark: 256 * 1024
  });
}
async function* bounded(chunks, limitBytes, name) {
  let total = 0;
  for await (let chunk of chunks) {
    if (total += chunk.length, total > limitBytes)
      throw new BuildError(
        "SIZE_LIMIT",
        `${name} has more than ${limitBytes} bytes when decompressed, the most that is accepted`
      );
    yield chunk;
  }
}
async function* decompressed(input, compression, name) {
  try {
    switch (compression) {
      case "none":
        yield* input;
        break;
      case "gzip":
        yield* throughZlib(input, createGunzip({ chunkSize: 256 * 1024 }));
        break;
      case "zstd":
        yield* throughTool(input, ["zstd", "-q", "-d", "-c", `--memory=${MEMORY_LIMIT}`]);
        break;
      case "xz":
        yield* throughTool(input, ["xz", "--decompress", "--stdout", `--memlimit=${MEMORY_LIMIT}`]);
        break;
      case "bzip2":
        yield* throughTool(input, ["bzip2", "--decompress", "--stdout"]);
        break;
    }
  } catch (error) {
    if (error instanceof TreesmithError || error.syscall !== void 0) throw error;
    let why = error instanceof Error ? error.message : String(error);
    throw new BuildError(
      "DECOMPRESS_FAILED",
      `${name} is damaged or cut short (${compression}): ${why}`,
      {
        cause: error
      }
    );
  } finally {
    input.destroy();
  }
}
async function* throughZlib(input, transform) {
  let fed = pipeline(input, transform).catch(() => {
  });
  try {
    yield* transform;
  } finally {
    transform.destroy(), await fed;
  }
}
async function* throughTool(input, argv) {
  let child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] }), { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  let ended = once(child, "close"), broken, fed = pipeline(input, stdin).catch((error) => {
    broken = error;
  });
  try {
    yield* stdout;
    let [exitCode] = await ended;
    if (await fed, input.errored && input.errored.code !== "EPIPE")
      throw input.errored;
    if (exitCode !== 0) throw new Error(complaint.trim() || `${argv[0]} failed`);
    if (broken !== void 0 && broken.code !== "EPIPE") throw broken;
  } finally {
    child.kill("SIGKILL"), await ended, await fed;
  }
}

export {
  compressionOf,
  openDecompressed
};
