import type { SmallPackage } from './small-rpms.ts';

/** As dracut is called; its initramfs has one file, whose name is the five characters of /etc/answer. */
export const DRACUT = oneFile(
  'dracut',
  '/usr/bin/dracut',
  `#!/bin/sh
for out; do :; done
echo running
read -r answer < /etc/answer
zero=00000000
head=070701\${zero}000081A4$zero$zero$zero$zero$zero$zero$zero$zero$zero
{ printf '%s00000006%s%s\\000' "$head" "$zero" "$answer"
  printf '%s0000000B%sTRAILER!!!\\000\\000\\000\\000' "$head" "$zero"; } > "$out"`,
);

/** A package with one file. */
export function oneFile(name: string, path: string, text: string, mode = '0755'): SmallPackage {
  return {
    name,
    body: `%install
mkdir -p $(dirname %{buildroot}${path})
cat > %{buildroot}${path} <<'END-OF-FILE'
${text}
END-OF-FILE
chmod ${mode} %{buildroot}${path}
%files
${path}`,
  };
}
