import { describe, expect, it } from 'vitest';
import { NameWords, TextWords } from '../../../lib/compose/initramfs-words.ts';

function words(...texts: string[]): NameWords {
  const all = new NameWords(new TextWords());
  for (const text of texts) all.add(text);
  return all;
}

describe('NameWords', () => {
  const meant: [string, string][] = [
    ['inst_multiple -o sed grep', 'grep'],
    ['PROGRAM="/usr/bin/some-tool --export"', 'some-tool'],
    ['/sbin/{fsck,mkfs}.ext4', 'mkfs'],
    ['compress=pigz;', 'pigz'],
    ['echo "see tool."', 'tool'],
    ['find_binary "fsck.$type"', 'fsck.xfs'],
    ["inst 'fsck.'$type", 'fsck.xfs'],
    ['for f in {/usr,}/sbin/fsck*; do', 'fsck.minix'],
    ['inst "${type}fsck"', 'e2fsck'],
    ['inst $type"fsck"', 'e2fsck'],
    ['inst "$type.fsck"', 'ext4.fsck'],
    ['printf "mount.%s" "$type"', 'mount.nfs'],
    ['printf "%s-helper" "$name"', 'net-helper'],
    ['\0\0/usr/bin/ldd\0%s/depmod.d\0', 'ldd'],
    ['\0mkfs.%s\0', 'mkfs.xfs'],
    ['for f in /usr/bin/*; do', 'anything'],
    ['inst "$dracutsysrootdir/usr/sbin/$tool"', 'anything'],
    ['cp -a /usr/libexec/"$x" .', 'anything'],
    ['true', '['],
  ];
  for (const [text, name] of meant) {
    it(`takes ${JSON.stringify(text)} for the program ${name}`, () => {
      expect(words('nothing', text, 'else').meansProgram(name)).toBe(true);
    });
  }

  it('does not take other names', () => {
    const all = words(
      '# sudo is said in a comment\n  # podman, too\ninst_multiple sed "fsck.$type"',
    );
    for (const name of ['sudo', 'podman', 'se', 'sedx', 'mkfs.xfs', 'type']) {
      expect(all.meansProgram(name), name).toBe(name === 'type');
    }
    expect(words('\0\0$abc*\0').meansProgram('xabc')).toBe(false);
    expect(words('"$vardir/console-setup-dir/bin/*"').meansProgram('podman')).toBe(false);
  });

  it('knows folders by their last two names', () => {
    const all = words('inst_dir "$dracutsysrootdir"/usr/share/doc/x');
    expect(all.meansFolder('share/doc')).toBe(true);
    expect(all.meansFolder('share/man')).toBe(false);
  });

  it('learns on top of others, which do not', () => {
    const base = words('sed');
    const more = new NameWords(new TextWords(), base);
    more.add('grep /usr/bin/$x share/doc');
    expect([more.meansName('sed'), more.meansName('grep'), more.meansProgram('z')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(more.meansFolder('share/doc')).toBe(true);
    expect([base.meansName('grep'), base.meansProgram('z')]).toEqual([false, false]);
  });
});
