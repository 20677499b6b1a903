import { describe, expect, it } from 'vitest';
import { parseOsRelease } from '../../../lib/sbom/os-release.ts';

describe('parseOsRelease', () => {
  it('reads quoted, escaped and bare values, and the last of two', () => {
    const text = [
      '# a comment',
      'ID=fedora',
      "NAME='Fedora Linux'",
      'PRETTY_NAME="Fedora \\"42\\" \\$x"',
      'VERSION_ID=41',
      'VERSION_ID=42',
      'CPE_NAME="cpe:/o:fedoraproject:fedora:42"',
      'no assignment',
    ].join('\n');
    expect(parseOsRelease(text)).toEqual({
      id: 'fedora',
      versionId: '42',
      name: 'Fedora Linux',
      prettyName: 'Fedora "42" $x',
      vendorName: '',
      homeUrl: '',
      cpeName: 'cpe:/o:fedoraproject:fedora:42',
    });
  });

  it('has the defaults of os-release(5)', () => {
    expect(parseOsRelease('')).toMatchObject({ id: 'linux', name: 'Linux', prettyName: 'Linux' });
  });

  it('bounds values and leaves control characters out', () => {
    expect(parseOsRelease(`NAME="a\u0007b${'x'.repeat(5000)}"`).name).toMatch(/^a bx{1021}$/);
  });
});
