import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns where credentials of registries may be, first choice first: the one file of
 * $REGISTRY_AUTH_FILE, or else those of `podman login` (containers-auth.json(5)) and `docker login`. A
 * variable that is empty is as good as none.
 */
export function registryAuthFiles(): string[] {
  const variable = (name: string) => {
    const value = process.env[name];
    return value === undefined || value === '' ? undefined : value;
  };
  const chosen = variable('REGISTRY_AUTH_FILE');
  if (chosen !== undefined) return [chosen];
  const runtime = variable('XDG_RUNTIME_DIR');
  const config = variable('XDG_CONFIG_HOME') ?? join(homedir(), '.config');
  const docker = variable('DOCKER_CONFIG') ?? join(homedir(), '.docker');
  return [
    // Without a session, as in most jobs, podman, buildah and skopeo log in there.
    runtime === undefined
      ? `/run/containers/${process.getuid?.()}/auth.json`
      : join(runtime, 'containers', 'auth.json'),
    join(config, 'containers', 'auth.json'),
    join(docker, 'config.json'),
  ];
}
