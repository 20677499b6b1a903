import { ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { locateTool, packageHint, TOOLS } from './tools.ts';

/**
 * Makes sure that all of `names`, rows of TOOLS, are installed: minutes of work must not end for the
 * want of a tool.
 *
 * @throws ConfigError TOOL_MISSING that names each and the packages to install
 */
export async function assertTools(names: readonly string[]): Promise<void> {
  const rows = TOOLS.filter(({ name }) => names.includes(name));
  const found = await Promise.all(rows.map(locateTool));
  const missing = rows.filter((_row, index) => found[index] === undefined);
  const [first] = missing;
  if (first === undefined) return;
  const verb = missing.length === 1 ? 'is' : 'are';
  const list = missing.map(({ name }) => name).join(', ');
  const packages = (manager: 'apt' | 'dnf') =>
    [...new Set(missing.map((tool) => tool[manager]))].join(' ');
  throw new ConfigError<HostCode>('TOOL_MISSING', `${list} ${verb} not installed`, {
    hint:
      missing.length === 1
        ? packageHint(first.name)
        : `Run "treesmith setup", or install them: apt-get install ${packages('apt')} (Debian, Ubuntu), dnf install ${packages('dnf')} (Fedora, EL).`,
  });
}
