import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";

// lib/compose/tmpfiles.ts
var AUTOVAR = "usr/lib/tmpfiles.d/rpm-ostree-autovar.conf", MAKES = /^[dDvqQfFLpcbC]/, MADE_BY_OSTREE = /* @__PURE__ */ new Set(["var/run", "var/lock"]);
async function convertVar(tree, accounts) {
  let made = await madePaths(tree), names = {
    users: new Map(accounts.users.map((user) => [user.uid, user.name])),
    groups: new Map(accounts.groups.map((group) => [group.gid, group.name]))
  }, lines = [], dropped = [], hidden = (path) => [...MADE_BY_OSTREE].some((top) => path === top || path.startsWith(`${top}/`));
  return await tree.walk("var", async (path, stats) => {
    if (!hidden(path)) {
      if (!stats.isDirectory() && !stats.isSymbolicLink()) {
        dropped.push(`/${path}`);
        return;
      }
      made.has(`/${path}`) || lines.push(await formatLine(tree, path, stats, names));
    }
  }), lines.length > 0 && await tree.write(AUTOVAR, `# Made by Treesmith from what the packages have in /var.
${lines.sort(compareBytes).join(`
`)}
`), await tree.remove("var"), await tree.mkdir("var"), { lines: lines.length, dropped: dropped.sort(compareBytes) };
}
async function formatLine(tree, path, stats, names) {
  if (stats.isSymbolicLink())
    return `L ${quote(`/${path}`)} - - - - ${await tree.readlink(path) ?? ""}`;
  let mode = (stats.mode & 4095).toString(8).padStart(4, "0"), user = names.users.get(stats.uid) ?? String(stats.uid), group = names.groups.get(stats.gid) ?? String(stats.gid);
  return `d ${quote(`/${path}`)} ${mode} ${user} ${group} - -`;
}
function quote(path) {
  let escaped = path.replaceAll("%", "%%");
  return /^[\w@%+=:,./~^-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
async function madePaths(tree) {
  let paths = /* @__PURE__ */ new Set();
  for (let name of await tree.list("usr/lib/tmpfiles.d"))
    if (name.endsWith(".conf"))
      for (let line of (await tree.read(`usr/lib/tmpfiles.d/${name}`) ?? "").split(`
`)) {
        let [type = "", path] = line.trim().split(/\s+/);
        path !== void 0 && MAKES.test(type) && paths.add(path.replace(/(?<=.)\/$/, ""));
      }
  return paths;
}

export {
  AUTOVAR,
  convertVar
};
