import { describe, expect, it } from 'vitest';
import { parseLicence } from '../../../lib/sbom/licence.ts';

describe('parseLicence', () => {
  it.each([
    ['MIT', 'MIT'],
    ['GPL-2.0-or-later AND MIT', 'GPL-2.0-or-later AND MIT'],
    ['(MIT OR Apache-2.0) AND BSD-3-Clause', '(MIT OR Apache-2.0) AND BSD-3-Clause'],
    ['((MIT)) OR (Apache-2.0 AND ISC)', 'MIT OR Apache-2.0 AND ISC'],
    ['mit', undefined],
    ['MIT and Apache-2.0', 'MIT AND Apache-2.0'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['GPL-2.0+', 'GPL-2.0+'],
    ['  MIT\n ', 'MIT'],
  ])('reads %j', (field, expression) => {
    const found = parseLicence(field);
    if (expression === undefined) expect(found.expression).toMatch(/^LicenseRef-/);
    else expect(found).toMatchObject({ expression, references: [] });
  });

  it('knows a single listed licence', () => {
    expect(parseLicence('MIT').isListed).toBe(true);
    expect(parseLicence('MIT AND ISC').isListed).toBe(false);
    expect(parseLicence('LicenseRef-Fedora-Public-Domain').isListed).toBe(false);
  });

  it('keeps licences that the package has a name for', () => {
    const id = 'LicenseRef-Fedora-Public-Domain';
    expect(parseLicence(`MIT AND ${id}`)).toMatchObject({
      expression: `MIT AND ${id}`,
      references: [{ id, name: 'Fedora-Public-Domain' }],
    });
  });

  it('makes a name for a field that is no expression, and another for each', () => {
    const [a, b] = ['GPLv2+ and MIT', 'GPLv2+ or MIT'].map(parseLicence);
    expect(a?.expression).toMatch(/^LicenseRef-GPLv2-and-MIT-[0-9a-f]{8}$/);
    expect(a?.references).toEqual([
      { id: a?.expression, name: 'GPLv2+ and MIT', text: 'GPLv2+ and MIT' },
    ]);
    expect(b?.expression).not.toBe(a?.expression);
    expect(parseLicence('GPLv2+').expression).not.toBe(parseLicence('GPLv2').expression);
    expect(parseLicence('许可').expression).toMatch(/^LicenseRef-[0-9a-f]{8}$/);
  });

  it('says nothing of an empty field', () => {
    expect(parseLicence(' ')).toMatchObject({ expression: undefined, references: [] });
  });

  it.each([
    '('.repeat(4000),
    `${'('.repeat(2000)}MIT${')'.repeat(2000)}`,
    'MIT AND '.repeat(500),
    `${'MIT OR '.repeat(100_000)}MIT`,
    'DocumentRef-x:LicenseRef-y',
  ])('survives hostile field %#', (field) => {
    expect(parseLicence(field).expression).toMatch(/^(LicenseRef-|MIT$)/);
  });
});
