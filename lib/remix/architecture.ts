/** The base architectures that a remix can be built for, as RPM and OSTree name them. */
export type Basearch = 'x86_64' | 'aarch64' | 'ppc64le' | 's390x' | 'riscv64';

/** What each part of the pipeline has to know of one architecture. */
export interface Architecture {
  readonly basearch: Basearch;
  /** RPM architectures that install on it, best first, `noarch` last. */
  readonly rpmArches: readonly string[];
  /** Name in Debian: `amd64`. */
  readonly debian: string;
  /** `architecture` of an OCI platform: `amd64`. */
  readonly oci: string;
  /** `qemu-system-<qemu>`. */
  readonly qemu: string;
  /** `-machine` of QEMU. */
  readonly machine: string;
  /** First serial console, as `console=` of the kernel takes it. */
  readonly console: string;
  /** How a machine of this kind finds its boot loader. */
  readonly firmware: readonly Firmware[];
}

/** Ways of booting a disk. */
export type Firmware = 'uefi' | 'bios' | 'openfirmware' | 'zipl';

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
    qemu: 'x86_64',
    machine: 'q35',
    console: 'ttyS0,115200n8',
    firmware: ['uefi', 'bios'],
  },
  aarch64: {
    basearch: 'aarch64',
    rpmArches: ['aarch64', 'noarch'],
    debian: 'arm64',
    oci: 'arm64',
    qemu: 'aarch64',
    machine: 'virt',
    console: 'ttyAMA0,115200n8',
    firmware: ['uefi'],
  },
  ppc64le: {
    basearch: 'ppc64le',
    rpmArches: ['ppc64le', 'noarch'],
    debian: 'ppc64el',
    oci: 'ppc64le',
    qemu: 'ppc64',
    machine: 'pseries',
    console: 'hvc0',
    firmware: ['openfirmware'],
  },
  s390x: {
    basearch: 's390x',
    rpmArches: ['s390x', 'noarch'],
    debian: 's390x',
    oci: 's390x',
    qemu: 's390x',
    machine: 's390-ccw-virtio',
    console: 'ttysclp0',
    firmware: ['zipl'],
  },
  riscv64: {
    basearch: 'riscv64',
    rpmArches: ['riscv64', 'noarch'],
    debian: 'riscv64',
    oci: 'riscv64',
    qemu: 'riscv64',
    machine: 'virt',
    console: 'ttyS0,115200n8',
    firmware: ['uefi'],
  },
};

/** Every basearch, sorted by name. */
export const BASEARCHES: readonly Basearch[] = ['aarch64', 'ppc64le', 'riscv64', 's390x', 'x86_64'];

/** True when `name` is a basearch that Treesmith knows. */
export function isBasearch(name: string): name is Basearch {
  return Object.hasOwn(ARCHITECTURES, name);
}
