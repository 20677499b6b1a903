import type { RefCommit } from '../host/ostree-refs.ts';

/** What a served repository tells of itself. */
export interface Site {
  /** Of the remix. */
  readonly name: string;
  readonly refs: readonly RefCommit[];
  readonly isSigned: boolean;
  /** Undefined: whoever reads knows where they read. */
  readonly remote?: { readonly name: string; readonly url: string };
}

/** Stands for the address of the folder where nobody knows it yet. */
const SOMEWHERE = 'https://example.org';

/**
 * Returns a file for `/etc/ostree/remotes.d`. The key it names is the one beside it, put into
 * `/etc/pki`. https://ostreedev.github.io/ostree/man/ostree.repo-config.html
 */
export function formatRemoteFile(site: Site): string {
  const { name, url } = remoteOf(site);
  const verify = site.isSigned
    ? `gpg-verify=true\ngpg-verify-summary=true\ngpgkeypath=/etc/pki/${site.name}.asc\n`
    : 'gpg-verify=false\n';
  return `[remote "${name}"]\nurl=${url}\n${verify}`;
}

/** Returns `index.html`: how to add the remote, and which refs there are. */
export function formatSitePage(site: Site): string {
  const { name, url } = remoteOf(site);
  const base = url.replace(/\/repo$/, '');
  const key = `${site.name}.asc`;
  const commands = [
    ...(site.isSigned
      ? [
          `curl -fLo /etc/pki/${key} ${base}/${key}`,
          `ostree remote add --set=gpg-verify-summary=true --gpg-import=/etc/pki/${key} ${name} ${url}`,
        ]
      : [`ostree remote add --no-gpg-verify ${name} ${url}`]),
    `ostree remote refs ${name}`,
  ];
  const rows = site.refs.map(
    ({ ref, commit }) =>
      `<tr><td><code>${html(ref)}</code></td><td><code>${html(commit)}</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${html(site.name)}: OSTree repository</title>
<h1>${html(site.name)}</h1>
<p>This is an OSTree repository. To add it as a remote${site.remote === undefined ? `, with the address of this page in place of ${SOMEWHERE}` : ''}:</p>
<pre>${html(commands.join('\n'))}</pre>
<p>Or put <a href="${html(site.name)}.conf">${html(site.name)}.conf</a> into <code>/etc/ostree/remotes.d</code>.</p>
<table>
<tr><th>ref</th><th>commit</th></tr>
${rows.join('\n')}
</table>
</html>
`;
}

function remoteOf({ name, remote }: Site): { name: string; url: string } {
  return remote ?? { name, url: `${SOMEWHERE}/repo` };
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
