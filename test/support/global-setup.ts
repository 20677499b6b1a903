import { terminalLog } from '../../cli/terminal-log.ts';
import { BASEARCHES } from '../../lib/host/architecture.ts';
import { setupHost } from '../../lib/host/setup.ts';

/** Runs once before all tests: installs what they run. */
export default async function setup(): Promise<void> {
  const log = terminalLog({ verbose: false });
  // Emulators, too; tests that want one registered do so for themselves.
  const architectures = { architectures: BASEARCHES, register: false };
  await setupHost({ log, purposes: ['build', 'demo', 'test'], ...architectures });
}
