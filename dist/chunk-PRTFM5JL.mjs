import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ARCHITECTURES,
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/remix/errors.ts
function remixError(code, message, place, hint) {
  return new ConfigError(code, message, {
    ...place === void 0 ? {} : { place },
    ...hint === void 0 ? {} : { hint }
  });
}

// lib/remix/image-formats.ts
var NONE = ["none"], FORMAT_FACTS = {
  raw: { madeOf: "disk", platform: "metal", compressions: NONE, suffix: "raw" },
  qcow2: {
    madeOf: "disk",
    platform: "qemu",
    compressions: ["zstd", "zlib", "none"],
    suffix: "qcow2"
  },
  vmdk: { madeOf: "disk", platform: "vmware", compressions: ["zlib"], suffix: "vmdk" },
  ova: { madeOf: "disk", platform: "vmware", compressions: ["zlib"], suffix: "ova" },
  vhd: { madeOf: "disk", platform: "azure", compressions: NONE, suffix: "vhd" },
  vhdx: { madeOf: "disk", platform: "azure", compressions: NONE, suffix: "vhdx" },
  gce: { madeOf: "disk", platform: "gcp", compressions: ["gzip"], suffix: "gce.tar.gz" },
  ami: { madeOf: "disk", platform: "aws", compressions: NONE, suffix: "ami.raw" },
  containerdisk: {
    madeOf: "disk",
    platform: "qemu",
    compressions: ["zstd", "zlib", "none"],
    suffix: "containerdisk.tar"
  },
  "raw.xz": { madeOf: "disk", platform: "metal", compressions: ["xz"], suffix: "raw.xz" },
  "raw.zst": { madeOf: "disk", platform: "metal", compressions: ["zstd"], suffix: "raw.zst" },
  iso: { madeOf: "tree", platform: "metal", compressions: ["zstd"], suffix: "iso" },
  pxe: { madeOf: "tree", platform: "metal", compressions: ["zstd"], suffix: "pxe/" },
  "kernel+initrd": {
    madeOf: "tree",
    platform: "qemu",
    compressions: ["zstd", "gzip", "xz"],
    suffix: "kernel+initrd/"
  },
  wsl: { madeOf: "tree", platform: "qemu", compressions: ["gzip", "xz"], suffix: "wsl" },
  tar: { madeOf: "tree", platform: "qemu", compressions: ["none", "gzip", "zstd"], suffix: "tar" }
}, WITHOUT_FIRMWARE = ["pxe", "kernel+initrd", "tar"], DISK_FIRMWARE = ["uefi", "bios"], DISK_ARCHITECTURES = ["x86_64", "aarch64", "riscv64"], WSL_ARCHITECTURES = ["x86_64", "aarch64"];
function architecturesOf(format) {
  if (WITHOUT_FIRMWARE.includes(format)) return BASEARCHES;
  let able = format === "wsl" ? WSL_ARCHITECTURES : DISK_ARCHITECTURES;
  return BASEARCHES.filter((basearch) => able.includes(basearch));
}
function assertBootPath(format, basearch, name, place) {
  let able = architecturesOf(format);
  if (!able.includes(basearch))
    throw remixError(
      "BAD_VALUE",
      `${name}: an image of format ${format} has no way to boot on ${basearch}, only on ${able.join(", ")}`,
      place,
      `Set "architectures: [${able.join(", ")}]" for this image, or use one of ${WITHOUT_FIRMWARE.join(", ")}.`
    );
}
function resolveFirmware(asked, basearch, bootloader) {
  let able = ARCHITECTURES[basearch].firmware.filter(
    (name) => DISK_FIRMWARE.includes(name) && (bootloader === "grub" || name === "uefi")
  );
  return asked.length === 0 ? able : able.filter((name) => asked.includes(name));
}

export {
  remixError,
  FORMAT_FACTS,
  assertBootPath,
  resolveFirmware
};
