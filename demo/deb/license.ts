/** Debian's short names (copyright-format 1.0) that differ from SPDX only in how "or later" is said. */
const SPDX: Readonly<Record<string, string>> = {
  'GPL-1': 'GPL-1.0-only',
  'GPL-1+': 'GPL-1.0-or-later',
  'GPL-2': 'GPL-2.0-only',
  'GPL-2+': 'GPL-2.0-or-later',
  'GPL-3': 'GPL-3.0-only',
  'GPL-3+': 'GPL-3.0-or-later',
  'LGPL-2': 'LGPL-2.0-only',
  'LGPL-2+': 'LGPL-2.0-or-later',
  'LGPL-2.1': 'LGPL-2.1-only',
  'LGPL-2.1+': 'LGPL-2.1-or-later',
  'LGPL-3': 'LGPL-3.0-only',
  'LGPL-3+': 'LGPL-3.0-or-later',
  Expat: 'MIT',
  'BSD-2-clause': 'BSD-2-Clause',
  'BSD-3-clause': 'BSD-3-Clause',
  'BSD-4-clause': 'BSD-4-Clause',
  'Apache-2': 'Apache-2.0',
  'Apache-2.0': 'Apache-2.0',
  MIT: 'MIT',
  ISC: 'ISC',
  Zlib: 'Zlib',
  zlib: 'Zlib',
};

/**
 * Returns an RPM `License` tag from a Debian `copyright` file: the known licences of its `Files`
 * paragraphs, joined by AND. Files that are not machine-readable give a reference to themselves.
 */
export function licenseOf(copyright: string): string {
  const paragraphs = copyright.split(/\n\s*\n/);
  const names = paragraphs
    .filter((paragraph) => /^Files:/m.test(paragraph))
    .flatMap((paragraph) => /^License:[ \t]*(\S.*)$/m.exec(paragraph)?.[1] ?? [])
    .flatMap((name) => SPDX[name.trim()] ?? []);
  const known = [...new Set(names)].sort();
  return known.length === 0 ? 'LicenseRef-Debian-copyright' : known.join(' AND ');
}
