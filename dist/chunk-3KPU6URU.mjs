import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatEvr,
  parseEvr
} from "./chunk-HZCFDHLI.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

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
  parseNevra,
  formatNevra,
  findNevraFault
};
