import type { Basearch } from '../lib/host/architecture.ts';

/** Returns what is asked of Debian; everything that it needs comes along. */
export function debianPackages(basearch: Basearch): readonly string[] {
  return [...[...PACKAGES, ...(BOOT_PACKAGES[basearch] ?? [])].sort(), ...UNUSED_PACKAGES];
}

/** Architectures for which Anvil boots. */
export const ANVIL_ARCHITECTURES: readonly Basearch[] = ['x86_64', 'aarch64'];

const BOOT_PACKAGES: Partial<Record<Basearch, readonly string[]>> = {
  x86_64: ['grub-efi-amd64-bin', 'linux-image-cloud-amd64', 'systemd-boot'],
  aarch64: ['grub-efi-arm64-bin', 'linux-image-cloud-arm64', 'systemd-boot'],
};

const PACKAGES: readonly string[] = [
  'base-files',
  'base-passwd',
  'bash',
  'ca-certificates',
  'coreutils',
  'crun',
  'curl',
  'dbus',
  'diffutils',
  'dracut',
  'findutils',
  'gpg',
  'grep',
  'gzip',
  'hostname',
  'iproute2',
  'iptables',
  'kmod',
  'less',
  'libc-bin',
  'libnss-myhostname',
  'libpam-systemd',
  'login',
  'netavark',
  'openssh-server',
  'ostree',
  'ostree-boot',
  'passwd',
  'podman',
  'procps',
  'rpm',
  'sed',
  'sudo',
  'systemd',
  'systemd-resolved',
  'systemd-sysv',
  'udev',
  'util-linux',
  'vim-tiny',
  'xz-utils',
  'zstd',
];

/** Not in the tree: a repository holds more than one product takes. */
const UNUSED_PACKAGES: readonly string[] = [
  'htop',
  'jq',
  'nano',
  'rsync',
  'strace',
  'tmux',
  'tree',
];
