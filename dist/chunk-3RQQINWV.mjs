import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ToolError,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/xattrs.ts
var MAX_OUTPUT_BYTES = 512 * 1024 * 1024;
async function readXattrs(treePath, log) {
  let argv = ["getfattr", "-R", "-P", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names"], chunks = [], sizeBytes = 0;
  try {
    await runTool([...argv, "--", treePath], {
      log,
      onStdout: (chunk) => {
        sizeBytes += chunk.length, sizeBytes <= MAX_OUTPUT_BYTES && chunks.push(chunk);
      }
    });
  } catch (cause) {
    throw cause instanceof ToolError ? unreadable(cause.stderr.trim(), cause) : cause;
  }
  if (sizeBytes > MAX_OUTPUT_BYTES) throw unreadable(`more than ${MAX_OUTPUT_BYTES} bytes`);
  return parseXattrs(Buffer.concat(chunks));
}
function parseXattrs(output) {
  let found = /* @__PURE__ */ new Map();
  for (let block of output.toString("latin1").split(`

`)) {
    if (block === "") continue;
    let [first = "", ...lines] = block.split(`
`);
    if (!first.startsWith("# file: ")) throw unreadable(`getfattr printed ${first}`);
    let xattrs = sorted(lines.filter((line) => line !== "").flatMap(parseLine));
    xattrs.length > 0 && found.set(unquote(first.slice(8)).toString(), xattrs);
  }
  return found;
}
function parseLine(line) {
  let [, name = "", hex] = /^(.+?)(?:=0x((?:[0-9a-f]{2})*))?$/.exec(line) ?? [];
  if (name === "" || hex === void 0 && line.includes("="))
    throw unreadable(`getfattr printed ${line}`);
  return hex === void 0 || hex === "" ? [] : [[Buffer.concat([unquote(name), Buffer.alloc(1)]), Buffer.from(hex, "hex")]];
}
function unquote(text) {
  let plain = text.includes("\\") ? text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))) : text;
  return Buffer.from(plain, "latin1");
}
function unreadable(why, cause) {
  return new BuildError(
    "ATTRIBUTES_UNREADABLE",
    `the extended attributes of the tree cannot be read: ${why}`,
    { cause }
  );
}
var SELINUX = Buffer.from("security.selinux\0");
function withLabel(xattrs, context) {
  let others = xattrs.filter(([name]) => !SELINUX.equals(name));
  return sorted([...others, [SELINUX, Buffer.from(`${context}\0`)]]);
}
function sorted(xattrs) {
  return xattrs.toSorted(([a], [b]) => Buffer.compare(a, b));
}

export {
  readXattrs,
  parseXattrs,
  withLabel
};
