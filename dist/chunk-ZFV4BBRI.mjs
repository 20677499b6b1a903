import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import {
  FORMAT_FACTS
} from "./chunk-PRTFM5JL.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";

// lib/build/stage-tools.ts
var LOCK = ["rpmmd2solv", "testsolv"], COMPOSE = [
  "rpm",
  "rpmkeys",
  "rpmdb",
  "bwrap",
  "ostree",
  "sqlite3",
  "gpg",
  "gpgconf",
  "getfattr",
  "matchpathcon"
], IMAGE = ["mformat", "mcopy", "mmd", "grub-mkimage", "qemu-img"], BOOT = ["qemu-io"], CONTAINER = ["rpms2solv", "testsolv"], FILESYSTEM_TOOLS = {
  ext4: ["mke2fs", "dumpe2fs", "debugfs", "chattr"],
  xfs: ["mkfs.xfs"],
  btrfs: ["mke2fs", "dumpe2fs", "debugfs", "btrfs", "btrfs-convert"],
  erofs: ["mkfs.erofs"]
}, PARTITION_TOOLS = {
  ext4: ["mke2fs"],
  xfs: ["mkfs.xfs"],
  btrfs: ["mkfs.btrfs"],
  fat: ["mformat"],
  none: []
}, ALWAYS = ["setpriv", "flock", "timeout", "sync", "xz", "bzip2", "zstd"], LOCK_TOOLS = [...ALWAYS, ...LOCK, "skopeo"], TOOLS_OF = {
  lock: LOCK,
  compose: COMPOSE,
  image: [...COMPOSE, ...IMAGE],
  container: [...COMPOSE, ...CONTAINER],
  "boot-test": [...COMPOSE, ...IMAGE, ...BOOT]
};
function assertToolsOf(verb, remix) {
  let images = remix?.images ?? [];
  return assertTools([
    ...TOOLS_OF[verb],
    ...images.flatMap(imageTools),
    ...(verb === "boot-test" && images.length > 0 ? remix?.architectures ?? [] : []).flatMap(
      bootTools
    )
  ]);
}
function imageTools({ format, filesystem, partitions }) {
  let rootfs = filesystem === "erofs" ? "mkfs.erofs" : "mksquashfs", own = format === "iso" ? [rootfs, "xorriso"] : format === "pxe" ? [rootfs] : [];
  if (!(FORMAT_FACTS[format].madeOf === "disk" || format === "iso")) return own;
  let extra = partitions.flatMap((partition) => PARTITION_TOOLS[partition.filesystem]);
  return [...own, ...FILESYSTEM_TOOLS[filesystem], ...extra];
}
function bootTools(basearch) {
  return [`qemu-system-${ARCHITECTURES[basearch].qemu}`, `UEFI firmware for ${basearch}`];
}

export {
  LOCK_TOOLS,
  assertToolsOf
};
