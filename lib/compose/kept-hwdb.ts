import { chmod, lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { type KeptStage, keepResult, listKept, restoreKept } from '../host/kept.ts';
import type { PackageGraph } from './initramfs-packages.ts';
import type { PackageHeader } from './packages.ts';
import type { Tree } from './tree.ts';

/** The program, of systemd's package. */
const PROGRAM = /^\/(usr\/)?bin\/systemd-hwdb$/;
const RESULT = 'hwdb.bin';
/** Where the program leaves it. */
const FOLDERS = ['etc/udev', 'usr/lib/udev'];
export const HWDB_RESULTS = FOLDERS.map((folder) => `${folder}/${RESULT}`);
/** Beside it, with the key after it: a second name for what is to be kept, until it is. */
const LINK = '.hwdb.bin.treesmith-';
/** How many kept results a scriptlet may choose from. */
const OFFERED = 2;
const KEY = /^[0-9a-f]{64}$/;
const RESULT_LIMIT_BYTES = 256 * 1024 * 1024;

/** Where the folders of `ScriptletPrograms` are in the sandbox of scriptlets. */
export const PROGRAMS = '/run/treesmith/bin';
const CODE = '/run/treesmith/bin/code';
const KEPT = '/run/treesmith/bin/kept';
/** There when nothing more is offered. */
const OFFERED_ALL = '/run/treesmith/bin/offered';
/** Programs that scriptlets find before the tree's own. */
export interface ScriptletPrograms {
  /** Host folder, read-only for them. */
  readonly path: string;
}

/**
 * Stands before systemd-hwdb, for the plain calls that scriptlets make. What decides the result is its
 * code (the packages of the program and all that they require), how it was called, and the names and bytes of the
 * files that it reads. Whatever is not as foreseen, the program itself runs.
 *
 * Source: systemd, src/shared/hwdb-util.c.
 */
const SCRIPT = `#!/bin/sh
for real in /usr/bin/systemd-hwdb /bin/systemd-hwdb; do [ -x "$real" ] && break; done
case "$*" in
  update) to=/etc/udev ;;
  '--usr update' | 'update --usr') to=/usr/lib/udev ;;
  *) exec "$real" "$@" ;;
esac
case "$(set)" in *SYSTEMD_HWDB*) exec "$real" "$@" ;; esac
tries=0
while [ ! -f ${OFFERED_ALL} ] && [ $tries -lt 500 ]; do
  sleep 0.02 || break
  tries=$((tries + 1))
done
[ -f ${CODE} ] && [ -d "$to" ] || exec "$real" "$@"
inputs=$(cat ${CODE} && echo "$real $to $(umask)" || exit
  [ -h /lib ] || folders=/lib
  set --
  for folder in /etc /run /usr/lib $folders; do
    for file in "$folder"/udev/hwdb.d/*; do [ ! -f "$file" ] || set -- "$@" "$file"; done
  done
  [ $# = 0 ] || b2sum -l 256 "$@") || exec "$real" "$@"
key=$(echo "$inputs" | b2sum -l 256) || exec "$real" "$@"
key=\${key%% *}
new="$to/.hwdb.bin.treesmith"
if [ -f "${KEPT}/$key" ]; then
  if cp "${KEPT}/$key" "$new" && chmod 444 "$new" && mv -f "$new" "$to/hwdb.bin"; then exit 0; fi
  rm -f "$new"
fi
"$real" "$@" || exit
[ ! -f "$to/hwdb.bin" ] || ln -f "$to/hwdb.bin" "$to/${LINK}$key" 2>/dev/null
exit 0
`;

/** What systemd-hwdb makes of the tree's hwdb.d, kept from one compose to the next. */
export class KeptHwdb {
  readonly programs: ScriptletPrograms;
  private readonly packages: readonly PackageHeader[];
  private readonly stage: KeptStage;

  private constructor(folder: string, packages: readonly PackageHeader[], stage: KeptStage) {
    this.programs = { path: join(folder, 'bin') };
    this.packages = packages;
    this.stage = stage;
  }

  /** Makes the program's stand-in in a new folder; undefined when the tree gets no systemd-hwdb. */
  static async prepare(
    folder: string,
    packages: readonly PackageHeader[],
    { keptPath, log }: { readonly keptPath: string; readonly log: Log },
  ): Promise<KeptHwdb | undefined> {
    if (!packages.some(ownsProgram)) return undefined;
    const kept = new KeptHwdb(folder, packages, { folder: keptPath, stage: 'hwdb', log });
    const { path } = kept.programs;
    await mkdir(join(path, 'kept'), { recursive: true });
    await writeFile(join(path, 'systemd-hwdb'), SCRIPT, { mode: 0o755 });
    return kept;
  }

  /** Brings what was kept, while rpm goes on. `checksums`: of the packages' files, by their paths. Never fails. */
  async offer(graph: () => PackageGraph, checksums: ReadonlyMap<string, string>): Promise<void> {
    try {
      for (const key of (await listKept(this.stage)).slice(0, OFFERED)) await this.offerOne(key);
      const needed = graph().closure(this.packages.filter(ownsProgram).map(({ name }) => name));
      const code = this.packages
        .filter(({ name }) => needed.has(name))
        .map(({ path }) => checksums.get(path));
      // Without it nothing is taken, nor kept.
      if (code.includes(undefined)) return;
      const { path } = this.programs;
      await writeFile(join(path, 'code.new'), `${sha256(code.sort().join('\n'))}\n`);
      await rename(join(path, 'code.new'), join(path, 'code'));
    } catch (error) {
      this.stage.log.debug(`Nothing kept of systemd-hwdb: ${String(error)}`);
    } finally {
      // A scriptlet that is there sooner waits for it.
      await writeFile(join(this.programs.path, 'offered'), '').catch(() => undefined);
    }
  }

  private async offerOne(key: string): Promise<void> {
    const kept = join(this.programs.path, 'kept');
    const part = join(kept, `.${key}`);
    if (!KEY.test(key) || !(await restoreKept(this.stage, key, RESULT, part))) return;
    await chmod(part, 0o644);
    await rename(part, join(kept, key));
  }

  /** Keeps what scriptlets have made. */
  async keep(tree: Tree): Promise<void> {
    for (const folder of FOLDERS) {
      const names = (await tree.list(folder)).filter((name) => name.startsWith(LINK));
      for (const [index, name] of names.entries()) {
        const path = `${folder}/${name}`;
        if (index < OFFERED) await this.keepOne(await tree.resolve(path), name.slice(LINK.length));
        await tree.remove(path);
      }
    }
  }

  private async keepOne(path: string, key: string): Promise<void> {
    const found = await lstat(path);
    // Scriptlets can write whatever they like: no link is followed.
    if (!KEY.test(key) || !found.isFile() || found.size > RESULT_LIMIT_BYTES) return;
    await keepResult(this.stage, key, { [RESULT]: path });
  }
}

function ownsProgram({ contents }: PackageHeader): boolean {
  return contents.some((path) => PROGRAM.test(path));
}
