import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { registryAuthFiles } from '../../../lib/host/auth-files.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { REGISTRY_USER, startRegistry } from '../../fakes/registry.ts';

const NAMES = ['REGISTRY_AUTH_FILE', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'DOCKER_CONFIG', 'HOME'];

beforeEach(() => {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) delete process.env[name];
  process.env['HOME'] = '/home/smith';
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
});

describe('registryAuthFiles', () => {
  it('names those of podman login before that of docker login', () => {
    process.env['XDG_RUNTIME_DIR'] = '/run/user/1000';
    expect(registryAuthFiles()).toEqual([
      '/run/user/1000/containers/auth.json',
      '/home/smith/.config/containers/auth.json',
      '/home/smith/.docker/config.json',
    ]);
  });

  it('looks where podman logs in without a session', () => {
    process.env['XDG_RUNTIME_DIR'] = '';
    expect(registryAuthFiles()[0]).toBe(`/run/containers/${process.getuid?.()}/auth.json`);
  });

  it('goes where the variables say', () => {
    process.env['XDG_RUNTIME_DIR'] = '/run/x';
    process.env['XDG_CONFIG_HOME'] = '/config';
    process.env['DOCKER_CONFIG'] = '/docker';
    expect(registryAuthFiles()).toEqual([
      '/run/x/containers/auth.json',
      '/config/containers/auth.json',
      '/docker/config.json',
    ]);
  });

  it('names one file alone when that was chosen', () => {
    process.env['XDG_RUNTIME_DIR'] = '/run/x';
    process.env['REGISTRY_AUTH_FILE'] = '/secret/auth.json';
    expect(registryAuthFiles()).toEqual(['/secret/auth.json']);
    process.env['REGISTRY_AUTH_FILE'] = '';
    expect(registryAuthFiles()).toHaveLength(3);
  });

  it('names first what skopeo login writes', async () => {
    await using temp = await makeTempDir();
    await using registry = await startRegistry({ locked: true });
    const { username, password } = REGISTRY_USER;
    const login = ['skopeo', 'login', '--tls-verify=false', '-u', username, '-p', password];
    for (const [name, value] of [
      ['XDG_RUNTIME_DIR', temp.path],
      ['REGISTRY_AUTH_FILE', join(temp.path, 'chosen.json')],
    ] as const) {
      process.env[name] = value;
      await runTool([...login, registry.host], { env: { [name]: value } });
      await access(registryAuthFiles()[0] ?? '');
    }
  });
});
