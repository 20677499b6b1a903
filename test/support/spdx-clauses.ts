import { createHash } from 'node:crypto';
import parseExpression from 'spdx-expression-parse';

type Item = Readonly<Record<string, unknown>>;

const ID = /^SPDXRef-[A-Za-z0-9.-]+$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const AGENT = /^(Person|Organization): [^\n]+$/;
const HEX_LENGTHS: Readonly<Record<string, number>> = {
  ...{ MD5: 32, SHA1: 40, SHA224: 56, SHA256: 64, SHA384: 96, SHA512: 128 },
};
const CATEGORIES: Readonly<Record<string, RegExp>> = {
  SECURITY: /^(cpe22Type|cpe23Type|advisory|fix|url|swid)$/,
  'PACKAGE-MANAGER': /^(maven-central|npm|nuget|bower|purl)$/,
  'PERSISTENT-ID': /^(swh|gitoid)$/,
  OTHER: /^[A-Za-z0-9.-]+$/,
};
const PURPOSES =
  /^(APPLICATION|FRAMEWORK|LIBRARY|CONTAINER|OPERATING_SYSTEM|DEVICE|FIRMWARE|SOURCE|ARCHIVE|FILE|INSTALL|OTHER)$/;
const RELATIONSHIPS = /^(DESCRIBES|CONTAINS|DEPENDS_ON|GENERATED_FROM)$/;

const DOCUMENT_KEYS =
  'spdxVersion dataLicense SPDXID name documentNamespace creationInfo documentDescribes packages files hasExtractedLicensingInfos relationships';
const PACKAGE_KEYS =
  'SPDXID name versionInfo packageFileName supplier downloadLocation filesAnalyzed packageVerificationCode checksums homepage sourceInfo licenseDeclared summary description externalRefs builtDate primaryPackagePurpose';
const FILE_KEYS = 'SPDXID fileName checksums';

/**
 * Returns which clauses of the SPDX specification 2.3 a JSON document breaks, as far as Treesmith writes
 * such documents; also those that are not in SPDX's JSON schema: that what is referred to is there, that
 * licences are expressions, that verification codes are those of the files.
 */
export function spdxBreaches(text: string): string[] {
  const document = JSON.parse(text) as Item;
  const breaches: string[] = [];
  const expect = (holds: boolean, clause: string, what: unknown) => {
    if (!holds) breaches.push(`${clause}: ${JSON.stringify(what)}`);
  };
  const knows = (item: Item, keys: string, clause: string) => {
    const unknown = Object.keys(item).filter((key) => !keys.split(' ').includes(key));
    expect(unknown.length === 0, clause, unknown);
  };
  const packages = document['packages'] as readonly Item[];
  const files = (document['files'] ?? []) as readonly Item[];
  const licences = document['hasExtractedLicensingInfos'] as readonly Item[];
  const relationships = document['relationships'] as readonly Item[];
  const info = document['creationInfo'] as Item;
  const namespace = String(document['documentNamespace']);

  knows(document, DOCUMENT_KEYS, '6');
  expect(document['spdxVersion'] === 'SPDX-2.3', '6.1', document['spdxVersion']);
  expect(document['dataLicense'] === 'CC0-1.0', '6.2', document['dataLicense']);
  expect(document['SPDXID'] === 'SPDXRef-DOCUMENT', '6.3', document['SPDXID']);
  expect(/./.test(String(document['name'])), '6.4', document['name']);
  expect(URL.canParse(namespace) && !namespace.includes('#'), '6.5', namespace);
  for (const creator of info['creators'] as string[]) {
    expect(/^(Person|Organization|Tool): ./.test(creator), '6.8', creator);
  }
  expect(TIME.test(String(info['created'])), '6.9', info['created']);

  const ids = [document, ...packages, ...files].map((item) => String(item['SPDXID']));
  expect(new Set(ids).size === ids.length, '3.2: ids are not unique', ids.length);
  for (const id of ids) expect(ID.test(id), '7.2', id);

  const references = new Set(licences.map((item) => item['licenseId']));
  const isLicence = (value: unknown) => {
    if (value === undefined) return true;
    try {
      parseExpression(String(value));
    } catch {
      return false;
    }
    const used = String(value).match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? [];
    return used.every((one) => references.has(one));
  };
  const checkChecksums = (item: Item, clause: string) => {
    for (const sum of (item['checksums'] ?? []) as readonly Item[]) {
      const length = HEX_LENGTHS[String(sum['algorithm'])] ?? 0;
      const isHex = new RegExp(`^[0-9a-f]{${length}}$`).test(String(sum['checksumValue']));
      expect(length > 0 && isHex, clause, sum);
    }
  };
  const owned = (id: unknown) =>
    relationships.flatMap((one) =>
      one['spdxElementId'] === id && one['relationshipType'] === 'CONTAINS'
        ? files.filter((file) => file['SPDXID'] === one['relatedSpdxElement'])
        : [],
    );
  for (const item of packages) {
    knows(item, PACKAGE_KEYS, '7');
    expect(/^[^\n]+$/.test(String(item['name'])), '7.1', item['name']);
    const supplier = item['supplier'];
    expect(supplier === undefined || AGENT.test(String(supplier)), '7.5', supplier);
    const location = String(item['downloadLocation']);
    expect(location === 'NOASSERTION' || URL.canParse(location), '7.7', location);
    const analyzed = item['filesAnalyzed'];
    expect(typeof analyzed === 'boolean', '7.8', analyzed);
    const own = files.length === 0 ? [] : owned(item['SPDXID']);
    expect(analyzed === own.length > 0, '7.8', item['SPDXID']);
    const sums = own.map((file) =>
      String((file['checksums'] as readonly Item[])[0]?.['checksumValue']),
    );
    const value = createHash('sha1').update(sums.sort().join('')).digest('hex');
    const code = analyzed === true ? { packageVerificationCodeValue: value } : undefined;
    const same = JSON.stringify(item['packageVerificationCode']) === JSON.stringify(code);
    expect(same, '7.9', item['SPDXID']);
    checkChecksums(item, '7.10');
    const homepage = item['homepage'];
    expect(homepage === undefined || URL.canParse(String(homepage)), '7.11', homepage);
    expect(isLicence(item['licenseDeclared']), '7.15', item['licenseDeclared']);
    for (const reference of (item['externalRefs'] ?? []) as readonly Item[]) {
      const type = CATEGORIES[String(reference['referenceCategory'])];
      expect(type?.test(String(reference['referenceType'])) === true, '7.21', reference);
      expect(/^\S+$/.test(String(reference['referenceLocator'])), '7.21', reference);
    }
    const purpose = item['primaryPackagePurpose'];
    expect(purpose === undefined || PURPOSES.test(String(purpose)), '7.24', purpose);
    const built = item['builtDate'];
    expect(built === undefined || TIME.test(String(built)), '7.26', built);
  }
  for (const item of files) {
    knows(item, FILE_KEYS, '8');
    expect(String(item['fileName']).startsWith('./'), '8.1', item['fileName']);
    const [first] = item['checksums'] as readonly Item[];
    expect(first?.['algorithm'] === 'SHA1', '8.4', item['checksums']);
    checkChecksums(item, '8.4');
  }
  for (const item of licences) {
    expect(/^LicenseRef-[A-Za-z0-9.-]+$/.test(String(item['licenseId'])), '10.1', item);
    expect(/./.test(String(item['extractedText'])), '10.2', item);
  }
  for (const one of relationships) {
    const ends = [one['spdxElementId'], one['relatedSpdxElement']].map(String);
    expect(RELATIONSHIPS.test(String(one['relationshipType'])), '11.1', one);
    expect(ends.every((id) => ids.includes(id)) && ends[0] !== ends[1], '11.1', one);
  }
  return breaches;
}
