import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/remix/image-model.ts
var IMAGE_FORMATS = [
  "raw",
  "qcow2",
  "vmdk",
  "ova",
  "vhd",
  "vhdx",
  "gce",
  "ami",
  "containerdisk",
  "raw.xz",
  "raw.zst",
  "iso",
  "pxe",
  "kernel+initrd",
  "wsl",
  "tar"
];

export {
  IMAGE_FORMATS
};
