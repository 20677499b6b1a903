/** In the order of their numbers (linux/capability.h). */
const NAMES = [
  ...['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid'],
  ...['setpcap', 'linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw'],
  ...['ipc_lock', 'ipc_owner', 'sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct'],
  ...['sys_admin', 'sys_boot', 'sys_nice', 'sys_resource', 'sys_time', 'sys_tty_config', 'mknod'],
  ...['lease', 'audit_write', 'audit_control', 'setfcap', 'mac_override', 'mac_admin', 'syslog'],
  ...['wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf', 'checkpoint_restore'],
];

/** What `security.capability` says of a file. */
export interface FileCapabilities {
  readonly permitted: bigint;
  readonly inheritable: bigint;
  readonly isEffective: boolean;
}

const REVISION_MASK = 0xff000000;
const REVISION_1 = 0x01000000;
const EFFECTIVE = 1;

/** Returns what the attribute's bytes say (linux/capability.h, `vfs_cap_data`); undefined when they say nothing. */
export function parseCapabilities(value: Uint8Array): FileCapabilities | undefined {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes.length < 12) return undefined;
  const magic = bytes.readUInt32LE();
  const isShort = (magic & REVISION_MASK) >>> 0 === REVISION_1;
  if (!isShort && bytes.length < 20) return undefined;
  const word = (at: number) => BigInt(bytes.readUInt32LE(at));
  return {
    permitted: word(4) | (isShort ? 0n : word(12) << 32n),
    inheritable: word(8) | (isShort ? 0n : word(16) << 32n),
    isEffective: (magic & EFFECTIVE) !== 0,
  };
}

/**
 * Returns what a text such as `cap_net_raw,cap_net_admin=ep` says (cap_from_text(3)); undefined for one that is
 * not understood.
 */
export function parseCapabilityText(text: string): FileCapabilities | undefined {
  const flags = { e: 0n, p: 0n, i: 0n };
  for (const clause of text.trim().split(/\s+/)) {
    const [, list = '', actions = ''] = /^([a-z0-9_,]*)((?:[=+-][eip]*)+)$/i.exec(clause) ?? [];
    const mask = list === '' || list.toLowerCase() === 'all' ? ALL : maskOf(list);
    if (actions === '' || mask === undefined) return undefined;
    for (const [, sign, letters = ''] of actions.matchAll(/([=+-])([eip]*)/gi)) {
      for (const key of ['e', 'p', 'i'] as const) {
        const isNamed = letters.toLowerCase().includes(key);
        if (sign === '=' || (sign === '-' && isNamed)) flags[key] &= ~mask;
        if (sign !== '-' && isNamed) flags[key] |= mask;
      }
    }
  }
  return { permitted: flags.p, inheritable: flags.i, isEffective: flags.e !== 0n };
}

const ALL = (1n << BigInt(NAMES.length)) - 1n;

function maskOf(list: string): bigint | undefined {
  let mask = 0n;
  for (const name of list.toLowerCase().split(',')) {
    const index = NAMES.indexOf(name.replace(/^cap_/, ''));
    if (index === -1) return undefined;
    mask |= 1n << BigInt(index);
  }
  return mask;
}
