import { describe, expect, it } from 'vitest';
import { parseControl, sourceOf, splitDescription } from '../../../demo/deb/control.ts';
import { parseListedDirectories, parseListing } from '../../../demo/deb/extract.ts';
import { formatFileList } from '../../../demo/deb/file-list.ts';
import { licenseOf } from '../../../demo/deb/license.ts';

describe('parseControl', () => {
  it('reads fields, folded lines and nothing after the first paragraph', () => {
    const fields = parseControl(
      'Package: zlib1g\nDescription: compression library\n zlib is\n .\n a library.\n\nPackage: x\n',
    );
    expect(fields.get('package')).toBe('zlib1g');
    expect(splitDescription(fields.get('description') ?? '')).toEqual({
      summary: 'compression library',
      description: 'zlib is\n\na library.',
    });
  });

  it('knows the source package', () => {
    const of = (text: string) => sourceOf(parseControl(text));
    expect(of('Package: a\nVersion: 1-1')).toEqual({ name: 'a', version: '1-1' });
    expect(of('Package: a\nSource: b\nVersion: 1-1')).toEqual({ name: 'b', version: '1-1' });
    expect(of('Package: a\nSource: b (2-1)\nVersion: 1-1')).toEqual({ name: 'b', version: '2-1' });
  });

  it.each([' starts folded', 'no colon here', ': no name'])('refuses "%s"', (text) => {
    expect(() => parseControl(text)).toThrow(RangeError);
  });
});

describe('parseListing', () => {
  it('finds set-id bits, sticky bits and other owners', () => {
    const special = parseListing(
      [
        '-rwxr-sr-x root/shadow   39160 2025-08-10 15:54 ./sbin/unix_chkpwd',
        '-rwsr-xr-x root/root     48896 2025-12-14 14:00 ./usr/bin/newgrp',
        'drwxrwxrwt root/root         0 2026-07-02 19:05 ./tmp/',
        'drwxrwsr-x root/staff        0 2026-07-02 19:05 ./var/local/',
        '-rw-r--r-- root/root       100 2026-07-02 19:05 ./etc/a file',
        'lrwxrwxrwx root/staff        0 2026-07-02 19:05 ./bin/sh -> dash',
      ].join('\n'),
    );
    expect(Object.fromEntries(special)).toEqual({
      '/sbin/unix_chkpwd': { modeOctal: '2755', user: 'root', group: 'shadow' },
      '/usr/bin/newgrp': { modeOctal: '4755', user: 'root', group: 'root' },
      '/tmp': { modeOctal: '1777', user: 'root', group: 'root' },
      '/var/local': { modeOctal: '2775', user: 'root', group: 'staff' },
    });
  });
});

describe('parseListedDirectories', () => {
  it('names directories before and after /usr is merged', () => {
    const listing =
      'drwxr-xr-x root/root 0 2026-07-02 19:05 ./lib/\n-rw-r--r-- root/root 1 2026-07-02 19:05 ./a\n';
    expect([...parseListedDirectories(listing)]).toEqual(['/lib', '/usr/lib']);
  });
});

describe('formatFileList', () => {
  it('marks files and escapes what rpmbuild would expand', () => {
    const lines = formatFileList(
      [
        { path: '/usr', kind: 'directory' },
        { path: '/usr/lib/a', kind: 'directory' },
        { path: '/usr/bin/[', kind: 'file' },
        { path: '/usr/lib/a\\x2db', kind: 'file' },
        { path: '/usr/lib/[x]', kind: 'file' },
        { path: '/usr/lib/100%', kind: 'file' },
        { path: '/etc/a.conf', kind: 'file' },
        { path: '/usr/share/doc/a/copyright', kind: 'file' },
        { path: '/usr/share/man/man1/a.1.gz', kind: 'file' },
        { path: '/usr/share/locale/de/LC_MESSAGES/a.mo', kind: 'file' },
        { path: '/usr/bin/su', kind: 'file' },
      ],
      {
        sharedDirectories: new Set(['/usr']),
        special: new Map([['/usr/bin/su', { modeOctal: '4755', user: 'root', group: 'root' }]]),
        configFiles: new Set(['/etc/a.conf']),
      },
    );
    expect(lines).toEqual([
      '%dir "/usr/lib/a"',
      '"/usr/bin/["',
      '"/usr/lib/a\\x2db"',
      '"/usr/lib/\\[x\\]"',
      '"/usr/lib/100%%"',
      '%config(noreplace) "/etc/a.conf"',
      '%license "/usr/share/doc/a/copyright"',
      '%doc "/usr/share/man/man1/a.1.gz"',
      '%lang(de) "/usr/share/locale/de/LC_MESSAGES/a.mo"',
      '%attr(4755,root,root) "/usr/bin/su"',
    ]);
  });
});

describe('licenseOf', () => {
  it('joins the known licences of the Files paragraphs', () => {
    const copyright =
      'Format: x\n\nFiles: *\nLicense: GPL-2+\n\nFiles: a\nLicense: Expat\n\nLicense: BSD-3-clause\n text\n';
    expect(licenseOf(copyright)).toBe('GPL-2.0-or-later AND MIT');
  });

  it('refers to a file that only people can read', () => {
    expect(licenseOf('This is free software.')).toBe('LicenseRef-Debian-copyright');
  });
});
