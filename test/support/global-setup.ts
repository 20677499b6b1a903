import { terminalLog } from '../../cli/terminal-log.ts';
import { setupHost } from '../../lib/host/setup.ts';

/** Runs once before all tests: installs what they run. */
export default async function setup(): Promise<void> {
  const log = terminalLog({ verbose: false });
  await setupHost({ log, purposes: ['build', 'demo', 'test'] });
}
