import { accessSync, constants, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Basearch } from './architecture.ts';

/** What a tool is for: every build, making the demo distribution, or our own tests. */
export type Purpose = 'build' | 'demo' | 'test';

/** A host tool (or its data) and the packages that bring it. */
export interface Tool {
  readonly name: string;
  /** Other names or paths of the same, on other distributions. */
  readonly aliases?: readonly string[];
  /** Files instead of an executable: any of them will do. */
  readonly files?: readonly string[];
  /** Package of Debian and Ubuntu. */
  readonly apt: string;
  /** Package of Fedora and Enterprise Linux. */
  readonly dnf: string;
  readonly purpose: Purpose;
  /** Only for what is built for this architecture; any when left out. */
  readonly architecture?: Basearch;
  /** Only where the machine is of another architecture than that. */
  readonly emulator?: true;
}

/** Every host tool that some stage runs. */
export const TOOLS: readonly Tool[] = [
  { name: 'setpriv', apt: 'util-linux', dnf: 'util-linux', purpose: 'build' },
  { name: 'flock', apt: 'util-linux', dnf: 'util-linux', purpose: 'build' },
  { name: 'timeout', apt: 'coreutils', dnf: 'coreutils', purpose: 'build' },
  { name: 'tee', apt: 'coreutils', dnf: 'coreutils', purpose: 'build' },
  { name: 'sync', apt: 'coreutils', dnf: 'coreutils', purpose: 'build' },
  { name: 'mkfifo', apt: 'coreutils', dnf: 'coreutils', purpose: 'build' },
  { name: 'mount', apt: 'mount', dnf: 'util-linux', purpose: 'build' },
  { name: 'umount', apt: 'mount', dnf: 'util-linux', purpose: 'build' },
  { name: 'tar', apt: 'tar', dnf: 'tar', purpose: 'build' },
  { name: 'xz', apt: 'xz-utils', dnf: 'xz', purpose: 'build' },
  { name: 'bzip2', apt: 'bzip2', dnf: 'bzip2', purpose: 'build' },
  { name: 'zstd', apt: 'zstd', dnf: 'zstd', purpose: 'build' },
  { name: 'igzip', apt: 'isal', dnf: 'isa-l-tools', purpose: 'build' },
  { name: 'gpg', apt: 'gpg', dnf: 'gnupg2', purpose: 'build' },
  { name: 'gpgconf', apt: 'gpgconf', dnf: 'gnupg2', purpose: 'build' },
  { name: 'gpg-agent', apt: 'gpg-agent', dnf: 'gnupg2', purpose: 'build' },
  { name: 'gpg-connect-agent', apt: 'gpgconf', dnf: 'gnupg2', purpose: 'build' },
  { name: 'rpm', apt: 'rpm', dnf: 'rpm', purpose: 'build' },
  { name: 'rpmkeys', apt: 'rpm', dnf: 'rpm', purpose: 'build' },
  { name: 'rpmdb', apt: 'rpm', dnf: 'rpm', purpose: 'build' },
  { name: 'rpmmd2solv', apt: 'libsolv-tools', dnf: 'libsolv-tools', purpose: 'build' },
  { name: 'rpms2solv', apt: 'libsolv-tools', dnf: 'libsolv-tools', purpose: 'build' },
  { name: 'testsolv', apt: 'libsolv-tools', dnf: 'libsolv-tools', purpose: 'build' },
  { name: 'bwrap', apt: 'bubblewrap', dnf: 'bubblewrap', purpose: 'build' },
  { name: 'ostree', apt: 'ostree', dnf: 'ostree', purpose: 'build' },
  { name: 'getfattr', apt: 'attr', dnf: 'attr', purpose: 'build' },
  { name: 'setfattr', apt: 'attr', dnf: 'attr', purpose: 'build' },
  {
    name: 'matchpathcon',
    apt: 'selinux-utils',
    dnf: 'libselinux-utils',
    purpose: 'build',
  },
  { name: 'sqlite3', apt: 'sqlite3', dnf: 'sqlite', purpose: 'build' },
  { name: 'mke2fs', apt: 'e2fsprogs', dnf: 'e2fsprogs', purpose: 'build' },
  { name: 'dumpe2fs', apt: 'e2fsprogs', dnf: 'e2fsprogs', purpose: 'build' },
  { name: 'debugfs', apt: 'e2fsprogs', dnf: 'e2fsprogs', purpose: 'build' },
  { name: 'chattr', apt: 'e2fsprogs', dnf: 'e2fsprogs', purpose: 'build' },
  { name: 'mformat', apt: 'mtools', dnf: 'mtools', purpose: 'build' },
  { name: 'mcopy', apt: 'mtools', dnf: 'mtools', purpose: 'build' },
  { name: 'mmd', apt: 'mtools', dnf: 'mtools', purpose: 'build' },
  {
    name: 'grub-mkimage',
    aliases: ['grub2-mkimage'],
    apt: 'grub-common',
    dnf: 'grub2-tools',
    purpose: 'build',
  },
  {
    name: 'GRUB for UEFI on x86_64',
    files: ['/usr/lib/grub/x86_64-efi/modinfo.sh'],
    apt: 'grub-efi-amd64-bin',
    dnf: 'grub2-efi-x64-modules',
    purpose: 'build',
    architecture: 'x86_64',
  },
  { name: 'btrfs', apt: 'btrfs-progs', dnf: 'btrfs-progs', purpose: 'build' },
  { name: 'btrfs-convert', apt: 'btrfs-progs', dnf: 'btrfs-progs', purpose: 'build' },
  {
    name: 'qemu-system-x86_64',
    aliases: ['/usr/libexec/qemu-kvm'],
    apt: 'qemu-system-x86',
    dnf: 'qemu-system-x86-core',
    purpose: 'build',
    architecture: 'x86_64',
  },
  {
    name: 'qemu-system-aarch64',
    apt: 'qemu-system-arm',
    dnf: 'qemu-system-aarch64-core',
    purpose: 'build',
    architecture: 'aarch64',
  },
  {
    name: 'UEFI firmware for aarch64',
    files: ['/usr/share/AAVMF/AAVMF_CODE.fd', '/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw'],
    apt: 'qemu-efi-aarch64',
    dnf: 'edk2-aarch64',
    purpose: 'build',
    architecture: 'aarch64',
  },
  emulator('x86_64', 'x86'),
  emulator('aarch64'),
  emulator('ppc64le', 'ppc'),
  emulator('s390x'),
  emulator('riscv64', 'riscv'),
  { name: 'qemu-img', apt: 'qemu-utils', dnf: 'qemu-img', purpose: 'build' },
  { name: 'qemu-io', apt: 'qemu-utils', dnf: 'qemu-img', purpose: 'build' },
  {
    name: 'UEFI firmware for x86_64',
    files: ['/usr/share/OVMF/OVMF_CODE_4M.fd', '/usr/share/edk2/ovmf/OVMF_CODE.fd'],
    apt: 'ovmf',
    dnf: 'edk2-ovmf',
    purpose: 'build',
    architecture: 'x86_64',
  },
  { name: 'mkfs.xfs', apt: 'xfsprogs', dnf: 'xfsprogs', purpose: 'build' },
  { name: 'mkfs.btrfs', apt: 'btrfs-progs', dnf: 'btrfs-progs', purpose: 'build' },
  { name: 'mkfs.erofs', apt: 'erofs-utils', dnf: 'erofs-utils', purpose: 'build' },
  { name: 'mksquashfs', apt: 'squashfs-tools', dnf: 'squashfs-tools', purpose: 'build' },
  { name: 'xorriso', apt: 'xorriso', dnf: 'xorriso', purpose: 'build' },
  {
    name: 'GRUB for BIOS',
    files: ['/usr/lib/grub/i386-pc/modinfo.sh'],
    apt: 'grub-pc-bin',
    dnf: 'grub2-pc-modules',
    purpose: 'build',
    architecture: 'x86_64',
  },
  { name: 'skopeo', apt: 'skopeo', dnf: 'skopeo', purpose: 'build' },
  { name: 'rpmbuild', apt: 'rpm', dnf: 'rpm-build', purpose: 'demo' },
  { name: 'rpmsign', apt: 'rpm', dnf: 'rpm-sign', purpose: 'demo' },
  { name: 'createrepo_c', apt: 'createrepo-c', dnf: 'createrepo_c', purpose: 'demo' },
  { name: 'dpkg-deb', apt: 'dpkg', dnf: 'dpkg', purpose: 'demo' },
  { name: 'apt-get', apt: 'apt', dnf: 'apt', purpose: 'demo' },
  { name: 'podman', apt: 'podman', dnf: 'podman', purpose: 'test' },
  { name: 'runc', apt: 'runc', dnf: 'runc', purpose: 'test' },
  { name: 'setcap', apt: 'libcap2-bin', dnf: 'libcap', purpose: 'test' },
  { name: 'ps', apt: 'procps', dnf: 'procps-ng', purpose: 'test' },
  { name: 'pgrep', apt: 'procps', dnf: 'procps-ng', purpose: 'test' },
  { name: 'cpio', apt: 'cpio', dnf: 'cpio', purpose: 'test' },
  { name: 'unsquashfs', apt: 'squashfs-tools', dnf: 'squashfs-tools', purpose: 'test' },
  { name: 'find', apt: 'findutils', dnf: 'findutils', purpose: 'test' },
  { name: 'xfs_repair', apt: 'xfsprogs', dnf: 'xfsprogs', purpose: 'test' },
  { name: 'fsck.erofs', apt: 'erofs-utils', dnf: 'erofs-utils', purpose: 'test' },
  {
    name: "systemd's stub of a unified kernel image",
    files: ['/usr/lib/systemd/boot/efi/linuxx64.efi.stub'],
    apt: 'systemd-boot-efi',
    dnf: 'systemd-boot-unsigned',
    purpose: 'test',
    architecture: 'x86_64',
  },
  { name: 'gpgv', apt: 'gpgv', dnf: 'gnupg2', purpose: 'test' },
  { name: 'fsck.fat', apt: 'dosfstools', dnf: 'dosfstools', purpose: 'test' },
  { name: 'sudo', apt: 'sudo', dnf: 'sudo', purpose: 'test' },
  { name: 'curl', apt: 'curl', dnf: 'curl', purpose: 'test' },
  { name: 'script', apt: 'bsdutils', dnf: 'util-linux-script', purpose: 'test' },
  { name: 'unshare', apt: 'util-linux', dnf: 'util-linux', purpose: 'test' },
  { name: 'sgdisk', apt: 'gdisk', dnf: 'gdisk', purpose: 'test' },
  {
    name: 'docker-registry',
    aliases: ['registry'],
    apt: 'docker-registry',
    dnf: 'docker-distribution',
    purpose: 'test',
  },
  { name: 'faketime', apt: 'faketime', dnf: 'libfaketime', purpose: 'test' },
  { name: 'dnf', apt: 'dnf', dnf: 'dnf', purpose: 'test' },
  { name: 'strace', apt: 'strace', dnf: 'strace', purpose: 'test' },
];

/** Returns the path of the executable `name`, or undefined. PATH first, then the sbin folders. */
export function findTool(name: string): string | undefined {
  const aliases = TOOLS.find((tool) => tool.name === name)?.aliases ?? [];
  for (const candidate of [name, ...aliases]) {
    const path = findExecutable(candidate);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Returns the path of a row of TOOLS, executable or file, or undefined when it is missing. */
export async function locateTool(tool: Tool): Promise<string | undefined> {
  if (tool.files === undefined) return findTool(tool.name);
  for (const file of tool.files) if (await isReadable(file)) return file;
  return undefined;
}

/** Returns a sentence that says how to get `name`. */
export function packageHint(name: string): string {
  const tool = TOOLS.find((known) => known.name === name);
  if (tool === undefined) return `Install ${name} and see that it is on PATH.`;
  return `Run "treesmith setup", or install it: apt-get install ${tool.apt} (Debian, Ubuntu), dnf install ${tool.dnf} (Fedora, EL).`;
}

/** QEMU's emulator of single programs, which must be static to be found in a chroot. */
function emulator(architecture: Basearch, dnfSuffix: string = architecture): Tool {
  return {
    name: `qemu-${architecture}-static`,
    // Where all of them are static, they are not called so.
    aliases: [`qemu-${architecture}`],
    apt: 'qemu-user-static',
    dnf: `qemu-user-static-${dnfSuffix}`,
    purpose: 'build',
    architecture,
    emulator: true,
  };
}

function findExecutable(name: string): string | undefined {
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Synchronous: some microseconds, and a tool starts before its caller does something else. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // A folder can be "executable", too.
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
