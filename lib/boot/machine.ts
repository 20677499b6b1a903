import { ARCHITECTURES, type Basearch, type FirmwareFiles } from '../host/architecture.ts';

/** How the guest's processor is run. */
export type Accelerator = 'kvm' | 'tcg';

/** A disk or a disc in a machine. */
export interface Drive {
  /** Path, or a `json:` specification of QEMU's. */
  readonly file: string;
  /** As QEMU names it. */
  readonly format: string;
  readonly kind: 'disk' | 'cdrom' | 'usb';
  /** `throw-away`: what the guest writes is gone when it stops. `unsafe`: it lives as long as this machine does. */
  readonly writes: 'throw-away' | 'unsafe' | 'safe';
}

/** A kernel that QEMU starts by itself, without a boot loader. */
export interface DirectKernel {
  readonly kernel: string;
  readonly initrd?: string;
  readonly append: string;
}

/** A virtual machine, as QEMU is told. */
export interface Machine {
  readonly basearch: Basearch;
  readonly accelerator: Accelerator;
  readonly cpus: number;
  readonly memoryMiB: number;
  /** In the order in which they are tried. */
  readonly drives: readonly Drive[];
  readonly direct?: DirectKernel;
  /** Absent: the machine's own firmware (a BIOS on x86_64). */
  readonly firmware?: FirmwareFiles;
  /** Systemd's credentials, by name; not where a machine has no SMBIOS (ppc64le, s390x). */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Whether there is a screen, which nobody sees: to have pictures taken of it. */
  readonly screen?: boolean;
}

/**
 * Returns the argv of QEMU for a machine with virtio disks, random numbers and user networking (the
 * host is 10.0.2.2 in it). Serial ports are the caller's to add.
 */
export function formatMachine(machine: Machine): string[] {
  const { qemu, machine: type } = ARCHITECTURES[machine.basearch];
  const { direct, firmware: flash } = machine;
  return [
    `qemu-system-${qemu}`,
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-machine', type],
    ...accelerate(machine),
    ...['-smp', String(machine.cpus), '-m', String(machine.memoryMiB)],
    ...(machine.screen === true ? ['-device', SCREENS[machine.basearch] ?? 'virtio-gpu-pci'] : []),
    ...(flash === undefined
      ? []
      : [
          ...['-drive', `if=pflash,format=raw,readonly=on,file=${escapeComma(flash.code)}`],
          ...['-drive', `if=pflash,format=raw,file=${escapeComma(flash.variables)}`],
        ]),
    ...(direct === undefined ? [] : ['-kernel', direct.kernel, '-append', direct.append]),
    ...(direct?.initrd === undefined ? [] : ['-initrd', direct.initrd]),
    ...formatCredentials(machine.credentials ?? {}),
    ...formatDrives(machine.drives),
    ...['-device', 'virtio-rng-pci'],
    // bootindex alone does not keep the firmware from trying the network for minutes: no boot ROM does.
    ...['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='],
  ];
}

/** SMBIOS OEM strings, as systemd 252 reads them (systemd.io, "System and Service Credentials"). */
function formatCredentials(credentials: Readonly<Record<string, string>>): string[] {
  return Object.entries(credentials).flatMap(([name, value]) => {
    const base64 = Buffer.from(value).toString('base64');
    return ['-smbios', `type=11,value=io.systemd.credential.binary:${name}=${base64}`];
  });
}

/** Firmware and kernel of the others have a driver of virtio's. */
const SCREENS: Partial<Record<Basearch, string>> = { x86_64: 'VGA', ppc64le: 'VGA' };

const CACHE: Readonly<Record<Drive['writes'], string>> = {
  'throw-away': 'cache=unsafe,snapshot=on',
  unsafe: 'cache=unsafe',
  safe: 'cache=writeback',
};

function formatDrives(drives: readonly Drive[]): string[] {
  const devices: Readonly<Record<Drive['kind'], string>> = {
    disk: 'virtio-blk-pci',
    cdrom: 'scsi-cd',
    usb: 'usb-storage',
  };
  const kinds = new Set(drives.map(({ kind }) => kind));
  return [
    ...(kinds.has('cdrom') ? ['-device', 'virtio-scsi-pci,id=scsi'] : []),
    ...(kinds.has('usb') ? ['-device', 'qemu-xhci,id=usb'] : []),
    ...drives.flatMap(({ file, format, kind, writes }, index) => {
      const id = `disk${index}`;
      const media = kind === 'cdrom' ? ',media=cdrom,readonly=on' : '';
      return [
        '-drive',
        `file=${escapeComma(file)},format=${format},if=none,id=${id},${CACHE[writes]}${media}`,
        ...['-device', `${devices[kind]},drive=${id},bootindex=${index + 1}`],
      ];
    }),
  ];
}

function accelerate(machine: Machine): string[] {
  if (machine.accelerator === 'kvm') return ['-accel', 'kvm', '-cpu', 'host'];
  const { emulatedCpu } = ARCHITECTURES[machine.basearch];
  return ['-accel', 'tcg,thread=multi', '-cpu', emulatedCpu];
}

/** A comma separates options in QEMU's syntax, so one in a value is doubled. */
function escapeComma(value: string): string {
  return value.replaceAll(',', ',,');
}
