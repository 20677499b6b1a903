/**
 * Returns the name under which GitHub keeps a file of a release, which has no folders: of
 * `images/anvil-pxe/vmlinuz` it is `anvil-pxe-vmlinuz`, so that two images may have files of one name. GitHub
 * changes names with characters that it does not like, and leading or trailing dots; what it is given here
 * it leaves as it is. https://docs.github.com/rest/releases/assets#upload-a-release-asset
 *
 * @param file where it lies in the folder of results, with `/`
 */
export function assetName(file: string): string {
  const below = file.slice(file.indexOf('/') + 1).replaceAll('/', '-');
  const plain = below.replaceAll(/[^A-Za-z0-9._+@-]+/g, '.').replaceAll(/\.{2,}/g, '.');
  const name = plain.replaceAll(/^\.|\.$/g, '');
  return name === '' ? 'file' : name;
}
