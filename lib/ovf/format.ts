/** A virtual machine with one disk and one network card, for VMware. */
export interface OvfMachine {
  /** Shown to the user; also part of the names of the files. */
  readonly name: string;
  /** Name of the file that holds the disk. */
  readonly diskFile: string;
  readonly diskFileBytes: number;
  /** Size of the disk that the guest sees. */
  readonly capacityBytes: number;
  /** `vmx-<n>`. */
  readonly hardwareVersion: number;
  /** VMware's name of the guest: `other5xLinux64Guest`. */
  readonly osType: string;
  readonly firmware: 'efi' | 'bios';
  readonly isSecureBoot: boolean;
  readonly cpus: number;
  readonly memoryMib: number;
  /** What is installed, for the product's section. */
  readonly version?: string;
}

/** CIM's number for "Linux 64-Bit": what any product knows that does not know `vmw:osType`. */
const LINUX_64 = 101;
const VMDK_FORMAT = 'http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized';

/** Properties that Ignition and cloud-init read through VMware's guestinfo. */
const PROPERTIES: readonly (readonly [key: string, label: string])[] = [
  ['guestinfo.ignition.config.data', 'Ignition config'],
  ['guestinfo.ignition.config.data.encoding', 'Encoding of the Ignition config'],
  ['guestinfo.userdata', 'cloud-init user data'],
  ['guestinfo.userdata.encoding', 'Encoding of the user data'],
  ['guestinfo.metadata', 'cloud-init metadata'],
  ['guestinfo.metadata.encoding', 'Encoding of the metadata'],
];

/**
 * Returns an OVF descriptor (DSP0243 1.1) as vSphere imports it: paravirtual SCSI and network, and the
 * guest's properties through VMware Tools.
 */
export function formatOvf(machine: OvfMachine): string {
  const name = escapeXml(machine.name);
  const { cpus, memoryMib, diskFileBytes } = machine;
  const items = [
    formatItem(`${cpus} virtual CPU(s)`, 1, 3, {
      AllocationUnits: 'hertz * 10^6',
      Description: 'Number of Virtual CPUs',
      VirtualQuantity: `${cpus}`,
    }),
    formatItem(`${memoryMib}MB of memory`, 2, 4, {
      AllocationUnits: 'byte * 2^20',
      Description: 'Memory Size',
      VirtualQuantity: `${memoryMib}`,
    }),
    formatItem('SCSI Controller 0', 3, 6, {
      Address: '0',
      Description: 'SCSI Controller',
      ResourceSubType: 'VirtualSCSI',
    }),
    formatItem('Hard Disk 1', 4, 17, {
      AddressOnParent: '0',
      HostResource: 'ovf:/disk/vmdisk1',
      Parent: '3',
    }),
    formatItem('Ethernet 1', 5, 10, {
      AddressOnParent: '7',
      AutomaticAllocation: 'true',
      Connection: 'VM Network',
      Description: 'VmxNet3 ethernet adapter on "VM Network"',
      ResourceSubType: 'VmxNet3',
    }),
    formatItem('Video card', 6, 24, { AutomaticAllocation: 'false' }, ' ovf:required="false"'),
    formatItem(
      'VMCI device',
      7,
      1,
      { AutomaticAllocation: 'false', ResourceSubType: 'vmware.vmci' },
      ' ovf:required="false"',
    ),
  ];
  const settings: [string, string][] = [
    ['firmware', machine.firmware],
    ['bootOptions.efiSecureBootEnabled', `${machine.isSecureBoot}`],
    ['powerOpInfo.powerOffType', 'soft'],
    ['powerOpInfo.resetType', 'soft'],
    ['tools.syncTimeWithHost', 'false'],
    ['tools.toolsUpgradePolicy', 'manual'],
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <References>
    <File ovf:href="${escapeXml(machine.diskFile)}" ovf:id="file1" ovf:size="${diskFileBytes}"/>
  </References>
  <DiskSection>
    <Info>Virtual disk information</Info>
    <Disk ovf:capacity="${machine.capacityBytes}" ovf:capacityAllocationUnits="byte" ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:format="${VMDK_FORMAT}"/>
  </DiskSection>
  <NetworkSection>
    <Info>The list of logical networks</Info>
    <Network ovf:name="VM Network">
      <Description>The VM Network network</Description>
    </Network>
  </NetworkSection>
  <VirtualSystem ovf:id="${name}">
    <Info>A virtual machine</Info>
    <Name>${name}</Name>
    <OperatingSystemSection ovf:id="${LINUX_64}" vmw:osType="${escapeXml(machine.osType)}">
      <Info>The kind of installed guest operating system</Info>
    </OperatingSystemSection>
    <VirtualHardwareSection ovf:transport="com.vmware.guestInfo">
      <Info>Virtual hardware requirements</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>${name}</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>vmx-${`${machine.hardwareVersion}`.padStart(2, '0')}</vssd:VirtualSystemType>
      </System>
${items.join('\n')}
${settings.map(([key, value]) => `      <vmw:Config ovf:required="false" vmw:key="${key}" vmw:value="${value}"/>`).join('\n')}
    </VirtualHardwareSection>
    <ProductSection>
      <Info>Information about the installed software</Info>
      <Product>${name}</Product>${machine.version === undefined ? '' : `\n      <Version>${escapeXml(machine.version)}</Version>`}
${PROPERTIES.map(([key, label]) => formatProperty(key, label)).join('\n')}
    </ProductSection>
  </VirtualSystem>
</Envelope>
`;
}

/** Returns the manifest (DSP0243 1.1, 5.1) of files with their SHA-256 in hexadecimal. */
export function formatOvfManifest(
  files: readonly { readonly name: string; readonly sha256: string }[],
): string {
  return files.map(({ name, sha256 }) => `SHA256(${name})= ${sha256}\n`).join('');
}

/** One device. CIM orders the elements of an item by name. */
function formatItem(
  elementName: string,
  instanceId: number,
  resourceType: number,
  more: Readonly<Record<string, string>>,
  attributes = '',
): string {
  const elements: [string, string][] = [
    ...Object.entries(more),
    ['ElementName', elementName],
    ['InstanceID', `${instanceId}`],
    ['ResourceType', `${resourceType}`],
  ];
  const lines = elements
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `        <rasd:${tag}>${escapeXml(value)}</rasd:${tag}>`);
  return `      <Item${attributes}>\n${lines.join('\n')}\n      </Item>`;
}

function formatProperty(key: string, label: string): string {
  return `      <Property ovf:key="${key}" ovf:type="string" ovf:userConfigurable="true" ovf:value="">
        <Label>${label}</Label>
      </Property>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
