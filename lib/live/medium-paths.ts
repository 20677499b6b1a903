/** Where the first process of a live system stands in its initramfs: `rdinit=/treesmith/init`. */
export const LIVE_INIT_PATH = 'treesmith/init';

/** Where the root file system stands in an initramfs, and on a medium. */
export const ROOTFS_NAME = 'treesmith/rootfs.img';

/** Where the data of the disk that is installed stands on a medium, and where it belongs. */
export const INSTALL_DATA_NAME = 'treesmith/install.zst';
export const INSTALL_MAP_NAME = 'treesmith/install.map';
