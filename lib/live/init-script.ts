/**
 * What the first process of every system of ours starts with, before there is a root file system:
 * mounts, a way to say something, the words of the kernel's command line. In bash, for that is what
 * the trees have.
 */
export const INIT_PRELUDE = `#!/usr/bin/bash
# Made by Treesmith. The first process, until the root file system is there.
export PATH=/usr/bin:/usr/sbin:/bin:/sbin
umask 022
set -f
mkdir -p /proc /sys /dev /run
mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
mount -t devtmpfs -o nosuid,mode=0755 devtmpfs /dev
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /run
exec 0<>/dev/console 1>&0 2>&0
read -r cmdline </proc/cmdline

# The last value of NAME=VALUE on the kernel's command line.
argument() {
  local word value=
  for word in $cmdline; do
    case $word in "$1="*) value=\${word#*=} ;; esac
  done
  printf %s "$value"
}

# Through the kernel's log a line reaches every console; 5 is a notice, 2 is shown even with "quiet".
say() { printf '<5>treesmith: %s\\n' "$*" >/dev/kmsg; }
shout() { printf '<2>treesmith: %s\\n' "$*" >/dev/kmsg; }

stop_machine() {
  sync
  if [[ $1 == reboot ]]; then echo b >/proc/sysrq-trigger; else echo o >/proc/sysrq-trigger; fi
  while :; do sleep 60; done
}

# Says what is wrong on every console, then leaves a shell on the last of them.
die() {
  shout "$*"
  sync
  case $(argument treesmith.fail) in
    poweroff | reboot) sleep 1; stop_machine "$(argument treesmith.fail)" ;;
  esac
  shout 'a shell is on the console; leave it to power off'
  bash --norc
  stop_machine poweroff
}

# Loads the driver of every device that the kernel has found so far, as udev would.
declare -A tried
load_drivers() {
  local file alias wanted=()
  set +f
  for file in /sys/bus/*/devices/*/modalias; do
    alias=
    read -r alias 2>/dev/null <"$file"
    [[ -n $alias && -z \${tried[$alias]} ]] || continue
    tried[$alias]=1
    wanted+=("$alias")
  done
  set -f
  ((\${#wanted[@]} == 0)) || modprobe -abq -- "\${wanted[@]}" 2>/dev/null
}
`;
