import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bootContainer } from '../lib/boot/container.ts';
import { ConfigError } from '../lib/core/errors.ts';
import type { Log } from '../lib/core/log.ts';
import type { Basearch } from '../lib/host/architecture.ts';
import { HttpClient } from '../lib/host/http.ts';
import { listRefs } from '../lib/host/ostree-refs.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { prepareContainerBoot } from '../lib/live/container-boot.ts';
import type { CliCode } from './errors.ts';
import { hostArchitecture } from './host-architecture.ts';
import { imageAccess } from './registry-access.ts';

/** `treesmith boot --container`. */
export interface BootContainerOptions {
  readonly image: string;
  /** In place of the image's own. */
  readonly command: readonly string[];
  /** OSTree repository with the tree whose kernel is booted. */
  readonly repo: string;
  /** The only ref of the repository unless given. */
  readonly ref: string | undefined;
  /** Ours unless given. */
  readonly basearch: Basearch | undefined;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly log: Log;
}

/** Runs a container image as a virtual machine, and returns the exit code of the container. */
export async function bootContainerImage(options: BootContainerOptions): Promise<number> {
  const { image, command, memoryMiB, cpus, log } = options;
  const repoPath = resolve(options.repo);
  const commit = await findCommit(repoPath, options.ref);
  const basearch = options.basearch ?? hostArchitecture();
  await using work = await makeTempDir();
  await using http = new HttpClient();
  const access = imageAccess(http, image);
  const tree = { repoPath, commit, basearch };
  const prepared = await prepareContainerBoot({
    ...{ ...tree, image, command, access, workDir: work.path, log },
  });
  return await bootContainer({ ...prepared, basearch, memoryMiB, cpus, log });
}

async function findCommit(repoPath: string, ref: string | undefined): Promise<string> {
  if (!existsSync(join(repoPath, 'objects'))) {
    throw new ConfigError<CliCode>('OPTION_MISSING', `${repoPath} is no OSTree repository`, {
      hint: 'Compose first, or name with --repo where the commit is whose kernel shall be booted.',
    });
  }
  const refs = await listRefs(repoPath);
  const found =
    ref === undefined && refs.length === 1 ? refs[0] : refs.find((one) => one.ref === ref);
  if (found !== undefined) return found.commit;
  const names = refs.map((one) => one.ref).join(', ') || 'none';
  throw new ConfigError<CliCode>(
    'OPTION_MISSING',
    `${repoPath}: expected --ref to name one of its refs: ${names}`,
  );
}
