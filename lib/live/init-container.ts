import { INIT_PRELUDE } from './init-script.ts';

/** Where a container's disk has the files, and what to run of them. */
export const CONTAINER_ROOT = 'rootfs';
export const CONTAINER_FACTS = 'treesmith';

/** `serial=` of the disk, by which the first process knows it. */
export const CONTAINER_DISK_SERIAL = 'treesmith-root';

/** Modules that a virtual machine for one container cannot do without. */
export const CONTAINER_MODULES_NEEDED: readonly string[] = ['virtio_blk', 'squashfs', 'overlay'];

/** Modules that it uses where the kernel has them. */
export const CONTAINER_MODULES_WANTED: readonly string[] = [
  ...['virtio_pci', 'virtio_mmio', 'virtio_net', 'virtio_rng', 'virtio_console', 'virtiofs'],
  ...['9p', '9pnet_virtio', 'erofs', 'af_packet', 'ipv6'],
];

/**
 * The first process of a virtual machine that runs one container: it lays a tmpfs over the container's
 * files, runs its entry point as its child with the environment, user and folder that the image
 * asks for, says how that ended, and powers off.
 */
export const CONTAINER_INIT = `${INIT_PRELUDE}
cmdline="treesmith.fail=poweroff $cmdline"
modprobe -aq virtio_pci virtio_mmio virtio_blk squashfs overlay 2>/dev/null
disk=
for ((waited = 0; waited < 100; waited++)); do
  load_drivers
  set +f
  for block in /sys/block/vd*; do
    [[ -e $block/serial && $(<"$block/serial") == ${CONTAINER_DISK_SERIAL} ]] && disk=/dev/\${block##*/}
  done
  set -f
  [[ -z $disk ]] || break
  sleep 0.1
done
[[ -n $disk ]] || die 'there is no virtio disk with the serial number ${CONTAINER_DISK_SERIAL}'
modprobe -aq virtio_net virtio_rng af_packet 2>/dev/null

mkdir -p /run/image /run/overlay /run/root
mount -t squashfs -o ro "$disk" /run/image || die "cannot mount $disk"
mount -t tmpfs -o mode=0755 tmpfs /run/overlay
mkdir -m 0755 /run/overlay/upper /run/overlay/work
root=/run/root
facts=/run/image/${CONTAINER_FACTS}
mount -t overlay -o lowerdir=/run/image/${CONTAINER_ROOT},upperdir=/run/overlay/upper,workdir=/run/overlay/work overlay "$root" \\
  || die 'cannot lay a tmpfs over the files of the container'
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc"
[[ -e $root/tmp ]] || mkdir -m 1777 "$root/tmp"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs "$root/sys"
mount -t devtmpfs -o nosuid,mode=0755 devtmpfs "$root/dev"
mkdir -p /dev/pts /dev/shm
mount -t devpts -o nosuid,noexec,gid=5,mode=620,ptmxmode=666 devpts "$root/dev/pts"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/dev/shm"

# treesmith.ip=ADDRESS/PREFIX,GATEWAY[,NAMESERVER]
IFS=, read -r address gateway nameserver <<<"$(argument treesmith.ip)"
if command -v ip >/dev/null; then
  ip link set lo up
  if [[ -n $address ]]; then
    ip address add "$address" dev eth0 && ip link set eth0 up && ip route add default via "$gateway"
    [[ -z $nameserver ]] || printf 'nameserver %s\\n' "$nameserver" >"$root/etc/resolv.conf"
  fi
fi

mapfile -d '' argv <"$facts/argv"
mapfile -d '' environment <"$facts/environment"
mapfile -d '' place <"$facts/place"
mkdir -p "$root\${place[0]}"
# A terminal that a shell can control: /dev/console is none.
read -r -a consoles </sys/class/tty/console/active
terminal=/dev/\${consoles[-1]}
[[ -c $terminal ]] || terminal=/dev/console
say "running \${argv[*]}"
setsid --ctty --wait env -i "\${environment[@]}" "$(type -P unshare)" --root="$root" --wd="\${place[0]}" \\
  --setgid="\${place[2]}" --setuid="\${place[1]}" -- "\${argv[@]}" <>"$terminal" >&0 2>&1
status=$?
shout "the container ended with exit code $status"
sleep 0.2
stop_machine poweroff
`;
