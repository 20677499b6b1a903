import type { SmallPackage } from './small-rpms.ts';

/**
 * What a container has to keep of a package: an account, owners, set-uid bits, capabilities, hard links, a
 * configuration, a unit that its scriptlet enables, and things that scriptlets leave behind.
 */
export const DAEMON: SmallPackage = {
  name: 'daemon',
  arch: 'x86_64',
  preamble: 'Requires: tiny-base\nProvides: user(daemon-user)\nProvides: group(daemon-user)',
  body: `%install
cd %{buildroot}
mkdir -p usr/bin usr/lib/sysusers.d usr/lib/systemd/system etc/daemon var/lib/daemon var/cache/daemon
printf '#!/bin/sh\\necho "daemon as $(id -u): $*"\\n' > usr/bin/daemon
ln usr/bin/daemon usr/bin/daemon-ctl
cp /bin/true usr/bin/daemon-ping
cp /bin/true usr/bin/daemon-root
echo 'u daemon-user 240 "A daemon" /var/lib/daemon' > usr/lib/sysusers.d/daemon.conf
printf '[Service]\\nExecStart=/usr/bin/daemon\\n[Install]\\nWantedBy=multi-user.target\\nAlias=demon.service\\n' \\
  > usr/lib/systemd/system/daemon.service
echo 'level = 1' > etc/daemon/daemon.conf
echo 1 > var/lib/daemon/state
chmod 0755 usr/bin/daemon
%post
mkdir -p /etc/systemd/system/multi-user.target.wants /var/log /run/daemon
ln -sf /usr/lib/systemd/system/daemon.service /etc/systemd/system/multi-user.target.wants/daemon.service
mkdir -p /etc/daemon/old
touch /etc/daemon/old-a /etc/daemon/old/a /etc/daemon/old/b
date +%s%N > /etc/machine-id
date +%s%N > /var/log/daemon.log
date +%s%N > /var/cache/daemon/index
date +%s%N > /run/daemon/pid
date +%s%N > /var/tmp/left || :
%files
%attr(0755,root,root) /usr/bin/daemon
/usr/bin/daemon-ctl
%attr(4755,root,root) /usr/bin/daemon-root
%caps(cap_net_bind_service=ep) %attr(0755,root,root) /usr/bin/daemon-ping
/usr/lib/sysusers.d/daemon.conf
/usr/lib/systemd/system/daemon.service
%dir /etc/daemon
%config(noreplace) /etc/daemon/daemon.conf
%dir %attr(0750,daemon-user,daemon-user) /var/lib/daemon
%attr(0640,daemon-user,daemon-user) /var/lib/daemon/state
%dir /var/cache/daemon`,
};

/** A package that changes what others brought: a file of its own, one more account, and three files less. */
export const PLUGIN: SmallPackage = {
  name: 'plugin',
  preamble: 'Requires: daemon',
  body: `%install
cd %{buildroot}
mkdir -p usr/share/plugin usr/lib/sysusers.d
echo plugin > usr/share/plugin/file
echo 'u plugin-user - "A plugin"' > usr/lib/sysusers.d/plugin.conf
%post
echo 'level = 2' > /etc/daemon/daemon.conf
rm /etc/daemon/old-a /etc/daemon/old/a /etc/daemon/old/b
%files
/usr/share/plugin
/usr/lib/sysusers.d/plugin.conf`,
};

/** A stand-in for rpm that has its database where `place` says. */
export const rpmWith = (place: string, files = ''): SmallPackage => ({
  name: 'small-rpm',
  preamble: 'Requires: tiny-base',
  body: `%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/rpm %{buildroot}/var/lib/rpm
printf '#!/bin/sh\\necho ${place}\\n' > %{buildroot}/usr/bin/rpm
%files
%attr(0755,root,root) /usr/bin/rpm
${files}`,
});
