import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';

/** podman with a store of its own. Disposing it removes all images. */
export interface Podman extends AsyncDisposable {
  /** Pulls `oci:FOLDER:TAG`, `docker://127.0.0.1:PORT/NAME` or the like, and returns the image's id. */
  pull(reference: string): Promise<string>;
  /** Takes in the image `tag` of an OCI layout under a name, and returns that. */
  load(layout: string, tag: string, name: string): Promise<string>;
  /** Runs a container without network and returns what it prints. */
  run(...argv: string[]): Promise<string>;
  /** Returns the folder in which an image's files are. */
  mount(image: string): Promise<string>;
}

/**
 * Returns a podman that runs where little is allowed: by runc, with limits no higher than ours, and
 * without overlayfs.
 */
export async function startPodman(): Promise<Podman> {
  const temp = await makeTempDir();
  const config = join(temp.path, 'containers.conf');
  await writeFile(
    config,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
`,
  );
  const [root, runRoot] = [join(temp.path, 'root'), join(temp.path, 'run')];
  const store = ['--root', root, '--runroot', runRoot];
  const options = { env: { CONTAINERS_CONF: config } };
  const podman = (...argv: string[]) =>
    readTool(['podman', ...store, '--storage-driver', 'vfs', ...argv], options);
  return {
    // Registries on loopback speak plain http.
    pull: async (reference) =>
      (await podman('pull', '--quiet', '--tls-verify=false', reference)).trim(),
    // Not by podman pull, which makes a name of the path, and that may have capitals.
    load: async (layout, tag, name) => {
      const target = `containers-storage:[vfs@${root}+${runRoot}]localhost/${name}`;
      await runTool(['skopeo', 'copy', '--quiet', `oci:${layout}:${tag}`, target], options);
      return `localhost/${name}`;
    },
    run: (...argv) => podman('run', '--rm', '--network=none', ...argv),
    mount: async (image) => (await podman('image', 'mount', image)).trim(),
    [Symbol.asyncDispose]: async () => {
      await runTool(['podman', ...store, '--storage-driver', 'vfs', 'image', 'umount', '--all'], {
        ...options,
        okExitCodes: [0, 125],
      });
      await temp[Symbol.asyncDispose]();
    },
  };
}
