import { GPT_GROW } from './gpt-grow.ts';
import { INSTALL_DATA_NAME, INSTALL_MAP_NAME } from './medium-paths.ts';

/** Label of a disk or ISO with `treesmith.conf`, which can ask for an installation. */
export const INSTALL_CONFIG_LABEL = 'TREESMITH';

/**
 * The part of a live system's first process that writes the disk image to a disk. Nothing is written
 * before every check has passed; the first MiB, with the partition table, is written last, so that a
 * disk that was written half is no disk that boots.
 *
 * Wants: treesmith.install=/dev/NAME or auto, treesmith.install.then=reboot or poweroff; or a file
 * treesmith.conf with lines install=… and then=… on a file system with the label TREESMITH.
 */
export const INIT_INSTALL = `
list_disks() {
  local path name list=
  set +f
  for path in /sys/block/*; do
    name=\${path##*/}
    [[ -e $path/device ]] && list+=" /dev/$name ($(($(<"$path/size") / 2048)) MiB)"
  done
  set -f
  printf '%s' "\${list:- none}"
}

read_install_wish() {
  local device line
  install_target=$(argument treesmith.install)
  install_then=$(argument treesmith.install.then)
  modprobe -aq vfat nls_cp437 nls_iso8859_1 nls_ascii nls_utf8 2>/dev/null
  device=$(blkid -c /dev/null -l -o device -t LABEL=${INSTALL_CONFIG_LABEL})
  if [[ -n $device ]]; then
    mkdir -p /run/treesmith/config
    if mount -o ro,nosuid,nodev,noexec "$device" /run/treesmith/config 2>/dev/null; then
      while IFS= read -r line || [[ -n $line ]]; do
        line=\${line%$'\\r'}
        if [[ $line =~ ^install=([A-Za-z0-9/_.:-]+)$ ]]; then install_target=\${install_target:-\${BASH_REMATCH[1]}}
        elif [[ $line =~ ^then=(reboot|poweroff)$ ]]; then install_then=\${install_then:-\${BASH_REMATCH[1]}}
        elif [[ -n $line && $line != '#'* ]]; then die "treesmith.conf on $device: expected install=DISK or then=reboot|poweroff, got: $line"
        fi
      done 2>/dev/null </run/treesmith/config/treesmith.conf
      umount /run/treesmith/config
    fi
  fi
  case \${install_then:=reboot} in
    reboot | poweroff) ;;
    *) die "treesmith.install.then=$install_then: expected reboot or poweroff" ;;
  esac
}

# Says why the disk /dev/NAME cannot be written; nothing when it can.
why_not() {
  local block=/sys/block/$1 numbers part line
  [[ -d $block ]] || { echo 'it is not a whole disk'; return; }
  [[ $(<"$block/ro") == 0 ]] || { echo 'it is read-only'; return; }
  if (($(<"$block/size") * 512 < install_bytes)); then
    echo "it is too small: it has $(($(<"$block/size") * 512)) bytes, the system needs $install_bytes"
    return
  fi
  [[ $(<"$block/queue/logical_block_size") == 512 ]] || { echo 'its sectors are not of 512 bytes'; return; }
  set +f
  numbers=" $(cat "$block/dev" "$block"/*/dev 2>/dev/null | tr '\\n' ' ')"
  for part in "$block"/holders/* "$block"/*/holders/*; do
    [[ ! -e $part ]] || { echo "it is in use by \${part##*/}"; set -f; return; }
  done
  set -f
  while read -r -a line; do
    [[ $numbers != *" \${line[2]} "* ]] || { echo "it is mounted at \${line[4]}"; return; }
  done </proc/self/mountinfo
  while read -r -a line; do
    [[ \${line[0]} != "/dev/$1"* ]] || { echo "it is swap"; return; }
  done </proc/swaps
}

# The one disk that is not removable and can be written.
choose_disk() {
  local path name fit=()
  set +f
  for path in /sys/block/*; do
    name=\${path##*/}
    [[ -e $path/device && $(<"$path/removable") == 0 && $name != sr* && $name != fd* ]] || continue
    [[ -n $(why_not "$name") ]] || fit+=("/dev/$name")
  done
  set -f
  if ((\${#fit[@]} == 0)); then return 1; fi
  ((\${#fit[@]} == 1)) || die "treesmith.install=auto: there is more than one disk to install to: \${fit[*]}; name one. Nothing was written"
  install_target=\${fit[0]}
}

install_disk() {
  local medium_path=/run/treesmith/medium wish=$install_target name why first=/run/treesmith/first
  [[ -e /${INSTALL_DATA_NAME} ]] && medium_path=
  ((install_bytes > 0)) && [[ -e $medium_path/${INSTALL_DATA_NAME} ]] || die 'there is no system to install on this medium'
  [[ $wish == auto || $wish == /dev/* ]] || die "treesmith.install=$wish: expected /dev/NAME or auto"
  for ((waited = 0; waited < seconds * 2; waited++)); do
    if [[ $wish == auto ]]; then choose_disk && break; else [[ -b $wish ]] && break; fi
    sleep 0.5
    load_drivers
  done
  if [[ $wish == auto ]]; then
    [[ $install_target != auto ]] || die "treesmith.install=auto: there is no disk to install to that has $install_bytes bytes and is not in use; disks:$(list_disks). Nothing was written"
  fi
  [[ -b $install_target ]] || die "treesmith.install: there is no disk $install_target; disks:$(list_disks). Nothing was written"
  name=$(readlink -f "$install_target")
  name=\${name##*/}
  why=$(why_not "$name")
  [[ -z $why ]] || die "treesmith.install: cannot install to $install_target: $why. Nothing was written"

  shout "installing to $install_target ($((install_bytes >> 20)) MiB)"
  dd if=/dev/zero of="/dev/$name" bs=1M count=1 conv=notrunc,fsync status=none || die "cannot write to $install_target"
  # Most disks zero themselves at once; then only what is not zero is written.
  blkdiscard -fz -l "$install_bytes" "/dev/$name" 2>/dev/null \\
    || dd if=/dev/zero of="/dev/$name" bs=1M count=$((install_bytes >> 20)) conv=notrunc status=none \\
    || die "cannot write to $install_target"
  set -o pipefail
  zstd -dcq -- "$medium_path/${INSTALL_DATA_NAME}" | write_parts "$first" "/dev/$name" "$medium_path/${INSTALL_MAP_NAME}" \\
    || die "writing to $install_target failed half-way; it does not boot"
  set +o pipefail
  grow_gpt "$first" "/dev/$name" "$(<"/sys/block/$name/size")"
  dd if="$first" of="/dev/$name" bs=1M conv=notrunc,fsync status=none || die "cannot write to $install_target"
  grow_root "$name"
  shout "installed to $install_target; now: $install_then"
  [[ -z $medium ]] || umount /run/treesmith/medium
  stop_machine "$install_then"
}

# Writes the parts of the disk, one behind the other on stdin, to the places in the map: MiB, MiBs.
write_parts() {
  local place length
  while read -r place length <&3; do
    if ((place == 0)); then
      dd of="$1" bs=1M count=1 iflag=fullblock status=none || return 1
    else
      dd of="$2" bs=1M seek="$place" count="$length" iflag=fullblock conv=notrunc status=none || return 1
    fi
  done 3<"$3"
  sync
}

# An ext4 root gets the room of its partition at once; another grows itself, or stays.
grow_root() {
  local part
  command -v resize2fs >/dev/null && command -v e2fsck >/dev/null || return
  blockdev --rereadpt "/dev/$1" 2>/dev/null || return
  set +f
  part=$(blkid -c /dev/null -o device -t TYPE=ext4 "/dev/$1"*[0-9] | tail -n 1)
  set -f
  [[ -n $part ]] || return
  e2fsck -fp "$part" >/dev/null 2>&1
  resize2fs "$part" >/dev/null 2>&1 && say "the root file system on $part fills its partition"
  sync
}
${GPT_GROW}`;
