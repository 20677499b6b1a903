import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/architecture.ts
var ARCHITECTURES = {
  x86_64: {
    basearch: "x86_64",
    rpmArches: ["x86_64", "noarch"],
    debian: "amd64",
    oci: "amd64",
    node: "x64",
    elf: { machine: 62, byteOrder: "little" },
    qemuUser: "qemu-x86_64",
    qemu: "x86_64",
    machine: "q35",
    emulatedCpu: "max",
    console: "ttyS0,115200n8",
    secondPort: { bus: "machine", name: "ttyS1" },
    firmware: ["uefi", "bios"],
    uefi: {
      bootFile: "BOOTX64.EFI",
      grubTarget: "x86_64-efi",
      systemdBoot: "systemd-bootx64.efi",
      systemdStub: "linuxx64.efi.stub",
      // First those that are 4 MiB.
      flash: [
        { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", variables: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
        { code: "/usr/share/OVMF/OVMF_CODE.fd", variables: "/usr/share/OVMF/OVMF_VARS.fd" },
        {
          code: "/usr/share/edk2/ovmf/OVMF_CODE.fd",
          variables: "/usr/share/edk2/ovmf/OVMF_VARS.fd"
        }
      ]
    },
    bootPartitions: ["bios-boot", "esp"],
    rootPartitionType: "4f68bce3-e8cd-4db1-96e7-fbcaf984b709"
  },
  aarch64: {
    basearch: "aarch64",
    rpmArches: ["aarch64", "noarch"],
    debian: "arm64",
    oci: "arm64",
    node: "arm64",
    elf: { machine: 183, byteOrder: "little" },
    qemuUser: "qemu-aarch64",
    qemu: "aarch64",
    machine: "virt",
    // Pointer authentication by the letter takes three times as long.
    emulatedCpu: "max,pauth-impdef=on",
    console: "ttyAMA0,115200n8",
    secondPort: { bus: "pci", name: "ttyS0" },
    firmware: ["uefi"],
    uefi: {
      bootFile: "BOOTAA64.EFI",
      grubTarget: "arm64-efi",
      systemdBoot: "systemd-bootaa64.efi",
      systemdStub: "linuxaa64.efi.stub",
      flash: [
        {
          code: "/usr/share/AAVMF/AAVMF_CODE.no-secboot.fd",
          variables: "/usr/share/AAVMF/AAVMF_VARS.fd"
        },
        { code: "/usr/share/AAVMF/AAVMF_CODE.fd", variables: "/usr/share/AAVMF/AAVMF_VARS.fd" },
        {
          code: "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw",
          variables: "/usr/share/edk2/aarch64/vars-template-pflash.raw"
        }
      ]
    },
    bootPartitions: ["esp"],
    rootPartitionType: "b921b045-1df0-41c3-af44-4c6f280d3fae"
  },
  ppc64le: {
    basearch: "ppc64le",
    rpmArches: ["ppc64le", "noarch"],
    debian: "ppc64el",
    oci: "ppc64le",
    node: "ppc64",
    elf: { machine: 21, byteOrder: "little" },
    qemuUser: "qemu-ppc64le",
    qemu: "ppc64",
    machine: "pseries",
    emulatedCpu: "power9",
    console: "hvc0",
    secondPort: { bus: "machine", name: "hvc1" },
    firmware: ["openfirmware"],
    bootPartitions: ["prep"],
    rootPartitionType: "c31c45e6-3f39-412e-80fb-4809c4980599"
  },
  s390x: {
    basearch: "s390x",
    rpmArches: ["s390x", "noarch"],
    debian: "s390x",
    oci: "s390x",
    node: "s390x",
    elf: { machine: 22, byteOrder: "big" },
    qemuUser: "qemu-s390x",
    qemu: "s390x",
    machine: "s390-ccw-virtio",
    emulatedCpu: "max",
    console: "ttysclp0",
    secondPort: { bus: "machine", name: "ttyS1" },
    firmware: ["zipl"],
    // zipl cannot read a root of several disks or of btrfs.
    bootPartitions: ["boot"],
    rootPartitionType: "5eead9a9-fe09-4a1e-a1d7-520d00531306"
  },
  riscv64: {
    basearch: "riscv64",
    rpmArches: ["riscv64", "noarch"],
    debian: "riscv64",
    oci: "riscv64",
    node: "riscv64",
    elf: { machine: 243, byteOrder: "little" },
    qemuUser: "qemu-riscv64",
    qemu: "riscv64",
    machine: "virt",
    emulatedCpu: "rv64",
    console: "ttyS0,115200n8",
    secondPort: { bus: "pci", name: "ttyS1" },
    firmware: ["uefi"],
    uefi: {
      bootFile: "BOOTRISCV64.EFI",
      grubTarget: "riscv64-efi",
      systemdBoot: "systemd-bootriscv64.efi",
      systemdStub: "linuxriscv64.efi.stub",
      flash: [
        {
          code: "/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd",
          variables: "/usr/share/qemu-efi-riscv64/RISCV_VIRT_VARS.fd"
        },
        {
          code: "/usr/share/edk2/riscv/RISCV_VIRT_CODE.fd",
          variables: "/usr/share/edk2/riscv/RISCV_VIRT_VARS.fd"
        }
      ]
    },
    bootPartitions: ["esp"],
    rootPartitionType: "72ec70a6-cf74-40e6-bd49-4bda08e8f224"
  }
}, BASEARCHES = ["aarch64", "ppc64le", "riscv64", "s390x", "x86_64"];
function isBasearch(name) {
  return Object.hasOwn(ARCHITECTURES, name);
}
function hostBasearch(node, byteOrder) {
  return BASEARCHES.find((basearch) => {
    let { node: name, elf } = ARCHITECTURES[basearch];
    return name === node && elf.byteOrder === "little" == (byteOrder === "LE");
  });
}

export {
  ARCHITECTURES,
  BASEARCHES,
  isBasearch,
  hostBasearch
};
