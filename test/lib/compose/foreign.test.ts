import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { makeRootfsContainer } from '../../../lib/build/rootfs-container.ts';
import { type ComposeOptions, composeTree } from '../../../lib/compose/compose.ts';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { ARCHITECTURES, type Basearch } from '../../../lib/host/architecture.ts';
import { registerEmulators, unregisterEmulators } from '../../../lib/host/binfmt.ts';
import { findProgramFault, isNative } from '../../../lib/host/foreign-programs.ts';
import { readTool } from '../../../lib/host/process.ts';
import { formatImageIndex } from '../../../lib/oci/image-manifest.ts';
import { OCI_INDEX } from '../../../lib/oci/media-types.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import type { BaseContainer } from '../../../lib/remix/container-model.ts';
import { parseRemix } from '../../../lib/remix/remix.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { foreignBase } from '../../support/foreign-rpms.ts';
import { buildRpm, type SmallPackage } from '../../support/small-rpms.ts';
import {
  CONTAINER,
  compose,
  failure,
  HOST,
  KERNEL,
  locked,
  newFolder,
  optionsOf,
  packagesOf,
} from './harness.ts';

const basearch: Basearch = isNative('aarch64') ? 'x86_64' : 'aarch64';

let base: string[];
let unregistered: string | undefined;
let registered: readonly Basearch[] = [];
/** Why nothing can be emulated here. */
let forbidden: string | undefined;

beforeAll(async () => {
  base = await foreignBase(basearch);
  unregistered = await findProgramFault(basearch);
});

afterAll(async () => {
  if (registered.length > 0) await unregisterEmulators(silentLog, registered);
  if (unregistered !== undefined) expect(await findProgramFault(basearch)).toBeDefined();
});

/** From here on programs of the architecture run, where the kernel lets them. */
async function emulate(context: TestContext): Promise<void> {
  try {
    registered = [...registered, ...(await registerEmulators([basearch], silentLog))];
  } catch (error) {
    if (!(error instanceof TreesmithError) || error.code !== 'EMULATOR_NOT_REGISTERED') throw error;
    forbidden = error.message;
  }
  context.skip(forbidden !== undefined, forbidden);
}

async function foreignOptions(yaml: string, ...small: SmallPackage[]): Promise<ComposeOptions> {
  const rpms = [...base, ...(await Promise.all([RELEASE, ...small].map(buildRpm)))];
  const options = await optionsOf(rpms.map(locked), yaml);
  const treefile = await readTreefile(options.treefile.path, { basearch });
  return { ...options, treefile, basearch };
}

async function refsOf({ repoPath }: ComposeOptions): Promise<string> {
  return existsSync(repoPath) ? readTool(['ostree', `--repo=${repoPath}`, 'refs']) : '';
}

/** base-files wants to know what it is the base of. */
const RELEASE: SmallPackage = {
  name: 'small-release',
  preamble: 'Provides: system-release',
  body: '%files\n',
};

const SCRIPTLET: SmallPackage = {
  name: 'asks-the-machine',
  preamble: 'Requires: coreutils',
  body: '%post\nuname -m > /usr/share/machine\n%files\n',
};

function containerOf(name: string): BaseContainer {
  const text = `name: r\ntreefile: t\narchitectures: [x86_64]\ncontainers:\n  - {name: c, kind: base, packages: [${name}]}\n`;
  const [container] = parseRemix(text, '/r/remix.yaml').containers;
  if (container?.kind !== 'base') throw new Error('no base');
  return container;
}

describe('a tree of another architecture', () => {
  it('is refused before any work where its programs do not run', async (context) => {
    context.skip(unregistered === undefined, `programs of ${basearch} run here already`);
    const options = await foreignOptions(CONTAINER);
    await expect(composeTree(options)).rejects.toEqual(failure('EMULATOR_MISSING', basearch));
    await expect(composeTree(options)).rejects.toMatchObject({
      hint: expect.stringContaining(`treesmith setup --arch ${basearch}`),
    });
    expect(existsSync(options.workDir)).toBe(false);
    expect(existsSync(options.repoPath)).toBe(false);
  });

  it('has what its scriptlets, triggers and scripts made in an emulator', async (context) => {
    await emulate(context);
    const script = `${CONTAINER}postprocess:\n  - |\n    #!/usr/bin/bash\n    uname -m > /usr/share/also\n`;
    const { cat, ls } = await compose(await foreignOptions(script, SCRIPTLET));
    expect(await cat('/usr/share/machine')).toBe(`${basearch}\n`);
    expect(await cat('/usr/share/also')).toBe(`${basearch}\n`);
    // By ldconfig, in a trigger.
    expect((await ls('/usr/etc')).join('\n')).toContain('/usr/etc/ld.so.cache');
    expect((await ls('/usr/bin')).filter((line) => line.includes('qemu'))).toEqual([]);
  });

  it('is a container beside that of the machine, in one index', async (context) => {
    await emulate(context);
    const layoutPath = join(await newFolder('containers'), 'layout');
    const make = async (options: ComposeOptions, name: string) =>
      makeRootfsContainer({
        ...options,
        spec: containerOf(name),
        ...{ layoutPath, tag: options.basearch, filesRoot: '/', createdBy: 'test' },
      });
    await make(await foreignOptions(CONTAINER, SCRIPTLET), SCRIPTLET.name);
    const native = isNative('aarch64') ? 'aarch64' : 'x86_64';
    await make({ ...(await optionsOf(await packagesOf())), basearch: native }, 'tiny-base');

    const layout = await OciLayout.open(layoutPath);
    const manifests = (await layout.listManifests()).map(({ descriptor }) => descriptor);
    await layout.putManifest('all', formatImageIndex({ manifests }), OCI_INDEX);
    for (const each of [basearch, native] as const) {
      const arch = ARCHITECTURES[each].oci;
      const skopeo = ['skopeo', '--override-arch', arch, 'inspect', `oci:${layoutPath}:all`];
      expect(JSON.parse(await readTool(skopeo))).toMatchObject({ Architecture: arch, Os: 'linux' });
    }
  });

  it('is not committed when the emulator is killed in a script that goes on', async (context) => {
    await emulate(context);
    const script = `${CONTAINER}postprocess:\n  - |\n    #!/usr/bin/bash\n    bash -c 'kill -KILL $$' || true\n`;
    const options = await foreignOptions(script);
    await expect(composeTree(options)).rejects.toEqual(
      failure('EMULATOR_CRASHED', /^qemu-\w+ did not get through .*Killed/s),
    );
    expect(await refsOf(options)).toBe('');
  });

  it('is not committed when the emulator crashes in the middle of dracut', async (context) => {
    await emulate(context);
    const dracut: SmallPackage = {
      name: 'dracut',
      body: `%install
mkdir -p %{buildroot}/usr/bin
cat > %{buildroot}/usr/bin/dracut <<'EOF'
#!/usr/bin/bash
echo 'dracut: *** Including module: base ***'
bash -c 'kill -SEGV $$'
echo initramfs > /out/initramfs.img
exit 0
EOF
chmod 755 %{buildroot}/usr/bin/dracut
%files
/usr/bin/dracut`,
    };
    const options = await foreignOptions(HOST.replace('no-initramfs: true\n', ''), KERNEL, dracut);
    await expect(composeTree(options)).rejects.toEqual(
      failure('EMULATOR_CRASHED', /that dracut ran.*Including module: base.*Segmentation fault/s),
    );
    expect(await refsOf(options)).toBe('');
  });

  it('says so when dracut itself is killed', async (context) => {
    await emulate(context);
    const dracut: SmallPackage = {
      name: 'dracut',
      body: `%install
mkdir -p %{buildroot}/usr/bin
printf '#!/usr/bin/bash\\necho begins\\nkill -KILL $$\\n' > %{buildroot}/usr/bin/dracut
chmod 755 %{buildroot}/usr/bin/dracut
%files
/usr/bin/dracut`,
    };
    const options = await foreignOptions(HOST.replace('no-initramfs: true\n', ''), KERNEL, dracut);
    await expect(composeTree(options)).rejects.toEqual(
      failure('EMULATOR_CRASHED', /that dracut ran: it ended with signal 9/),
    );
    expect(await refsOf(options)).toBe('');
  });
});
