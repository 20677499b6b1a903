import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { normalize } from 'node:path/posix';
import { findTool } from '../../../lib/host/tools.ts';

/** What was done in a tree, by path from its root. */
export interface Trace {
  /** Opened, executed, looked at or read as a link, whether it was there or not. */
  readonly paths: ReadonlySet<string>;
  /** Folders whose names were listed. */
  readonly listed: ReadonlySet<string>;
}

/**
 * Runs `body` with a `bwrap` first on PATH that runs the real one under strace, and returns what the
 * program in its sandbox did.
 */
export async function traceSandbox(folder: string, body: () => Promise<void>): Promise<Trace> {
  const bin = join(folder, 'bin');
  const log = join(folder, 'strace.log');
  await mkdir(bin, { recursive: true });
  const strace = findTool('strace');
  const bwrap = findTool('bwrap');
  await writeFile(
    join(bin, 'bwrap'),
    `#!/bin/sh\nexec ${strace} -f -y -s 4096 --seccomp-bpf -e trace=%file,getdents64 -o ${log} ${bwrap} "$@"\n`,
  );
  await chmod(join(bin, 'bwrap'), 0o755);
  const before = process.env.PATH ?? '';
  process.env.PATH = `${bin}${delimiter}${before}`;
  try {
    await body();
  } finally {
    process.env.PATH = before;
  }
  return parseTrace(await readFile(log, 'latin1'));
}

/** Paths in lines of `strace -f -y`; a relative one that says no folder is taken as from the root. */
function parseTrace(text: string): Trace {
  const paths = new Set<string>();
  const listed = new Set<string>();
  const unfinished = new Map<string, string>();
  let inside = false;
  for (const line of text.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (begun !== undefined) {
      unfinished.set(pid, begun);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const call = resumed === undefined ? rest : `${unfinished.get(pid) ?? ''}${resumed}`;
    // bwrap makes the sandbox before; then the program is in it.
    if (/^execve\("\/bin\/sh"/.test(call)) inside = true;
    if (!inside) continue;
    const folder = /^getdents64\(\d+<(.*?)>,/.exec(call)?.[1];
    if (folder !== undefined) listed.add(normalize(folder));
    for (const [, base, name = ''] of call.matchAll(
      /(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g,
    )) {
      if (folder !== undefined || name === '') continue;
      paths.add(normalize(name.startsWith('/') ? name : `${base ?? ''}/${name}`));
      // Only the arguments of execve are more than one text.
      if (call.startsWith('execve(')) break;
    }
    const opened = /= \d+<(\/[^>]*)>$/.exec(call)?.[1];
    if (opened !== undefined) paths.add(normalize(opened));
  }
  return { paths, listed };
}
