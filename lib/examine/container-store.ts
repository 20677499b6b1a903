import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { isDigest, type OciDigest } from '../oci/digest.ts';
import type { ExamineCode } from './errors.ts';

/** An image or container of podman. */
export interface StoreName {
  readonly name: string;
  /** Where the store is, when not in podman's usual place. */
  readonly arguments: readonly string[];
}

/** A root file system of the store. It is mounted while this lives. */
export interface MountedRoot extends AsyncDisposable {
  readonly folder: string;
  /** Digest of the config of its image. */
  readonly configDigest: OciDigest | undefined;
}

/**
 * Returns the parts of `[[DRIVER@]GRAPHROOT[+RUNROOT]]NAME`, as containers-transports(5) writes them.
 *
 * @throws ConfigError TARGET_UNREADABLE
 */
export function parseStoreName(text: string): StoreName {
  const match = /^\[(?:([a-z]+)@)?([^\]+]+)(?:\+([^\]+]+))?\](.+)$/s.exec(text);
  const [, driver, graphRoot, runRoot, inStore] = match ?? [];
  const name = inStore ?? text;
  if (!/^[\w][\w.:/@-]*$/.test(name)) {
    throw unreadable(`${JSON.stringify(text)} is no name of an image or container`);
  }
  const options = { '--storage-driver': driver, '--root': graphRoot, '--runroot': runRoot };
  return {
    name,
    arguments: Object.entries(options).flatMap(([option, value]) =>
      value === undefined ? [] : [option, value],
    ),
  };
}

/** Whether podman has a container or image of that name. */
export async function isInStore(kind: 'container' | 'image', store: StoreName): Promise<boolean> {
  const argv = ['podman', ...store.arguments, kind, 'exists', store.name];
  const { exitCode } = await runTool(argv, { okExitCodes: [0, 1] }).catch(refused(store));
  return exitCode === 0;
}

/**
 * Mounts what an image or container has as its root file system: all layers merged, as the kernel does it. A
 * byte that was changed in any folder of the store is seen. Only root can mount; nothing is changed but
 * podman's count of mounts.
 *
 * @throws ConfigError TARGET_UNREADABLE, TOOL_MISSING
 */
export async function mountStore(
  kind: 'container' | 'store-image',
  store: StoreName,
  log: Log,
): Promise<MountedRoot> {
  const podman = (...argv: string[]) =>
    readTool(['podman', ...store.arguments, ...argv], { log }).catch(refused(store));
  const isContainer = kind === 'container';
  const [subject, format] = isContainer ? ['container', '{{.Image}}'] : ['image', '{{.Id}}'];
  const id = (await podman(subject, 'inspect', '--format', format, store.name)).trim();
  const folder = (await podman(subject, 'mount', store.name)).trim().split('\n').at(-1) ?? '';
  if (!folder.startsWith('/')) throw unreadable(`podman mounted ${store.name} nowhere`);
  const digest = `sha256:${id.replace(/^sha256:/, '')}`;
  return {
    folder,
    configDigest: isDigest(digest) ? digest : undefined,
    [Symbol.asyncDispose]: async () => {
      await podman(subject, 'unmount', store.name);
    },
  };
}

function refused(store: StoreName): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ToolError)) throw error;
    const why = error.stderr.trim().split('\n').at(-1) ?? '';
    throw unreadable(`podman cannot give the files of ${store.name}: ${why}`, error);
  };
}

function unreadable(message: string, cause?: unknown): ConfigError<ExamineCode> {
  return new ConfigError<ExamineCode>('TARGET_UNREADABLE', message, {
    hint: 'Images of root are seen by root alone; without root, run it in "podman unshare".',
    cause,
  });
}
