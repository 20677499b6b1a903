/**
 * Units that Microsoft asks distributions to switch off: WSL does their work, or they undo it
 * (https://learn.microsoft.com/windows/wsl/build-custom-distro, "systemd recommendations").
 */
export const WSL_UNWANTED_UNITS: readonly string[] = [
  'NetworkManager.service',
  'systemd-networkd.service',
  'systemd-networkd.socket',
  'systemd-resolved.service',
  'systemd-tmpfiles-clean.service',
  'systemd-tmpfiles-clean.timer',
  'systemd-tmpfiles-setup-dev-early.service',
  'systemd-tmpfiles-setup-dev.service',
  'systemd-tmpfiles-setup.service',
  'tmp.mount',
];

/** Returns `/etc/wsl.conf`: how WSL starts the distribution. */
export function formatWslConf(): string {
  return `[boot]
systemd=true
`;
}

/** Returns `/etc/wsl-distribution.conf`: what WSL does on installing it. */
export function formatWslDistributionConf(name: string): string {
  return `[oobe]
defaultName = ${name}

[shortcut]
enabled = true
`;
}
