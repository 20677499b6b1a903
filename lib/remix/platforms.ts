import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import type { SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import type { Platform } from './image-model.ts';
import { nearestName } from './nearest.ts';

/** A platform as `remix.yaml` has it. */
export interface RawPlatform {
  readonly like?: string;
  readonly 'kernel-arguments'?: readonly string[];
  readonly consoles?: readonly string[];
  readonly ignition?: string;
  readonly 'cloud-init'?: string;
}

/** The screen is the main console where people sit before it; machines of a cloud have a log of the serial port. */
const SCREEN_LAST = ['serial', 'tty0'];
const SERIAL_LAST = ['tty0', 'serial'];

/**
 * The platforms that there are without `platforms:`. Arguments: those that the clouds' own documents
 * ask of an image (AWS "NVMe I/O timeout", Google "Configure your OS image", Azure "Prepare Linux for imaging").
 */
export const DEFAULT_PLATFORMS: readonly Platform[] = [
  {
    name: 'aws',
    kernelArguments: ['nvme_core.io_timeout=4294967295'],
    // Graviton's serial port is a 16550 on PCI, as on x86_64.
    consoles: ['tty0', 'ttyS0,115200n8'],
    ignition: 'aws',
    cloudInit: 'Ec2',
  },
  {
    name: 'azure',
    kernelArguments: ['rootdelay=300'],
    consoles: SERIAL_LAST,
    ignition: 'azure',
    cloudInit: 'Azure',
  },
  {
    name: 'gcp',
    kernelArguments: [],
    consoles: ['ttyS0,38400n8d'],
    ignition: 'gcp',
    cloudInit: 'GCE',
  },
  {
    name: 'metal',
    kernelArguments: [],
    consoles: SCREEN_LAST,
    ignition: 'metal',
  },
  {
    name: 'qemu',
    kernelArguments: [],
    consoles: SERIAL_LAST,
    ignition: 'qemu',
  },
  {
    name: 'vmware',
    kernelArguments: [],
    consoles: SCREEN_LAST,
    ignition: 'vmware',
    cloudInit: 'VMware',
  },
];

/**
 * Returns all platforms by name: ours, and the user's over them. A platform of the user begins as
 * the one that `like` names, or as ours of the same name, or empty on the consoles of `qemu`.
 *
 * @throws ConfigError BAD_VALUE with place
 */
export function buildPlatforms(
  raw: Readonly<Record<string, RawPlatform>>,
  document: SourceDocument,
): ReadonlyMap<string, Platform> {
  const platforms = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));
  for (const [name, own] of Object.entries(raw)) {
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
      const message = `platforms: expected lower-case letters, digits and "-" for a name, got "${name}"`;
      throw remixError('BAD_VALUE', message, document.placeOfKey(['platforms', name]));
    }
    if (own.like !== undefined && !platforms.has(own.like)) {
      const place = document.placeOf(['platforms', name, 'like']);
      throw unknownPlatform(`platforms.${name}.like`, own.like, platforms, place);
    }
    const base = platforms.get(own.like ?? name) ?? {
      name,
      kernelArguments: [],
      consoles: SERIAL_LAST,
    };
    platforms.set(name, {
      ...base,
      name,
      ...(own['kernel-arguments'] === undefined
        ? {}
        : { kernelArguments: own['kernel-arguments'] }),
      ...(own.consoles === undefined ? {} : { consoles: own.consoles }),
      ...(own.ignition === undefined ? {} : { ignition: own.ignition }),
      ...(own['cloud-init'] === undefined ? {} : { cloudInit: own['cloud-init'] }),
    });
  }
  return platforms;
}

/** Returns the error for a platform that nobody defines; it lists those that there are. */
export function unknownPlatform(
  key: string,
  name: string,
  platforms: ReadonlyMap<string, Platform>,
  place: ReturnType<SourceDocument['placeOf']>,
): Error {
  const known = [...platforms.keys()];
  const near = nearestName(name, known);
  return remixError(
    'BAD_VALUE',
    `${key}: expected one of ${known.join(', ')}, got "${name}"`,
    place,
    near === undefined ? 'Define it under "platforms:".' : `Did you mean ${near}?`,
  );
}

/** Returns the kernel arguments of a platform on an architecture: its consoles, then its own. */
export function platformArguments(platform: Platform, basearch: Basearch): readonly string[] {
  const consoles = platform.consoles.map((name) =>
    name === 'serial' ? ARCHITECTURES[basearch].console : name,
  );
  return [...consoles.map((name) => `console=${name}`), ...platform.kernelArguments];
}
