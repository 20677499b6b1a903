/**
 * Debian's packaging machinery. What depends on it does so for maintainer scripts, which RPM
 * scriptlets replace; the packages themselves stay out of the repository.
 */
export const PACKAGING_TOOLS: readonly string[] = [
  'adduser',
  'cdebconf',
  'debconf',
  'debconf-2.0',
  'dpkg',
  'init-system-helpers',
  'libdebconfclient0',
  'linux-base',
  'lsb-base',
  'runit-helper',
  'ucf',
  'usr-is-merged',
  'usrmerge',
];

/** What only Debian's tools read: System V scripts, lintian, reportbug, doc-base, initramfs-tools. */
export const PRUNED: readonly string[] = [
  '/etc/init.d',
  '/etc/initramfs',
  '/etc/initramfs-tools',
  '/etc/kernel',
  '/etc/rcS.d',
  '/etc/runit',
  '/etc/sv',
  '/etc/ufw',
  '/usr/share/apport',
  '/usr/share/bug',
  '/usr/share/doc-base',
  '/usr/share/initramfs-tools',
  '/usr/share/lintian',
  '/usr/share/runit',
  '/var/lib/grub/ucf',
  '/var/log/runit',
];
