import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ARCHITECTURES,
  FORMAT_FACTS,
  assertTools
} from "./chunk-FBAQSP4E.mjs";

// lib/build/stage-tools.ts
var LOCK = ["rpmmd2solv", "testsolv"];
var COMPOSE = [
  ...["rpm", "rpmkeys", "rpmdb", "bwrap", "ostree", "sqlite3", "gpg", "gpgconf"],
  ...["getfattr", "matchpathcon"]
];
var IMAGE = ["mformat", "mcopy", "mmd", "grub-mkimage", "qemu-img"];
var BOOT = ["qemu-io"];
var FILESYSTEM_TOOLS = {
  ext4: ["mke2fs", "dumpe2fs", "debugfs", "chattr"],
  xfs: ["mkfs.xfs"],
  btrfs: ["mke2fs", "dumpe2fs", "debugfs", "btrfs", "btrfs-convert"],
  erofs: ["mkfs.erofs"]
};
var PARTITION_TOOLS = {
  ext4: ["mke2fs"],
  xfs: ["mkfs.xfs"],
  btrfs: ["mkfs.btrfs"],
  fat: ["mformat"],
  none: []
};
var ALWAYS = ["setpriv", "flock", "timeout", "sync", "xz", "bzip2", "zstd"];
var LOCK_TOOLS = [...ALWAYS, ...LOCK, "skopeo"];
var TOOLS_OF = {
  lock: LOCK,
  compose: COMPOSE,
  image: [...COMPOSE, ...IMAGE],
  "boot-test": [...COMPOSE, ...IMAGE, ...BOOT]
};
function assertToolsOf(verb, remix) {
  const images = remix?.images ?? [];
  return assertTools([
    ...TOOLS_OF[verb],
    ...images.flatMap(imageTools),
    ...(verb === "boot-test" && images.length > 0 ? remix?.architectures ?? [] : []).flatMap(
      bootTools
    )
  ]);
}
function imageTools({ format, filesystem, partitions }) {
  const rootfs = filesystem === "erofs" ? "mkfs.erofs" : "mksquashfs";
  const own = format === "iso" ? [rootfs, "xorriso"] : format === "pxe" ? [rootfs] : [];
  const isDisk = FORMAT_FACTS[format].madeOf === "disk" || format === "iso";
  if (!isDisk) return own;
  const extra = partitions.flatMap((partition) => PARTITION_TOOLS[partition.filesystem]);
  return [...own, ...FILESYSTEM_TOOLS[filesystem], ...extra];
}
function bootTools(basearch) {
  return [`qemu-system-${ARCHITECTURES[basearch].qemu}`, `UEFI firmware for ${basearch}`];
}

export {
  LOCK_TOOLS,
  assertToolsOf
};
