import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import type { UefiFirmware } from './firmware.ts';

/** How the guest's processor is run. */
export type Accelerator = 'kvm' | 'tcg';

/** A virtual machine, as QEMU is told. */
export interface Machine {
  readonly basearch: Basearch;
  readonly accelerator: Accelerator;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly disk: string;
  readonly diskFormat: string;
  /** `throw-away`: what the guest writes is gone when it stops. `unsafe`: it lives as long as this machine does. */
  readonly writes: 'throw-away' | 'unsafe' | 'safe';
  /** Absent: the machine's own firmware (a BIOS on x86_64). */
  readonly firmware?: UefiFirmware;
}

/**
 * Returns the argv of QEMU for a machine without screen, with a virtio disk, random numbers and
 * user networking (the host is 10.0.2.2 in it). Serial ports are the caller's to add.
 */
export function formatMachine(machine: Machine): string[] {
  const { qemu, machine: type } = ARCHITECTURES[machine.basearch];
  const flash = machine.firmware;
  const cache = {
    'throw-away': 'cache=unsafe,snapshot=on',
    unsafe: 'cache=unsafe',
    safe: 'cache=writeback',
  };
  return [
    `qemu-system-${qemu}`,
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-machine', type],
    ...accelerate(machine),
    ...['-smp', String(machine.cpus), '-m', String(machine.memoryMiB)],
    ...(flash === undefined
      ? []
      : [
          ...['-drive', `if=pflash,format=raw,readonly=on,file=${escapeComma(flash.code)}`],
          ...['-drive', `if=pflash,format=raw,file=${escapeComma(flash.variables)}`],
        ]),
    '-drive',
    `file=${escapeComma(machine.disk)},format=${machine.diskFormat},if=none,id=disk,${cache[machine.writes]}`,
    ...['-device', 'virtio-blk-pci,drive=disk,bootindex=1', '-device', 'virtio-rng-pci'],
    // bootindex alone does not keep the firmware from trying the network for minutes: no boot ROM does.
    ...['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='],
  ];
}

function accelerate(machine: Machine): string[] {
  if (machine.accelerator === 'kvm') return ['-accel', 'kvm', '-cpu', 'host'];
  // Pointer authentication by the letter is what makes -cpu max slow on aarch64.
  const cpu = machine.basearch === 'aarch64' ? 'max,pauth-impdef=on' : 'max';
  return ['-accel', 'tcg,thread=multi', '-cpu', cpu];
}

/** A comma separates options in QEMU's syntax, so one in a value is doubled. */
function escapeComma(value: string): string {
  return value.replaceAll(',', ',,');
}
