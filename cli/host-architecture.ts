import { ARCHITECTURES, BASEARCHES, type Basearch } from '../lib/host/architecture.ts';

/** Returns the architecture of this machine; x86_64 on one that RPM distributions do not know. */
export function hostArchitecture(): Basearch {
  const found = BASEARCHES.find((name) => ARCHITECTURES[name].node === process.arch);
  return found ?? 'x86_64';
}
