import { describe, expect, it } from 'vitest';
import { parseRpmkeysOutput } from '../../../lib/fetch/rpmkeys-output.ts';

/** Printed by rpmkeys 4.18.0 for packages made good and bad in each way. */
const RPM_4_18 = `/s/bad.rpm:
    Header V4 RSA/SHA512 Signature, key ID 02fa0920: OK
    Header SHA256 digest: OK
    Header SHA1 digest: OK
    Payload SHA256 ALT digest: BAD (Expected e567 != 2264)
    Payload SHA256 digest: BAD (Expected 3e6a != 2264)
    RSA signature: NOTFOUND
    DSA signature: NOTFOUND
    MD5 digest: BAD (Expected 4f1b != bf85)
/s/badsig.rpm:
    Header V4 RSA/SHA512 Signature, key ID 02fa0920: BAD
    Header DSA signature: NOTFOUND
    Header SHA256 digest: OK
    Payload SHA256 digest: OK
    RSA signature: NOTFOUND
    MD5 digest: OK
/s/empty.rpm:
/s/good.rpm:
    Header V4 RSA/SHA512 Signature, key ID 02fa0920: OK
    Header SHA256 digest: OK
    Header SHA1 digest: OK
    Payload SHA256 digest: OK
    MD5 digest: OK
/s/other.rpm:
    Header V4 RSA/SHA512 Signature, key ID 758c2c54: NOKEY
    Header DSA signature: NOTFOUND
    Header SHA256 digest: OK
    Payload SHA256 digest: OK
    RSA signature: NOTFOUND
    MD5 digest: OK
/s/text.rpm:
/s/trunc.rpm:
/s/unsigned.rpm:
    Header RSA signature: NOTFOUND
    Header DSA signature: NOTFOUND
    Header SHA256 digest: OK
    Payload SHA256 digest: OK
    RSA signature: NOTFOUND
    MD5 digest: OK
`;

const paths = ['bad', 'badsig', 'empty', 'good', 'other', 'text', 'trunc', 'unsigned'].map(
  (name) => `/s/${name}.rpm`,
);

describe('parseRpmkeysOutput', () => {
  it('tells what rpm 4.18 found', () => {
    const kinds = [...parseRpmkeysOutput(RPM_4_18, paths)].map(([path, { kind }]) => [path, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      '/s/bad.rpm': 'bad',
      '/s/badsig.rpm': 'bad',
      '/s/empty.rpm': 'unreadable',
      '/s/good.rpm': 'good',
      '/s/other.rpm': 'no-key',
      '/s/text.rpm': 'unreadable',
      '/s/trunc.rpm': 'unreadable',
      '/s/unsigned.rpm': 'unsigned',
    });
  });

  it('gives the key ID', () => {
    const verdicts = parseRpmkeysOutput(RPM_4_18, paths);
    expect(verdicts.get('/s/good.rpm')).toEqual({ kind: 'good', keyId: '02fa0920' });
    expect(verdicts.get('/s/other.rpm')).toEqual({ kind: 'no-key', keyId: '758c2c54' });
  });

  it('reads the words of rpm 6', () => {
    const text = `/s/a.rpm:
    Header OpenPGP V4 RSA/SHA512 signature, key fingerprint: 771b18d3d7baa28734333c424344591e1964c5fc: OK
    Header OpenPGP V6 Ed25519/SHA512 signature, key fingerprint: 0011223344556677: NOKEY
    Header SHA256 digest: OK
    Payload SHA256 digest: OK
`;
    expect(parseRpmkeysOutput(text, ['/s/a.rpm']).get('/s/a.rpm')).toEqual({
      kind: 'good',
      keyId: '771b18d3d7baa28734333c424344591e1964c5fc',
    });
  });

  it('takes no result that it does not know for a good one', () => {
    const text = `/s/a.rpm:
    Header V4 RSA/SHA512 Signature, key ID 02fa0920: NOTTRUSTED
    Header SHA256 digest: OK
`;
    expect(parseRpmkeysOutput(text, ['/s/a.rpm']).get('/s/a.rpm')?.kind).toBe('bad');
    const garbled = '/s/a.rpm:\n    Header V4 RSA/SHA512 Signature\n';
    expect(parseRpmkeysOutput(garbled, ['/s/a.rpm']).get('/s/a.rpm')?.kind).toBe('bad');
  });

  it('takes nothing said of one package for another', () => {
    const verdicts = parseRpmkeysOutput(RPM_4_18, ['/s/good.rpm', '/s/not-there.rpm']);
    expect(verdicts.get('/s/not-there.rpm')).toEqual({ kind: 'unreadable' });
    expect(parseRpmkeysOutput('', ['/s/a.rpm']).get('/s/a.rpm')).toEqual({ kind: 'unreadable' });
  });
});
