import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  inspectImage
} from "./chunk-2VOGUF4V.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-UK7NN43H.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-NW25ZKAR.mjs";
import "./chunk-FHFKXTOJ.mjs";
import "./chunk-MRV3FBH2.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-FJOYASBV.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  reportFailure
} from "./chunk-FCJCGROU.mjs";
import {
  Argument,
  Command,
  Option
} from "./chunk-4N5P6MFD.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/inspect/format-report.ts
var CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;
function formatImageReport(report) {
  let { virtualSizeBytes, partitions, fileSystems, bootLoaders, findings } = report, sizes = [
    `${formatBytes(report.fileSizeBytes)} file`,
    ...virtualSizeBytes === void 0 ? [] : [`${formatBytes(virtualSizeBytes)} disk`]
  ], lines = [`${report.path}: ${report.format}, ${sizes.join(", ")}`];
  report.sha256 !== void 0 && lines.push(`  sha256      ${report.sha256}`), report.contentSha256 !== void 0 && lines.push(`  contents    ${report.contentSha256}`);
  for (let [key, value] of Object.entries(report.details)) lines.push(...detailLines(key, value));
  for (let partition of partitions) lines.push(`  partition   ${describePartition(partition)}`);
  for (let system of fileSystems) lines.push(`  file system ${describeFileSystem(system)}`);
  for (let loader of bootLoaders) lines.push(`  boot        ${describeLoader(loader)}`);
  for (let { rule, severity, clause, message } of findings)
    lines.push(`  ${severity}: ${rule}: ${message}`, `    ${clause}`);
  return findings.length === 0 && lines.push("  breaks no rule"), lines.map((line) => line.replaceAll(CONTROL, "?"));
}
function detailLines(key, value) {
  if (key === "files" && Array.isArray(value))
    return value.map((item) => `  file        ${describe(item)}`);
  let text = describe(value);
  return text === "" ? [] : [`  ${key.padEnd(11)} ${text}`];
}
function describe(value) {
  return Array.isArray(value) ? value.map((item) => describe(item)).join(", ") : typeof value == "object" ? Object.entries(value).map(([key, item]) => `${key} ${describe(item)}`).join(", ") : String(value);
}
function describePartition(partition) {
  let { number, typeName, type, name, offsetBytes, sizeBytes, isActive } = partition, label = name === void 0 || name === "" ? "" : ` "${name}"`;
  return `${number}: ${typeName ?? type}${label}, ${formatBytes(sizeBytes)} at ${formatBytes(offsetBytes)}${isActive ? ", active" : ""}`;
}
function describeFileSystem(system) {
  let { partition, type, label, uuid, sizeBytes, details } = system, path = details.path, place = typeof path == "string" ? path : partition === void 0 ? "disk" : String(partition), names = [label === void 0 ? "" : ` "${label}"`, uuid === void 0 ? "" : ` ${uuid}`];
  return `${place}: ${type}${names.join("")}, ${formatBytes(sizeBytes)}`;
}
function describeLoader(loader) {
  let { firmware, kind, path, partition, sizeBytes, architecture, details } = loader, words = [firmware.toUpperCase(), kind, architecture, path], where = partition === void 0 ? "" : ` on ${partition}`, size = sizeBytes === void 0 ? "" : `, ${formatBytes(sizeBytes)}`, text = ["version", "kernel", "osRelease", "arguments"].flatMap(
    (key) => details[key] === void 0 || details[key] === "" ? [] : [`${key} ${String(details[key])}`]
  ).join(", ");
  return `${words.filter((word) => word !== void 0).join(" ")}${where}${size}${text === "" ? "" : `, ${text}`}`;
}

// lib/inspect/rule.ts
var RULE_PLATFORMS = ["azure", "vmware"];

// cli/inspect-image.ts
var HELP = `
Reads raw, qcow2, vmdk, ova, vhd, vhdx, gce, iso, pxe, kernel+initrd, containerdisk, tar and wsl, also
compressed (gzip, xz, zstd), whatever the file is called; a folder may be an OCI layout, or hold kernel
and initramfs. Changes nothing, and opens nothing else. docs/inspect-image.md has every rule.

Exit codes: 0 all is well, or only warnings; 1 a rule is broken, or the file is damaged; 2 it is no image.`;
function inspectImageCommand() {
  return new Command("inspect-image").description("say what a disk image is, what is in it, and which rules it breaks").addArgument(new Argument("<file...>", "images, or folders")).addOption(
    new Option(
      "--platform <name>",
      "what the image is for: its rules are errors, not warnings"
    ).choices(RULE_PLATFORMS)
  ).option("--contents", "also print the digest of the disk's bytes, equal in all formats", !1).option("--json", "print the result as JSON on standard output", !1).option("-v, --verbose", "say more about a failure", !1).addHelpText("after", HELP).action(runInspectImage);
}
async function runInspectImage(paths, { platform, contents, json, verbose }) {
  let images = [], failures = [], exitCode = 0;
  for (let path of paths)
    try {
      images.push(
        await inspectImage(path, {
          withContents: contents,
          ...platform === void 0 ? {} : { platform }
        })
      );
    } catch (error) {
      reportFailure(error, verbose), error instanceof TreesmithError && failures.push({ path, code: error.code, message: error.message }), exitCode = Math.max(exitCode, error instanceof ConfigError ? 2 : 1);
    }
  let isBroken = images.some(
    ({ findings }) => findings.some(({ severity }) => severity === "error")
  );
  printResult(json, { images, failures }, images.flatMap(formatImageReport)), process.exitCode = Math.max(exitCode, isBroken ? 1 : 0);
}
export {
  inspectImageCommand
};
