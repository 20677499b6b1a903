import type { Place } from '../core/errors.ts';
import { isBasearch } from '../host/architecture.ts';
import type { DocumentPath } from './document.ts';
import { remixError } from './errors.ts';
import type {
  LockedArch,
  LockedPackage,
  LockedRepository,
  Lockfile,
  LockOrigin,
} from './lockfile-model.ts';
import { formatPath } from './schema.ts';

/** Returns where the value at a path stands; asked for only when something is wrong there. */
export type Locate = (path: DocumentPath) => Place;

const HINT = 'Lockfiles are not written by hand. Run "treesmith lock".';

/**
 * Returns the lockfile in `value`, with every field looked at. Fields that it does not know are left
 * out: other tools may add theirs.
 *
 * @throws ConfigError BAD_LOCKFILE with place
 */
export function checkLockfile(value: unknown, locate: Locate): Lockfile {
  return new LockfileChecker(locate).lockfile(value);
}

type Fields = Readonly<Record<string, unknown>>;

class LockfileChecker {
  readonly #locate: Locate;

  constructor(locate: Locate) {
    this.#locate = locate;
  }

  lockfile(value: unknown): Lockfile {
    const fields = this.#mapping(value, []);
    if (fields.lockfileVersion !== 1) this.#fail(['lockfileVersion'], '1', fields.lockfileVersion);
    if (fields.lockfileVendor !== 'redhat')
      this.#fail(['lockfileVendor'], 'redhat', fields.lockfileVendor);
    const arches = this.#list(fields.arches, ['arches']).map((item, index) =>
      this.#arch(item, ['arches', index]),
    );
    this.#assertDiffer(
      arches.map(({ arch }) => arch),
      (index) => ['arches', index, 'arch'],
    );
    return {
      lockfileVersion: 1,
      lockfileVendor: 'redhat',
      arches,
      treesmith: this.#origin(fields.treesmith, ['treesmith']),
    };
  }

  #arch(value: unknown, path: DocumentPath): LockedArch {
    const fields = this.#mapping(value, path);
    const arch = this.#text(fields, path, 'arch', /^[a-z0-9_]+$/, 'a base architecture');
    if (!isBasearch(arch))
      this.#fail([...path, 'arch'], 'a base architecture that Treesmith knows', arch);
    const packages = this.#packages(fields.packages, [...path, 'packages']);
    const source = this.#packages(fields.source ?? [], [...path, 'source']);
    const modules = this.#list(fields.module_metadata ?? [], [...path, 'module_metadata']);
    if (modules.length > 0)
      this.#fail(
        [...path, 'module_metadata'],
        'an empty list (modules are not supported)',
        modules,
      );
    return { arch, packages, source, module_metadata: [] };
  }

  #packages(value: unknown, path: DocumentPath): LockedPackage[] {
    const packages = this.#list(value, path).map((item, index) =>
      this.#package(item, [...path, index]),
    );
    this.#assertDiffer(
      packages.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`),
      (index) => [...path, index, 'name'],
    );
    return packages;
  }

  #package(value: unknown, path: DocumentPath): LockedPackage {
    const fields = this.#mapping(value, path);
    const signer = fields.signer;
    return {
      url: this.#url(fields, path),
      repoid: this.#text(fields, path, 'repoid', /^[^\s/]+$/, 'the id of a repository'),
      size: this.#count(fields, path, 'size'),
      checksum: this.#text(
        fields,
        path,
        'checksum',
        /^sha256:[0-9a-f]{64}$/,
        'sha256: and 64 hex digits',
      ),
      name: this.#text(
        fields,
        path,
        'name',
        /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/,
        'the name of a package',
      ),
      evr: this.#text(
        fields,
        path,
        'evr',
        /^([0-9]+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/,
        '[epoch:]version-release',
      ),
      sourcerpm: this.#text(
        fields,
        path,
        'sourcerpm',
        /^$|^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/,
        'the name of a source RPM',
      ),
      arch: this.#text(fields, path, 'arch', /^[a-z0-9_]+$/, 'an RPM architecture'),
      buildtime: this.#count(fields, path, 'buildtime'),
      ...(signer === undefined
        ? {}
        : {
            signer: this.#text(
              fields,
              path,
              'signer',
              /^([0-9A-F]{40}|[0-9A-F]{64})$/,
              'a fingerprint in upper case',
            ),
          }),
    };
  }

  #origin(value: unknown, path: DocumentPath): LockOrigin {
    if (value === undefined) {
      const message = '"treesmith" is missing: another tool wrote this lockfile';
      throw remixError('BAD_LOCKFILE', message, this.#locate([]), HINT);
    }
    const fields = this.#mapping(value, path);
    const repositories = this.#list(fields.repositories, [...path, 'repositories']).map(
      (item, index) => this.#repository(item, [...path, 'repositories', index]),
    );
    return {
      inputHash: this.#text(fields, path, 'inputHash', /^[0-9a-f]{64}$/, '64 hex digits'),
      repositories,
    };
  }

  #repository(value: unknown, path: DocumentPath): LockedRepository {
    const fields = this.#mapping(value, path);
    return {
      repoid: this.#text(fields, path, 'repoid', /^[^\s/]+$/, 'the id of a repository'),
      arch: this.#text(fields, path, 'arch', /^[a-z0-9_]+$/, 'a base architecture'),
      repomd: this.#text(
        fields,
        path,
        'repomd',
        /^sha256:[0-9a-f]{64}$/,
        'sha256: and 64 hex digits',
      ),
      // createrepo_c writes a number there unless told otherwise.
      revision: String(fields.revision ?? ''),
    };
  }

  #url(fields: Fields, path: DocumentPath): string {
    const text = this.#text(fields, path, 'url', /^[\x21-\x7e]+$/, 'a URL');
    const url = URL.parse(text);
    const known = url !== null && ['http:', 'https:', 'file:'].includes(url.protocol);
    if (!known || url.username !== '' || url.password !== '') {
      this.#fail([...path, 'url'], 'an http, https or file URL without user and password', text);
    }
    return text;
  }

  #text(
    fields: Fields,
    path: DocumentPath,
    key: string,
    pattern: RegExp,
    expected: string,
  ): string {
    const value = fields[key];
    if (typeof value !== 'string' || !pattern.test(value))
      this.#fail([...path, key], expected, value);
    return value;
  }

  #count(fields: Fields, path: DocumentPath, key: string): number {
    const value = fields[key];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      this.#fail([...path, key], 'a whole number, 0 or more', value);
    }
    return value;
  }

  #mapping(value: unknown, path: DocumentPath): Fields {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      this.#fail(path, 'a mapping', value);
    return value as Fields;
  }

  #list(value: unknown, path: DocumentPath): readonly unknown[] {
    if (!Array.isArray(value)) this.#fail(path, 'a list', value);
    return value;
  }

  #assertDiffer(names: readonly string[], pathOf: (index: number) => DocumentPath): void {
    const seen = new Set<string>();
    for (const [index, name] of names.entries()) {
      if (seen.has(name))
        throw remixError(
          'BAD_LOCKFILE',
          `${name} stands here twice`,
          this.#locate(pathOf(index)),
          HINT,
        );
      seen.add(name);
    }
  }

  #fail(path: DocumentPath, expected: string, value: unknown): never {
    const got = value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing').slice(0, 80);
    const name = path.length === 0 ? 'the lockfile' : formatPath(path);
    throw remixError(
      'BAD_LOCKFILE',
      `${name}: expected ${expected}, got ${got}`,
      this.#locate(path),
      HINT,
    );
  }
}
