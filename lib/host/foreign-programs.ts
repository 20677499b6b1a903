import { writeFile } from 'node:fs/promises';
import { arch, endianness } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch, hostBasearch } from './architecture.ts';
import type { HostCode } from './errors.ts';
import { asRoot } from './privilege.ts';
import { formatProbeProgram, PROBE_EXIT_CODE } from './probe-program.ts';
import { runTool, ToolError } from './process.ts';
import { makeTempDir } from './temp.ts';

const PROBE_TIMEOUT_MS = 30_000;

/** True when programs of the architecture run here as they are. */
export function isNative(basearch: Basearch): boolean {
  return hostBasearch(arch(), endianness()) === basearch;
}

/**
 * Runs a program of the architecture in an empty root, as scriptlets run, and returns why that does not
 * work; undefined when it does. Needs root.
 *
 * @throws ConfigError NOT_PRIVILEGED, SANDBOX_FORBIDDEN, TOOL_MISSING
 */
export async function findProgramFault(basearch: Basearch): Promise<string | undefined> {
  await using folder = await makeTempDir();
  await writeFile(join(folder.path, 'probe'), formatProbeProgram(basearch), { mode: 0o755 });
  const sandbox = ['bwrap', '--ro-bind', folder.path, '/', '--unshare-pid', '--die-with-parent'];
  const argv = await asRoot([...sandbox, '--', '/probe'], `running ${basearch} programs`);
  try {
    await runTool(argv, { okExitCodes: [PROBE_EXIT_CODE], timeoutMs: PROBE_TIMEOUT_MS });
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    if (error instanceof ConfigError && error.code === 'EMULATOR_MISSING') return error.message;
    throw error;
  }
}

/**
 * Throws unless programs of the architecture run in a tree here. On a machine of that architecture
 * nothing is tried.
 *
 * @throws ConfigError EMULATOR_MISSING, NOT_PRIVILEGED, SANDBOX_FORBIDDEN
 */
export async function assertRunsPrograms(basearch: Basearch): Promise<void> {
  if (isNative(basearch)) return;
  const fault = await findProgramFault(basearch);
  if (fault === undefined) return;
  throw new ConfigError<HostCode>(
    'EMULATOR_MISSING',
    `programs of ${basearch} do not run on this machine, which is ${arch()}: ${ARCHITECTURES[basearch].qemuUser} is not registered with the kernel (binfmt_misc, flag F)`,
    {
      hint: `Run "treesmith setup --arch ${basearch}", or build on a machine of that architecture.`,
      cause: new Error(fault),
    },
  );
}
