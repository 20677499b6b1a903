import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertTools
} from "./chunk-J23HQVE2.mjs";

// lib/build/stage-tools.ts
var LOCK = ["rpmmd2solv", "testsolv"];
var COMPOSE = [
  ...["rpm", "rpmkeys", "rpmdb", "bwrap", "ostree", "sqlite3", "gpg", "gpgconf"],
  ...["getfattr", "matchpathcon"]
];
var IMAGE = [
  ...["mke2fs", "dumpe2fs", "debugfs", "chattr", "mformat", "mcopy", "mmd"],
  ...["grub-mkimage", "qemu-img"]
];
var BOOT = ["qemu-system-x86_64", "qemu-io", "UEFI firmware for x86_64"];
var ALWAYS = ["setpriv", "flock", "timeout", "sync", "xz", "bzip2", "zstd"];
var LOCK_TOOLS = [...ALWAYS, ...LOCK, "skopeo"];
var TOOLS_OF = {
  lock: LOCK,
  compose: COMPOSE,
  image: [...COMPOSE, ...IMAGE],
  "boot-test": [...COMPOSE, ...IMAGE, ...BOOT]
};
function assertToolsOf(verb) {
  return assertTools(TOOLS_OF[verb]);
}

export {
  LOCK_TOOLS,
  assertToolsOf
};
