import { INIT_INSTALL } from './init-install.ts';
import { formatDownload, type RootfsDownload } from './init-network.ts';
import { INIT_PRELUDE } from './init-script.ts';
import { ROOTFS_NAME } from './medium-paths.ts';
import type { RootfsFormat } from './rootfs.ts';

/** What a live system has to know of itself. */
export interface LiveFacts {
  /** Label of the file system of the medium. */
  readonly label: string;
  readonly commit: string;
  readonly rootfs: RootfsFormat;
  /** Bytes of the disk that the installer writes; 0 when it has none. */
  readonly installBytes: number;
  /** What it may load when there is no root file system in its initramfs; then it looks for no medium. */
  readonly download?: RootfsDownload;
}

/** Modules that a live system cannot do without, but for the root file system's own. */
export const LIVE_MODULES_NEEDED: readonly string[] = ['loop', 'overlay'];

/** Modules with which it finds a medium, or a disk to install to, where the kernel has them. */
export const LIVE_MODULES_WANTED: readonly string[] = [
  ...['isofs', 'squashfs', 'erofs', 'vfat', 'nls_cp437', 'nls_iso8859_1', 'nls_ascii', 'nls_utf8'],
  ...['virtio_pci', 'virtio_mmio', 'virtio_blk', 'virtio_scsi', 'cdrom', 'sr_mod', 'sd_mod'],
  ...['ahci', 'ahci_platform', 'ata_generic', 'ata_piix', 'nvme', 'usb_storage', 'uas'],
  ...['xhci_hcd', 'xhci_pci', 'ehci_hcd', 'ehci_pci', 'ohci_hcd', 'ohci_pci', 'uhci_hcd'],
  ...['mmc_block', 'sdhci_acpi', 'sdhci_pci', 'usbhid', 'hid_generic', 'atkbd', 'i8042'],
  ...['hv_vmbus', 'hv_storvsc', 'vmw_pvscsi', 'mptspi', 'xen_blkfront', 'megaraid_sas', 'mpt3sas'],
];

/**
 * Returns the first process of a live system: it finds the root file system (in the initramfs itself,
 * at a URL, or on the medium with the label and the commit), lays a tmpfs over it and goes on with the tree's
 * systemd. With `treesmith.install=` it writes the disk image of the medium to a disk instead.
 */
export function formatLiveInit(facts: LiveFacts): string {
  return `${INIT_PRELUDE}
label=${facts.label}
commit=${facts.commit}
rootfs=${facts.rootfs}
install_bytes=${facts.installBytes}
medium=
seconds=$(argument treesmith.timeout)
[[ $seconds =~ ^[0-9]{1,4}$ ]] || seconds=60
${INIT_INSTALL}
# A label is not enough: an older medium may have the same.
find_medium() {
  local device
  mkdir -p /run/treesmith/medium
  for ((waited = 0; waited < seconds * 2; waited++)); do
    load_drivers
    for device in $(blkid -c /dev/null -o device -t "LABEL=$label"); do
      mount -t iso9660 -o ro "$device" /run/treesmith/medium 2>/dev/null || continue
      if [[ -e /run/treesmith/medium/treesmith/$commit ]]; then
        medium=$device
        return 0
      fi
      umount /run/treesmith/medium
    done
    sleep 0.5
  done
  return 1
}

modprobe -aq loop overlay "$rootfs" isofs sr_mod sd_mod 2>/dev/null
load_drivers
image=/${ROOTFS_NAME}
loop_options=ro,loop
${facts.download === undefined ? '' : formatDownload(facts.download)}
if [[ ! -e $image ]]; then
  find_medium || die "no medium with the label $label and the commit $commit within $seconds s; block devices: $(list_disks)"
  image=/run/treesmith/medium/${ROOTFS_NAME}
  say "found the medium $medium"
fi
read_install_wish
[[ -z $install_target ]] || install_disk

overlay_size=$(argument treesmith.overlay-size)
[[ $overlay_size =~ ^[0-9]{1,12}[kKmMgG%]?$ ]] || overlay_size=50%
mkdir -p /run/treesmith/rootfs /run/treesmith/overlay /sysroot
mount -t "$rootfs" -o "$loop_options" "$image" /run/treesmith/rootfs || die "cannot mount the root file system $image"
mount -t tmpfs -o "mode=0755,size=$overlay_size" tmpfs /run/treesmith/overlay || die 'cannot mount a tmpfs'
mkdir -m 0755 /run/treesmith/overlay/upper /run/treesmith/overlay/work
mount -t overlay -o lowerdir=/run/treesmith/rootfs,upperdir=/run/treesmith/overlay/upper,workdir=/run/treesmith/overlay/work overlay /sysroot \\
  || die 'cannot lay a tmpfs over the root file system'
say "the root file system is there: $rootfs, with a tmpfs over it"
exec switch_root /sysroot /usr/lib/systemd/systemd
die 'cannot go on with /usr/lib/systemd/systemd'
`;
}
