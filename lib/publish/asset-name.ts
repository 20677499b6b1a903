/**
 * Returns the name under which GitHub keeps a file of a release. GitHub changes names with characters
 * that it does not like, and leading or trailing dots; what it is given here it leaves as it is.
 * https://docs.github.com/rest/releases/assets#upload-a-release-asset
 */
export function assetName(fileName: string): string {
  const plain = fileName.replaceAll(/[^A-Za-z0-9._+@-]+/g, '.').replaceAll(/\.{2,}/g, '.');
  const name = plain.replaceAll(/^\.|\.$/g, '');
  return name === '' ? 'file' : name;
}
