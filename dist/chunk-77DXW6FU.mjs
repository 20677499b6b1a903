import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/rpm/evr.ts
function parseEvr(text) {
  let match = /^(?:(\d*):)?([^:\s-]+)(?:-([^:\s-]+))?$/.exec(text);
  if (match === null)
    throw new BuildError(
      "BAD_EVR",
      `expected [epoch:]version[-release], got ${JSON.stringify(text)}`
    );
  return {
    epoch: (match[1] ?? "").replace(/^0+(?=\d)/, "") || "0",
    version: match[2] ?? "",
    release: match[3] ?? ""
  };
}
function formatEvr({ epoch, version, release }) {
  return `${epoch === "0" ? "" : `${epoch}:`}${version}${release === "" ? "" : `-${release}`}`;
}
function compareEvr(a, b) {
  let epochs = BigInt(a.epoch) - BigInt(b.epoch);
  if (epochs !== 0n) return epochs < 0n ? -1 : 1;
  let versions = compareVersion(a.version, b.version);
  return versions !== 0 || a.release === "" || b.release === "" ? versions : compareVersion(a.release, b.release);
}
function compareVersion(a, b) {
  if (a === b) return 0;
  let i = 0, j = 0;
  for (; i < a.length || j < b.length; ) {
    for (; i < a.length && isSeparator(a.charCodeAt(i)); ) i += 1;
    for (; j < b.length && isSeparator(b.charCodeAt(j)); ) j += 1;
    if (a[i] === "~" || b[j] === "~") {
      if (a[i] !== "~") return 1;
      if (b[j] !== "~") return -1;
      i += 1, j += 1;
      continue;
    }
    if (a[i] === "^" || b[j] === "^") {
      if (i >= a.length) return -1;
      if (j >= b.length || a[i] !== "^") return 1;
      if (b[j] !== "^") return -1;
      i += 1, j += 1;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    let isRun = isDigit(a.charCodeAt(i)) ? isDigit : isLetter, iEnd = runEnd(a, i, isRun), jEnd = runEnd(b, j, isRun);
    if (jEnd === j) return isRun === isDigit ? 1 : -1;
    let order = isRun === isDigit ? compareDigits(a.slice(i, iEnd), b.slice(j, jEnd)) : compareText(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd, j = jEnd;
  }
  return i >= a.length && j >= b.length ? 0 : i >= a.length ? -1 : 1;
}
function compareDigits(a, b) {
  let left = a.replace(/^0+/, ""), right = b.replace(/^0+/, "");
  return left.length !== right.length ? left.length < right.length ? -1 : 1 : compareText(left, right);
}
function compareText(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}
function runEnd(text, start, isRun) {
  let end = start;
  for (; end < text.length && isRun(text.charCodeAt(end)); ) end += 1;
  return end;
}
function isDigit(code) {
  return code >= 48 && code <= 57;
}
function isLetter(code) {
  return code >= 65 && code <= 90 || code >= 97 && code <= 122;
}
function isSeparator(code) {
  return !isDigit(code) && !isLetter(code) && code !== 126 && code !== 94;
}

// lib/rpm/nevra.ts
var NAME = /^[\w.+~^-]+$/, EPOCH = /^(0|[1-9]\d{0,9})$/, VERSION = /^[^\s\p{Cc}:@/-]+$/u, ARCH = /^\w+$/;
function parseNevra(text) {
  let match = /^(\S+)-([^\s-]+-[^\s-]+)\.([^\s.-]+)$/.exec(text);
  if (match === null)
    throw new BuildError(
      "BAD_NEVRA",
      `expected name-[epoch:]version-release.arch, got ${JSON.stringify(text)}`
    );
  return { name: match[1] ?? "", ...parseEvr(match[2] ?? ""), arch: match[3] ?? "" };
}
function formatNevra(nevra) {
  return `${nevra.name}-${formatEvr(nevra)}.${nevra.arch}`;
}
function findNevraFault(nevra) {
  let { name, epoch, version, release, arch } = nevra, fault = [
    ["name", name, NAME],
    ["epoch", epoch, EPOCH],
    ["version", version, VERSION],
    ["release", release, VERSION],
    ["arch", arch, ARCH]
  ].find(([, text, shape]) => !shape.test(text));
  return fault && `${JSON.stringify(fault[1])} is no ${fault[0]}`;
}

export {
  parseEvr,
  formatEvr,
  compareEvr,
  parseNevra,
  formatNevra,
  findNevraFault
};
