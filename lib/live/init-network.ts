/** A root file system that the live system may load by itself. */
export interface RootfsDownload {
  /** Of the file, `rootfs.img`. */
  readonly sha256: string;
  /** Where the root file system begins in it. */
  readonly offsetBytes: number;
}

/** Drivers of network cards, where the kernel has them. */
export const NETWORK_MODULES: readonly string[] = [
  ...[
    'virtio_net',
    'e1000',
    'e1000e',
    'igb',
    'igc',
    'ixgbe',
    'i40e',
    'ice',
    'r8169',
    'tg3',
    'bnx2',
  ],
  ...[
    'bnx2x',
    'bnxt_en',
    'mlx4_en',
    'mlx5_core',
    'ena',
    'gve',
    'hv_netvsc',
    'vmxnet3',
    'af_packet',
  ],
  ...['atlantic', 'sky2', 'forcedeth', '8139cp', 'ax88179_178a', 'cdc_ether', 'r8152'],
];

/**
 * Returns the part of the first process that loads the root file system from
 * `treesmith.rootfs=URL`. The address, in `treesmith.ip=`, has the form of the kernel's own `ip=`,
 * `ADDRESS::GATEWAY:NETMASK:NAME:DEVICE:off:DNS` (Documentation/admin-guide/nfs/nfsroot.rst), which iPXE
 * can fill in; `ip=` itself is also read by systemd-network-generator, for good. What was loaded must be what was made: so it may come over plain HTTP, and nobody
 * asks whose certificate it is.
 */
export function formatDownload({ sha256, offsetBytes }: RootfsDownload): string {
  return `
# The first network card, or the one that is named, with a cable in it.
find_network() {
  local path name
  for ((waited = 0; waited < seconds * 2; waited++)); do
    load_drivers
    set +f
    for path in /sys/class/net/*/device; do
      name=\${path%/device}
      name=\${name##*/}
      [[ -d $path && ( -z $1 || $name == "$1" ) ]] || continue
      ip link set "$name" up 2>/dev/null
      [[ $(cat "/sys/class/net/$name/carrier" 2>/dev/null) == 1 ]] || continue
      network=$name
      set -f
      return 0
    done
    set -f
    sleep 0.5
  done
  return 1
}

load_rootfs() {
  local url=$1 address gateway mask dns text
  local -a word
  text=$(argument treesmith.ip)
  IFS=: word=($text)
  unset IFS
  address=\${word[0]:-} gateway=\${word[2]:-} mask=\${word[3]:-} dns=\${word[7]:-}
  [[ $address == *.*.*.* && $mask == *.*.*.* ]] || die "treesmith.rootfs needs an address: treesmith.ip=ADDRESS::GATEWAY:NETMASK"
  for name in curl ip sha256sum; do
    type -P "$name" >/dev/null || die "treesmith.rootfs: the tree has no $name"
  done
  find_network "\${word[5]:-}" || die "no network card with a cable within $seconds s"
  ip link set lo up
  ip addr add "$address/$mask" dev "$network" || die "cannot give $network the address $address"
  [[ -z $gateway ]] || ip route add default via "$gateway" || die "cannot reach the gateway $gateway"
  [[ -z $dns ]] || { mkdir -p /etc; echo "nameserver $dns" >/etc/resolv.conf; }
  say "loading $url over $network"
  curl -fsSL --insecure --retry 9 --retry-delay 1 --retry-all-errors --connect-timeout 10 -o "$image" "$url" \\
    || die "cannot load $url"
  [[ $(sha256sum <"$image") == "${sha256}  -" ]] || die "$url is not the root file system of this kernel and initramfs"
  # The system sets it up in its own way.
  ip addr flush dev "$network"
  ip link set "$network" down
  loop_options=ro,loop,offset=${offsetBytes}
}

rootfs_url=$(argument treesmith.rootfs)
if [[ -n $rootfs_url && ! -e $image ]]; then
  mkdir -p /treesmith
  load_rootfs "$rootfs_url"
fi
`;
}
