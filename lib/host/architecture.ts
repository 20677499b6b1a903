/** The base architectures that a remix can be built for, as RPM and OSTree name them. */
export type Basearch = 'x86_64' | 'aarch64' | 'ppc64le' | 's390x' | 'riscv64';

/** Ways of booting a disk. */
export type Firmware = 'uefi' | 'bios' | 'openfirmware' | 'zipl';

/** What each part of the pipeline has to know of one architecture. */
export interface Architecture {
  readonly basearch: Basearch;
  /** RPM architectures that install on it, best first, `noarch` last. */
  readonly rpmArches: readonly string[];
  /** Name in Debian: `amd64`. */
  readonly debian: string;
  /** `architecture` of an OCI platform: `amd64`. */
  readonly oci: string;
  /** What Node calls a machine of this kind: `process.arch`, and for ppc64 and s390x the same as OCI. */
  readonly node: string;
  /** What marks its programs. */
  readonly elf: ElfMark;
  /** Emulator of single programs; distributions have it as `<qemuUser>-static`. */
  readonly qemuUser: string;
  /** `qemu-system-<qemu>`: the emulator of whole machines. */
  readonly qemu: string;
  /** `-machine` of QEMU. */
  readonly machine: string;
  /** `-cpu` of QEMU where nothing but emulation is at hand. */
  readonly emulatedCpu: string;
  /** First serial console, as `console=` of the kernel takes it. */
  readonly console: string;
  /** Serial port beside it. */
  readonly secondPort: SerialPort;
  /** How a machine of this kind finds its boot loader. */
  readonly firmware: readonly Firmware[];
  /** Absent where no machine has UEFI. */
  readonly uefi?: Uefi;
  /** What a disk needs before its root, in this order, to boot with all of `firmware`. */
  readonly bootPartitions: readonly BootPartition[];
  /** GPT type of the root file system: Discoverable Partitions Specification. */
  readonly rootPartitionType: string;
}

/** A serial port of a virtual machine. */
export interface SerialPort {
  /** How QEMU adds it: to the machine's own, or on the PCI bus where it has one alone. */
  readonly bus: 'machine' | 'pci';
  /** Its name in Linux. */
  readonly name: string;
}

/** Fields of an ELF header: elf(5), and Linux's elf-em.h. */
export interface ElfMark {
  /** `e_machine`. */
  readonly machine: number;
  readonly byteOrder: 'little' | 'big';
}

/** Partitions that a boot loader lives in, or beside which firmware finds it. */
export type BootPartition = 'bios-boot' | 'esp' | 'prep' | 'boot';

/** UEFI on one architecture. */
export interface Uefi {
  /** What firmware starts from a disk that it knows nothing of: UEFI 2.10, 3.5.1.1. */
  readonly bootFile: string;
  /** GRUB's name of the platform, and of the folder of its modules. */
  readonly grubTarget: string;
  /** systemd's boot loader, and the stub of a unified kernel image, in /usr/lib/systemd/boot/efi. */
  readonly systemdBoot: string;
  readonly systemdStub: string;
  /** Firmware for QEMU as distributions install it, best first. */
  readonly flash: readonly FirmwareFiles[];
}

/** Firmware for QEMU: code that is mapped read-only, and a template of its variables. */
export interface FirmwareFiles {
  readonly code: string;
  readonly variables: string;
}

/**
 * Facts of each architecture. RPM's compatible architectures are those of `rpmrc` for the
 * baseline machine (no `x86_64_v2` and above), without the 32-bit ones: a tree is not multilib.
 */
export const ARCHITECTURES: Readonly<Record<Basearch, Architecture>> = {
  x86_64: {
    basearch: 'x86_64',
    rpmArches: ['x86_64', 'noarch'],
    debian: 'amd64',
    oci: 'amd64',
    node: 'x64',
    elf: { machine: 62, byteOrder: 'little' },
    qemuUser: 'qemu-x86_64',
    qemu: 'x86_64',
    machine: 'q35',
    emulatedCpu: 'max',
    console: 'ttyS0,115200n8',
    secondPort: { bus: 'machine', name: 'ttyS1' },
    firmware: ['uefi', 'bios'],
    uefi: {
      bootFile: 'BOOTX64.EFI',
      grubTarget: 'x86_64-efi',
      systemdBoot: 'systemd-bootx64.efi',
      systemdStub: 'linuxx64.efi.stub',
      // First those that are 4 MiB.
      flash: [
        { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
        { code: '/usr/share/OVMF/OVMF_CODE.fd', variables: '/usr/share/OVMF/OVMF_VARS.fd' },
        {
          code: '/usr/share/edk2/ovmf/OVMF_CODE.fd',
          variables: '/usr/share/edk2/ovmf/OVMF_VARS.fd',
        },
      ],
    },
    bootPartitions: ['bios-boot', 'esp'],
    rootPartitionType: '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
  },
  aarch64: {
    basearch: 'aarch64',
    rpmArches: ['aarch64', 'noarch'],
    debian: 'arm64',
    oci: 'arm64',
    node: 'arm64',
    elf: { machine: 183, byteOrder: 'little' },
    qemuUser: 'qemu-aarch64',
    qemu: 'aarch64',
    machine: 'virt',
    // Pointer authentication by the letter takes three times as long.
    emulatedCpu: 'max,pauth-impdef=on',
    console: 'ttyAMA0,115200n8',
    secondPort: { bus: 'pci', name: 'ttyS0' },
    firmware: ['uefi'],
    uefi: {
      bootFile: 'BOOTAA64.EFI',
      grubTarget: 'arm64-efi',
      systemdBoot: 'systemd-bootaa64.efi',
      systemdStub: 'linuxaa64.efi.stub',
      flash: [
        {
          code: '/usr/share/AAVMF/AAVMF_CODE.no-secboot.fd',
          variables: '/usr/share/AAVMF/AAVMF_VARS.fd',
        },
        { code: '/usr/share/AAVMF/AAVMF_CODE.fd', variables: '/usr/share/AAVMF/AAVMF_VARS.fd' },
        {
          code: '/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw',
          variables: '/usr/share/edk2/aarch64/vars-template-pflash.raw',
        },
      ],
    },
    bootPartitions: ['esp'],
    rootPartitionType: 'b921b045-1df0-41c3-af44-4c6f280d3fae',
  },
  ppc64le: {
    basearch: 'ppc64le',
    rpmArches: ['ppc64le', 'noarch'],
    debian: 'ppc64el',
    oci: 'ppc64le',
    node: 'ppc64',
    elf: { machine: 21, byteOrder: 'little' },
    qemuUser: 'qemu-ppc64le',
    qemu: 'ppc64',
    machine: 'pseries',
    emulatedCpu: 'power9',
    console: 'hvc0',
    secondPort: { bus: 'machine', name: 'hvc1' },
    firmware: ['openfirmware'],
    bootPartitions: ['prep'],
    rootPartitionType: 'c31c45e6-3f39-412e-80fb-4809c4980599',
  },
  s390x: {
    basearch: 's390x',
    rpmArches: ['s390x', 'noarch'],
    debian: 's390x',
    oci: 's390x',
    node: 's390x',
    elf: { machine: 22, byteOrder: 'big' },
    qemuUser: 'qemu-s390x',
    qemu: 's390x',
    machine: 's390-ccw-virtio',
    emulatedCpu: 'max',
    console: 'ttysclp0',
    secondPort: { bus: 'machine', name: 'ttyS1' },
    firmware: ['zipl'],
    // zipl cannot read a root of several disks or of btrfs.
    bootPartitions: ['boot'],
    rootPartitionType: '5eead9a9-fe09-4a1e-a1d7-520d00531306',
  },
  riscv64: {
    basearch: 'riscv64',
    rpmArches: ['riscv64', 'noarch'],
    debian: 'riscv64',
    oci: 'riscv64',
    node: 'riscv64',
    elf: { machine: 243, byteOrder: 'little' },
    qemuUser: 'qemu-riscv64',
    qemu: 'riscv64',
    machine: 'virt',
    emulatedCpu: 'rv64',
    console: 'ttyS0,115200n8',
    secondPort: { bus: 'pci', name: 'ttyS1' },
    firmware: ['uefi'],
    uefi: {
      bootFile: 'BOOTRISCV64.EFI',
      grubTarget: 'riscv64-efi',
      systemdBoot: 'systemd-bootriscv64.efi',
      systemdStub: 'linuxriscv64.efi.stub',
      flash: [
        {
          code: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd',
          variables: '/usr/share/qemu-efi-riscv64/RISCV_VIRT_VARS.fd',
        },
        {
          code: '/usr/share/edk2/riscv/RISCV_VIRT_CODE.fd',
          variables: '/usr/share/edk2/riscv/RISCV_VIRT_VARS.fd',
        },
      ],
    },
    bootPartitions: ['esp'],
    rootPartitionType: '72ec70a6-cf74-40e6-bd49-4bda08e8f224',
  },
};

/** Every basearch, sorted by name. */
export const BASEARCHES: readonly Basearch[] = ['aarch64', 'ppc64le', 'riscv64', 's390x', 'x86_64'];

/** True when `name` is a basearch that Treesmith knows. */
export function isBasearch(name: string): name is Basearch {
  return Object.hasOwn(ARCHITECTURES, name);
}

/** Returns the architecture that Node, and so this machine, is of; undefined when it is none of these. */
export function hostBasearch(node: string, byteOrder: 'LE' | 'BE'): Basearch | undefined {
  return BASEARCHES.find((basearch) => {
    const { node: name, elf } = ARCHITECTURES[basearch];
    return name === node && (elf.byteOrder === 'little') === (byteOrder === 'LE');
  });
}
