import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InitramfsLearning } from '../../../lib/compose/initramfs-learn.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const MODULE = '/usr/lib/dracut/modules.d/90x/module-setup.sh';

describe('InitramfsLearning', () => {
  it('reads what dracut reads, each text once', async () => {
    await using dir = await makeTempDir();
    const tree = new Tree(dir.path);
    const texts = {
      [MODULE]: 'inst_multiple one two\n',
      '/etc/dracut.conf.d/x.conf': 'compress=zstd\n',
      '/lib/udev/rules.d/90-x.rules': 'RUN+="three"\n',
      '/usr/lib/udev/rules.d/91-x.rules': 'RUN+="three"\n',
    };
    await symlink('usr/lib', join(dir.path, 'lib'));
    for (const [path, text] of Object.entries(texts)) await tree.write(path, text);
    const learning = new InitramfsLearning(tree);
    await learning.learn([...Object.keys(texts), '/usr/share/doc/x', '/usr/bin/x', '/usr/lib']);
    expect(learning.texts.count).toBe(3);
    expect(learning.texts.find(texts[MODULE] ?? '').words).toContain('two');
    expect(learning.texts.count).toBe(3);
  });

  it('leaves alone what scriptlets may have put there', async () => {
    await using dir = await makeTempDir();
    await using outside = await makeTempDir();
    await writeFile(join(outside.path, 'module-setup.sh'), 'inst secret\n');
    const at = (path: string) => join(dir.path, path);
    await mkdir(at(dirname(MODULE)), { recursive: true });
    await runTool(['mkfifo', at(MODULE)]);
    await symlink(outside.path, at('usr/lib/dracut/modules.d/91x'));
    await symlink('/dev/zero', at('usr/lib/dracut/dracut-init.sh'));
    const learning = new InitramfsLearning(new Tree(dir.path));
    await learning.learn([
      MODULE,
      '/usr/lib/dracut/modules.d/91x/module-setup.sh',
      '/usr/lib/dracut/dracut-init.sh',
      '/usr/lib/dracut/none.sh',
    ]);
    expect(learning.texts.count).toBe(0);
  });
});
