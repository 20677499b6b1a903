import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import { formatOciPurl, formatRpmPurl } from '../../../lib/rpm/purl.ts';

describe('formatRpmPurl', () => {
  it('writes the examples of the definition', () => {
    expect(
      formatRpmPurl({
        ...{ namespace: 'fedora', name: 'curl', version: '7.50.3', release: '1.fc25' },
        ...{ arch: 'i386', distro: 'fedora-25' },
      }),
    ).toBe('pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25');
    expect(
      formatRpmPurl({
        ...{ name: 'centerim', version: '4.22.10', release: '1.el6', epoch: '1', arch: 'i686' },
        distro: 'fedora-25',
      }),
    ).toBe('pkg:rpm/centerim@4.22.10-1.el6?arch=i686&distro=fedora-25&epoch=1');
  });

  it('escapes what is not plain, and is read back as what it was', () => {
    const parts = {
      ...{ namespace: 'Some Thing', name: 'libstdc++', version: '1:2~rc1^git', release: '3+b1' },
      ...{ arch: 'x86_64', upstream: "a&b=c'!-1-1.src.rpm" },
    };
    const purl = formatRpmPurl(parts);
    expect(purl).toBe(
      'pkg:rpm/some%20thing/libstdc%2B%2B@1:2~rc1%5Egit-3%2Bb1?arch=x86_64&upstream=a%26b%3Dc%27%21-1-1.src.rpm',
    );
    expect(PackageURL.fromString(purl)).toMatchObject({
      ...{ type: 'rpm', namespace: 'some thing', name: 'libstdc++' },
      version: '1:2~rc1^git-3+b1',
      qualifiers: { arch: 'x86_64', upstream: "a&b=c'!-1-1.src.rpm" },
    });
  });
});

describe('formatOciPurl', () => {
  it('has the last part for a name, and the repository when it is one', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(formatOciPurl(digest, 'ghcr.io/Me/anvil')).toBe(
      `pkg:oci/anvil@${digest}?repository_url=ghcr.io%2FMe%2Fanvil`,
    );
    expect(formatOciPurl(digest, 'anvil')).toBe(`pkg:oci/anvil@${digest}`);
  });
});
