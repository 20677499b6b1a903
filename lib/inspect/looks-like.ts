/** What files are that somebody may take for an image. */
const MAGICS: readonly (readonly [offset: number, magic: string, what: string])[] = [
  [0, '\x7fELF', 'an ELF program or library'],
  [0, '%PDF', 'a PDF document'],
  [0, '\x89PNG', 'a PNG picture'],
  [0, '\xff\xd8\xff', 'a JPEG picture'],
  [0, 'PK\x03\x04', 'a zip archive: unpack it first'],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive: unpack it first'],
  [0, 'BZh', 'a file compressed with bzip2: decompress it first'],
  [0, '\x04\x22\x4d\x18', 'a file compressed with lz4: decompress it first'],
  [0, '\xed\xab\xee\xdb', 'an RPM package'],
  [0, '!<arch>\n', 'an ar archive, or a Debian package'],
  [0, 'COWD', "a disk of VMware's old ESX servers: convert it with qemu-img"],
  [0, 'MSWIM', 'a Windows image (WIM)'],
  [64, '\x7f\x10\xda\xbe', 'a disk of VirtualBox (VDI): convert it with qemu-img'],
  [0, 'QED\0', 'a disk in the format QED: convert it with qemu-img'],
  [0, '-----BEGIN PGP', 'a signature or key of OpenPGP'],
  [0, '#!', 'a script'],
  [0, '<?xml', 'an XML document'],
  [0, '\xd0\x0d\xfe\xed', 'a device tree'],
];

/** Returns in some words what a file looks like that is no image, by its first bytes. */
export function describeContent(head: Buffer, sizeBytes: number): string {
  if (sizeBytes === 0) return 'an empty file';
  const text = head.toString('latin1');
  const known = MAGICS.find(([offset, magic]) => text.startsWith(magic, offset));
  if (known !== undefined) return known[2];
  if (head.every((byte) => byte === 0)) return `${sizeBytes} bytes that start with zeros`;
  if (/^\s*(<!doctype html|<html)/i.test(text)) return 'a page of HTML: the download failed';
  if (/^\s*[{[]/.test(text) && isText(head)) return 'JSON';
  if (isText(head)) return 'a text file';
  return `data that starts with ${head.toString('hex', 0, 8)}`;
}

function isText(head: Buffer): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
