import type { Tree } from '../compose/tree.ts';
import { assertUser } from '../container/rootfs-user.ts';
import type { ImageProcess } from '../oci/image-config.ts';
import type { ApplicationContainer, BaseContainer } from '../remix/container-model.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SHELLS = ['bin/bash', 'bin/sh'];

/**
 * Returns what a container runs: what it says itself, else what its base says, else a shell of its tree.
 *
 * @param what what is made, for messages
 * @throws ConfigError USER_MISSING
 */
export async function rootfsProcess(
  tree: Tree,
  spec: BaseContainer | ApplicationContainer,
  base: BaseContainer | undefined,
  what: string,
): Promise<ImageProcess> {
  const [own, below] = [spec.process, base?.process];
  const entrypoint = own.entrypoint ?? below?.entrypoint;
  // As with ENTRYPOINT of a Dockerfile: the old arguments are not for the new program.
  const given = own.cmd ?? (own.entrypoint === undefined ? below?.cmd : undefined);
  const cmd = given ?? (entrypoint === undefined ? await shellOf(tree) : undefined);
  const user = own.user ?? below?.user;
  const workingDir = own.workingDir ?? below?.workingDir;
  const stopSignal = own.stopSignal ?? below?.stopSignal;
  if (user !== undefined) {
    const passwd = (await tree.read('etc/passwd')) ?? '';
    const group = (await tree.read('etc/group')) ?? '';
    assertUser(user, { passwd, group }, what);
  }
  return {
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(cmd === undefined ? {} : { cmd }),
    env: { PATH: DEFAULT_PATH, ...below?.env, ...own.env },
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
    exposedPorts: [...(below?.exposedPorts ?? []), ...own.exposedPorts],
    volumes: [...(below?.volumes ?? []), ...own.volumes],
    ...(stopSignal === undefined ? {} : { stopSignal }),
    labels: { ...base?.labels, ...spec.labels },
  };
}

async function shellOf(tree: Tree): Promise<string[] | undefined> {
  for (const path of SHELLS) {
    if ((await tree.stat(path))?.isFile() === true) return [`/${path}`];
  }
  return undefined;
}
